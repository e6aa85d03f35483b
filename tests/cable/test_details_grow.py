"""The readers of fields are total and linear: no words make them fail, and twice as many cost twice as much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor import cable
from redactor.cable import addresses, classifier, excisions, reference_items, sets, tagsline, zones
from redactor.cable.base import Chunk
from redactor.cable.shown import Sheet
from redactor.model import SectionKind
from redactor.spans import Span
from tests import growth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactor.model import Field

PIECES = (
    "REF|A. |(B) |05 |STATE |VELMORA |1234|-01| AND |NOTAL|Classified By: |DCM |reasons |1.4 |(b)| and |Tam Brannock|A/MSG/|DECL: |TO |RUEHC/"
    "| PRIORITY|XMT |PAGE 02 |SUMMARY|END |COMMENT: |XXXX|not declassified]|(b)(6)|10 U.S.C. 130b|PGOV|KIRF|OVIP "
).split("|")
WORDS = st.lists(st.sampled_from([*"ABC(){}[]/,;:.-'\n\u00b60O1 ", *PIECES]), max_size=40).map("".join)


def chunk(words: str) -> Chunk:
    return Chunk(SectionKind.PARAGRAPH, Span(0, len(words)))


READERS: dict[str, Callable[[str], Iterable[Field]]] = {
    "references": lambda words: reference_items.read(Sheet(0, words)),
    "classifier": lambda words: classifier.read(Sheet(0, words)),
    "sets": lambda words: sets.read("REF", Sheet(0, words)),
    "addresses": lambda words: addresses.read("to", Sheet(0, words)),
    "tags": lambda words: tagsline.read(words, Span(0, len(words))).fields,
    "excisions": lambda words: tuple(excisions.find(words, [chunk(words)])),
    "zones": lambda words: tuple(zones.find(words, [(chunk(words), "1")])),
}


@given(WORDS)
def test_no_words_make_a_reader_fail(words: str) -> None:
    """Whatever stands in a field, each reader gives fields inside it, none of them empty."""
    for reader in READERS.values():
        for item in reader(words):
            assert 0 <= item.span.start < item.span.end <= len(words)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "A. ",
        "STATE 1, ",
        ";",
        "for ",
        "on the basis of ",
        "(A,\n",
        "[not ",
        "X 1 AND ",
        "\n",
        "COMMENT: y. ",
        "KIRF",
        "PAGE 02 X 1 ",
    ],
)
def test_twice_the_words_cost_twice_the_calls(name: str, piece: str) -> None:
    """No field that somebody fills makes its reader quadratic."""
    reader = READERS[name]
    assert growth.in_proportion(lambda: tuple(reader(piece * 300)), lambda: tuple(reader(piece * 600)))


def test_many_parts_cost_in_proportion() -> None:
    """Addresses, references, summaries and headers by the hundred grow a reading as their number does."""
    head = "P 051010Z MAR 08\nFM AMEMBASSY VELMORA\nTO QUENBY\n{to}\nC O N F I D E N T I A L VELMORA 000417\n\nTAGS: PGOV\n"
    body = "\nSUBJECT: X\n{ref}\n1. (C) Text.\n{body}"

    def text(count: int) -> bytes:
        parts = {
            "to": "RUEHXX/AMEMBASSY QUENBY\n" * count,
            "ref": "REF: A. QUENBY 1\n" + "B. QUENBY 12\n" * count,
            "body": "\n2. (C) It is. COMMENT: y XXXX\n\nFM AMEMBASSY QUENBY\nSUBJECT: Y\n" * count,
        }
        return (head + body).format(**parts).encode()

    assert growth.in_proportion(lambda: cable.read(text(60)), lambda: cable.read(text(120)))
