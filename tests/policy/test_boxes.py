"""Boxes: what of one the others do not cover is found exactly, checked case by case."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.policy.boxes import (
    EVERYTHING,
    GaveUpError,
    Work,
    first_leftover,
    leftovers,
    meet,
    meet_all,
    without_covered,
)

if TYPE_CHECKING:
    from redactor.policy.boxes import Box

FULL = (0b11, 0b111, 0b1111)
POINTS = tuple(itertools.product(*(range(mask.bit_length()) for mask in FULL)))

boxes = st.dictionaries(st.integers(0, 2), st.integers(0, 15)).map(
    lambda drawn: {axis: mask & FULL[axis] or FULL[axis] for axis, mask in drawn.items()}
)


def holds(box: Box, point: tuple[int, ...]) -> bool:
    return all(mask >> point[axis] & 1 for axis, mask in box.items())


@given(boxes, st.lists(boxes, max_size=6))
def test_leftovers_are_what_no_cut_covers(box: Box, cuts: list[Box]) -> None:
    """Every case of the box that no cut holds is in exactly one leftover, and no other case is in any."""
    left = list(leftovers(box, cuts, FULL, Work()))
    for point in POINTS:
        wanted = holds(box, point) and not any(holds(cut, point) for cut in cuts)
        assert sum(holds(piece, point) for piece in left) == wanted


@given(boxes, boxes)
def test_two_boxes_meet_in_what_both_hold(left: Box, right: Box) -> None:
    """The meet holds the common cases; None where there are none."""
    both = meet(left, right)
    common = [point for point in POINTS if holds(left, point) and holds(right, point)]
    assert common == ([] if both is None else [point for point in POINTS if holds(both, point)])


@given(st.lists(st.lists(boxes, max_size=3), max_size=3))
def test_unions_meet_case_by_case(unions: list[list[Box]]) -> None:
    """A case is in the meet of unions where it is in some box of each."""
    met = meet_all(unions, Work())
    for point in POINTS:
        assert any(holds(box, point) for box in met) == all(
            any(holds(box, point) for box in union) for union in unions
        )


@given(st.lists(boxes, max_size=8))
def test_covered_boxes_are_left_out_without_loss(drawn: list[Box]) -> None:
    """What is left holds the same cases."""
    kept = without_covered(drawn, FULL)
    assert len(kept) <= len(drawn)
    for point in POINTS:
        assert any(holds(box, point) for box in kept) == any(holds(box, point) for box in drawn)


def test_too_much_work_gives_up_loudly() -> None:
    """A question over its budget raises; it is not answered."""
    cuts: list[Box] = [{axis: 0b01, axis + 1: 0b10} for axis in range(40)]
    with pytest.raises(GaveUpError):
        first_leftover([EVERYTHING], cuts, (0b11,) * 41, Work(50))
    assert first_leftover([EVERYTHING], cuts, (0b11,) * 41, Work()) is not None
