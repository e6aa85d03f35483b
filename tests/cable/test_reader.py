"""What the reader promises of any text, and of the telegram of the 2000s."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable
from redactor.errors import InputRefusedError, Refusal, UsageError
from redactor.markings.types import Level, MarkState
from redactor.model import Basis, Cable, SectionKind
from redactor.report import inspect
from redactor.spans import tiles
from tests.cable.build import Drawn, cables
from tests.growth import in_proportion

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """VZCZCXYZ0417
PP RUEHC
DE RUEHVM #0417/01 0641010
{prosign}
P 051010Z MAR 08 ZDK
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
INFO RUCNCIS/CIS COLLECTIVE 0209
RUEAIIA/CIA WASHDC

{banner} SECTION 01 OF 02 VELMORA 000417

SIPDIS

NOFORN
SIPDIS

DEPT FOR EUR/PGI

E.O. 12958: DECL: 03/05/2018
TAGS: [PGOV](#) [ECON](#) OVIP (SOLENY, MARA)
SUBJECT: PORT DUES: WHO PAYS
AND WHO DOES NOT

REF: A. STATE 1234
[1B.](#) VELMORA 77

Classified By: Consul Edith Farraday; reasons 1.4 (b) and (d).

"""


def read(body: str, *, banner: str = "C O N F I D E N T I A L", prosign: str = "ZNY CCCCC ZZH") -> Cable:
    return cable.read((HEAD.format(banner=banner, prosign=prosign) + body).encode())


def levels(read_cable: Cable) -> dict[str, str]:
    """Give each portion's level as written in these tables: `C`, or `C?` where it is not known."""
    return {
        portion.address: portion.marking.level.name + ("" if portion.marking.known else "?")
        for portion in read_cable.portions
    }


# --- any text ------------------------------------------------------------------------------------


def check(read_cable: Cable) -> None:
    """Check what must hold of every cable that was read."""
    assert tiles([section.span for section in read_cable.sections], len(read_cable.text))
    addresses = [portion.address for portion in read_cable.portions]
    assert len(set(addresses)) == len(addresses)
    end = 0
    for portion in read_cable.portions:
        assert portion.span.start >= end
        end = portion.span.end
        for span in (*portion.skeleton, *portion.closed, *portion.furniture):
            assert portion.span.covers(span)
        assert portion.own is not None
    for note in read_cable.notes:
        assert note.code in inspect.meanings()
    for section in read_cable.sections:
        assert section.portion is None or section.portion in addresses


@settings(max_examples=150)
@given(text=st.text(max_size=300))
def test_any_text_is_tiled_or_refused(text: str) -> None:
    """Whatever the text, its sections tile it or it is refused with a type of ours."""
    head = "C O N F I D E N T I A L VELMORA 000417\nTAGS: PGOV\nSUBJECT: X\n"
    for whole in (text, head + text, text + head):
        try:
            data = whole.encode()
        except UnicodeEncodeError:
            continue
        try:
            check(cable.read(data))
        except InputRefusedError:
            continue


@settings(max_examples=60)
@given(drawn=cables(), data=st.data())
def test_a_mutated_cable_is_still_tiled(drawn: Drawn, data: st.DataObject) -> None:
    """A cable with a piece cut out and strange characters put in is read, and tiled."""
    start = data.draw(st.integers(0, len(drawn.text)))
    end = data.draw(st.integers(start, min(len(drawn.text), start + 40)))
    strange = data.draw(st.text(alphabet="\u200b\u202e\t(C)[]¶*1.\n-\x1b\u00a0UTAGS: ", max_size=12))
    try:
        check(cable.read((drawn.text[:start] + strange + drawn.text[end:]).encode()))
    except InputRefusedError as error:
        assert error.reason in {Refusal.PARSE, Refusal.DECODE}  # noqa: PT017 - any other refusal is a fault


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Refusal.DECODE),  # nothing
        (b" \n\n\t", Refusal.DECODE),  # blanks only
        (b"\x89PNG\r\n\x1a\n\x00\x00", Refusal.DECODE),  # an image
        (b"SECRET\x00", Refusal.DECODE),  # NUL
        (b"SECRET \xff", Refusal.DECODE),  # not UTF-8
        (b"SECRET \xed\xa0\x80", Refusal.DECODE),  # a lone surrogate
        (b"x" * 40, Refusal.LIMITS),  # over the limit set below
        (b"Once upon a time there was a king.\n", Refusal.PARSE),  # prose
        (b"[" * 30, Refusal.PARSE),  # brackets
        (b"\n" * 400_001 + b"x", Refusal.LIMITS),  # more lines than any cable
    ],
)
def test_what_is_no_cable_is_refused(data: bytes, reason: Refusal) -> None:
    """Each kind of bad input has one refusal, and its message holds none of the text."""
    with pytest.raises(InputRefusedError) as caught:
        cable.read(data, max_bytes=39 if reason is Refusal.LIMITS and len(data) == 40 else 1_000_000)
    assert caught.value.reason is reason
    assert "king" not in caught.value.message


@pytest.mark.parametrize(("codec"), ["unicode_escape", "utf-7", "rot13", "no-such-codec"])
def test_only_plain_codecs_are_offered(codec: str) -> None:
    """A codec that computes, or that nobody knows, is wrong usage."""
    with pytest.raises(UsageError):
        cable.read(b"SECRET", codec=codec)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x85", "\v"])
def test_every_line_end_reads_the_same(line_end: str) -> None:
    """The line ends of any system give the same sections."""
    body = HEAD.format(banner="S E C R E T", prosign="ZNY SSSSS ZZH") + "1. (U) One.\n\n2. (S) Two.\n"
    plain = cable.read(body.encode())
    other = cable.read(body.replace("\n", line_end).encode())
    assert other.text == plain.text
    assert other.sections == plain.sections


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_text(codec: str) -> None:
    """A cable with a byte order mark reads like one without."""
    text = HEAD.format(banner="S E C R E T", prosign="ZNY SSSSS ZZH") + "1. (U) One.\n"
    assert cable.read(text.encode(codec)).text == text


def test_hidden_characters_are_furniture_and_do_not_hide_marks() -> None:
    """A zero-width character inside a mark or a caption hides neither, and is never shown."""
    hidden = read("1. (S\u200b) One.\n\n2. (U) Two\u202e and three.\n")
    assert levels(hidden)["1"] == "S?" or levels(hidden)["1"] == "S"
    furniture = cable.furniture(hidden)
    for index, sign in enumerate(hidden.text):
        if sign in "\u200b\u202e":
            assert any(span.holds(index) for span in furniture)
            assert not any(
                span.holds(index)
                for portion in hidden.portions
                for span in (*portion.skeleton, *portion.closed)
            )


@pytest.mark.parametrize("filler", ["[", "(", "1", "¶", "A ", "a. ", "*", "\u200b"])
def test_reading_is_linear_on_hostile_repeats(filler: str) -> None:
    """Two hundred thousand times the same sign takes twice the work of half of them."""
    text = "1. (C) text\n" + filler * 100_000
    assert in_proportion(lambda: read(text), lambda: read(text + filler * 100_000))


# --- the header ----------------------------------------------------------------------------------


def test_the_header_is_read_field_by_field() -> None:
    """Every header line has its section; dates, posts and tags their values."""
    got = read("1. (C) Text.\nFARRADAY\n")
    assert (got.format, got.message_id, str(got.date)) == ("telegram", "08VELMORA417", "2008-03-05")
    assert got.tags == ("PGOV", "ECON", "OVIP")
    assert got.reasons == ("1.4(b)", "1.4(d)")
    kinds = [portion.section.value for portion in got.portions if portion.header]
    assert (
        kinds
        == (
            "transmission date from to info banner message-number caption caption caption pass-line "
            "eo-line tags subject references classified-by"
        ).split()
    )


def test_only_closed_grammar_is_closed() -> None:
    """The date-time group, the post, the serial and the tags are closed; ZDK and a person's tag are not."""
    got = read("1. (C) Text.\n")
    closed = {portion.address: [span.of(got.text) for span in portion.closed] for portion in got.portions}
    assert closed["date"] == ["051010Z MAR 08"]
    assert closed["from"] == ["AMEMBASSY VELMORA"]
    assert closed["message-number"] == ["VELMORA 000417"]
    assert closed["tags"] == ["[PGOV](#) [ECON](#) OVIP"]
    assert not any(
        spans
        for address, spans in closed.items()
        if address not in {"date", "from", "message-number", "tags"}
    )


def test_a_name_in_the_tags_closes_what_follows_it() -> None:
    """After a word that the vocabulary lacks nothing is opened: it may go on being a name."""
    text = HEAD.format(banner="S E C R E T", prosign="ZNY SSSSS ZZH").replace(
        "OVIP (SOLENY, MARA)", "SOLENY AL"
    )
    got = cable.read((text + "1. (C) Text.\n").encode())
    tags = got.portion("tags")
    assert tags is not None
    assert [span.of(got.text) for span in tags.closed] == ["[PGOV](#) [ECON](#)"]


def test_a_header_inside_the_body_is_never_header() -> None:
    """A quoted telegram's fields are portions of the body: nothing of them is closed grammar."""
    got = read(
        "1. (C) Text follows.\n\nFM AMEMBASSY VELMORA\nTO SECSTATE WASHDC\nTAGS: PGOV\nS E C R E T VELMORA 000400\n"
    )
    inner = [portion for portion in got.portions if portion.span.start > got.text.index("Text follows")]
    assert inner
    assert not any(portion.header or portion.closed for portion in inner)
    assert got.marking.level is Level.S
    assert not got.marking.known


# --- the document's level ------------------------------------------------------------------------

KNOWN = [
    # banner, prosign, body -> level of the document
    ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", "1. (C) Text.", "C"),  # all agree
    ("C O N F I D E N T I A L", "ZNY SSSSS ZZH", "1. (C) Text.", "S"),  # the prosign says more
    ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", "1. (S) Text.", "S?"),  # only a mark says more
    ("E C R E T", "ZNY SSSSS ZZH", "1. (U) Text.", "S"),  # a letter lost, the prosign agrees
    ("XXXX", "ZNY CCCCC ZZH", "1. (U) Text.", "C"),  # unreadable: the prosign alone says it
    ("XXXX", "ZNX", "1. (S) Text.", "S?"),  # never from portion marks alone
    ("UNCLAS", "ZNR UUUUU ZZH", "1. (U) Text.", "C?"),  # the E.O. line says classified
]


@pytest.mark.parametrize(("banner", "prosign", "body", "level"), KNOWN)
def test_the_documents_level_is_the_join_and_known_from_outside(
    banner: str, prosign: str, body: str, level: str
) -> None:
    """The level is the highest claim; it is known only if a place outside the portions says it."""
    got = read(body + "\n", banner=banner, prosign=prosign)
    assert got.marking.level.name + ("" if got.marking.known else "?") == level


def test_an_unclassified_line_read_with_a_repair_needs_a_second_basis() -> None:
    """`UNCLS` is known to be U only where the prosign says so too."""
    lines = "FM AMEMBASSY VELMORA\nUUNCLAS VELMORA 000417\n\nE.O. 12958: N/A\nTAGS: PGOV\n\n1. Text.\n"
    assert not cable.read(lines.encode()).marking.known
    assert cable.read(("ZNR UUUUU ZZH\n" + lines).encode()).marking.known


# --- the body ------------------------------------------------------------------------------------

BODIES = [
    # numbers in every damaged form count on
    (
        "[¶1.](#) (C) One.\n\n¶ 2. (U) Two.\n\n13. (C) Three.\n\n**¶4. (U)** Four.\n",
        {"1": "C", "2": "U", "3": "C", "4": "U"},
    ),
    # no mark: the document's level, however low the neighbours
    ("1. (U) One.\n\n2. Two.\n\n3. (U) Three.\n", {"1": "U", "2": "C", "3": "U"}),
    # a damaged mark is unknown, a word in brackets is none
    ("1. (U) One.\n\n2. (U Two.\n\n3. (China) has.\n", {"1": "U", "2": "C?", "3": "C"}),
    # a heading and a signature after a U paragraph have the document's level
    (
        "1. (U) One.\n\nNext Steps\n\n2. (U) Two.\nFARRADAY\n",
        {"1": "U", "heading:1": "C", "2": "U", "signature": "C"},
    ),
    # a page line inside a sentence: the sentence goes on
    ("1. (U) One and\n\nVELMORA 00000417 002 OF 002\n\nHarry too.\n\n2. (C) Two.\n", {"1": "U", "2": "C"}),
    # a lost number: what stands before it reaches no further than its sentence
    (
        "1. (U) One.\n\nThe second is here. It is long.\n\n3. (U) Three.\n",
        {"1": "U", "1+1": "C", "3": "U"},
    ),
    # no number lost: a block of several sentences goes on
    ("1. (U) One.\n\nThe second is here. It is long.\n\n2. (C) Two.\n", {"1": "U", "2": "C"}),
    # one sentence alone may be a heading
    ("1. (U) One.\n\nThe second is here.\n\n2. (C) Two.\n", {"1": "U", "paragraph:1": "C", "2": "C"}),
    # bullets with marks, and one without
    (
        "1. (U) One:\n\n-- (U) A.\n-- (C) B.\n-- Third.\n",
        {"1": "U", "bullet:1": "U", "bullet:2": "C", "bullet:3": "C"},
    ),
    # a second run of numbers
    (
        "1. (C) One.\n\n2. (C) Two.\n\nAnnex\n\n1. (U) Again.\n",
        {"1": "C", "2": "C", "heading:1": "C", "2:1": "U"},
    ),
    # a year counts no paragraph and continues none
    ("1. (U) One.\n\n2003. That was the year.\n\n2. (U) Two.\n", {"1": "U", "paragraph:1": "C", "2": "U"}),
    # (C) in a list is an item
    (
        "1. (U) Items:\n(A) apples\n(B) bread\n(C) cheese\n",
        {"1": "U", "bullet:1": "C", "bullet:2": "C", "bullet:3": "C"},
    ),
    # a mark behind the word Summary
    ("1. Summary: (U) One.\n\n2. (C) Two.\n", {"1": "U", "2": "C"}),
    # entire text
    ("1. (C - ENTIRE TEXT) One.\n\n2. Two.\n", {"1": "C", "2": "C"}),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_each_part_of_a_body_has_its_level(body: str, expected: dict[str, str]) -> None:
    """Marks, their absence and their damage give each portion its level."""
    got = read(body)
    found = levels(got)
    numbered = {
        address: level
        for address, level in found.items()
        if not (portion := got.portion(address)) or not portion.header
    }
    assert numbered == expected


def test_a_mark_above_the_classification_line_is_a_conflict() -> None:
    """A mark higher than the banner stands, raises the document, and is noted."""
    got = read("1. (S) One.\n\n2. (U) Two.\n")
    first = got.portion("1")
    assert first is not None
    assert (first.basis, first.marking.level) == (Basis.CONFLICT, Level.S)
    assert "mark-above-document" in {note.code for note in got.notes}


def test_captions_add_controls_and_no_level() -> None:
    """NOFORN reaches a U paragraph as a control; without captions it is plain U."""
    second = read("1. (C) One.\n\n2. (U) Two.\n").portion("2")
    assert second is not None
    assert second.own is not None
    assert (second.marking.level, "NOFORN" in second.marking.controls) == (Level.U, True)
    assert (second.own.level, "NOFORN" in second.own.controls) == (Level.U, False)


def test_furniture_leaves_one_line_end_inside_a_sentence() -> None:
    """A page line and the blank lines round it go; one line end stays where the sentence joins."""
    got = read("1. (C) One and\n\nVELMORA 00000417 002 OF 002\n\ntwo.\n")
    first = got.portion("1")
    assert first is not None
    text = first.span.of(got.text)
    for span in first.furniture:
        text = text.replace(span.of(got.text), "")
    assert text == "1. (C) One and\ntwo."


# --- the real cable ------------------------------------------------------------------------------


def test_the_real_cable_is_read_right(real_cable: Path) -> None:
    """Portions 1 to 19 have their marks: seventeen C, one SBU, one U; four stand whole over furniture."""
    got = cable.read(real_cable.read_bytes())
    check(got)
    numbered = [portion for portion in got.portions if portion.ordinal]
    assert [portion.address for portion in numbered] == [str(number) for number in range(1, 20)]
    marks = [portion.marking.level.name for portion in numbered]
    assert (marks.count("C"), marks[2], marks[18]) == (17, "SBU", "U")
    assert all(portion.mark and portion.mark.state is MarkState.READ for portion in numbered)
    assert [portion.address for portion in numbered if portion.furniture] == ["1", "3", "5", "16"]
    assert (got.marking.level, got.marking.known) == (Level.C, True)
    assert got.portions[-1].section is SectionKind.SIGNATURE
    assert got.message_id == "07ASTANA1668"
