"""What a reviewer's record changes: removals, declassification, consent, referrals, and guarantees that hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor.errors import PolicyError, ReferralError
from redactor.markings import Level, Marking
from redactor.model import (
    Action,
    Confirmation,
    ConfirmKind,
    DecidedBy,
    EntryKind,
    Guarantee,
    ReviewEntry,
    Settlement,
)
from redactor.policy import confirming
from redactor.policy.confirming import CONSENTED, DECLASSIFIED
from tests.policy.worlds import (
    B1,
    B5,
    B6,
    CLASS,
    FOIA,
    HERE,
    HOLDER,
    NAMES,
    OPEN_U,
    PRIVACY,
    SBU,
    SOURCE,
    UNKNOWN,
    C,
    U,
    cable_of,
    line,
    para,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    view_of,
    when,
)

if TYPE_CHECKING:
    from redactor.model import Authority, Cable, Condition, Policy
    from redactor.spans import Span

OPEN_SBU = release("up-to-sbu", when(level={"at_most": "SBU"}))
CLASSIFIED = protect("classified", when(level={"at_least": "C"}), CLASS)
HELD_SBU = protect("sensitive", when(level={"is": ("SBU",)}), hold=True)
DAY = dt.date(2016, 1, 1)


def bound(
    kind: EntryKind,
    *spans: Span,
    portions: tuple[str, ...] = (),
    grounds: tuple[Authority, ...] = (),
    confirm: ConfirmKind | None = None,
) -> Settlement:
    """Bind an entry to what it speaks of."""
    confirmation = Confirmation(confirm, "N. Mor", "Director", DAY, "all") if confirm else None
    entry = ReviewEntry(kind, (), (), "A", DAY, HERE, grounds, "harm", confirmation=confirmation)
    return Settlement(entry, spans, portions)


def declassified(*portions: str) -> Settlement:
    return bound(EntryKind.CONFIRM, portions=portions, confirm=ConfirmKind.DECLASSIFIED)


def consent(*spans: Span) -> Settlement:
    return bound(EntryKind.CONFIRM, *spans, confirm=ConfirmKind.CONSENT)


def never(condition: Condition) -> tuple[Guarantee, ...]:
    return (Guarantee("g", "never", HERE, condition),)


# --- remove ---------------------------------------------------------------------------------------


def test_a_reviewer_removes_a_portion_that_the_policy_kept() -> None:
    """The whole portion goes on the reviewer's ground, and the log says who decided."""
    cable = cable_of(para(1, "rain", U), para(2, "water", U))
    policy = policy_of(OPEN_U, NAMES)
    taken = bound(EntryKind.REMOVE, portions=("1",), grounds=(PRIVACY,))
    verdict = verdict_of(cable, policy, settlements=(taken,))
    assert shown(cable, verdict) == "1. (U) [paragraph]\n\n2. (U) water\n\n"
    removed = verdict.decisions[1]
    assert (removed.rules, removed.authorities, removed.decided_by, removed.harm, removed.hold) == (
        ("review",),
        (PRIVACY,),
        DecidedBy.REVIEWER,
        ("harm",),
        False,
    )


def test_a_removal_without_a_ground_for_this_audience_is_a_hold() -> None:
    """It closes all the same; a person must name another ground."""
    cable = cable_of(para(1, "rain", U), para(2, "water", U))
    taken = bound(EntryKind.REMOVE, portions=("1",), grounds=(B5,))
    assert "[paragraph?]" in shown(cable, verdict_of(cable, policy_of(OPEN_U, NAMES), settlements=(taken,)))


def test_words_that_a_reviewer_removes_go_wherever_they_stand() -> None:
    """In another portion, in capitals, over a line end; no rule opens them again."""
    cable = cable_of(para(1, "the grey mill is old", U), para(2, "GREY\nMILL and water", U))
    spans = confirming.mentions(view_of(cable), "Grey  mill")
    taken = bound(EntryKind.REMOVE, *spans, grounds=(SOURCE,))
    found = confirming.findings_of((taken,))
    verdict = verdict_of(cable, policy_of(OPEN_U, NAMES), *found, settlements=(taken,))
    assert shown(cable, verdict) == "1. (U) the [text] is old\n\n2. (U) [text] and water\n\n"
    assert {item.action for item in verdict.decisions if item.removal} == {Action.REDACT}


def test_no_release_opens_what_a_reviewer_removed() -> None:
    """Two reviewers who disagree close."""
    cable = cable_of(para(1, "rain", SBU), para(2, "water", U))
    policy = policy_of(OPEN_U, NAMES, HELD_SBU, audience=FOIA)
    both = (
        bound(EntryKind.RELEASE, cable.portions[0].span),
        bound(EntryKind.REMOVE, portions=("1",), grounds=(B5,)),
    )
    assert "rain" not in shown(cable, verdict_of(cable, policy, settlements=both))


# --- declassified ---------------------------------------------------------------------------------


def test_declassified_text_falls_to_sbu_and_no_lower() -> None:
    """A rule up to SBU shows it, a rule for U does not; the rule of the confirmation stands in the log."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    opened = verdict_of(cable, policy_of(OPEN_SBU, NAMES, CLASSIFIED), settlements=(declassified("1"),))
    assert shown(cable, opened) == cable.text
    assert any(item.rules == (DECLASSIFIED, "up-to-sbu") for item in opened.decisions)
    closed = verdict_of(cable, policy_of(OPEN_U, NAMES, CLASSIFIED), settlements=(declassified("1"),))
    assert "rain" not in shown(cable, closed)
    assert any(DECLASSIFIED in item.rules and item.removal for item in closed.decisions)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (C, Level.SBU),
        (Marking(Level.TS), Level.SBU),
        (U, Level.U),
        (SBU, Level.SBU),
    ],
)
def test_a_confirmation_never_raises_and_never_goes_below_sbu(before: Marking, after: Level) -> None:
    """What was not classified stays as it is."""
    assert confirming.lowered(before).level is after


def test_a_declassified_mark_that_could_not_be_read_is_known_by_then() -> None:
    """The authority spoke of the text, whatever its mark was; controls stay."""
    marking = replace(UNKNOWN, controls=frozenset({"NOFORN"}))
    assert confirming.lowered(marking) == replace(marking, level=Level.SBU, known=True)


def test_what_another_owner_must_declassify_stays() -> None:
    """Restricted Data are declassified by nobody here."""
    blocked = replace(C, controls=frozenset({"RD"}))
    cable = cable_of(para(1, "rain", blocked), para(2, "water", U))
    verdict = verdict_of(cable, policy_of(OPEN_SBU, NAMES, CLASSIFIED), settlements=(declassified("1"),))
    assert "rain" not in shown(cable, verdict)


def test_b1_is_no_ground_for_declassified_text() -> None:
    """Neither a rule nor a reviewer may rest on it: the removal is a hold."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    policy = policy_of(OPEN_U, NAMES, HELD_SBU, audience=FOIA)
    upheld = bound(EntryKind.UPHOLD, cable.portions[0].span, grounds=(B1,))
    verdict = verdict_of(cable, policy, settlements=(declassified("1"), upheld))
    assert "[paragraph?]" in shown(cable, verdict)


# --- consent --------------------------------------------------------------------------------------

PRIVATE = protect("private", when(entity=("PERSON",)), B6, do=Action.LABEL)


def named(policy: Policy, *, contexts: frozenset[str] = frozenset()) -> str:
    """Give what is shown of two mentions of one person after a consent for the first."""
    cable = cable_of(para(1, "Ivo Tarn came. Later Tarn left.", U), para(2, "water", U))
    first, second = seen(cable, "Ivo Tarn", person=1), seen(cable, "Tarn left", person=1, contexts=contexts)
    second = replace(second, span=replace(second.span, end=second.span.end - len(" left")))
    verdict = verdict_of(cable, policy, first, second, settlements=(consent(first.span),))
    return shown(cable, verdict).partition("\n")[0]


def test_consent_opens_the_persons_name_at_every_mention() -> None:
    """Where privacy alone closed it."""
    assert named(policy_of(OPEN_U, NAMES, PRIVATE, audience=FOIA)) == "1. (U) Ivo Tarn came. Later Tarn left."


def test_the_rule_of_a_consent_stands_in_the_record() -> None:
    """Decided by a reviewer, under its own name."""
    cable = cable_of(para(1, "Ivo Tarn came", U), para(2, "water", U))
    finding = seen(cable, "Ivo Tarn", person=1)
    verdict = verdict_of(cable, policy_of(OPEN_U), finding, settlements=(consent(finding.span),))
    opened = next(item for item in verdict.decisions if item.span == finding.span)
    assert (opened.rules, opened.decided_by, opened.removal) == ((CONSENTED,), DecidedBy.REVIEWER, None)


def test_consent_opens_nothing_that_another_ground_closes() -> None:
    """A source, a hold, and whatever no ground was named for."""
    source = protect("source", when(entity=("PERSON",)), SOURCE, do=Action.REDACT)
    assert "Ivo" not in named(policy_of(OPEN_U, NAMES, source))
    held = protect("held", when(entity=("PERSON",)), hold=True)
    assert "Ivo" not in named(policy_of(OPEN_U, NAMES, PRIVATE, held, audience=FOIA))


def test_a_protect_note_is_stronger_than_a_consent() -> None:
    """A person whom a note protects stays closed at every mention."""
    note = frozenset({"protect-note"})
    assert "Tarn" not in named(policy_of(OPEN_U, NAMES, PRIVATE, audience=FOIA), contexts=note)


# --- referral -------------------------------------------------------------------------------------


def test_a_referrals_result_opens_the_hard_stop_and_nothing_else() -> None:
    """Without it the cable is refused; with it the rules speak as ever."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U), stops=("NODIS",))
    policy = policy_of(OPEN_U, NAMES, CLASSIFIED)
    for settlements in ((), (declassified("1"),)):
        with pytest.raises(ReferralError):
            verdict_of(cable, policy, settlements=settlements)
    answered = bound(EntryKind.CONFIRM, confirm=ConfirmKind.REFERRAL)
    assert shown(cable, verdict_of(cable, policy, settlements=(answered,))).startswith("1. (C) [paragraph]")


# --- guarantees -----------------------------------------------------------------------------------


def held(marking: Marking = C) -> tuple[Cable, Policy]:
    """Give a cable with a portion on hold, and the policy that holds it."""
    cable = cable_of(para(1, "rain", marking), para(2, "water", U))
    hold = protect("lapsed", when(level={"at_least": "SBU"}), hold=True)
    return cable, policy_of(OPEN_U, NAMES, hold, audience=FOIA)


def test_a_release_that_breaks_a_guarantee_is_refused_with_its_name() -> None:
    """What the policy promises never to show, no reviewer shows."""
    cable, policy = held()
    opened = bound(EntryKind.RELEASE, cable.portions[0].span, portions=("1",))
    assert shown(cable, verdict_of(cable, policy, settlements=(opened,))) == cable.text
    promising = replace(policy, guarantees=never(when(level={"at_least": "C"})))
    with pytest.raises(PolicyError, match="portion 1 would break the policy's guarantee `g`") as caught:
        verdict_of(cable, promising, settlements=(opened,))
    assert [item.code for item in caught.value.diagnostics] == ["RP313"]


def test_a_declassified_portion_is_measured_by_the_level_that_it_fell_to() -> None:
    """It breaks a guarantee about SBU, and none about C."""
    cable, policy = held()
    both = (declassified("1"), bound(EntryKind.RELEASE, cable.portions[0].span, portions=("1",)))
    calm = replace(policy, guarantees=never(when(level={"at_least": "C"})))
    assert shown(cable, verdict_of(cable, calm, settlements=both)) == cable.text
    strict = replace(policy, guarantees=never(when(level={"at_least": "SBU"})))
    with pytest.raises(PolicyError):
        verdict_of(cable, strict, settlements=both)


def test_a_level_that_is_not_known_breaks_a_guarantee_about_levels() -> None:
    """A doubt closes: the portion may be what is never shown."""
    cable, policy = held(replace(SBU, known=False))
    opened = bound(EntryKind.RELEASE, cable.portions[0].span)
    promising = replace(policy, guarantees=never(when(level={"at_least": "C"})))
    with pytest.raises(PolicyError):
        verdict_of(cable, promising, settlements=(opened,))


def test_a_name_inside_an_opened_portion_is_asked_of_too() -> None:
    """The rule that keeps the name did not count on the portion; the guarantee does."""
    cable = cable_of(para(1, "Ivo Tarn came", SBU), para(2, "water", U))
    policy = policy_of(OPEN_U, NAMES, HELD_SBU, audience=FOIA)
    opened = bound(EntryKind.RELEASE, cable.portions[0].span)
    finding = seen(cable, "Ivo Tarn", person=1)
    promising = replace(policy, guarantees=never(when(entity=("PERSON",), level={"at_least": "SBU"})))
    assert "Ivo" in shown(cable, verdict_of(cable, policy, finding, settlements=(opened,)))
    with pytest.raises(PolicyError):
        verdict_of(cable, promising, finding, settlements=(opened,))


def test_upholding_and_removing_break_no_guarantee() -> None:
    """They show nothing."""
    cable, policy = held()
    promising = replace(policy, guarantees=never(when(level={"at_least": "U"})))
    closed = (
        bound(EntryKind.UPHOLD, cable.portions[0].span, grounds=(B5,)),
        bound(EntryKind.REMOVE, portions=("2",), grounds=(B5,)),
    )
    assert "rain" not in shown(cable, verdict_of(cable, promising, settlements=closed))


def test_the_holder_keeps_what_nobody_opened() -> None:
    """Text that the policy itself shows is the loader's to prove, not asked again here."""
    cable = cable_of(para(1, "rain", C), para(2, "water", U))
    policy = policy_of(release("all", when(level={"at_most": "TS"})), NAMES, audience=HOLDER)
    promising = replace(policy, guarantees=never(when(level={"at_least": "C"})))
    taken = bound(EntryKind.REMOVE, portions=("2",), grounds=(SOURCE,))
    assert "rain" in shown(cable, verdict_of(cable, promising, settlements=(taken,)))


# --- a protected name as a plain word ---------------------------------------------------------------


def test_a_protected_name_goes_where_no_detector_took_it_for_one() -> None:
    """In TAGS it is a word of the vocabulary, and the finished copy would still be refused for it."""
    cable = cable_of(line("tags", "TAGS:", "PGOV, PREL", marking=U), para(1, "Mr. Pgov said so. PGOVERN", U))
    source = protect("source", when(entity=("PERSON",), context="protect-note"), SOURCE, do=Action.REDACT)
    finding = seen(cable, "Pgov", contexts=frozenset({"protect-note"}))
    verdict = verdict_of(cable, policy_of(OPEN_U, NAMES, source), finding)
    assert "TAGS: [text], PREL" in shown(cable, verdict)
    assert "Mr. [text] said so. PGOVERN" in shown(cable, verdict)
    gone = [item for item in verdict.decisions if item.removal]
    assert {(item.rules, item.authorities) for item in gone} == {(("source",), (SOURCE,))}
