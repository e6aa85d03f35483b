"""Fail-closed (DESIGN.md 8): a damaged mark, number, page line or classification line opens nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor import cable
from tests.cable.build import Drawn, cables
from tests.damage import damages, lower, readings


@settings(max_examples=40)
@given(drawn=cables(), data=st.data())
def test_no_single_damage_reads_text_lower(drawn: Drawn, data: st.DataObject) -> None:
    """Deleting or damaging one piece reads no other character at a lower known level."""
    kind, start, end = data.draw(st.sampled_from(drawn.pieces))
    becomes = data.draw(st.sampled_from(damages(drawn.text, start, end)))
    after = drawn.text[:start] + becomes + drawn.text[end:]
    bad = lower(drawn.text, after, start, end, readings(drawn.text))
    assert not bad, (kind, becomes, after[max(0, bad[0] - 80) : bad[0] + 60])


HEAD = "P 051010Z MAR 08\nFM AMEMBASSY VELMORA\nTO SECSTATE WASHDC PRIORITY 1201\n"
REST = "\n\nTAGS: PGOV\nSUBJECT: PORT DUES\n\n1. (C) The strike begins on Monday.\n"


@pytest.mark.parametrize(
    "line",
    [
        "C O N F I D E N T I A L NOFORN VELMORA 000417",  # between class and post
        "S E C R E T SECTION 01 OF 02 VELMORA 000417 NODIS",  # behind the number
    ],
)
def test_a_damaged_classification_line_keeps_its_captions(line: str) -> None:
    """No letter lost or changed on the line takes away a caption that stands on it."""
    want = cable.read((HEAD + line + REST).encode()).captions.controls
    assert want
    for at in range(len(line)):
        for becomes in ("", "?", "z"):
            damaged = line[:at] + becomes + line[at + 1 :]
            assert want <= cable.read((HEAD + damaged + REST).encode()).captions.controls, damaged
