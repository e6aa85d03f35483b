"""Cuts long blocks into windows that overlap, and says which matches an edge has cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW = 50_000
OVERLAP = 1_000


def windows(span: Span, text: str, *, window: int = WINDOW, overlap: int = OVERLAP) -> Iterator[Span]:
    """Cut a block into windows that overlap; a cut falls on a blank where there is one near."""
    start = span.start
    while span.end - start > window:
        blank = text.rfind(" ", start + window - overlap // 2, start + window)
        end = blank if blank > 0 else start + window
        yield Span(start, end)
        start = end - overlap
        blank = text.find(" ", start, start + overlap // 2)
        start = blank + 1 if blank > 0 else start
    yield Span(start, span.end)


def cut(hit: Span, part: Span, block: Span, *, overlap: int = OVERLAP) -> bool:
    """Say whether a window's edge cuts a match that its neighbour sees whole; a longer one than that is kept."""
    left = hit.start == part.start and part.start > block.start
    right = hit.end == part.end and part.end < block.end
    return (left or right) and len(hit) < min(overlap, len(part) // 2) // 2
