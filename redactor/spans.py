"""Half-open spans of code points over the decoded original, and their algebra."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """Characters `start` to `end`, half-open, in code points of the decoded original."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        """Refuse a span that runs backwards; a cable has tens of thousands of spans, so that is all it does."""
        if not 0 <= start <= end:
            raise ValueError(f"a span must not run backwards: {start} to {end}")
        _set_start(self, start)
        _set_end(self, end)

    def __len__(self) -> int:
        """Count the characters."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Say whether every character of `other` is one of ours."""
        return self.start <= other.start and other.end <= self.end

    def holds(self, offset: int) -> bool:
        """Say whether the character at `offset` is ours."""
        return self.start <= offset < self.end

    def of(self, text: str) -> str:
        """Cut this span out of `text`."""
        return text[self.start : self.end]


# How a frozen span gets its two numbers, once.
_set_start, _set_end = vars(Span)["start"].__set__, vars(Span)["end"].__set__

# Sorts whatever has a span by where it stands; a good deal faster than comparing the spans.
BY_PLACE = attrgetter("span.start", "span.end")
_START, _END = attrgetter("start"), attrgetter("end")


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Join overlapping and touching spans; sorted, disjoint, none empty."""
    joined: list[Span] = []
    # Where two begin alike the order does not matter: they are joined.
    for span in sorted([span for span in spans if span.end > span.start], key=_START):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def subtract(spans: Iterable[Span], holes: Iterable[Span]) -> tuple[Span, ...]:
    """Give the characters of `spans` that lie in none of `holes`; sorted, disjoint, none empty."""
    kept: list[Span] = []
    gone = union(holes)
    if not gone:
        return union(spans)
    first = 0
    for span in union(spans):
        start = span.start
        while first < len(gone) and gone[first].end <= start:
            first += 1
        index = first
        while index < len(gone) and gone[index].start < span.end:
            if gone[index].start > start:
                kept.append(Span(start, gone[index].start))
            start = max(start, gone[index].end)
            index += 1
        if start < span.end:
            kept.append(Span(start, span.end))
    return tuple(kept)


def intersect(spans: Iterable[Span], others: Iterable[Span]) -> tuple[Span, ...]:
    """Give the characters that lie in both; sorted, disjoint, none empty."""
    left = union(spans)
    return subtract(left, subtract(left, others))


def covered(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether one of `spans`, which are sorted and disjoint, covers `span`."""
    index = bisect_right(spans, span.start, key=_START) - 1
    return index >= 0 and spans[index].covers(span)


def meets(span: Span, spans: Sequence[Span]) -> bool:
    """Say whether a span shares a character with one of `spans`, which are sorted and disjoint."""
    index = bisect_right(spans, span.start, key=_END)
    return index < len(spans) and max(span.start, spans[index].start) < min(span.end, spans[index].end)


def tiles(spans: Iterable[Span], length: int) -> bool:
    """Say whether the spans, in order, cover 0 to `length` without gap or overlap."""
    position = 0
    for span in spans:
        if span.start != position or not len(span):
            return False
        position = span.end
    return position == length
