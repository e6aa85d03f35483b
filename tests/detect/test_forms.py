"""Each form keeps its own word: its example is found, and what looks like one is not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from redactor.detect import contact_forms
from redactor.detect.registry import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect.forms import Form
    from tests.detect.conftest import Found

VARIANTS = [
    # births in one go, in capitals, under the label of both
    ("BIRTH", "BORN IN KARSK ON 3 MAY 1961.", ["BORN IN KARSK ON 3 MAY 1961"]),
    ("BIRTH", "DPOB: 03 MAY 1961, KARSK; PDOB 3 May 1961, Karsk", ["DPOB: 03 MAY 1961, KARSK"]),
    ("BIRTH", "date and place of birth: 3 May 1961, Karsk", ["date and place of birth: 3 May 1961, Karsk"]),
    # a name behind the place is none of it
    ("BIRTH", "Born May 3, 1961 in Testville, Mark Field studied.", ["Born May 3, 1961 in Testville"]),
    # documents: letters apart from digits, abbreviations
    ("ID_NUMBER", "Passport No N 1234567; PPT 7654321", ["N 1234567", "7654321"]),
    ("ID_NUMBER", "visa case TST2007123456; case number 2007/1234", ["TST2007123456", "2007/1234"]),
    ("ID_NUMBER", "a case in 2007; on file of 1974", []),
    # banks: an account needs its word
    ("ID_NUMBER", "bank account no. 4471-22-990; acct. 99887766", ["4471-22-990", "99887766"]),
    ("ID_NUMBER", "routing number 021000021; sort code 12-34-56", ["021000021", "12-34-56"]),
    ("ID_NUMBER", "4471-22-990 people took account of it", []),
    # plates
    ("ID_NUMBER", "PLATES D 023 456; tag number ABC-1234", ["D 023 456", "ABC-1234"]),
    # telephones: every number of a row, country codes, areas in brackets, extensions
    (
        "PHONE",
        "phone 2-34-56, 3-45-67 and 8 (3172) 70-22-01",
        ["2-34-56", "3-45-67", "8 (3172) 70-22-01"],
    ),
    ("PHONE", "TEL. NO. 51-23-45; DSN 221-4567; ext. 4523", ["51-23-45", "221-4567", "4523"]),
    ("PHONE", "on +7 701 123 4567 or (7-3172) 70 22 01", ["+7 701 123 4567", "(7-3172) 70 22 01"]),
    ("PHONE", "011-44-20-7946-0000 and 202-555-0143", ["011-44-20-7946-0000", "202-555-0143"]),
    ("PHONE", "in 1974-79, (12) of 000412", []),
    # addresses of the net, written out or made safe
    ("EMAIL", "pilot at example dot com, name (at) example (dot) org", ["pilot at example dot com"]),
    ("URL", "hxxp://example[.]org/a and example.co.uk", ["hxxp://example[.]org/a", "example.co.uk"]),
    ("IP", "192[.]0[.]2[.]7 and 00:1a:2b:3c:4d:5e", ["192[.]0[.]2[.]7", "00:1a:2b:3c:4d:5e"]),
    ("IP", "2001:0db8:85a3:0000:0000:8a2e:0370:7334", ["2001:0db8:85a3:0000:0000:8a2e:0370:7334"]),
    # positions: hemisphere first, words, labels, grids
    ("COORDINATES", "N43.2389 E76.8897; 43-14-25N 076-53-22E", ["N43.2389 E76.8897", "43-14-25N 076-53-22E"]),
    ("COORDINATES", "35 deg 12 min N, 45 deg 13 min E", ["35 deg 12 min N, 45 deg 13 min E"]),
    (
        "COORDINATES",
        "latitude 43.23 north, longitude 76.88 east",
        ["latitude 43.23 north, longitude 76.88 east"],
    ),
    (
        "COORDINATES",
        "42S VF 12345 67890; UTM 43T 654321 4789012",
        ["42S VF 12345 67890", "UTM 43T 654321 4789012"],
    ),
    ("COORDINATES", "by 10 N 5 members", []),
    # streets of other countries
    (
        "ADDRESS",
        "14 Rue de la Paix; Gartenstrasse 12; Avenida Central 123",
        ["14 Rue de la Paix", "Gartenstrasse 12"],
    ),
    ("ADDRESS", "UL. LENINA 45, APT 7; Calle 12 No. 4-56", ["UL. LENINA 45, APT 7", "Calle 12 No. 4-56"]),
    # sums: code behind, spelt out
    ("MONEY", "300,000 KZT, 12.5 mln euros, DOLS 5,000", ["300,000 KZT", "12.5 mln euros", "DOLS 5,000"]),
    ("MONEY", "ONE MILLION DOLLARS and ten thousand pounds", ["ONE MILLION DOLLARS", "ten thousand pounds"]),
    # dates of budgets and decades
    ("DATE_TIME", "in FY 2007, Q3 2007, the 1990s, at 1430Z", ["FY 2007", "Q3 2007", "1990s", "1430Z"]),
]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.id)
def test_a_form_finds_its_example_and_not_what_looks_like_one(find: Callable[..., Found], row: Form) -> None:
    """What `detectors show` prints of a form is true of it."""
    assert any(finding.detector == row.id for finding in find(row.example).findings)
    assert not any(finding.detector == row.id for finding in find(row.other).findings)


@pytest.mark.parametrize(("kind", "text", "expected"), VARIANTS)
def test_variants(find: Callable[..., Found], kind: str, text: str, expected: list[str]) -> None:
    """The forms that reports use for one thing are all found, whole."""
    found = set(find(text).of(kind))
    assert found.issuperset(expected)
    assert not found if not expected else True


@pytest.mark.parametrize("page", ["\n", "\r\n", "  "])
def test_a_form_is_found_across_a_line_end(find: Callable[..., Found], page: str) -> None:
    """A number that a line end breaks at a blank is one number."""
    assert find(f"her passport number N{page}1234567 expired").of("ID_NUMBER") == [f"N{page}1234567"]


# What is asked only where a match may begin, with what that is.
BEGUN = [
    *((row.id, row.begins, row.pattern) for row in FORMS if row.begins),
    ("local-phone, bare", contact_forms._BARE_BEGINS, contact_forms._BARE),
    ("local-phone, labelled", contact_forms._LABEL_BEGINS, contact_forms._LABELLED),
]

# Pieces of what the forms find, of what looks like it, and single characters that begin, join or end it.
PIECES = [
    *(word for row in FORMS for word in re.split(r"(?<=[ ])", f"{row.example} {row.other} ".lower())),
    *"09an -'.,:/@([$+\n",
    *(
        "x-foo st 5 ",
        "3-foo st 5 ",
        "name  at x dot y ",
        "in may 1961 ",
        "ssh://",
        "-43.12345,",
        "e. ",
        "on ",
    ),
]


@pytest.mark.parametrize(("name", "begins", "pattern"), BEGUN, ids=[row[0] for row in BEGUN])
@settings(max_examples=60, deadline=None)
@given(text=st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@example(text="".join(PIECES))
def test_what_a_form_begins_with_changes_no_match(
    name: str, begins: str, pattern: re.Pattern[str], text: str
) -> None:
    """The pattern that is asked at every place finds the same as the one that is asked where it may begin."""
    everywhere = re.compile(pattern.pattern.removeprefix(f"(?: {begins} )"), re.VERBOSE)
    assert everywhere.pattern != pattern.pattern, name
    found = [match.span() for match in pattern.finditer(text)]
    assert found == [match.span() for match in everywhere.finditer(text)]
