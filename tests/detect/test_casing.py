"""A text in capitals gets its capitals' meaning back, and every offset stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.detect.casing import capitals, recase

CASES = [
    # English words go small, a word that nobody knows keeps one capital
    ("MINISTER VASHKEL SAID NOTHING", "minister Vashkel said nothing"),
    # an abbreviation of the table stays; so does one without a vowel
    ("DCM TOLD PDKR LEADER", "DCM told PDKR leader"),
    # months and given names keep their capital, and "may" is mostly the verb
    ("IN APRIL ROSE MAY TRAVEL", "in April Rose may travel"),
    # each part of a compound name has its own
    ("O'MARRAN AND SOLEN-VASHKEL", "O'Marran and Solen-Vashkel"),
    # mixed case and figures are left alone
    ("Minister Vashkel, PL-480", "Minister Vashkel, PL-480"),
]


@pytest.mark.parametrize(("text", "recased"), CASES)
def test_recase(text: str, recased: str) -> None:
    """English goes small, the rest keeps a capital."""
    assert recase(text) == recased


@given(st.text())
def test_every_offset_stays(text: str) -> None:
    """Character by character it is the same text but for case."""
    recased = recase(text)
    assert len(recased) == len(text)
    assert recased.upper() == text.upper()


@given(st.text())
def test_mixed_text_is_left_alone(text: str) -> None:
    """Recasing twice changes nothing more."""
    assert recase(recase(text)) == recase(text)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("AMEMBASSY QUENBY", True),
        ("Embassy Quenby", False),
        # seven of ten letters and no more: a heading in mixed case
        ("ABCDEFGhij", False),
        # no letters: nothing to say
        ("1974", False),
    ],
)
def test_capitals(text: str, flat: bool) -> None:  # noqa: FBT001 - a column of the table
    """A text is flat where more than seven letters of ten are capitals."""
    assert capitals(text) is flat
