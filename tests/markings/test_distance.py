"""Distances near the diagonal are those of the whole table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.markings.distance import any_near, distance, ends, near

WORDS = st.text(alphabet="ABC", max_size=9)


def whole(left: str, right: str) -> int:
    """Count by the definition: letters lost, added, changed, or swapped with their neighbour."""
    table = {(i, j): i + j for i in range(len(left) + 1) for j in range(len(right) + 1) if not i * j}
    for i in range(1, len(left) + 1):
        for j in range(1, len(right) + 1):
            changed = table[i - 1, j - 1] + (left[i - 1] != right[j - 1])
            table[i, j] = min(changed, table[i - 1, j] + 1, table[i, j - 1] + 1)
            if i > 1 and j > 1 and left[i - 1] == right[j - 2] and left[i - 2] == right[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return table[len(left), len(right)]


@given(name=WORDS, text=WORDS, limit=st.integers(0, 3))
def test_every_beginning_within_the_limit_is_found(name: str, text: str, limit: int) -> None:
    """No beginning nearer than the limit is missed, none farther is given, and each distance is right."""
    found = [(end, whole(name, text[:end])) for end in range(len(text) + 1)]
    assert [(end, off) for end, off in found if off <= limit] == list(ends(name, text, limit))
    off = whole(name, text)
    assert distance(text, name, limit) == (off if off <= limit else None)
    assert near(text, name, limit) == any_near(text, (name,), limit) == (off <= limit)


@pytest.mark.parametrize(
    ("left", "right", "off"),
    [
        ("SECRET", "SECRET", 0),  # the same
        ("SECRET", "SERCET", 1),  # two neighbours swapped
        ("SECRET", "SECRT", 1),  # one lost
        ("SECRET", "SSECRETT", 2),  # two added
        ("SECRET", "", 6),  # all lost
    ],
)
def test_a_slip_counts_one(left: str, right: str, off: int) -> None:
    """A letter lost, added, changed or swapped counts one."""
    assert off == distance(left, right, len(left))
