"""Cover sheets: native cables since about 2009, and old telegrams issued again under one."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor import cable
from redactor.cable import cover_rows, stamps
from redactor.cable.lex import lines
from redactor.markings.types import Level
from redactor.model import Basis, Cable, SectionKind
from redactor.spans import tiles
from tests.cable.damage import never_lower
from tests.theorems.harness import release

FIXTURES = Path(__file__).parent / "fixtures"
NATIVE = (FIXTURES / "cover-sheet.txt").read_text()
ISSUED = (FIXTURES / "cover-over-telegram.txt").read_text()


def read(text: str) -> Cable:
    """Read a text as a cable."""
    return cable.read(text.encode())


def values(of: Cable, kind: str) -> list[str]:
    """Give the values of a kind of field, in order."""
    return [item.value for item in of.fields if item.kind == kind]


@pytest.mark.parametrize("text", [NATIVE, ISSUED])
def test_a_cover_is_recognised_by_its_labels(text: str) -> None:
    """The format is named with every label that it was told by, and the sections tile the text."""
    whole = read(text)
    assert whole.format == "cover-sheet"
    signs = cable.evidence(whole)
    assert {"cover-mrn", "cover-date-dtg", "cover-eo"} <= {sign.what for sign in signs}
    assert all(
        sign.span.of(text)
        .strip("|* ")
        .startswith(
            (
                "MRN",
                "Date",
                "From",
                "Action",
                "E.O",
                "TAGS",
                "Cap",
                "Ref",
                "Sub",
                "Sig",
                "Draf",
                "Clea",
                "Appr",
                "Rele",
                "Info",
                "XMT",
                "Diss",
            )
        )
        for sign in signs
    )
    assert tiles((section.span for section in whole.sections), len(text))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("message-number", ["ASTANA 2544"]),
        ("dtg", ["160150Z SEP 19"]),
        ("tag", ["PREL", "ECON", "KZ", "OVIP"]),
        ("caption", ["SENSITIVE", "NOFORN"]),
        ("signature", ["FARRADAY"]),
        ("drafter", ["ECON:Quill, Marian"]),
        ("clearer", ["POL:Ostrander, Hugh", "DAO:Pell, Ivo"]),  # one on each line
        ("approver", ["EXEC:Farraday, Edith"]),
        ("releaser", ["ASTANA_ECON:Quill, Marian"]),
        ("excluded", ["ALMATY, AMCONSUL"]),
        ("dissemination-rule", ["Archive Copy"]),
    ],
)
def test_each_row_is_a_field(kind: str, expected: list[str]) -> None:
    """Every row of the cover, before the text and behind it, is a field with its value."""
    assert values(read(NATIVE), kind) == expected


def test_the_cover_gives_the_document_its_facts() -> None:
    """Id, date and declassification come from the cover and from Classified By under it."""
    whole = read(NATIVE)
    assert (whole.message_id, str(whole.date)) == ("19ASTANA2544", "2019-09-16")
    assert whole.declassification.order == "13526"
    assert str(whole.declassification.until) == "2029-09-16"
    assert whole.reasons == ("1.4(b)", "1.4(d)")
    assert (whole.marking.level, whole.marking.known) == (Level.C, True)


@pytest.mark.parametrize(
    ("words", "section", "level", "basis"),
    [
        ("Subject: (U)", "subject", Level.U, Basis.MARKED),  # the subject on the cover
        ("(U) Kazakhstan", "subject:2", Level.U, Basis.MARKED),  # and again over the text
        ("1. (SBU)", "1", Level.SBU, Basis.MARKED),
        ("(U) A Strike", "heading:1", Level.U, Basis.MARKED),  # a heading with a mark
        ("2. (C)", "2", Level.C, Basis.MARKED),
        ("- (SBU)", "bullet:1", Level.SBU, Basis.MARKED),
        ("- The fund", "bullet:2", Level.C, Basis.INHERITED),  # no mark: the document's level
        ("Drafted By", "drafting:1", Level.C, Basis.INHERITED),
        ("Signature:", "signature", Level.C, Basis.INHERITED),
    ],
)
def test_each_part_has_its_level(words: str, section: str, level: Level, basis: Basis) -> None:
    """Marked headings, bullets and subjects have their own level, all else the document's."""
    portion = read(NATIVE).portion(section)
    assert portion is not None
    assert portion.span.of(NATIVE).startswith(words)
    assert (portion.marking.level, portion.basis) == (level, basis)


def test_both_headers_of_an_issued_telegram_are_kept() -> None:
    """The cover's fields and the telegram's own both stand; where they differ a note says so."""
    whole = read(ISSUED)
    assert values(whole, "tag") == ["ECON", "EAIR", "KZ", "ECON", "EAIR"]
    assert [item.block for item in whole.fields if item.kind == "subject"] == [1, 2]
    codes = [note.code for note in whole.notes]
    assert "cover-over-telegram" in codes
    assert "header-disagrees" in codes
    assert whole.message_id == "93ASTANA417"


def test_only_the_cover_is_opened() -> None:
    """Of two headers an assumption may open the first alone."""
    opened = [portion.address for portion in read(ISSUED).portions if portion.closed]
    assert opened == ["message-number", "date", "from", "tags"]


def test_text_joins_over_a_released_page() -> None:
    """Stamps, page numbers and both classifications between two pages are furniture of the paragraph they cut."""
    portion = read(ISSUED).portion("1")
    assert portion is not None
    inside = "".join(span.of(ISSUED) for span in portion.furniture)
    assert all(
        words in inside
        for words in ("Released in Full", "Hugh Ostrander", "CSP-2031", "PAGE 02", "## Page 2")
    )
    assert portion.span.of(ISSUED).endswith("WENT OUT.")


def test_a_release_stamp_decides_nothing() -> None:
    """UNCLASSIFIED on a released copy states no level: without its own line the telegram's is unknown."""
    assert read(ISSUED).marking.level is Level.C
    bare = read(ISSUED.replace("C O N F I D E N T I A L ASTANA 00417", "").replace("DECL: OADR", "N/A"))
    assert not bare.marking.known
    assert "SAW NOTHING" not in release(bare.text.replace("2. (U)", "2."), "public").release.text


@pytest.mark.parametrize("text", [NATIVE, ISSUED])
def test_damage_never_lowers(text: str) -> None:
    """Damage to a mark, a number, a label or a classification leaves no other character lower than it was."""
    never_lower(text)


def test_a_paragraph_behind_the_rows_ends_them() -> None:
    """A marked paragraph among the last rows keeps its own level, and the rows before it are no paragraph's text."""
    text = NATIVE.replace("Dissemination Rule:", "5. (SBU) One more thing.\n\nDissemination Rule:")
    whole = read(text)
    more = whole.portion("5")
    assert more is not None
    assert more.marking.level is Level.SBU
    drafting = next(one for one in whole.portions if one.span.of(text).startswith("Drafted By"))
    assert (drafting.section, drafting.marking.level) == (SectionKind.DRAFTING, Level.C)


@pytest.mark.parametrize(
    ("line", "level", "opaque"),
    [
        ("Captions: NOFORN", Level.U, False),
        ("Captions: SENSITIVE; SIPDIS", Level.SBU, False),
        ("Captions: SPECIAL HARBOR CHANNEL", Level.U, True),  # nobody knows it: no foreign release
        ("Captions: None", Level.U, False),
    ],
)
def test_captions_of_a_cover_are_claims(line: str, level: Level, opaque: bool) -> None:  # noqa: FBT001 - a case table
    """Each caption claims what it says; one that the vocabulary lacks blocks foreign release."""
    claims = [
        claim
        for claim in read(NATIVE.replace("Captions: SENSITIVE, NOFORN", line)).claims
        if claim.kind == "caption"
    ]
    assert max((claim.marking.level for claim in claims), default=Level.U) is level
    assert any(claim.marking.opaque for claim in claims) is opaque


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Page 1 of 3", 1),
        ("Page 12", 1),
        ('CSP-2031-00999 B-00001234567 "UNCLASSIFIED" 3/2/2031', 1),
        ("Released in Full\nHugh Ostrander, Acting-Director\nUS Department of State\n2/25/2031", 4),
        ("RELEASED IN FULL", 1),
        ("[Stamp: Released in Full]", 1),
        ("UNCLASSIFIED U.S. Department of State Case No. F-2014-12345 Doc No. C01234567 Date: 01/02/2015", 1),
        ("Released in Full\nThe minister said no.", 1),  # what follows is text
        ("Released in Full\n\nUS Department of State", 1),  # a blank line ends a stamp
        ("RELEASE IN FULL", 1),
        ("RELEASE IN PART B6", 1),
        ("RELEASED IN PART\nB1,1.4(B),1.4(D),B6", 2),  # the codes stand under it
        ("RELEASED IN PART\nB1 visas are for visitors.", 1),
        ("RELEASE IN PART CLASS, SBU", 0),  # the codes of a policy of ours; nobody knows what they withheld
        ("REVIEW AUTHORITY: Hugh Ostrander, Senior Reviewer", 1),
        ("REVIEW AUTHORITY OF THE COURT, Senior Reviewer", 0),
        ("Approved For Release 2005/07/28 : CIA-RDP79T00999A000100010001-0", 1),
        ("Sanitized Copy Approved for Release 2010/06/02 : CIA-RDP90-00999R000100010001-0", 1),
        ("No Objection to Declassification in Part 2010/07/01 : LOC-HAK-999-4-2-8", 1),
        ("Approved for release by the Embassy in 2010/07/01", 0),
        ("Page 4 says so", 0),
        ("Released in full view of the harbor", 0),
        ("PAGE 02 ASTANA 00417 051012Z", 0),  # the network's, read elsewhere
    ],
)
def test_what_a_stamp_takes(text: str, taken: int) -> None:
    """Stamps and page numbers are told by their whole form, line by line."""
    assert stamps.run(lines(text), 0) == taken


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("MRN: 19 ASTANA 2544", "MRN"),
        ("Date/DTG:  Sep 16, 2019 / 160150Z SEP 19", "Date/DTG"),
        ("Drafted By: ECON:Quill", "Drafted By"),
        ("E.O.: 13526", "E.O."),
        ("E.O. 12958: N/A", ""),  # a telegram's own
        ("SUBJECT: DUES", ""),
        ("DRAFTED BY X", ""),
        ("Actions: none", ""),
    ],
)
def test_what_a_row_is(line: str, name: str) -> None:
    """A row begins with a label of the cover in its own spelling."""
    match = cover_rows.ROW.match(line)
    assert (match["name"] if match else "") == name
