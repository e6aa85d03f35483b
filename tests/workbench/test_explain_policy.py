"""A policy in words: every rule has its sentence and its author's reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor import policy as policies
from redactor.model import Condition, Matcher
from redactor.policy.load import Source, examine
from redactor.policy.matcher_specs import MATCHERS
from redactor.report.policy_words import to_text
from redactor.workbench import explain_policy
from redactor.workbench.phrases import listed, whole, words
from tests.policy.good_policies import GOOD
from tests.policy.worlds import when
from tests.workbench.suites import POLICY

WORDS = [
    # each matcher of the first version
    (when(level={"at_most": "U"}), "text at or below U"),
    (when(level={"at_least": "C"}), "text at C or above"),
    (when(level={"is": ("U", "SBU")}), "text at U or SBU"),
    (when(controls={"any_of": ("NODIS", "EXDIS", "ROGER")}), "text under NODIS, EXDIS or ROGER"),
    (when(controls={"all_of": ("NODIS", "EXDIS")}), "text under NODIS and EXDIS"),
    (when(controls={"none_of": ("NODIS",)}), "text not under NODIS"),
    (when(declassified=("exempt",)), "text whose declassification status is exempt"),
    (when(releasable_to_audience="yes"), "text that its marking lets the audience have"),
    (when(releasable_to_audience="no"), "text that its marking does not let the audience have"),
    (when(section=("subject", "table")), "text in the section subject or table"),
    (when(portion=("3",)), "text in portion 3"),
    (when(basis=("inherited",)), "text whose marking is inherited"),
    (when(tags={"any_of": ("PREL",)}), "text in a cable with the TAGS PREL"),
    # findings
    (when(entity=("PERSON", "POST")), "PERSON or POST"),
    (when(entity=("any",)), "whatever is found"),
    (when(entity=("PERSON",), list="officials"), "PERSON on the list officials"),
    (when(entity=("PERSON",), context="protect-note"), "PERSON bound by a protect-note"),
    (when(entity=("any",), score={"at_least": "0.5"}), "whatever is found with a score of 0.5 or more"),
]


@pytest.mark.parametrize(("condition", "told"), WORDS)
def test_a_condition_is_put_into_words(condition: Condition, told: str) -> None:
    """Matcher by matcher."""
    assert told == whole(condition)


def test_groups_are_put_into_words(tmp_path: Path) -> None:
    """`any`, `all` and `not` keep their parts together."""
    rule = (
        "  - {id: x, when: {any: [{level: {is: [U]}}, {all: [{section: [tags]}, {not: {portion: [3]}}]}]}}\n"
    )
    path = tmp_path / "x.yaml"
    path.write_text(POLICY.replace("release:\n", f"release:\n{rule}"), encoding="utf-8")
    (point, *_) = explain_policy(str(path), {}).shows
    assert "text (at U) or ((in the section tags) and (not (in portion 3)))" == point.words


def test_every_registered_matcher_has_words() -> None:
    """One that nobody has written a phrase for is told by what the registry says of it."""
    for spec in MATCHERS.values():
        for operator in spec.operators:
            if spec.name != "entity":
                assert words(Condition((Matcher(spec.name, operator, ("yes",)),)))


@pytest.mark.parametrize("name", policies.stock())
def test_every_rule_of_a_stock_policy_is_told(name: str) -> None:
    """Each id stands in the text with its words, and the reason that stands above it."""
    account = explain_policy(name, {})
    text = to_text(account)
    policy = account.policy
    points = (*account.shows, *account.hides, *account.assumes, *account.promises)
    ids = [rule.id for rule in (*policy.release, *policy.protect)]
    ids += [one.id for one in policy.assumptions]
    ids += [one.id for one in policy.guarantees]
    assert sorted(ids) == sorted(point.id for point in points)
    assert all(point.id in text and point.words for point in points)
    assert all(point.why for point in (*account.shows, *account.hides))


@pytest.mark.parametrize("text", [row[1] for row in GOOD], ids=[row[0] for row in GOOD])
def test_any_valid_policy_can_be_told(text: str, tmp_path: Path) -> None:
    """No valid policy stops the telling."""
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    examine(Source(text.encode(), "x", Path()))
    assert to_text(explain_policy(str(path), {})).endswith("\n")


def test_values_are_listed_as_a_sentence_does() -> None:
    """One stands alone, two are joined, more have commas."""
    assert ["", "a", "a or b", "a, b or c"] == [listed("abc"[:number], "or") for number in range(4)]
