"""Fail-closed for labels: one damaged letter of a label, an address or a signature reads no other text lower."""

from __future__ import annotations

import functools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.damage import Reading, lower, readings

HEAD = """VZCZCXYZ0417
PP RUEHC
DE RUEHVM #0417/01 0641010
{prosign}
P 051010Z MAR 08
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC PRIORITY 1201
INFO RUEHXX/AMEMBASSY QUENBY 12

{banner} SECTION 01 OF 02 VELMORA 000417

SIPDIS

DEPT FOR EUR,
EUR/CARC

E.O. 12958: {order}
TAGS: PGOV, ECON, KIRF
SUBJECT: ({mark}) PORT DUES AND
WHO PAYS

REF: A. QUENBY 12
B. STATE 33
{classifier}
1. (U) Summary: It rained. End summary.

2. ({mark}) It rained again. FARRADAY
BT
#0417
NNNN
"""
CLASSIFIED = "\nClassified By: DCM Soleny; reasons 1.4 (b).\n"
LEVELS = (
    ("C O N F I D E N T I A L", "ZNY CCCCC ZZH", "DECL: 03/05/2018", CLASSIFIED),
    ("S E C R E T", "ZNY SSSSS ZZH", "DECL: 03/05/2018", CLASSIFIED),
    ("UNCLAS", "ZNR UUUUU ZZH", "N/A", ""),
)
LABELS = (
    *("E.O. 12958:", "TAGS:", "SUBJECT:", "REF:", "INFO", "TO ", "FM ", "DEPT FOR", "EUR/CARC", "B. ", "A. "),
    *("SECTION 01 OF 02", "VELMORA 000417", "End summary", "FARRADAY"),
)


@functools.cache
def _base(text: str) -> list[Reading]:
    return readings(text)


@settings(max_examples=120)
@given(data=st.data())
def test_a_damaged_label_reads_no_other_text_lower(data: st.DataObject) -> None:
    """Whatever one of its letters becomes, and whether the label is still read, all else stays as closed."""
    banner, prosign, order, classifier = data.draw(st.sampled_from(LEVELS))
    mark = "U" if banner == "UNCLAS" else data.draw(st.sampled_from("UC"))
    text = HEAD.format(banner=banner, prosign=prosign, order=order, classifier=classifier, mark=mark)
    label = data.draw(st.sampled_from(LABELS))
    start = text.index(label)
    at = start + data.draw(st.integers(0, len(label.rstrip()) - 1))
    becomes = data.draw(st.sampled_from(["", "X", "7", "#", "\n", " ", ":"]))
    after = text[:at] + becomes + text[at + 1 :]
    # Half a label may be a tag of its own (`SU`); it opens nothing but itself.
    bad = [
        index
        for index in lower(text, after, at, at + 1, _base(text))
        if not start <= index < start + len(label)
    ]
    assert not bad, (banner, mark, label, becomes)
