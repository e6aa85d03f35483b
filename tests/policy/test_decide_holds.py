"""Holds, what settles them, and what a protect note reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor.markings import Level, Marking
from redactor.model import (
    Action,
    Authority,
    DecidedBy,
    EntryKind,
    ReviewEntry,
    Settlement,
)
from redactor.spans import Span
from tests.policy.worlds import (
    B1,
    B5,
    B6,
    BRITAIN,
    CLASS,
    FOIA,
    HERE,
    HOLDER,
    NAMES,
    OPEN_ALL,
    OPEN_U,
    PRIVACY,
    SBU,
    SOURCE,
    UNKNOWN,
    C,
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
    from redactor.model import Audience, Cable, Finding


def entry(kind: EntryKind, *grounds: Authority, harm: str = "") -> ReviewEntry:
    """Write a reviewer's entry."""
    return ReviewEntry(kind, ("1",), (), "A Reviewer", dt.date(2016, 1, 1), HERE, grounds, harm)


# --- holds ----------------------------------------------------------------------------------------

FOIA_RULES = (
    OPEN_U,
    NAMES,
    protect("b1", when(level={"at_least": "C"}, declassified=("not_reached",)), B1),
    protect("sbu", when(level={"is": ("SBU",)}), hold=True),
)


@pytest.mark.parametrize(
    ("marking", "as_of", "expected"),
    [
        (C, dt.date(2016, 1, 1), "[paragraph]"),  # still classified: B1 with the cable's reasons
        (C, dt.date(2018, 1, 1), "[paragraph?]"),  # the date has passed: no rule, no ground
        (SBU, dt.date(2016, 1, 1), "[paragraph?]"),  # SBU is no ground
        (U, dt.date(2016, 1, 1), "rain"),  # unclassified
        (UNKNOWN, dt.date(2016, 1, 1), "[paragraph]"),  # at least C: certainly classified
        (Marking(Level.U, known=False), dt.date(2016, 1, 1), "[paragraph?]"),  # only possibly classified
    ],
)
def test_holds_of_portions_under_a_law(marking: Marking, as_of: dt.date, expected: str) -> None:
    """Only a protect rule that matches certainly, on a certain ground, spares a person the decision."""
    cable = cable_of(para(1, "rain", marking), para(2, "water", U))
    verdict = verdict_of(cable, policy_of(*FOIA_RULES, audience=FOIA), as_of=as_of)
    assert shown(cable, verdict).split(") ")[1].split("\n")[0] == expected


def test_b1_takes_the_reasons_of_the_cable() -> None:
    """`from-cable` becomes the letters of Classified By; a cable without any leaves a hold."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    removed = verdict_of(cable, policy_of(*FOIA_RULES, audience=FOIA)).decisions[1]
    assert str(removed.authorities[0]) == "B1 1.4(b),1.4(d)"
    bare = replace(cable, reasons=())
    assert verdict_of(bare, policy_of(*FOIA_RULES, audience=FOIA)).decisions[1].hold


def test_a_possible_name_under_a_law_is_a_hold() -> None:
    """An unknown capitalised word that is labelled awaits a person; a rule on `any` opens it."""
    cable = cable_of(para(1, "rain in Brannick today", U))
    finding = seen(cable, "Brannick", possible=True)
    private = protect("b6", when(entity=("PERSON",)), B6, do=Action.LABEL)
    held = verdict_of(cable, policy_of(OPEN_U, NAMES, private, audience=FOIA), finding)
    assert shown(cable, held) == "1. (U) rain in [name?] today\n\n"
    opened = verdict_of(cable, policy_of(OPEN_U, NAMES, audience=FOIA), finding)
    assert shown(cable, opened) == "1. (U) rain in Brannick today\n\n"


def test_a_ground_that_only_possibly_applies_is_not_claimed_beside_one_that_does() -> None:
    """What nobody can rule out closes and is listed as a rule; the marker claims what is certain."""
    dissem = Authority("DISSEM", ("NOFORN",))
    noforn = replace(protect("noforn", when(controls={"any_of": ("NOFORN",)}), dissem), harm="allies read it")
    cable = cable_of(para(1, "rain on the road", UNKNOWN))
    (alone,) = [item for item in verdict_of(cable, policy_of(OPEN_U, noforn)).decisions if item.authorities]
    assert alone.rules == ("default-portion", "noforn")
    assert alone.authorities == (CLASS,)
    assert alone.harm == ()
    classified = protect("classified", when(level={"at_least": "C"}), CLASS)
    verdict = verdict_of(cable, policy_of(OPEN_U, noforn, classified))
    (both,) = [item for item in verdict.decisions if item.authorities]
    assert both.rules == ("classified", "default-portion", "noforn")
    assert both.authorities == (CLASS,)


def test_what_is_settled_out_of_doubt_shows_no_more_than_its_kind() -> None:
    """A ground for a removal that had none spares the hold, but opens nothing by that."""
    cable = cable_of(para(1, "Assistant Secretary Tarn left", U))
    roles = release("roles", when(entity=("PERSON",)), up_to=Action.ROLE)
    finding = seen(cable, "Tarn", title="Assistant Secretary")
    before = verdict_of(cable, policy_of(OPEN_U, roles, audience=FOIA), finding)
    assert "[name?]" in shown(cable, before)
    b6 = protect("b6", when(entity=("PERSON",)), B6, do=Action.ROLE)
    assert "[name]" in shown(cable, verdict_of(cable, policy_of(OPEN_U, roles, b6, audience=FOIA), finding))


def test_a_removal_without_any_ground_is_a_hold_for_every_audience() -> None:
    """There is nothing to write in its marker."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    policy = policy_of(OPEN_U, protect("c", when(level={"at_least": "C"})))
    bare = replace(policy, otherwise=replace(policy.otherwise, portion=()))
    assert "[paragraph?]" in shown(cable, verdict_of(cable, bare))


# --- settlements ----------------------------------------------------------------------------------


def settled(
    kind: EntryKind, spans: tuple[Span, ...], *grounds: Authority, harm: str = ""
) -> tuple[Settlement, ...]:
    """Bind an entry to spans."""
    return (Settlement(entry(kind, *grounds, harm=harm), spans),)


@pytest.mark.parametrize("matching", [{}, {"date": {"before": "2000-01-01"}}])
def test_another_rules_ground_does_not_open_what_a_ceiling_without_one_closes(
    matching: dict[str, dict[str, str | tuple[str, ...]]],
) -> None:
    """A ceiling without a ground is a hold by itself; a rule beside it, certain or not, never shows the role."""
    cable = cable_of(para(1, "Minister Amara Dessolin spoke"), date=None)
    name = seen(cable, "Amara Dessolin", title="Minister", person=0)
    ceiling = release("roles", when(entity=("PERSON",)), up_to=Action.ROLE)
    more = protect("more", when(entity=("PERSON",), **matching), PRIVACY, do=Action.ROLE)
    assert "[name?]" in shown(cable, verdict_of(cable, policy_of(OPEN_ALL, ceiling), name))
    assert "[name]" in shown(cable, verdict_of(cable, policy_of(OPEN_ALL, ceiling, more), name))


def test_upholding_closes_on_the_reviewers_ground() -> None:
    """The hold goes, the entry's authority and harm stand, and the reviewer has decided."""
    cable = cable_of(para(1, "rain", SBU), para(2, "water", U))
    policy = policy_of(*FOIA_RULES, audience=FOIA)
    spans = tuple(item.span for item in verdict_of(cable, policy).decisions if item.hold)
    settlements = settled(EntryKind.UPHOLD, spans, B5, harm="would chill advice")
    verdict = verdict_of(cable, policy, settlements=settlements)
    removed = verdict.decisions[1]
    assert not any(item.hold for item in verdict.decisions)
    assert (removed.authorities, removed.harm, removed.decided_by) == (
        (B5,),
        ("would chill advice",),
        DecidedBy.REVIEWER,
    )


def test_releasing_opens_the_portion_and_no_name_inside_it() -> None:
    """The whole portion was on hold; the possible name inside it awaits a decision of its own."""
    cable = cable_of(para(1, "rain in Brannick today", SBU), para(2, "water", U))
    private = protect("b6", when(entity=("PERSON",)), B6, do=Action.LABEL)
    policy = policy_of(*FOIA_RULES, private, audience=FOIA)
    finding = seen(cable, "Brannick", possible=True)
    spans = tuple(item.span for item in verdict_of(cable, policy, finding).decisions if item.hold)
    first = settled(EntryKind.RELEASE, spans)
    opened = verdict_of(cable, policy, finding, settlements=first)
    assert shown(cable, opened) == "1. (SBU) rain in [name?] today\n\n2. (U) water\n\n"
    second = first + settled(EntryKind.RELEASE, (finding.span,))
    whole = verdict_of(cable, policy, finding, settlements=second)
    assert shown(cable, whole) == cable.text
    kept = next(item for item in whole.decisions if item.rules == ("review",))
    assert kept.decided_by is DecidedBy.REVIEWER


@pytest.mark.parametrize(
    "spans",
    [
        (Span(0, 5),),  # another place
        (Span(9, 11),),  # a part of what is on hold
    ],
)
def test_a_settlement_of_another_place_settles_nothing(spans: tuple[Span, ...]) -> None:
    """A hold is settled only by an entry that speaks of all of it."""
    cable = cable_of(para(1, "rain", SBU), para(2, "water", U))
    policy = policy_of(*FOIA_RULES, audience=FOIA)
    settlements = settled(EntryKind.RELEASE, spans)
    assert verdict_of(cable, policy, settlements=settlements) == verdict_of(cable, policy)


def test_upholding_wins_over_releasing_and_needs_a_ground() -> None:
    """Two entries that disagree close; an entry without a ground leaves the hold."""
    cable = cable_of(para(1, "rain", SBU), para(2, "water", U))
    policy = policy_of(*FOIA_RULES, audience=FOIA)
    whole = (Span(0, 20),)
    both = settled(EntryKind.RELEASE, whole) + settled(EntryKind.UPHOLD, whole, B5)
    assert "rain" not in shown(cable, verdict_of(cable, policy, settlements=both))
    bare = settled(EntryKind.UPHOLD, whole)
    assert "[paragraph?]" in shown(cable, verdict_of(cable, policy, settlements=bare))


def test_a_reviewer_opens_no_removal_that_was_decided() -> None:
    """An entry on text that is withheld on a certain ground changes nothing."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    policy = policy_of(*FOIA_RULES, audience=FOIA)
    settlements = settled(EntryKind.RELEASE, (Span(0, 99),))
    assert "rain" not in shown(cable, verdict_of(cable, policy, settlements=settlements))


# --- protect notes --------------------------------------------------------------------------------

NOTE = "Tarn (protect), a tall man from the mill, said so."
GUARDED = protect("source", when(entity=("PERSON",), context="protect-note"), SOURCE, do=Action.REDACT)


def noted(text: str, *, other_name: bool = False) -> tuple[Cable, tuple[Finding, ...]]:
    """Make a cable with a protect note, its finding over the note's reach, and the person's mentions."""
    cable = cable_of(
        para(
            1,
            f"It rained all night. {text} Then he left for good." + (" Ivo Tarn went." if other_name else ""),
            U,
        )
    )
    note = frozenset({"protect-note"})
    found = [
        seen(cable, "Tarn (protect)", contexts=note, reach=True, person=1),
        seen(cable, "Tarn", contexts=note, person=1),
    ]
    if other_name:
        found.append(seen(cable, "Ivo Tarn", person=1))
    return cable, tuple(found)


@pytest.mark.parametrize(
    ("audience", "other", "held"),
    [
        (BRITAIN, False, True),  # a stranger, and no other name to hide the description behind
        (BRITAIN, True, False),  # the text names the person elsewhere
        (HOLDER, False, False),  # the holder has it all
    ],
)
def test_what_else_a_sentence_says_of_a_protected_person(
    audience: Audience, *, other: bool, held: bool
) -> None:
    """The rest of the note's sentence is listed, and on hold for strangers where no other name stands."""
    cable, found = noted(NOTE, other_name=other)
    opening = release("here", when(section=("paragraph",)))
    policy = policy_of(opening, NAMES, GUARDED, audience=audience)
    verdict = verdict_of(cable, policy, *found)
    text = shown(cable, verdict)
    assert text.startswith("1. (U) It rained all night. [text]")
    assert ("tall man" not in text) is held
    assert "Then he left for good." in text
    assert verdict.notices == ("portion 1: read what else the sentence says of a protected person",)
    if other:
        assert "Ivo" not in text
