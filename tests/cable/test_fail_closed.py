"""Fail-closed (DESIGN.md 8): a damaged mark, number, page line or classification line opens nothing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

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
