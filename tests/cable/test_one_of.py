"""Patterns put into one match exactly where one of them does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from redactor.cable import archive_patterns, patterns
from redactor.cable.one_of import one_of
from tests.conformance.cases import every

EACH = [
    value
    for module in (patterns, archive_patterns)
    for value in vars(module).values()
    if isinstance(value, re.Pattern)
]
# TAG asks whether a group of its own took part, which no pattern among others may.
ALONE = [patterns.TAG, patterns.FIELD_HEADS]
JOINED = [pattern for pattern in EACH if pattern not in ALONE]
LINES = sorted({line.strip() for case in every() for line in case.data.decode(errors="replace").split("\n")})


@given(st.lists(st.sampled_from(JOINED), min_size=1, max_size=8), st.sampled_from(LINES))
def test_one_pattern_matches_where_one_of_its_parts_does(parts: list[re.Pattern[str]], line: str) -> None:
    """Flags, groups and comments of a part change nothing for another part."""
    assert bool(one_of(*parts).match(line)) is any(part.match(line) for part in parts)


@given(st.sampled_from(JOINED).flatmap(lambda part: st.tuples(st.just(part), st.from_regex(part))))
def test_what_a_part_matches_the_whole_matches(drawn: tuple[re.Pattern[str], str]) -> None:
    """Any text that a pattern takes is taken by every pattern that holds it."""
    part, text = drawn
    assert one_of(*JOINED).match(text) or not part.match(text)
