"""The searchable view of a text: normalised and folded, each character mapped to the original."""

from __future__ import annotations

from dataclasses import dataclass, field

from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class View:
    """Normalised text without furniture, and where each of its characters came from.

    `text` keeps case; `folded` is its case-folded twin of the same length. Character i stands for the
    original's `starts[i]` to `ends[i]`; both are non-decreasing, `ends[i] <= starts[i + 1]`.
    """

    text: str = field(repr=False)
    folded: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    length: int = 0

    def original(self, span: Span) -> Span:
        """Give the original span of the view's characters `span` (hidden characters inside included).

        Raises ValueError for an empty span: no character stands for nothing.
        """
        if not len(span):
            raise ValueError("an empty span of the view has no place in the original")
        return Span(self.starts[span.start], self.ends[span.end - 1])
