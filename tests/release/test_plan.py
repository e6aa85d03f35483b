"""Plan: what is removed together, what stands in its place, and what nobody can see any more."""

from __future__ import annotations

import pytest

from redactor.model import Action, RemovalKind
from redactor.release import plan, replay
from tests.release.factories import (
    B1,
    Name,
    Part,
    Scene,
    field,
    heading,
    kept_text,
    page,
    para,
    remark,
    removed_text,
    scene,
)


def shown(made: Scene) -> str:
    """Give the text as a reader sees it, without our own lines."""
    return replay(made.cable.text, plan(made.cable, made.verdict), "")


# Each row: why, the parts, what the reader sees.
CASES: list[tuple[str, tuple[Part, ...], str]] = [
    (
        "a kept paragraph stays as it is",
        (para("1", "Wheat is dear."),),
        "1. (U) Wheat is dear.\n",
    ),
    (
        "number and mark of a withheld paragraph stay, its text is one marker",
        (para("1", "Wheat\nis dear.", "withhold", "C"),),
        "1. (C) [CLASS: paragraph]\n",
    ),
    (
        "two withheld paragraphs are two markers",
        (para("1", "Wheat.", "withhold", "C"), para("2", "Oats.", "withhold", "C", authorities=(B1,))),
        "1. (C) [CLASS: paragraph]\n\n2. (C) [B1 1.4(b),1.4(d): paragraph]\n",
    ),
    (
        "two headings without number touch by one line end and are two markers",
        (heading("heading", "Wheat", gap="\n"), heading("heading:2", "Oats")),
        "[CLASS: heading, unmarked]\n[CLASS: heading, unmarked]\n",
    ),
    (
        "blanks beside a withheld text go with it, of whatever kind",
        (para("1", "Wheat.", "withhold", "C", gap=" \u00a0\t\n\n"), para("2", "Oats.")),
        "1. (C) [CLASS: paragraph]\n\n2. (U) Oats.\n",
    ),
    (
        "a label stays, whatever stood behind it on this line or the next",
        (field("subject", "SUBJECT:", "\n   WHEAT IS DEAR\n   AND SCARCE"),),
        "SUBJECT: [CLASS: line, unmarked]\n",
    ),
    (
        "a header line shows what an assumption opened, parted by one blank from what is gone",
        (field("date", "", "P 180941Z JUN 07 ZDK", "180941Z JUN 07"),),
        "[CLASS: line, unmarked] 180941Z JUN 07 [CLASS: line, unmarked]\n",
    ),
    (
        "blanks alone are no removal that deserves a marker",
        (field("from", "FM", "    AMEMBASSY ANYTOWN", "AMEMBASSY ANYTOWN"),),
        "FM AMEMBASSY ANYTOWN\n",
    ),
    (
        "furniture inside a withheld paragraph goes with it",
        (para("1", "Wheat\n\nANYTOWN 2\n\nis dear.", "withhold", "C", inside="ANYTOWN 2\n"),),
        "1. (C) [CLASS: paragraph]\n",
    ),
    (
        "furniture inside a kept paragraph leaves the sentence whole",
        (para("1", "Wheat\nANYTOWN 2\nis dear.", inside="ANYTOWN 2\n"),),
        "1. (U) Wheat\nis dear.\n",
    ),
    (
        "a page line after a withheld paragraph leaves no trace",
        (para("1", "Wheat.", "withhold", "C"), page(), para("2", "Oats.")),
        "1. (C) [CLASS: paragraph]\n\n2. (U) Oats.\n",
    ),
    (
        "a page line after a kept paragraph leaves one blank line",
        (para("1", "Wheat."), page(), para("2", "Oats.")),
        "1. (U) Wheat.\n\n2. (U) Oats.\n",
    ),
    (
        "of the blank lines around it the longer run stays",
        (para("1", "Wheat.", gap="\n\n\n"), page(gap="\n"), para("2", "Oats.")),
        "1. (U) Wheat.\n\n\n2. (U) Oats.\n",
    ),
    (
        "and so it is the other way round",
        (para("1", "Wheat.", gap="\n"), page(gap="\n\n\n"), para("2", "Oats.")),
        "1. (U) Wheat.\n\n\n2. (U) Oats.\n",
    ),
    (
        "banner and captions vanish with the lines they stood on",
        (
            remark("banner", "C O N F I D E N T I A L"),
            remark("caption", "NOFORN  ", "\n"),
            para("1", "Wheat."),
        ),
        "1. (U) Wheat.\n",
    ),
    (
        "a banner that shares its line leaves the rest of it, without the blank before",
        (remark("banner", "UNCLAS SECTION 01 OF 02 ", ""), Part("message-number", "", "ANYTOWN 000042")),
        "ANYTOWN 000042\n",
    ),
    (
        "captions in the middle leave one blank line",
        (para("1", "Wheat."), remark("caption", "NOFORN", "\n"), page("SIPDIS"), para("2", "Oats.")),
        "1. (U) Wheat.\n\n2. (U) Oats.\n",
    ),
    (
        "blank lines between paragraphs stay, those at the end do not",
        (para("1", "Wheat.", gap="\n\n\n\n"), para("2", "Oats.", gap="\n\n  \n")),
        "1. (U) Wheat.\n\n\n\n2. (U) Oats.\n",
    ),
    (
        "an entity is removed where it stands",
        (para("1", "So said (Joan\nPinewood) today.", names=(Name("Joan\nPinewood"),)),),
        "1. (U) So said ([PRIVACY: name]) today.\n",
    ),
    (
        "two entities that touch are two removals",
        (
            para(
                "1", "JoanPinewood left.", names=(Name("Joan"), Name("Pinewood", Action.ROLE, "US official"))
            ),
        ),
        "1. (U) [PRIVACY: name][PRIVACY: US official] left.\n",
    ),
    (
        "a paragraph that awaits a person says so",
        (para("1", "Wheat.", "hold", "SBU"),),
        "1. (SBU) [REVIEW: paragraph]\n",
    ),
    (
        "a mark of withheld text that the reader could not vouch for goes with the text",
        (Part("1", "", "1. (C//X) Wheat.", "withhold"),),
        "[CLASS: paragraph]\n",
    ),
]


@pytest.mark.parametrize("swallow", [False, True], ids=["blank lines kept", "blank lines decided on"])
@pytest.mark.parametrize(("why", "parts", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_reader_sees(why: str, parts: tuple[Part, ...], expected: str, *, swallow: bool) -> None:
    """Every kind of removal looks as the pages say, whoever decided on the blank lines beside it."""
    assert why
    assert shown(scene(*parts, swallow=swallow)) == expected


def test_removals_are_numbered_from_one_in_text_order() -> None:
    """The log's numbers are those of the text, furniture included."""
    made = scene(
        remark("banner", "SECRET"),
        para("1", "Oats.", "withhold", "C"),
        para("2", "Joan ate.", gap="", names=(Name("Joan"),)),
    )
    redactions = plan(made.cable, made.verdict)
    assert [item.number for item in redactions] == [1, 2, 3]
    assert [item.span for item in redactions] == sorted(item.span for item in redactions)
    assert [item.decision.removal for item in redactions] == [
        RemovalKind.REMARK,
        RemovalKind.PORTION,
        RemovalKind.ENTITY,
    ]


def test_a_removal_keeps_its_reasons() -> None:
    """Rules, authorities and marking of the decision stand in the redaction, furniture or not."""
    made = scene(para("1", "Wheat.", "withhold", "C"), page(), para("2", "Oats.", gap="\n"))
    (removal,) = plan(made.cable, made.verdict)
    assert (removal.decision.rules, removal.decision.portion) == (("classified",), "1")
    assert removed_text(made, (removal,)) == [" Wheat.\n\nANYTOWN 00000042 002 OF 003"]


def test_blanks_under_a_removal_become_furniture() -> None:
    """Blanks have no authority: they never count as a removal in stamp or summary."""
    made = scene(field("from", "FM", "  AMEMBASSY ANYTOWN", "AMEMBASSY ANYTOWN"))
    (removal,) = plan(made.cable, made.verdict)
    assert removal.decision.removal is RemovalKind.FURNITURE
    assert (removal.decision.rules, removal.decision.authorities) == (("furniture",), ())


def test_blank_lines_at_the_end_are_furniture_after_kept_text() -> None:
    """The release ends in one line end; what went for that is logged."""
    made = scene(para("1", "Wheat.", gap="\n \n\n"))
    (removal,) = plan(made.cable, made.verdict)
    assert removal.decision.rules == ("furniture",)
    assert kept_text(made, (removal,)) == "1. (U) Wheat.\n"


def test_a_denied_cable_is_removed_whole() -> None:
    """Labels, numbers and furniture go along with the portion they stand at, and nothing is shown."""
    made = scene(
        remark("banner", "SECRET"),
        heading("heading", "Wheat"),
        page(),
        para("1", "Oats.", "withhold", "C"),
        page(),
        para("2", "Barley.", "withhold", "C"),
        denied=True,
    )
    redactions = plan(made.cable, made.verdict)
    assert kept_text(made, redactions) == ""
    assert [item.replacement for item in redactions] == [""] * 4
    assert [item.decision.portion for item in redactions] == ["banner", "heading", "1", "2"]
    assert removed_text(made, redactions)[3] == "2. (C) Barley.\n\n"


def test_a_denied_cable_of_nothing_but_skeleton_is_removed_whole() -> None:
    """Even where no decision removes a thing, a denied copy shows none of the original."""
    made = scene(Part("1", "1. (C)", ""), denied=True)
    (removal,) = plan(made.cable, made.verdict)
    assert removal.decision.rules == ("remark",)
    assert kept_text(made, (removal,)) == ""


def test_an_empty_text_has_no_removals() -> None:
    """There is nothing to remove from nothing."""
    made = scene()
    assert plan(made.cable, made.verdict) == ()
