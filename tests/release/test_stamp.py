"""Stamps and banners: what stands above a copy, for each audience and state."""

from __future__ import annotations

import pytest

from redactor.markings.types import Foreign, Level, Marking
from redactor.model import Audience, AudienceKind, Authority
from redactor.release import plan, render
from redactor.release import stamp as stamps
from tests.release.factories import (
    AGENCY,
    B1,
    B6,
    BRITAIN,
    CLASS,
    HOLDER,
    NOFORN,
    PLAIN,
    PUBLIC,
    SENSITIVE,
    STAFF,
    Name,
    Part,
    para,
    policy,
    remark,
    scene,
)

FOIA = Audience(AudienceKind.PUBLIC, under="foia")
OPEN = para("2", "Oats are cheap.")
DARK = para("1", "Wheat.", "withhold", "C", authorities=(B1,))
NAMED = para("3", "Joan ate.", names=(Name("Joan", authorities=(B6,)),))
HELD = para("4", "Rye.", "hold", "SBU")
GUARDED = para("5", "Barley is dear.", "keep", "SBU")

# Each row: audience, parts, denied, the lines above the text.
HEADS = [
    # nothing removed but the original's own banner
    (PUBLIC, (remark("banner", "UNCLAS"), OPEN), False, ["UNCLASSIFIED", "RELEASE IN FULL"]),
    # codes in the registry's order with their reasons in capitals
    (FOIA, (NAMED, DARK, OPEN), False, ["UNCLASSIFIED", "RELEASE IN PART B1, 1.4(B), 1.4(D), B6"]),
    (FOIA, (DARK,), True, ["UNCLASSIFIED", "DENIED IN FULL B1, 1.4(B), 1.4(D)"]),
    # whatever awaits a person makes the copy a draft, and says so first
    (FOIA, (DARK, HELD, OPEN), False, ["DRAFT - 1 item awaits review", "UNCLASSIFIED"]),
    (PUBLIC, (HELD, para("6", "Maize.", "hold")), True, ["DRAFT - 2 items await review", "UNCLASSIFIED"]),
    # a partner reads the rolled-up banner and who the copy is for
    (BRITAIN, (DARK, OPEN), False, ["UNCLASSIFIED", "Extract for GBR"]),
    (
        Audience(AudienceKind.FOREIGN, countries=("FRA", "GBR")),
        (OPEN,),
        False,
        ["UNCLASSIFIED", "Extract for FRA, GBR"],
    ),
    (BRITAIN, (DARK,), True, ["UNCLASSIFIED", "DENIED: no portion is releasable to GBR"]),
    (AGENCY, (OPEN,), False, ["UNCLASSIFIED", "Extract for Department of Parks"]),
    # staff: sensitive text makes the banner
    (STAFF, (DARK, GUARDED), False, ["SENSITIVE BUT UNCLASSIFIED//NOFORN", "Extract for STAFF SBU"]),
    (STAFF, (DARK, OPEN), False, ["UNCLASSIFIED", "Extract for STAFF SBU"]),
    (STAFF, (DARK,), True, ["UNCLASSIFIED", "DENIED: no portion is releasable to STAFF SBU"]),
    # the holder is told how much is missing, and nothing where nothing is
    (HOLDER, (para("1", "Wheat.", "keep", "C"),), False, ["CONFIDENTIAL//NOFORN"]),
    (HOLDER, (NAMED,), False, ["UNCLASSIFIED", "EXTRACT: 1 item removed"]),
    (HOLDER, (NAMED, DARK), False, ["UNCLASSIFIED", "EXTRACT: 2 items removed"]),
]


@pytest.mark.parametrize(("audience", "parts", "denied", "expected"), HEADS)
def test_the_lines_above_a_copy(
    audience: Audience, parts: tuple[Part, ...], expected: list[str], *, denied: bool
) -> None:
    """Banner and stamp by audience and state, each in the grammar of our own lines."""
    made = scene(*parts, denied=denied, captions=NOFORN)
    copy = render(made.cable, policy(audience), made.verdict, plan(made.cable, made.verdict))
    lines = [copy.text.encode()[line.at : line.at + line.length].decode() for line in copy.own]
    named = [(line.kind, text) for line, text in zip(copy.own, lines, strict=True)]
    assert [text.rstrip("\n") for kind, text in named if kind in {"banner", "stamp"}] == expected
    assert all(stamps.keeps_grammar(kind, text.removesuffix("\n")) for kind, text in named)


def test_the_old_banner_is_struck_on_public_copies_only() -> None:
    """Nobody else needs to know what the original was."""
    made = scene(DARK, OPEN, captions=NOFORN)
    redactions = plan(made.cable, made.verdict)
    for audience in (PUBLIC, BRITAIN, AGENCY, STAFF, HOLDER):
        copy = render(made.cable, policy(audience), made.verdict, redactions)
        assert ("(was: CONFIDENTIAL, struck)" in copy.text) == (audience is PUBLIC)


def test_nothing_is_struck_where_the_banner_stays() -> None:
    """An unclassified original has no old banner to strike."""
    made = scene(OPEN, marking=PLAIN)
    copy = render(made.cable, policy(), made.verdict, plan(made.cable, made.verdict))
    assert [line.kind for line in copy.own] == ["banner", "stamp", "blank"]


def test_the_struck_banner_names_no_compartment_and_no_foreign_government() -> None:
    """What kind of source a text rests on is content; who may have it is not."""
    old = Marking(
        Level.S,
        controls=frozenset({"NOFORN", "EXDIS", "FGI", "RD"}),
        foreign=Foreign(),
        fgi=frozenset({"GBR"}),
        compartments=frozenset({"HCS"}),
    )
    made = scene(DARK, OPEN, marking=old)
    copy = render(made.cable, policy(), made.verdict, plan(made.cable, made.verdict))
    assert "(was: SECRET//NOFORN//EXDIS, struck)" in copy.text


def test_captions_may_be_told_to_reach_classified_text_only() -> None:
    """`captions_reach: classified` keeps NOFORN off a sensitive extract."""
    made = scene(GUARDED, marking=SENSITIVE, captions=NOFORN)
    copy = render(made.cable, policy(STAFF, captions_reach="classified"), made.verdict, ())
    assert copy.banner == "SENSITIVE BUT UNCLASSIFIED"


def test_codes_are_told_once_and_in_the_registrys_order() -> None:
    """Two removals on one ground are one code; a privilege is told at its place only."""
    told = stamps.codes(
        [
            B6,
            Authority("B5", ("deliberative",)),
            Authority("B1", ("1.4(d)",)),
            Authority("B1", ("1.4(b)",)),
            B6,
            CLASS,
        ]
    )
    assert told == ("B1", "1.4(B)", "1.4(D)", "B5", "B6", "CLASS")


NOT_OURS = [
    # a stamp that carries words of its own
    ("stamp", "RELEASE IN PART because of Joan"),
    ("stamp", "RELEASE IN PART"),
    ("stamp", "Extract for GBR\nwho asked"),
    ("stamp", "DRAFT - 0 items await review"),
    ("stamp", "EXTRACT: 1 items removed"),
    ("banner", "CONFIDENTIAL NOFORN"),
    ("banner", "(C)"),
    ("struck", "(was: TOMATO, struck)"),
    ("blank", " "),
    ("end", "x"),
    ("letterhead", "UNCLASSIFIED"),
]


@pytest.mark.parametrize(("kind", "line"), NOT_OURS)
def test_a_line_outside_the_grammar_is_not_ours(kind: str, line: str) -> None:
    """The grammar of own lines is closed."""
    assert not stamps.keeps_grammar(kind, line)


OURS = [
    ("banner", "TOP SECRET//NOFORN"),
    ("banner", "UNCLASSIFIED//SBU NOFORN"),
    ("banner", "CONFIDENTIAL//REL TO USA, AUS, GBR"),
    ("banner", "AT LEAST SECRET"),
    ("banner", "LEVEL UNKNOWN"),
    ("struck", "(was: SECRET//ORCON/NOFORN//EXDIS, struck)"),
    ("stamp", "RELEASE IN PART B3, FS ACT, B6"),
    ("stamp", "DENIED: no portion is releasable to the public"),
]


@pytest.mark.parametrize(("kind", "line"), OURS)
def test_a_line_of_ours_keeps_the_grammar(kind: str, line: str) -> None:
    """Every banner and stamp that we can write is in the grammar."""
    assert stamps.keeps_grammar(kind, line)
