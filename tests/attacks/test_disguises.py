"""A protected name is removed in every disguise, wherever in a cable it stands; the campaign tries all of them."""

from __future__ import annotations

import pytest

from tests.attacks.disguises import DISGUISES, PLACEMENTS, Case, case, kept_letters
from tests.theorems.harness import shown

# Each disguise stands in one place here, so that each place is tried about three times.
SAMPLE = [
    case(disguise, PLACEMENTS[(7 * number) % len(PLACEMENTS)])
    for number, disguise in enumerate(DISGUISES)
    if not (disguise.lines and PLACEMENTS[(7 * number) % len(PLACEMENTS)].line)
]
LIMITS = {
    # The reader takes a single letter and a point at a line's start for an item's letter.
    "U13 initial / table",
    "U13 initial / signature",
    "U13 initial / heading",
    "U13 initial / at a page turn",
    # The reader ends a bullet at a line end that parts its first word.
    "U8 hyphen at a line's end / bullet",
    "U8 wrap inside a word / bullet",
    # A mark that opens a line is the mark of what stands behind it; blanks in it are layout.
    "U15 mark in a sentence / signature",
    "U15 mark in a sentence / bullet",
    "U15 mark in a sentence / at a page turn",
    "U15 mark with a blank / signature",
    "U15 mark with a blank / bullet",
    "U15 mark with a blank / at a page turn",
}


@pytest.mark.parametrize("one", [one for one in SAMPLE if one.id not in LIMITS], ids=lambda one: one.id)
def test_a_disguised_name_is_removed(one: Case) -> None:
    """No letter of the disguised name stands in the copy."""
    assert kept_letters(one, shown(one.text, one.policy)) == ""


KNOWN = [
    case(disguise, placement)
    for disguise in DISGUISES
    for placement in PLACEMENTS
    if f"{disguise.id} / {placement.id}" in LIMITS
]


@pytest.mark.xfail(strict=True, reason="published in docs/explanation/known-limits.md")
@pytest.mark.parametrize("one", KNOWN, ids=lambda one: one.id)
def test_what_stays(one: Case) -> None:
    """Some letters of the disguised name stand in the copy."""
    assert kept_letters(one, shown(one.text, one.policy)) == ""
