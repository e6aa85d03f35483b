"""Runs: six words of a removed passage that stand again in kept text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

_NOBODY = -1


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


@dataclass(frozen=True, slots=True)
class _Words:
    """The view's words in order: where each stands in the original, and its number in a vocabulary."""

    spans: tuple[Span, ...]
    codes: tuple[int, ...]
    base: int


def find_runs(view: View, removed: Sequence[Passage], kept: Sequence[Passage]) -> tuple[Run, ...]:
    """Give every stretch of a kept passage made of runs that stand in a removed one, in text order.

    Both are sorted and disjoint; a run lies in one passage. Where a kept and a removed passage stand under
    one assumption, the run is excused: that assumption speaks of both. Passages of one group stand under
    one assumption. The time is linear in the text.
    """
    words = _words(view)
    gone = _index(words, _owners(words, removed), removed)
    grounds = {passage.group: passage.assumption for passage in removed}
    found: list[Run] = []
    owners = _owners(words, kept) if gone else ()
    for first, key in _windows(words, owners):
        ground = kept[owners[first]].assumption
        repeats = [group for group in gone.get(key, ()) if not ground or grounds[group] != ground]
        if repeats:
            span = Span(words.spans[first].start, words.spans[first + LENGTH - 1].end)
            _add(found, Run(span, owners[first], tuple(repeats)))
    return tuple(found)


def _add(found: list[Run], run: Run) -> None:
    """Add a run, joined to the one before where they overlap."""
    if found and run.span.start < found[-1].span.end:
        last = found.pop()
        span = Span(last.span.start, max(run.span.end, last.span.end))
        run = Run(span, run.passage, tuple(sorted({*last.repeats, *run.repeats})))
    found.append(run)


def _words(view: View) -> _Words:
    """Give the view's words numbers; equal words have equal numbers, counted from 1."""
    vocabulary: dict[str, int] = {}
    spans: list[Span] = []
    codes: list[int] = []
    for match in WORD.finditer(view.folded):
        codes.append(vocabulary.setdefault(match.group(), len(vocabulary) + 1))
        spans.append(view.original(Span(*match.span())))
    return _Words(tuple(spans), tuple(codes), len(vocabulary) + 1)


def _owners(words: _Words, passages: Sequence[Passage]) -> tuple[int, ...]:
    """Give for each word the passage that covers it whole, `_NOBODY` where none does."""
    owners: list[int] = []
    index = 0
    for span in words.spans:
        while index < len(passages) and passages[index].span.end <= span.start:
            index += 1
        covered = index < len(passages) and passages[index].span.covers(span)
        owners.append(index if covered else _NOBODY)
    return tuple(owners)


def _windows(words: _Words, owners: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Give each run of one owner's words as its first word's index and a number that no other run has."""
    limit = words.base ** (LENGTH - 1)
    key, length, before = 0, 0, _NOBODY
    for index, owner in enumerate(owners):
        if owner == _NOBODY or owner != before:
            key, length = 0, 0
        before = owner
        key, length = (key % limit) * words.base + words.codes[index], length + 1
        if length >= LENGTH and owner != _NOBODY:
            yield index - LENGTH + 1, key


def _index(words: _Words, owners: tuple[int, ...], removed: Sequence[Passage]) -> dict[int, tuple[int, ...]]:
    """Map each removed run to the groups of the passages that hold it."""
    gone: defaultdict[int, set[int]] = defaultdict(set)
    for first, key in _windows(words, owners):
        gone[key].add(removed[owners[first]].group)
    return {key: tuple(sorted(groups)) for key, groups in gone.items()}
