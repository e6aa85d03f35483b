"""What is read of each field of a whole cable, in the spellings that cables have."""

from __future__ import annotations

import pytest

from redactor import cable
from redactor.model import Basis, SectionKind
from tests.cable.heads import BODY, HEAD, USUAL, read, values

# (the lines of the header, the subject that must be read)
SUBJECTS = [
    (USUAL, "PORT DUES"),
    (USUAL.replace("SUBJECT:", "SUBJ:"), "PORT DUES"),
    (USUAL.replace("SUBJECT:", "UBJECT:"), "PORT DUES"),  # a letter lost
    (USUAL.replace("SUBJECT:", "S?UBJECT:"), "PORT DUES"),  # a sign for a letter
    (USUAL.replace("SUBJECT:", "SUBJECT"), "PORT DUES"),  # no colon
    (USUAL.replace("SUBJECT:", "XIBJ:"), "PORT DUES"),  # two letters wrong, and nothing else it could be
    (USUAL.replace("SUBJECT: PORT", "SUBJECT:\n\nPORT"), "PORT DUES"),  # on the next line but one
    (USUAL.replace("DUES", "DUES\nAND WHO PAYS\nTHEM"), "PORT DUES AND WHO PAYS THEM"),  # three lines
    (
        USUAL.replace("DUES", "DUES\\\nAND WHO PAYS\\"),
        "PORT DUES AND WHO PAYS",
    ),  # a backslash at each line's end
    (USUAL.replace("DUES", "DUES REF: A. QUENBY 12"), "PORT DUES"),  # the references on its line
    (USUAL.replace("DUES", "DUESREF: A. QUENBY 12"), "PORT DUES"),  # glued to it
    (USUAL.replace("DUES", "DUESClassified By: DCM Soleny"), "PORT DUES"),  # Classified By glued to it
    (USUAL.replace("PORT", "(S) PORT"), "PORT DUES"),  # a mark in front is no word of it
    (USUAL.replace("PORT", "(C/NF) PORT"), "PORT DUES"),
    (USUAL.replace("DUES", "DUES (ICELAND)"), "PORT DUES (ICELAND)"),  # brackets behind stay
    (USUAL.replace("DUES", "DUES (JUL 30 - JUL 31)"), "PORT DUES (JUL 30 - JUL 31)"),
    ("E.o. 12958: decl: 03/05/2018 Tags: pgov, econ Subject: Port dues\n", "Port dues"),  # all on one line
    (
        USUAL.replace("SUBJECT: PORT DUES", "SUUJ: CERP 0008 - PORT DUES"),
        "CERP 0008 - PORT DUES",
    ),  # what may be an id
    (
        USUAL.replace("SUBJECT: PORT DUES", "SUBJCT: OPIC AND THE DUES"),
        "OPIC AND THE DUES",
    ),  # a tag's word first
    ("C O R R E C T E D COPY//SUBJECT LINE////\n" + USUAL, "PORT DUES"),  # a remark before it
]


@pytest.mark.parametrize(("fields", "want"), SUBJECTS)
def test_the_subject_is_read(fields: str, want: str) -> None:
    """Every spelling of the label and every way to wrap it gives the words."""
    assert values(read(fields), "subject")[:1] == [want]


@pytest.mark.parametrize(
    "under",
    [
        "1. 335/01/A0005.\n2. 031374.\n",  # a list of numbers as trade messages have
        "A. FARRADAY MEMO\nB. SOLENY LETTER\n",  # references without their label
        "ONE\nTWO\nTHREE\nFOUR\nFIVE\nSIX\nSEVEN\n",  # more lines than any subject has
    ],
)
def test_text_right_under_the_subject_is_no_end_of_it(under: str) -> None:
    """A list or a text that follows without a blank line is cut off, and a marked subject does not lower it."""
    found = read(USUAL.replace("PORT DUES", "(U) PORT DUES") + under, BODY)
    subject = found.portion("subject")
    assert subject is not None
    assert "\n".join(under.splitlines()[-1:]) not in subject.span.of(found.text)
    last = under.splitlines()[-1]
    at = found.text.index(last)
    assert all(one.basis is Basis.INHERITED for one in found.portions if one.span.holds(at))


def test_without_a_subject_there_is_none() -> None:
    """Nothing is taken for it."""
    assert values(read("E.O. 12958: DECL: 03/05/2018\nTAGS: PGOV\n"), "subject") == []


# (the TAGS line, tags that must be read, persons)
TAGS = [
    ("TAGS: PGOV, ECON", ["PGOV", "ECON"], []),
    ("TAGS: PGOV ECON", ["PGOV", "ECON"], []),  # blanks
    ("Tags: pgov, econ", ["PGOV", "ECON"], []),  # any case
    ("TAGS: PGOV,\nECON", ["PGOV", "ECON"], []),  # wrapped behind a comma
    ("TAGS; PGOV", ["PGOV"], []),
    ("TAGES: PGOV", ["PGOV"], []),
    ("TAS: PGOV", ["PGOV"], []),
    ("TABS: PGOV", ["PGOV"], []),
    ("TGS: PGOV", ["PGOV"], []),
    ("TAGS, PGOV", ["PGOV"], []),
    ("AGS: PGOV", ["PGOV"], []),
    ("TZGS: PGOV, ECON", ["PGOV", "ECON"], []),  # a label that nobody listed
    ("TIGS: ZXQV, BL", ["BL"], []),  # a damaged label, and a tag that nobody knows before one that is known
    ("TAGS: OVIP (SOLENY, MARA), PGOV", ["OVIP", "PGOV"], ["SOLENY, MARA"]),
    ("TAGS: OVIP (SOLENY,\nMARA), PGOV", ["OVIP", "PGOV"], ["SOLENY, MARA"]),  # wrapped inside the brackets
    ("TAGS: PGOV, KFRDKIRF", ["PGOV", "KFRD", "KIRF"], []),  # run together
    ("TAGS: PGOV, SIPDIS, ECON", ["PGOV", "ECON"], []),  # a caption among them
    (
        "TAGS: PGOV, UNCLASSIFIED PAGE 02 VELMORA 00283 01 OF 05 241033Z ECON",
        ["PGOV", "ECON"],
        [],
    ),  # a page turn
]


@pytest.mark.parametrize(("line", "tags", "persons"), TAGS)
def test_the_tags_are_read(line: str, tags: list[str], persons: list[str]) -> None:
    """Each tag and each person is read, whatever the label and the list look like."""
    found = read(f"E.O. 12958: DECL: 03/05/2018\n{line}\nSUBJECT: PORT DUES\n")
    assert values(found, "tag") == tags
    assert values(found, "tag-person") == persons
    assert values(found, "subject") == ["PORT DUES"]


def test_a_tag_has_a_kind() -> None:
    """Subjects, programmes and countries are told apart."""
    found = read("TAGS: PGOV, KIRF, BL\nSUBJECT: X\n")
    assert values(found, "tag-kind") == ["subject", "programme", "country"]


def test_a_tag_of_two_words_opens_nothing() -> None:
    """`IN TURKEY` is no India, and what follows it stays closed."""
    found = read("TAGS: PGOV, IN TURKEY, ECON\nSUBJECT: X\n")
    assert values(found, "tag-unknown") == ["IN TURKEY"]
    portion = found.portion("tags")
    assert portion is not None
    assert [span.of(found.text) for span in portion.closed] == ["PGOV"]


def test_noforn_among_the_tags_reaches_every_portion() -> None:
    """A caption is one wherever the header holds it."""
    assert "NOFORN" in read("TAGS: PGOV, NOFORN\nSUBJECT: X\n").captions.controls


# --- labels ------------------------------------------------------------------------------------


def test_what_a_damaged_label_heads_is_never_opened() -> None:
    """Its tags are read and stay closed; a mark behind it lowers nothing; a note says so."""
    found = read("E.O. 12958: DECL: 03/05/2018\nTZGS: PGOV\nXIBJ: (U) PORT DUES\n")
    tags, subject = found.portion("tags"), found.portion("subject")
    assert tags is not None
    assert subject is not None
    assert not tags.closed
    assert subject.basis is Basis.INHERITED
    assert [note.code for note in found.notes].count("label-repaired") == 2


@pytest.mark.parametrize(
    "line",
    [
        "FOR: AGATT QUENBY",  # a pass line
        "ATTN: FARRADAY",
        "PASS: TREASURY FOR SOLENY",
        "NOTE: NOT FOR SERVICE",
        "SUBJECT TO THE MINISTER'S VIEWS",  # a sentence
    ],
)
def test_another_word_is_no_label(line: str) -> None:
    """A line that means itself is taken for no label, and the real label below it is read."""
    found = read(f"E.O. 12958: DECL: 03/05/2018\n{line}\n\nTAGS: PGOV\nSUBJECT: PORT DUES\n")
    assert values(found, "subject") == ["PORT DUES"]
    assert values(found, "tag") == ["PGOV"]


@pytest.mark.parametrize(
    "label", ["REF", "REFS", "REF(S)", "Ref(s)", "Reftel", "REFS ", "PROGRAM REF", "RFE", "REFTRL"]
)
def test_references_are_found_by_their_label(label: str) -> None:
    """Each spelling of the label heads the list."""
    assert values(read(f"{USUAL}{label}: A. QUENBY 12\n"), "reference-id") == ["QUENBY 12"]


# --- the E.O. line -----------------------------------------------------------------------------

# (the line, order, form, until)
ORDERS = [
    ("E.O. 12958: DECL: 06/17/2017", "12958", "date", "2017-06-17"),
    ("E.O. 12958: DECL: 2017/06/17", "12958", "date", "2017-06-17"),
    ("EO 12958 DECL: 6/7/17", "12958", "date", "2017-06-07"),
    ("E.O. 12958: DECL: 20170617", "12958", "date", "2017-06-17"),
    ("E.0. 12958: DECL: 06/17/2017", "12958", "date", "2017-06-17"),  # zero for O
    ("E.O. 12958: DECLl: 06/17/2017", "12958", "date", "2017-06-17"),
    ("E.O. 12958: DECL:\n06/17/2017", "12958", "date", "2017-06-17"),  # wrapped
    ("E.O. 12958: N/A", "12958", "na", ""),
    ("E.O. 12958: DECL: OADR", "12958", "oadr", ""),
    ("E.O. 12958: DECL: MR", "12958", "mr", ""),
    ("E.O. 12958: DECL: X1, X5", "12958", "x", ""),
    ("E.O. 12958: DECL: 1.6X4", "12958", "x", ""),
    ("E.O. 12958: DECL: 25X1", "12958", "25x", ""),
    ("E.O. 12958: DECL: 25X6, 06/17/2047", "12958", "25x", "2047-06-17"),
    ("E.O. 13526: DECL: 50X2, 06/17/2060", "13526", "50x", "2060-06-17"),
    ("E.O. 13526: DECL: 75X1, 06/17/2080", "13526", "75x", "2080-06-17"),
    ("E.O. 13526: DECL: 50X1-HUM", "13526", "exempt", ""),
    ("E.O. 13526: DECL: 50X2-WMD", "13526", "exempt", ""),
    ("E.O. 12958: DECL: 25X1-human", "12958", "exempt", ""),
    ("E.O. 12958: DECL: TEN YEARS AFTER THE UNION OF VELMORA", "12958", "event", ""),
    ("E.O. 12958: DECL: CLOSURE OF THE COURT", "12958", "event", ""),
    ("E.O. 12958: DNG: CO 06/17/2010", "12958", "dng", ""),
    ("E.O. 12065: GDS 3/14/85 (FARRADAY, EDITH) OR-M", "12065", "gds", "2085-03-14"),
    ("E.O. 11652: XGDS-1", "11652", "xgds", ""),
    ("E.O. 12065: XDS-1 3/14/99 (SOLENY, MARA)", "12065", "xgds", "2099-03-14"),
    ("E.O. 12065: RDS-4", "12065", "rds", ""),
    ("E.O. 11652: ADS", "11652", "ads", ""),
    ("E O 12958; DECL: 06/17/2017", "12958", "date", "2017-06-17"),
    ("F.O. 12958: DECL: 06/17/2017", "12958", "date", "2017-06-17"),  # a letter wrong
    ("E.M. 12958 DECL: 06/17/2017", "12958", "date", "2017-06-17"),  # and no colon
]


@pytest.mark.parametrize(("line", "order", "form", "until"), ORDERS)
def test_the_order_is_read(line: str, order: str, form: str, until: str) -> None:
    """Each form of the E.O. line gives its order, the kind of its value, and its date."""
    found = read(f"{line}\nTAGS: PGOV\nSUBJECT: X\n")
    said = found.declassification
    assert (said.order, said.form, said.until.isoformat() if said.until else "") == (order, form, until)
    assert values(found, "eo-form") == [form]


def test_who_set_the_schedule_is_read() -> None:
    """The name in brackets and the office behind it are parts of the line."""
    found = read("E.O. 12065: GDS 3/14/85 (FARRADAY, EDITH) OR-M\nTAGS: PGOV\nSUBJECT: X\n")
    assert values(found, "eo-signer") == ["FARRADAY, EDITH"]
    assert values(found, "eo-office") == ["OR-M"]


# --- page lines inside fields --------------------------------------------------------------------

TURN = "\n\nVELMORA 00000417 001.2 OF 004\n\n"


def test_fields_go_on_behind_a_page_line() -> None:
    """References and reasons cut by a page line are one field, the page line its furniture."""
    found = read(
        f"{USUAL}REF: A. QUENBY 1{TURN}B. STATE 2\n\nClassified By: DCM Soleny{TURN}for reasons 1.4 (b).\n"
    )
    assert values(found, "reference-id") == ["QUENBY 1", "STATE 2"]
    assert found.reasons == ("1.4(b)",)
    for address in ("references", "classified-by"):
        portion = found.portion(address)
        assert portion is not None
        assert len(portion.furniture) == 1


def test_addresses_go_on_behind_a_page_line() -> None:
    """So do TO and INFO."""
    found = cable.read((HEAD.replace("\nINFO", f"{TURN}RUEHYY/SOLENY\nINFO") + USUAL + BODY).encode())
    assert "SOLENY" in values(found, "to-name")


def test_a_mark_does_not_reach_behind_a_page_line() -> None:
    """Text behind a page line is no end of a marked subject: it has the document's level."""
    found = read(USUAL.replace("PORT DUES", f"(U) PORT DUES{TURN}AND THE LEVERS"))
    subject = found.portion("subject")
    assert subject is not None
    assert "LEVERS" not in subject.span.of(found.text)


# --- pass lines ----------------------------------------------------------------------------------

# (lines under SIPDIS, the pass lines that must be read)
PASSES = [
    ("DEPT FOR EB/ESC; SCA/CEN", ["DEPT FOR EB/ESC; SCA/CEN"]),
    ("DEPT FOR EB/ESC, SCA/CEN,\nEUR/CARC", ["DEPT FOR EB/ESC, SCA/CEN, EUR/CARC"]),  # broken off at a comma
    (
        "QUENBY FOR ICAO: VELMORA FOR\nUNESCO; HALDEN FOR FODAG",
        ["QUENBY FOR ICAO: VELMORA FOR UNESCO; HALDEN FOR FODAG"],
    ),
    ("STATE PASS USAID (SOLENY,\nFARRADAY)", ["STATE PASS USAID (SOLENY, FARRADAY)"]),  # inside brackets
    ("DEPT FOR EUR\nSTATE PASS USTR", ["DEPT FOR EUR", "STATE PASS USTR"]),  # two lines
]


@pytest.mark.parametrize(("lines", "want"), PASSES)
def test_a_wrapped_pass_line_is_one(lines: str, want: list[str]) -> None:
    """What breaks off goes on; a whole line ends."""
    found = read(f"{lines}\n\n{USUAL}")
    assert values(found, "pass-line") == want
    assert all(portion.section is not SectionKind.UNKNOWN for portion in found.portions)
    assert not found.captions.opaque


def test_a_word_under_a_pass_line_may_be_a_caption() -> None:
    """Where nobody knows it, it blocks foreign release, under a whole pass line and under one that breaks off."""
    for line in ("DEPT FOR EUR", "DEPT FOR EUR,"):
        assert read(f"{line}\nQXZZYX\n\n{USUAL}").captions.opaque


# --- the classification line and the date -----------------------------------------------------------

# (the classification line, message number, level, controls)
NUMBERED = [
    ("UNCLAS E F T O VELMORA 000417", "VELMORA 000417", "U", {"EFTO"}),  # a caption between
    ("UNCLAS VELMORA 002583 ZFR 2585", "VELMORA 002583", "U", set()),  # an operating signal behind
    (
        "C O N F I D E N T I A L STATE 255577 TOSEC 140323",
        "STATE 255577",
        "C",
        set(),
    ),  # a travelling party's number
    ("C O N F I D E N T I A L SECTION 01 OF 02VELMORA 000417", "VELMORA 000417", "C", set()),  # a blank lost
    (
        "C O N F I D E N T I A L SECTION 01 OF 02LIMA 000417",
        "LIMA 000417",
        "C",
        set(),
    ),  # before a letter like a digit
    ("C O N F I D E N T I A L VELMORA 000417 NOFORN", "VELMORA 000417", "C", {"NOFORN"}),  # a caption behind
    ("UNCLAS SECTION 01 OF 02 VELMORA 001643 NOFORN", "VELMORA 001643", "U", {"NOFORN"}),
    ("C O N F I D E N T I A L VELMORA 2004/2", "VELMORA 2004", "C", set()),
]


@pytest.mark.parametrize(("line", "number", "level", "controls"), NUMBERED)
def test_a_message_number_is_read_whatever_stands_beside_it(
    line: str, number: str, level: str, controls: set[str]
) -> None:
    """Signals, captions and a lost blank hide neither the number nor the level."""
    text = f"P 051010Z MAR 08\nFM AMEMBASSY VELMORA\nTO QUENBY\n\n{line}\n\nE.O. 12958: N/A\nTAGS: PGOV\nSUBJECT: X\n\n1. Text.\n"
    found = cable.read(text.encode())
    assert values(found, "message-number") == [number]
    assert (found.marking.level.name, found.marking.known) == (level, True)
    assert found.marking.controls == controls


def test_an_unknown_word_behind_the_number_leaves_the_level_unknown() -> None:
    """It may be a control that nobody knows."""
    line = "UNCLAS VELMORA 001643 QXZZYX"
    text = (
        f"P 051010Z MAR 08\nFM AMEMBASSY VELMORA\nTO QUENBY\n\n{line}\n\nTAGS: PGOV\nSUBJECT: X\n\n1. Text.\n"
    )
    assert not cable.read(text.encode()).marking.known


@pytest.mark.parametrize(
    ("line", "group", "day", "precedence"),
    [
        ("P 251346 Z JUN 7 3", "251346Z JUN 73", "1973-06-25", "P"),  # split by blanks
        ("P 2 51346Z JU N 73", "251346Z JUN 73", "1973-06-25", "P"),  # inside day and month too
        ("P 251346ZJUN73", "251346Z JUN 73", "1973-06-25", "P"),  # glued
        ("PP 251346Z JUN 1973", "251346Z JUN 1973", "1973-06-25", "PP"),  # as on routing lines
        ("O R 251346Z Jun 07 ZDK", "251346Z JUN 07", "2007-06-25", "O R"),  # mixed case, two, a signal behind
        ("R 251346Z JUNE 07", "251346Z JUN 07", "2007-06-25", "R"),  # a month with four letters
    ],
)
def test_a_date_is_read_however_it_is_split(line: str, group: str, day: str, precedence: str) -> None:
    """Blanks that a printout put in, or took out, change nothing."""
    found = cable.read((HEAD.replace("P 051010Z MAR 08", line) + USUAL + BODY).encode())
    assert values(found, "dtg", "dtg-date") == [group, day]
    assert values(found, "precedence") == [precedence]


def test_an_item_names_its_paragraph() -> None:
    """Lettered items and bullets under a number are its parts; under a heading they are nobody's."""
    found = read(
        USUAL, "\n1. (C) Text:\n\na. (C) One.\n\n-- (C) Two.\n\nTHE HARBOR\n\n-- (C) Three.\n\nFARRADAY\n"
    )
    parents = [one.parent for one in found.portions if one.section is SectionKind.BULLET]
    assert parents == ["1", "1", None]
