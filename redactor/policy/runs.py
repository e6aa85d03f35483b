"""Runs: six words of a removed passage that stand again in kept text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.spans import Span
from redactor.view.memory import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactor.view import View

LENGTH = 6
"""How many words in a row may not stand in both."""

# One word of a folded view: letters and digits in a row.
# matches "masimov" and "2007" in "masimov's, 2007"; not "-" or "_"
WORD = re.compile(
    r"""
    [^\W_]+
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters of the original that are read together; `assumption` is what they stand under.

    `group` is one for passages that differ in nothing that matters to who repeats them: text that repeats
    a phrase of a thousand passages repeats few groups, and finding it stays linear.
    """

    span: Span
    assumption: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of a kept passage, named by its index, and the groups of removed ones they repeat."""

    span: Span
    passage: int
    repeats: tuple[int, ...]


_Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The view's words in order, and where each begins and ends in the original."""

    texts: list[str]
    starts: list[int]
    ends: list[int]

    def inside(self, span: Span) -> tuple[int, int]:
        """Give the words that a stretch of the original covers whole, as a half-open range."""
        first = bisect_left(self.starts, span.start)
        return first, max(first, bisect_right(self.ends, span.end))

    def runs(self, first: int, last: int) -> Iterator[_Gram]:
        """Give every run of `LENGTH` words of a range, in order."""
        texts = self.texts[first:last]
        return zip(*(texts[skipped:] for skipped in range(LENGTH)), strict=False)


def find_runs(view: View, removed: Sequence[Passage], kept: Sequence[Passage]) -> tuple[Run, ...]:
    """Give every stretch of a kept passage made of runs that stand in a removed one, in text order.

    Both are sorted and disjoint; a run lies in one passage. Where a kept and a removed passage stand under
    one assumption, the run is excused: that assumption speaks of both. Passages of one group stand under
    one assumption. The time is linear in the text.
    """
    if not removed or not kept:
        return ()
    words = _words(view)
    gone = _index(words, removed)
    grounds = {passage.group: passage.assumption for passage in removed}
    found: list[Run] = []
    for at, place, run in _shared(words, frozenset().union(*gone.values()), kept):
        repeats = _repeated(run, gone, grounds, kept[place].assumption)
        if repeats:
            _add(found, Run(Span(words.starts[at], words.ends[at + LENGTH - 1]), place, repeats))
    return tuple(found)


def _shared(
    words: _Words, gone: frozenset[_Gram], kept: Sequence[Passage]
) -> Iterator[tuple[int, int, _Gram]]:
    """Give each run of kept words that is gone elsewhere: its first word, its passage and itself."""
    for place, passage in enumerate(kept) if gone else ():
        first, last = words.inside(passage.span)
        for at, run in enumerate(words.runs(first, last), first):
            if run in gone:
                yield at, place, run


def _repeated(
    run: _Gram, gone: Mapping[int, set[_Gram]], grounds: Mapping[int, str], ground: str
) -> tuple[int, ...]:
    """Give the groups that hold a run, those under the assumption that opens it left out."""
    return tuple(
        group for group, runs in gone.items() if run in runs and (not ground or grounds[group] != ground)
    )


def _add(found: list[Run], run: Run) -> None:
    """Add a run, joined to the one before where they overlap."""
    if found and run.span.start < found[-1].span.end:
        last = found.pop()
        span = Span(last.span.start, max(run.span.end, last.span.end))
        run = Run(span, run.passage, tuple(sorted({*last.repeats, *run.repeats})))
    found.append(run)


@once
def _words(view: View) -> _Words:
    """Cut the view into words; places come from the map, so that nothing is built for each."""
    folded, starts, ends = view.folded, view.starts, view.ends
    texts: list[str] = []
    first: list[int] = []
    last: list[int] = []
    for match in WORD.finditer(folded):
        start, end = match.span()
        texts.append(folded[start:end])
        first.append(starts[start])
        last.append(ends[end - 1])
    return _Words(texts, first, last)


def _index(words: _Words, removed: Sequence[Passage]) -> dict[int, set[_Gram]]:
    """Give the runs that the removed passages of each group hold, by group in order."""
    gone: defaultdict[int, set[_Gram]] = defaultdict(set)
    for passage in removed:
        gone[passage.group].update(words.runs(*words.inside(passage.span)))
    return dict(sorted(gone.items()))
