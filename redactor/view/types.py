"""What a view is: normalised text, its folded twin, and the map back to the original."""

from __future__ import annotations

from dataclasses import dataclass, field

from redactor.spans import Span


@dataclass(frozen=True, slots=True, weakref_slot=True)
class View:
    """Normalised text without furniture, and where each of its characters came from.

    `text` keeps case; `folded` is its case-folded twin of the same length. Character i stands for the
    original's `starts[i]` to `ends[i]`; both are non-decreasing. Two neighbours either come from
    disjoint stretches, `ends[i] <= starts[i + 1]`, or from the very same one: a ligature gives two letters.
    `letters` are the letters and digits of `folded` alone, `places` where each of them stands in it, and
    `heads` which of them may begin a word.
    """

    text: str = field(repr=False)
    folded: str = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    length: int = 0
    letters: str = field(default="", repr=False)
    places: tuple[int, ...] = field(default=(), repr=False)
    heads: tuple[int, ...] = field(default=(), repr=False)

    def original(self, span: Span) -> Span:
        """Give the original span of the view's characters `span` (hidden characters inside included).

        Raises ValueError for an empty span: no character stands for nothing.
        """
        if not len(span):
            raise ValueError("an empty span of the view has no place in the original")
        return Span(self.starts[span.start], self.ends[span.end - 1])
