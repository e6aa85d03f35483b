"""Telegrams as exports, relays and forms gave them, and memoranda with marks at the end of a paragraph."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor import cable
from redactor.errors import InputRefusedError, Refusal
from redactor.markings.types import Level
from redactor.model import Basis, Cable
from redactor.spans import tiles
from tests.cable.damage import never_lower

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.glob("*.txt"))
MEMORANDUM = (FIXTURES / "memorandum.txt").read_text()


def read(name: str) -> Cable:
    """Read a fixture."""
    return cable.read((FIXTURES / name).read_bytes())


@pytest.mark.parametrize(
    ("name", "form", "sign"),
    [
        ("cover-sheet.txt", "cover-sheet", "cover-mrn"),
        ("cover-over-telegram.txt", "cover-sheet", "cover-mrn"),
        ("form-over-telegram.txt", "cover-sheet", "cover-captions"),  # a mail program's form
        ("military-message.txt", "military-message", "set-msgid"),
        ("relayed-telegram.txt", "relayed-telegram", "later-order-or-office"),  # 1985-94
        ("exported-telegram.txt", "exported-telegram", "form-title"),  # Cable, Text:
        ("partial-extract.txt", "exported-telegram", "partial-extract"),
        ("memorandum.txt", "memorandum", "portion-mark-at-end"),
    ],
)
def test_each_format_is_named_with_its_evidence(name: str, form: str, sign: str) -> None:
    """Each invented text is taken for its own format, and what tells it is among the evidence."""
    whole = read(name)
    assert whole.format == form
    assert sign in {one.what for one in cable.evidence(whole)}


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture_is_tiled_and_known(name: str) -> None:
    """Sections tile each text, its level is known, and paragraphs 1 and 2 have their own marks."""
    whole = read(name)
    assert tiles((section.span for section in whole.sections), len(whole.text))
    assert whole.marking.known
    covered = [
        offset for one in whole.sections if one.kind.value == "unknown" for offset in range(len(one.span))
    ]
    assert len(covered) < len(whole.text) // 4


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("cover")])
def test_damage_never_lowers(name: str) -> None:
    """Damage to a mark, a number, a label or a classification leaves no other character lower than it was."""
    never_lower((FIXTURES / name).read_text())


@pytest.mark.parametrize(
    ("name", "address", "level", "basis"),
    [
        ("relayed-telegram.txt", "1", Level.C, Basis.MARKED),
        ("relayed-telegram.txt", "2", Level.U, Basis.MARKED),
        ("relayed-telegram.txt", "3", Level.C, Basis.INHERITED),
        ("relayed-telegram.txt", "signature", Level.C, Basis.INHERITED),
        ("exported-telegram.txt", "drafting:2", Level.C, Basis.INHERITED),  # who drafted it
        ("exported-telegram.txt", "2", Level.U, Basis.MARKED),
        ("partial-extract.txt", "1", Level.C, Basis.MARKED),
        ("form-over-telegram.txt", "2", Level.U, Basis.MARKED),
        ("memorandum.txt", "paragraph:1", Level.U, Basis.MARKED),  # its mark stands at its end
        ("memorandum.txt", "paragraph:3", Level.S, Basis.MARKED),
        ("memorandum.txt", "paragraph:4", Level.S, Basis.INHERITED),  # (Astana) is no mark
        ("memorandum.txt", "paragraph:5", Level.S, Basis.INHERITED),
    ],
)
def test_each_part_has_its_level(name: str, address: str, level: Level, basis: Basis) -> None:
    """What has a mark has its level, all else the document's."""
    portion = read(name).portion(address)
    assert portion is not None
    assert (portion.marking.level, portion.basis) == (level, basis)


def test_a_word_joins_over_a_relayed_page() -> None:
    """A word that a page line cut in two is one word of the paragraph."""
    whole = read("relayed-telegram.txt")
    first = whole.portion("1")
    assert first is not None
    assert [span.of(whole.text).split()[0] for span in first.furniture] == ["CONFIDENTIAL"]


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("exported-telegram.txt", "action", ["ECON"]),
        ("exported-telegram.txt", "distribution", ["AMB DCM POL DAO RSO", "ECON", "PROG"]),  # over two lines
        ("exported-telegram.txt", "approver", ["DCM: EFARRADAY"]),
        ("exported-telegram.txt", "drafter", ["ECON: MQUILL"]),
        ("exported-telegram.txt", "message-number", ["ASTANA 00417", "ASTANA 000417"]),
        ("partial-extract.txt", "dtg", ["051010Z MAR 03"]),  # its month in small letters
        ("relayed-telegram.txt", "section-count", ["1/2"]),
    ],
)
def test_an_exports_own_lines_are_fields(name: str, kind: str, values: list[str]) -> None:
    """What the export, the relay or the post wrote over the telegram is read."""
    assert [item.value for item in read(name).fields if item.kind == kind] == values


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("it. (U)\n\nHarbor", "it. (U)\nHarbor"),  # two paragraphs run together: whose is which mark?
        ("it. (U)\n\nHarbor", "it.\nHarbor"),  # and the first one lost its mark
        (
            "dues, and\nthe minister",
            "dues.\nThe minister",
        ),  # a sentence ends with its line: perhaps a paragraph
        ("The pilots' union will", "Dues\nThe pilots' union will"),  # a heading, or its first line
    ],
)
def test_a_mark_at_the_end_counts_only_for_one_paragraph(old: str, new: str) -> None:
    """Where a block may be two paragraphs the mark at its end is no one's: the level is unknown."""
    text = MEMORANDUM.replace(old, new)
    assert text != MEMORANDUM
    whole = cable.read(text.encode())
    first = next(one for one in whole.portions if one.span.holds(text.index("pilots' union will")))
    assert not first.marking.known


def test_a_higher_mark_at_the_end_raises() -> None:
    """A paragraph with two marks has the higher of the two."""
    text = MEMORANDUM.replace("Harbor master", "(U) Harbor master")
    whole = cable.read(text.encode())
    portion = next(one for one in whole.portions if one.span.of(text).startswith("(U) Harbor"))
    assert portion.marking.level is Level.C


@pytest.mark.parametrize("written", ["(Secret-Entire text)", "(Secret—Entire text).", "(S - ENTIRE TEXT)"])
def test_entire_text_marks_its_paragraph(written: str) -> None:
    """The historians' spelling of `entire text` is read as the mark of the paragraph that it opens."""
    text = f"SECRET\n\nSUBJECT: Dues\n\n1. {written} Vell spoke.\n\n2. He left.\n"
    first = cable.read(text.encode()).portion("1")
    assert first is not None
    assert (first.marking.level, first.basis) == (Level.S, Basis.MARKED)


def test_marks_alone_make_no_level_known() -> None:
    """A text with marks and no classification line is a memorandum whose unmarked text nobody may see."""
    text = "Notes of the talks\n\n1. (U) Vell spoke.\n\nNobody answered him at all that day.\n"
    whole = cable.read(text.encode())
    assert whole.format == "memorandum"
    rest = next(one for one in whole.portions if "Nobody" in one.span.of(text))
    assert not rest.marking.known


def test_what_shows_no_sign_is_no_cable() -> None:
    """A text without a header line, a classification line or a mark is refused, and never read as low."""
    with pytest.raises(InputRefusedError) as refused:
        cable.read(b"Dear Edith,\n\nthe harbor is lovely (Astana).\n")
    assert refused.value.reason is Refusal.PARSE


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("1. (U) Vell spoke. 2. (C) He left.", False),  # the line end between them is lost
        ("1. (U) Vell spoke. ¶2. (S/NF) He left.", False),
        ("1. (S) Vell spoke. 2. (C) He left.", True),  # the first covers the second
        ("1. (U) Vell spoke of section 2. (China) He left.", True),  # no mark
        (
            "1. (U) Vell spoke of ref A. (C) is no number.",
            False,
        ),  # a sentence ends before it, for all one can tell
    ],
)
def test_a_higher_mark_inside_a_line_closes_its_paragraph(line: str, known: bool) -> None:  # noqa: FBT001 - a case table
    """Where a number and a higher mark stand inside a line, nobody can tell whose text is whose."""
    first = cable.read(f"SECRET\n\nSUBJECT: Dues\n\n{line}\n".encode()).portion("1")
    assert first is not None
    assert first.marking.known is known
