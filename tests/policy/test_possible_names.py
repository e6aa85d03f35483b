"""Under `detect: review` a possible name that rules would close is a question; what they show is none."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor.model import Action, EntityKind, EntryKind, ReviewEntry, Settlement
from redactor.policy.guarantees import Counterexample, Proof, Undecided, compare
from tests.policy.worlds import (
    HERE,
    PRIVACY,
    SOURCE,
    U,
    cable_of,
    para,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    when,
)

if TYPE_CHECKING:
    from redactor.model import Decision, Rule, Verdict

OPEN = release("open", when(level={"at_most": "U"}))
CABLE = cable_of(para(1, "The pilots met Quell near the mill.", U))
NAME = seen(CABLE, "Quell", possible=True)
ANY = when(entity=("any",))
PERSON = when(entity=("PERSON",))


def decided(*rules: Rule, certain: bool = False, settlements: tuple[Settlement, ...] = ()) -> Verdict:
    """Decide the cable under `detect: review`."""
    policy = policy_of(OPEN, *rules, detect="review")
    return verdict_of(CABLE, policy, replace(NAME, possible=not certain), settlements=settlements)


def on_name(verdict: Verdict) -> Decision:
    return next(item for item in verdict.decisions if item.span.holds(NAME.span.start))


def answered(kind: EntryKind) -> tuple[Settlement, ...]:
    """Answer the question about the name."""
    grounds = (PRIVACY,) if kind is EntryKind.UPHOLD else ()
    entry = ReviewEntry(kind, (), (), "A", dt.date(2016, 1, 1), HERE, grounds, "harm")
    return (Settlement(entry, (NAME.span,)),)


# Columns: what, rules beside the one that opens text, whether the name is certain; action, hold, rules.
CASES = [
    # nothing shows it: a person decides, and until then nothing is told
    ("unknown", (), False, Action.WITHHOLD, True, ("default-entity", "possible-name")),
    # a certain name is labelled as ever
    ("certain", (), True, Action.LABEL, False, ("default-entity",)),
    # what a rule shows whole needs no answer
    ("shown", (release("any", ANY),), False, Action.KEEP, False, ()),
    # a rule that shows a part would close the rest: a question
    ("in part", (release("any", ANY, PRIVACY, up_to=Action.ROLE),), False, Action.WITHHOLD, True,
     ("ceiling:any", "possible-name")),
    # a release of persons opens no possible one
    ("persons", (release("persons", PERSON),), False, Action.WITHHOLD, True, ("default-entity", "possible-name")),
    # a rule that protects persons matches it possibly: a question as well
    ("protected", (release("any", ANY), protect("p", PERSON, SOURCE)), False, Action.WITHHOLD, True,
     ("p", "possible-name")),
    # a rule that protects whatever was found matches certainly, and settles it
    ("settled", (protect("p", ANY, PRIVACY),), False, Action.WITHHOLD, False,
     ("default-entity", "p", "possible-name")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "certain", "action", "hold", "named"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_possible_name_that_rules_would_close_is_held(
    rules: tuple[Rule, ...],
    certain: bool,  # noqa: FBT001 - a column of the table
    action: Action,
    hold: bool,  # noqa: FBT001 - a column of the table
    named: tuple[str, ...],
) -> None:
    """Nothing of it is told until a person has decided."""
    found = on_name(decided(*rules, certain=certain))
    assert (found.action, found.hold) == (action, hold)
    assert not named or found.rules == named


def test_what_a_reviewer_releases_is_shown_and_what_is_upheld_goes() -> None:
    """The question is settled by either answer."""
    assert "Quell" not in shown(CABLE, decided())
    assert "Quell" in shown(CABLE, decided(settlements=answered(EntryKind.RELEASE)))
    upheld = decided(settlements=answered(EntryKind.UPHOLD))
    assert "Quell" not in shown(CABLE, upheld)
    assert not on_name(upheld).hold


def test_a_release_opens_nothing_that_a_rule_closes_for_certain() -> None:
    """A word that no name is may still be what a rule protects."""
    street = seen(CABLE, "Quell", EntityKind.ADDRESS)
    policy = policy_of(OPEN, protect("p", when(entity=("ADDRESS",)), PRIVACY), detect="review")
    verdict = verdict_of(CABLE, policy, NAME, street, settlements=answered(EntryKind.RELEASE))
    assert "Quell" not in shown(CABLE, verdict)


# Columns: the first policy's `detect`, the second's, whether the first is proved as strict.
ORDER = [
    # what is asked about is closed until then: as strict as what labels it
    ("review", "strict", Proof),
    ("review", "all", Proof),
    ("review", "review", Proof),
    # a label tells what a question does not
    ("strict", "review", Undecided),
    ("all", "review", Undecided),
    # who looks for nothing shows all
    ("none", "review", Counterexample),
    ("review", "none", Proof),
]


@pytest.mark.parametrize(("first", "second", "answer"), ORDER)
def test_review_is_as_strict_as_strict_and_not_the_other_way_round(
    first: str, second: str, answer: type
) -> None:
    """It finds the same, and tells less of it."""
    policy = policy_of(OPEN, release("places", when(entity=("LOCATION",))))
    assert isinstance(compare(replace(policy, detect=first), replace(policy, detect=second)), answer)
