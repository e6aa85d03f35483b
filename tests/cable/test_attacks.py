"""What an attacker tried on the reader: every case here once opened text, or could have."""

from __future__ import annotations

import pytest

from redactor import cable
from redactor.cable import heads, limits, patterns
from redactor.cable.decode import MAX_LINES
from redactor.errors import InputRefusedError, Refusal
from redactor.markings.types import Level, MarkState
from redactor.model import Basis, SectionKind
from tests.growth import in_proportion
from tests.invariants import broken

HEAD = """ZNY CCCCC ZZH
P 051010Z MAR 08
FM AMEMBASSY ASTANA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
BT
{banner}

SIPDIS

{order}
TAGS: PGOV, ECON
SUBJECT: PORT DUES

1. (C) The minister of harbors asked for a second reading.
"""
BANNER = "C O N F I D E N T I A L SECTION 01 OF 02 ASTANA 001668"


def head(banner: str = BANNER, order: str = "E.O. 12958: DECL: 03/05/2018") -> str:
    """Give a cable with this classification line and this E.O. line."""
    return HEAD.format(banner=banner, order=order)


@pytest.mark.parametrize(
    "banner",
    [
        BANNER.replace("OF", "O#"),  # section words damaged inside
        BANNER.replace("SECTION", "SEC#ION"),  # the word itself
        BANNER.replace("01", "#1"),  # its number
        BANNER.replace("001668", "0016#8"),  # the message number
        BANNER.replace("C O N", "X Q Z"),  # a class beyond repair before a good section count
    ],
)
def test_a_damaged_classification_line_is_one(banner: str) -> None:
    """Whatever was damaged, the class words are a banner, and nothing of the line is ordinary text."""
    read = cable.read(head(banner).encode())
    start = read.text.index(banner)
    kinds = {
        section.kind
        for section in read.sections
        if section.span.start < start + len(banner) and section.span.end > start
    }
    assert SectionKind.BANNER in kinds
    assert kinds <= {SectionKind.BANNER, SectionKind.MESSAGE_NUMBER}


@pytest.mark.parametrize(
    "banner",
    [
        "Q7 ## ZZTOP 001668 ?",  # nothing can be read any more
        "X\nY Z SECTIN 01 0F",  # and it fell in two
    ],
)
def test_a_line_that_cannot_be_read_where_the_banner_should_be_has_no_known_level(banner: str) -> None:
    """It may be the banner's remains: no rule may take its level for known, though the prosign says C."""
    read = cable.read(head(banner).encode())
    lines = [portion for portion in read.portions if portion.section is SectionKind.UNKNOWN]
    assert lines
    assert not any(portion.marking.known for portion in lines)


def test_section_words_and_number_on_the_next_line_are_still_the_banner() -> None:
    """A classification line that the relay broke in two is read whole."""
    read = cable.read(head(BANNER.replace(" SECTION", "\nSECTION")).encode())
    assert read.message_id == "08ASTANA1668"
    assert SectionKind.UNKNOWN not in {portion.section for portion in read.portions}


@pytest.mark.parametrize(
    "order",
    [
        "**E.O. 12958: DECL: 03/05/2018**",  # Markdown around it
        "> E.O. 12958: DECL: 03/05/2018",  # quoted
        "\tE.O.\t12958:\tDECL: 03/05/2018",  # tabs for blanks
    ],
)
def test_a_mangled_order_line_still_says_classified(order: str) -> None:
    """A declassification value keeps the document at C or above however its line was mangled."""
    text = head("UNCLAS ASTANA 001668", order).replace("(C) ", "").replace("ZNY CCCCC", "ZNR UUUUU")
    marking = cable.read(text.encode()).marking
    assert marking.level >= Level.C
    assert not marking.known


@pytest.mark.parametrize(
    ("written", "floor"),
    [
        ("(U)/FOUO) text", Level.U),  # the second slash became the bracket's end
        ("(U)FOUO) text", Level.U),  # so did the only one
        ("(U)(C) text", Level.C),  # two marks
        ("(U) (C) text", Level.C),  # two marks apart
        ("(U)text", Level.U),  # glued to what may have been in it
        ("(C)NF) text", Level.C),  # NOFORN may be lost
        ("(U)) text", Level.U),  # a bracket too many
    ],
)
def test_a_mark_that_goes_on_behind_its_bracket_is_damaged(written: str, floor: Level) -> None:
    """It is at least what it says, and nobody knows what more."""
    found = heads.mark_at(written, 0, len(written))
    assert found is not None
    assert found.mark.state is MarkState.DAMAGED
    assert found.mark.marking is not None
    assert (found.mark.marking.level, found.mark.marking.known) == (floor, False)


@pytest.mark.parametrize(
    "written",
    [
        "(U) text",  # the plain case
        "(U) (Velmora) said",  # a word in brackets
        "(U) (see Ref B) said",  # a clause in brackets
        "**(U)** text",  # Markdown
        "(U), text",  # a comma
        "(U) - a point",  # a dash
        "(U) a) one",  # a list
    ],
)
def test_a_mark_before_ordinary_text_is_whole(written: str) -> None:
    """What follows a mark is no part of it."""
    found = heads.mark_at(written, 0, len(written))
    assert found is not None
    assert found.mark.state is MarkState.READ


def test_a_damaged_reference_mark_leaves_the_list_unknown() -> None:
    """A mark on a reference that cannot be read makes the field's level unknown."""
    text = head().replace("\n1. (C)", "\nREF: A. (U/QQ) TD-0033\n\n1. (C)")
    found = [item for item in cable.read(text.encode()).portions if item.section is SectionKind.REFERENCES]
    assert [(item.basis, item.marking.known) for item in found] == [(Basis.INHERITED, False)]


@pytest.mark.parametrize(
    "line",
    [
        "(C",  # half a bracket
        "- a",  # bullets
        "1. ",  # a number that starts a run each time
        "SECRET",  # running banners
        "SECRXT {i}",  # damaged ones, each another
        "S E C R E T",  # spaced ones
        "SIPDIS",  # stray captions
        "QQQ WWW {i} EEE",  # capitals
        "({i}X) word",  # brackets, each another
    ],
)
def test_hostile_short_lines_take_time_in_proportion(line: str) -> None:
    """Twice the short lines behind a good header take about twice the work; a reader once took four times."""
    lines = [line.format(i=i) for i in range(4000)]
    half, whole = (head() + "\n".join(lines[:count]) for count in (2000, 4000))
    assert in_proportion(lambda: cable.read(half.encode()), lambda: cable.read(whole.encode()))


def test_more_lines_than_any_cable_are_refused() -> None:
    """Many one-letter lines are refused before anything is parsed."""
    with pytest.raises(InputRefusedError) as caught:
        cable.read((head() + "x\n" * (MAX_LINES * 12 // 10)).encode())
    assert caught.value.reason is Refusal.LIMITS


@pytest.mark.parametrize(
    ("limit", "line"),
    [
        (limits.PORTIONS, "-- words of the harbor\n"),  # items of lists
        (limits.PORTIONS, "(X) words of the harbor\n"),  # brackets that may be marks
        (limits.CLASSES, "QQQ WWW EEE\n"),  # short lines in capitals
        (limits.EDITS, "<b>words</b> of it\n"),  # tags
        (limits.EDITS, "w\u200bords\n"),  # hidden characters
        (limits.EDITS, "the **words** of it\n"),  # emphasis
        (limits.FIELDS, "SUBJECT: PORT DUES\n"),  # labels
    ],
)
def test_more_of_a_kind_than_any_cable_is_refused(limit: limits.Limit, line: str) -> None:
    """A text that is nothing but one dear thing is refused; half of what is allowed is read."""
    with pytest.raises(InputRefusedError) as caught:
        cable.read((head() + line * (2 * limit.most)).encode())
    assert caught.value.reason is Refusal.LIMITS
    assert limit.what in str(caught.value)
    assert cable.read((head() + line * (limit.most // 4)).encode()).sections


def test_more_compartments_than_any_cable_are_refused() -> None:
    """Every compartment joins the marking of every unmarked portion: many of them are refused, a few are read."""
    lines = [
        f"(S//SI-G {i}//NF) The words go on, and on, and on.\n" for i in range(limits.COMPARTMENTS.most * 2)
    ]
    with pytest.raises(InputRefusedError) as caught:
        cable.read((head() + "\n".join(lines)).encode())
    assert limits.COMPARTMENTS.what in str(caught.value)
    read = cable.read((head() + "\n".join(lines[: limits.COMPARTMENTS.most // 2])).encode())
    assert len(read.marking.compartments) == limits.COMPARTMENTS.most // 2


@pytest.mark.parametrize(
    "field", ["TAGS: PGOV", "REF: A. STATE 1", "Classified By: Consul Vale", "SUBJECT: DUES"]
)
def test_a_header_field_longer_than_any_cables_is_refused(field: str) -> None:
    """The items of a field are compared with each other, so that an endless one is refused."""
    with pytest.raises(InputRefusedError) as caught:
        cable.read((head() + field + " AND WORDS" * (limits.LONGEST_FIELD // 5)).encode())
    assert caught.value.reason is Refusal.LIMITS


@pytest.mark.parametrize(
    "piece",
    [
        "SUBJECT: DUES ",  # each label cuts the line again
        "The words. COMMENT: more of it. END COMMENT. ",  # each zone looks for its end
        "VELMORA 0000{i:04} 002 OF 004\nVELMORA 000{i} 0#2 OF 004\n"
        + "words of it " * 12
        + "\n",  # names to compare
        "(C) SUMMARY: words of the harbor and of the port that go on and on, {i}\n\n",  # zones that nothing closes
    ],
)
def test_what_looks_far_ahead_takes_work_in_proportion(piece: str) -> None:
    """Twice the text takes about twice the calls."""
    half, whole = (head() + "".join(piece.format(i=i) for i in range(count)) for count in (200, 400))
    assert in_proportion(lambda: cable.read(half.encode()), lambda: cable.read(whole.encode()))


def test_more_header_fields_than_any_cable_are_refused() -> None:
    """Thousands of references or subjects, in the header or behind it, are refused before most are parsed."""
    for text in ("REF: A. STATE 1\n" * 3000, "1. (C) Words.\n\n" + "SUBJECT: PORT DUES\n\n" * 3000):
        with pytest.raises(InputRefusedError) as caught:
            cable.read((head() + text).encode())
        assert caught.value.reason is Refusal.LIMITS


@pytest.mark.parametrize(
    ("name", "hit", "miss"),
    [
        # a post and a serial, and a word before a measure
        ("POST_NUMBER", "LA PAZ 2004/2", "ASTANA 12X"),
        # a section count, and a chapter of a law
        ("SECTION_COUNT", "SECTION O1 OF 04", "SECTION 8 HOUSING"),
        # the rest of a mark, and a dash before a point
        ("MARK_REST", "/FOUO) text", "- text"),
        # an order line inside Markdown, and a word before a number
        ("EO_WITHIN", "**E.O. 12958: X**", "NEO 12958"),
    ],
)
def test_a_pattern_takes_its_example(name: str, hit: str, miss: str) -> None:
    """The pattern finds its example and not the line that only looks like it."""
    pattern = getattr(patterns, name)
    assert pattern.search(hit)
    assert not pattern.search(miss)


def test_a_body_that_is_furniture_from_end_to_end_is_read() -> None:
    """Nothing of it is text; all of it stands at the level that its own line says."""
    read = cable.read(
        b"LIMITED OFFI+IAL USRT VELM 0156\nVELMORA TO SECSTATE W156\n(U) SECRET//NOFORN SIPDIS\n"
    )
    assert broken(read) == ()
    assert read.marking.level is Level.S
