"""What is read of a REF field: items with bullet, mark and kind, and every id in them."""

from __future__ import annotations

import pytest

from redactor.cable import reference_items
from redactor.cable.shown import Sheet

# (as written behind REF:, the ids that must be read)
IDS = [
    ("STATE 195756", ["STATE 195756"]),  # one id
    ("A. STATE 1234\n     B. VELMORA 77", ["STATE 1234", "VELMORA 77"]),  # bullets with points
    (
        "(A) STATE 1234; (B) PORT HALDEN 0077 AND 78",
        ["STATE 1234", "PORT HALDEN 0077", "PORT HALDEN 78"],
    ),  # inline
    ("A) VELMORA 2604 B) QUENBY 12", ["VELMORA 2604", "QUENBY 12"]),  # closing brackets only
    ("A: VELMORA 1\nB: QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # colons
    ("[A] VELMORA 1\n[B] QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # square brackets
    ("A - VELMORA 1\nB - QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # hyphens
    ("A. A) VELMORA 1\nB. B) QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # each bullet twice
    ("A. REF A VELMORA 1", ["VELMORA 1"]),  # the label again behind the bullet
    ("REF: A. VELMORA 1", ["VELMORA 1"]),  # the label twice
    ("(1) VELMORA 1 (2) QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # numbers for letters
    ("1. VELMORA 1\n  2. QUENBY 0503 OF JAN. 24", ["VELMORA 1", "QUENBY 0503"]),  # numbers, and a date
    ("\u00b6A. VELMORA 1\n\u00b6B. QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # pilcrows
    ("A. VELMORA 1\n[1B.](#) QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # what a page's link left over
    ("A. VELMORA 1\n-      (B) QUENBY 2", ["VELMORA 1", "QUENBY 2"]),  # a hyphen and blanks before
    ("STATE 251108: A-62 OF APRIL 6, 1973", ["STATE 251108", "A-62"]),  # an airgram, and a date
    ("VELMORA 3295: VELMORA A-70", ["VELMORA 3295", "VELMORA A-70"]),  # an airgram with its post
    ("05 VELMORA 33", ["VELMORA 33"]),  # the year before
    ("2005 VELMORA 33", ["VELMORA 33"]),
    ("'08 VELMORA 33", ["VELMORA 33"]),
    ("(99) VELMORA 33", ["VELMORA 33"]),
    ("09VELMORA 33", ["VELMORA 33"]),  # glued to the post
    ("07VELMORA1668", ["VELMORA 1668"]),  # all of it glued
    ("10-VELMORA-57", ["VELMORA 57"]),  # hyphens for blanks
    ("VELMORA 33 (08)", ["VELMORA 33"]),  # the year behind
    ("VELMORA 5049-01", ["VELMORA 5049"]),
    ("VELMORA 00789/08", ["VELMORA 00789"]),
    ("VELMORA 07718 99", ["VELMORA 07718"]),
    ("VELMORA 2799 AND 2764", ["VELMORA 2799", "VELMORA 2764"]),  # several in one item
    ("VELMORA 936/935", ["VELMORA 936", "VELMORA 935"]),
    ("VELMORA 1, 2, 3", ["VELMORA 1", "VELMORA 2", "VELMORA 3"]),
    ("VELMORA 2962 AND PREVIOUS", ["VELMORA 2962"]),
    (
        "VELMORA 1277, 79 STATE 5",
        ["VELMORA 1277", "STATE 5"],
    ),  # the next item's year is no number of this post
    ("377 QUENBY", ["QUENBY 377"]),  # the number first
    ("A. STATE 12\n     345\nB. QUENBY 7", ["STATE 12345", "QUENBY 7"]),  # a line end inside the number
    ("PORT\n     HALDEN 12", ["PORT HALDEN 12"]),  # a line end inside the post
    ("05\n     VELMORA 12", ["VELMORA 12"]),  # inside the year
    ("VELMORA\n     12", ["VELMORA 12"]),  # before the number
    ("QUENB0 12", ["QUENBO 12"]),  # zero for O at the end of an unlisted name
    ("O4 VELMORA 12", ["VELMORA 12"]),  # O for zero in the year
    ("VELMORA O1512", ["VELMORA 01512"]),  # and in the number
    ("A. Velmora 989 (NOTAL)\nB. Quenby 12", ["Velmora 989", "Quenby 12"]),  # mixed case
    ("I. (S/NF) TD-314/12345-08", []),  # an intelligence report is no telegram
    ("SOLENY/FARRADAY E-MAIL OF 12 MAY 2008", []),  # an e-mail with a date
    ("FARRADAY-SOLENY TELCON 12 MAY", []),  # a call
    ("SOLENY-BREWIN LETTER OF FEBRUARY 5", []),  # a letter
    ("A. UNSCR 1737\nB. 9 FAM 41.2\nC. IIR 6 812 0123 08", []),  # a resolution, a manual, a report
    ("DTG 301601z SEP 08", []),  # a message by its date
    ("MIL. MSG. P 161339Z MAR 74", []),
    (
        "DEFENSE ATTACHE MESSAGE 04650 DTG 081320Z AUG 74",
        ["DEFENSE ATTACHE MESSAGE 04650"],
    ),  # one with a number too
    ("VELMORA 1425 TO DEPT OF AGRICULTURE", ["VELMORA 1425"]),  # words behind
    ("HCMC 12", ["HCMC 12"]),  # another name of a post
]


@pytest.mark.parametrize(("written", "want"), IDS)
def test_every_id_is_read_and_none_invented(written: str, want: list[str]) -> None:
    """Each spelling of an id gives post and number; dates, calls and reports give none."""
    found = [item.value for item in reference_items.read(Sheet(0, written)) if item.kind == "reference-id"]
    assert found == want


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("05 VELMORA 33", "2005"),  # two digits before
        ("'98 VELMORA 33", "1998"),  # of the last century
        ("2005 VELMORA 33", "2005"),
        ("VELMORA 33 (08)", "2008"),  # behind
        ("VELMORA 5049-01", "2001"),
        ("O4 VELMORA 12", "2004"),  # O for zero
    ],
)
def test_the_year_is_read_before_and_after(written: str, want: str) -> None:
    """A year of two digits is given as four."""
    assert [
        item.value for item in reference_items.read(Sheet(0, written)) if item.kind == "reference-year"
    ] == [want]


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("VELMORA 12", "telegram"),
        ("A-269 OF DECEMBER 12", "airgram"),
        ("FARRADAY E-MAIL OF 12 MAY", "email"),
        ("FARRADAY/SOLENY TELCON", "telephone-call"),
        ("MEMCON OF 12 MAY", "memorandum"),
        ("UNSCR 1737", "resolution"),
        ("9 FAM 41.2", "manual"),
        ("TD-314/12345-08", "report"),
        ("DTG 301601z SEP 08", "message"),
        ("THE MINISTER'S REMARKS", "other"),
        ("VELMORA 12 (FARRADAY LETTER)", "telegram"),  # what stands behind an id does not change what it is
    ],
)
def test_an_items_kind_is_what_it_calls_itself(written: str, want: str) -> None:
    """A telegram is one by its id, anything else by the word for it."""
    assert [
        item.value for item in reference_items.read(Sheet(0, written)) if item.kind == "reference-kind"
    ] == [want]


def test_an_item_holds_its_parts() -> None:
    """Bullet, mark, id and NOTAL stand inside the item's span."""
    written = "A. VELMORA 1 (NOTAL)\n     B. (S/NF) TD-314/12345-08"
    found = reference_items.read(Sheet(0, written))
    items = [item for item in found if item.kind == "reference"]
    assert [item.span.of(written) for item in items] == ["A. VELMORA 1 (NOTAL)", "B. (S/NF) TD-314/12345-08"]
    parts = [
        [(one.kind, one.value) for one in found if one.kind != "reference" and item.span.covers(one.span)]
        for item in items
    ]
    assert ("reference-notal", "NOTAL") in parts[0]
    assert ("reference-bullet", "A") in parts[0]
    assert ("reference-mark", "(S/NF)") in parts[1]


def test_a_zone_word_in_brackets_is_no_bullet() -> None:
    """`(C)` behind a name that needs no bullet starts no item."""
    found = [
        item for item in reference_items.read(Sheet(0, "VELMORA 12 (C) OF MAY")) if item.kind == "reference"
    ]
    assert len(found) == 1
