"""What the evaluator does with small invented cables, one fact at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redactor.errors import ReferralError
from redactor.markings import Declassification
from redactor.model import (
    Action,
    EntityKind,
    RemovalKind,
    SectionKind,
)
from tests.policy.worlds import (
    CLASS,
    NOFORN,
    OPEN_ALL,
    OPEN_U,
    PAGE,
    PRIVACY,
    SBU,
    SOURCE,
    UNKNOWN,
    C,
    Part,
    U,
    assume,
    cable_of,
    line,
    para,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    when,
)

ROUTING = assume("routing", "from", "date", "tags")


def test_an_unmatched_portion_is_withheld_and_its_label_stays() -> None:
    """A portion without a release rule is one removal behind its number and mark."""
    cable = cable_of(para(1, "rain on the road", SBU), para(2, "water", U))
    verdict = verdict_of(cable, policy_of(OPEN_U))
    assert shown(cable, verdict) == "1. (SBU) [paragraph]\n\n2. (U) water\n\n"


def test_furniture_goes_with_its_portion_and_alone_where_the_portion_stays() -> None:
    """A page line in a sentence is no second removal, and never stays."""
    cable = cable_of(para(1, "rain" + PAGE + "road", SBU), para(2, "water" + PAGE + "lamp", U))
    assert (
        shown(cable, verdict_of(cable, policy_of(OPEN_U))) == "1. (SBU) [paragraph]\n\n2. (U) water\nlamp\n\n"
    )


def test_an_unmatched_entity_is_labelled_where_its_portion_stays() -> None:
    """A finding that no rule releases is labelled under default-entity; a page line inside goes along."""
    cable = cable_of(para(1, "He met Ivo" + PAGE + "Tarn today", U))
    finding = seen(cable, "Ivo" + PAGE + "Tarn")
    verdict = verdict_of(cable, policy_of(OPEN_U), finding)
    assert shown(cable, verdict) == "1. (U) He met [name] today\n\n"
    cut = next(item for item in verdict.decisions if item.removal is RemovalKind.ENTITY)
    assert (cut.rules, cut.authorities, cut.span) == (("default-entity",), (PRIVACY,), finding.span)
    assert verdict.closed == frozenset({0})


def test_a_closed_finding_is_named_wherever_it_stands() -> None:
    """The guard's set holds findings in withheld portions too; kept ones are counted."""
    cable = cable_of(para(1, "Ivo Tarn spoke", C), para(2, "Quenby is quiet", U))
    policy = policy_of(OPEN_U, release("places", when(entity=("LOCATION",))))
    verdict = verdict_of(cable, policy, seen(cable, "Ivo Tarn"), seen(cable, "Quenby", EntityKind.LOCATION))
    assert verdict.closed == frozenset({0})
    assert verdict.kept == {EntityKind.LOCATION: 1}


def test_overlapping_findings_are_one_removal_with_every_reason() -> None:
    """The union goes, at the strictest action; differing kinds are called text."""
    cable = cable_of(para(1, "near Ivo Tarn Street today", U))
    policy = policy_of(OPEN_U, protect("street", when(entity=("ADDRESS",)), SOURCE, do=Action.REDACT))
    verdict = verdict_of(
        cable, policy, seen(cable, "Ivo Tarn"), seen(cable, "Tarn Street", EntityKind.ADDRESS)
    )
    assert shown(cable, verdict) == "1. (U) near [text] today\n\n"
    cut = next(item for item in verdict.decisions if item.removal is RemovalKind.ENTITY)
    assert cut.rules == ("default-entity", "street")
    assert set(cut.authorities) == {SOURCE, PRIVACY}
    assert cut.action is Action.REDACT


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Assistant Secretary", "[US official]"),  # a title of the table
        ("Cook", "[name]"),  # a title that the table lacks
    ],
)
def test_a_role_comes_from_the_table(title: str, expected: str) -> None:
    """The title right before the name gives the role; without a row the name is labelled."""
    cable = cable_of(para(1, f"{title} Tarn left", U))
    policy = policy_of(OPEN_U, release("roles", when(entity=("PERSON",)), PRIVACY, up_to=Action.ROLE))
    verdict = verdict_of(cable, policy, seen(cable, "Tarn", title=title))
    assert shown(cable, verdict) == f"1. (U) {title} {expected} left\n\n"
    assert "ceiling:roles" in {rule for item in verdict.decisions for rule in item.rules}


# --- assumptions ----------------------------------------------------------------------------------


def test_an_assumption_opens_only_closed_characters_of_unmarked_header_text() -> None:
    """Post and date open; what else stands on the line keeps the document's level, as does a marked line."""
    marked = replace(line("tags", "TAGS:", "PREL", "PREL"), marked=True)
    body = replace(line("date", "", "180941Z JUN 07", "180941Z JUN 07"), address="date:2", header=False)
    cable = cable_of(
        line("date", "", "P 180941Z JUN 07 ZDK", "180941Z JUN 07"),
        line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY", NOFORN),
        marked,
        body,
        para(1, "water", U),
    )
    verdict = verdict_of(cable, policy_of(OPEN_U, assumptions=(ROUTING,)))
    assert shown(cable, verdict).split("\n\n")[:4] == [
        "[line] 180941Z JUN 07 [line]", "FM AMEMBASSY QUENBY", "TAGS: [line]", "[line]",
    ]  # fmt: skip


def test_an_assumption_needs_a_document_whose_level_is_known() -> None:
    """In a document of unknown level nothing is assumed."""
    cable = cable_of(
        line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY"), para(1, "water", U), marking=UNKNOWN
    )
    assert "AMEMBASSY" not in shown(cable, verdict_of(cable, policy_of(OPEN_U, assumptions=(ROUTING,))))


@pytest.mark.parametrize(
    ("kind", "possible", "stays"),
    [
        (EntityKind.POST, False, True),  # the post name is what the grammar says it is
        (EntityKind.PHONE, False, True),  # a serial number that a detector takes for a telephone number
        (EntityKind.PERSON, True, True),  # an unknown capitalised word
        (EntityKind.PERSON, False, False),  # a certain person: the detector knows something
    ],
)
def test_findings_in_assumed_characters(kind: EntityKind, *, possible: bool, stays: bool) -> None:
    """The field's grammar knows better than a detector, but not than one that is certain of a person."""
    cable = cable_of(line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY"), para(1, "water", U))
    finding = seen(cable, "QUENBY", kind, possible=possible)
    verdict = verdict_of(cable, policy_of(OPEN_U, assumptions=(ROUTING,)), finding)
    assert ("QUENBY" in shown(cable, verdict)) is stays


def test_a_protect_rule_reaches_into_assumed_characters() -> None:
    """A policy that protects posts protects the one in FROM."""
    cable = cable_of(line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY"), para(1, "water", U))
    policy = policy_of(OPEN_U, protect("posts", when(entity=("POST",)), SOURCE), assumptions=(ROUTING,))
    assert "QUENBY" not in shown(cable, verdict_of(cable, policy, seen(cable, "QUENBY", EntityKind.POST)))


# --- denial ---------------------------------------------------------------------------------------


def test_without_a_body_nothing_stays() -> None:
    """A cable whose body is closed is denied: labels, routing and open headings go too, each once."""
    heading = Part("heading", "Farmers", U, section=SectionKind.HEADING)
    cable = cable_of(line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY"), heading, para(1, "rain", C))
    verdict = verdict_of(cable, policy_of(OPEN_U, assumptions=(ROUTING,)))
    assert verdict.denied
    assert all(item.removal is not None for item in verdict.decisions)
    portions = [item for item in verdict.decisions if item.removal is RemovalKind.PORTION]
    assert [item.portion for item in portions] == ["from", "heading", "1"]
    assert all(item.authorities == (CLASS,) for item in portions)


def test_a_mark_or_a_period_is_no_text() -> None:
    """A paragraph of which only punctuation is left is no body."""
    cable = cable_of(para(1, "Ivo Tarn.", U))
    assert verdict_of(cable, policy_of(OPEN_U), seen(cable, "Ivo Tarn")).denied


def test_a_character_that_no_portion_holds_is_withheld() -> None:
    """What the reader could not place closes; blanks and furniture aside."""
    cable = cable_of(para(1, "water", U), marking=C)
    lost = replace(cable, text=cable.text + "rain", sections=cable.sections)
    verdict = verdict_of(lost, policy_of(OPEN_U))
    assert shown(lost, verdict) == "1. (U) water\n\n[text]"


def test_banner_and_captions_are_written_anew() -> None:
    """The original's banner and captions go under `remark`, without a marker."""
    banner = Part("banner", "CONFIDENTIAL", C, section=SectionKind.BANNER, marked=False)
    cable = cable_of(banner, para(1, "water", U))
    verdict = verdict_of(cable, policy_of(OPEN_ALL))
    assert shown(cable, verdict) == "1. (U) water\n\n"
    assert verdict.decisions[0].rules == ("remark",)


def test_a_hard_stop_refuses_the_cable() -> None:
    """A cable with a hard stop is referred; the message names none of its words."""
    cable = cable_of(para(1, "water", U), stops=("RD",))
    with pytest.raises(ReferralError) as caught:
        verdict_of(cable, policy_of(OPEN_ALL))
    assert "RD" not in caught.value.message.split()


# --- facts ----------------------------------------------------------------------------------------


def test_captions_reach_as_far_as_the_policy_says() -> None:
    """By default a caption reaches unclassified portions; `classified` leaves them their own marking."""
    captioned = Part("1", "water", replace(U, controls=frozenset({"NOFORN"})), label="1. (U)", own=U)
    cable = cable_of(captioned)
    rules = (OPEN_U, protect("noforn", when(controls={"any_of": ("NOFORN",)}), CLASS))
    assert verdict_of(cable, policy_of(*rules)).denied
    assert not verdict_of(cable, policy_of(*rules, captions_reach="classified")).denied


def test_an_eo_line_that_contradicts_the_record_is_a_persons_matter() -> None:
    """N/A on a confidential cable makes the status needs_human, also for its unclassified portions."""
    cable = cable_of(para(1, "water", U), declassification=Declassification("na", "12958"))
    policy = policy_of(release("told", when(declassified=("unclassified", "needs_human"))))
    assert verdict_of(cable, policy).denied
