"""Stable: a release that is read again under its policy shows nothing that it did not show before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.errors import RedactorError
from redactor.policy.load import Source, examine
from redactor.release import marker
from tests.theorems.compose import Plan, plans, write
from tests.theorems.harness import PHASES, STOCK, examples, release, stock_policy

if TYPE_CHECKING:
    from redactor.model import Policy
    from redactor.pipeline.compute import Computed

SUBSTITUTES = """\
redactor: 1
policy: {id: substitutes, version: 1.0.0, title: All that stands in, owner: tests, review_by: 2027-11-01}
entities: 1
audience: {kind: staff, clearance: TS}
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
release:
  - {id: all, when: {level: {at_most: TS}}}
  - {id: coarse, when: {entity: [LOCATION, ORGANIZATION, MONEY, DATE_TIME]}, up_to: generalize, authority: [PRIVACY]}
  - {id: posts, when: {entity: [POST]}}
  - {id: tails, when: {entity: [PHONE, ID_NUMBER]}, up_to: mask, authority: [PRIVACY]}
  - {id: letters, when: {entity: [PERSON]}, up_to: pseudonym, authority: [PRIVACY]}
"""

POLICIES = (*STOCK, "substitutes")
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "cables"


def policy(name: str) -> Policy:
    """Give a stock policy, or the one with every action that shows a value."""
    if name != "substitutes":
        return stock_policy(name)
    return examine(Source(SUBSTITUTES.encode(), "substitutes.yaml", Path())).policy


def words(done: Computed) -> set[str]:
    """Give the words of a release; those of markers and of our own lines are no text."""
    data = done.release.text.encode()
    holes = [(item.at, item.length) for item in done.release.own] + list(done.release.places)
    for at, length in holes:
        data = data[:at] + b" " * length + data[at + length :]
    return set(re.findall(r"\w+", data.decode()))


@settings(max_examples=examples(), phases=PHASES)
@given(plan=plans(), name=st.sampled_from(POLICIES))
def test_a_release_that_is_read_again_shows_no_more(plan: Plan, name: str) -> None:
    """Every word of the second release is a word of the first, its lines and markers included."""
    chosen = policy(name)
    try:
        first = release(write(plan), chosen)
        second = release(first.release.text, chosen)
    except RedactorError:
        return
    assert words(second) <= set(re.findall(r"\w+", first.release.text))


def test_what_stands_in_keeps_to_the_grammar_of_markers() -> None:
    """Over the examples every action shows its value, in a marker that reads back."""
    seen = set()
    for path in sorted(EXAMPLES.glob("*.txt")):
        try:
            done = release(path.read_text(encoding="utf-8"), policy("substitutes"))
        except RedactorError:
            continue
        for item in done.redactions:
            if item.decision.value and not done.verdict.denied:
                read = marker.read(item.replacement.strip())
                assert read is not None
                assert read.what == item.decision.value
                seen.add(item.decision.action.name)
    assert seen == {"PSEUDONYM", "GENERALIZE", "MASK"}
