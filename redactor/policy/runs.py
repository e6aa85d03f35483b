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
    """Characters of the original that are removed, or kept, together; `assumption` is what it stands under."""

    span: Span
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Kept characters that repeat removed ones; `repeats` are the indices of the removed passages."""

    span: Span
    repeats: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """The view's words in order: where each stands in the original, and its number in a vocabulary."""

    spans: tuple[Span, ...]
    codes: tuple[int, ...]
    base: int


def find_runs(view: View, removed: Sequence[Passage], kept: Sequence[Passage]) -> tuple[Run, ...]:
    """Give every stretch of kept text made of runs that stand in a removed passage, in text order.

    `removed` and `kept` are sorted and disjoint. A removed run lies in one passage; a kept run may cross
    passages where nothing but removed furniture parts them. A run is excused where all of it and the
    removed passage stand under one assumption. The time is linear in the text.
    """
    words = _words(view)
    gone = _index(words, _owners(words, removed))
    if not gone:
        return ()
    found: list[Run] = []
    owners = _owners(words, kept)
    for first, key in _windows(words, owners, one_owner=False):
        last = first + LENGTH - 1
        grounds = {kept[owner].assumption for owner in owners[first : last + 1]}
        repeats = [index for index in gone.get(key, ()) if not _excused(grounds, removed[index].assumption)]
        if repeats:
            _add(found, Span(words.spans[first].start, words.spans[last].end), repeats)
    return tuple(found)


def _excused(grounds: set[str], assumption: str) -> bool:
    """Say whether the kept words and the removed passage stand under one assumption."""
    return bool(assumption) and grounds == {assumption}


def _add(found: list[Run], span: Span, repeats: list[int]) -> None:
    """Add a run, joined to the one before where they overlap."""
    if found and span.start < found[-1].span.end:
        last = found.pop()
        span = Span(last.span.start, max(span.end, last.span.end))
        repeats = sorted({*last.repeats, *repeats})
    found.append(Run(span, tuple(repeats)))


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


def _windows(words: _Words, owners: tuple[int, ...], *, one_owner: bool) -> Iterator[tuple[int, int]]:
    """Give each run of owned words as its first word's index and a number that no other run has."""
    limit = words.base ** (LENGTH - 1)
    key, length, before = 0, 0, _NOBODY
    for index, (code, owner) in enumerate(zip(words.codes, owners, strict=True)):
        if owner == _NOBODY or (one_owner and owner != before):
            key, length = 0, 0
        before = owner
        if owner == _NOBODY:
            continue
        key, length = (key % limit) * words.base + code, length + 1
        if length >= LENGTH:
            yield index - LENGTH + 1, key


def _index(words: _Words, owners: tuple[int, ...]) -> dict[int, tuple[int, ...]]:
    """Map each removed run to the passages that hold it."""
    gone: defaultdict[int, list[int]] = defaultdict(list)
    for first, key in _windows(words, owners, one_owner=True):
        holders = gone[key]
        if not holders or holders[-1] != owners[first]:
            holders.append(owners[first])
    return {key: tuple(holders) for key, holders in gone.items()}
