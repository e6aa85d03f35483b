"""Finds whole words in a view whatever disguise they wear."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.spans import Span
from redactor.view.build import build, starts_word
from redactor.view.lexicon import ordinary
from redactor.view.memory import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from redactor.view.types import View

_BETWEEN_WORDS = frozenset(" '-_`*~/")
_INSIDE_WORD = frozenset("'-_`*~^")
_LONGEST_GAP = 3
_PREFIX = 3
_SPACED_LETTERS = 3
_TORN_LETTERS = 6
_FOLDING_ROUNDS = 8
# A footnote's number beside a name is no part of it; beside a letter or three it is: B2, F16, AK47.
_NOTED_LETTERS = 4

# The number of a note that a printout glued to a word, before it and behind it.
# matches "(2", "12" and "2", "12."; must not match "412", "x2" and "412", "2x"
_NOTE_BEFORE = re.compile(r"(?<![^\W_])\d{1,2}\Z")
_NOTE_BEHIND = re.compile(r"\d{1,2}(?![^\W_])")


@dataclass(frozen=True, slots=True)
class _Term:
    """A folded term, its letters alone, and what stands between them in the term itself."""

    folded: str
    letters: str
    gaps: tuple[str, ...]


# Letters and single blanks alone, which folding only lowers: a million terms need no view each.
# matches "stone bridge"; not "stone  bridge" or "o'mara"
_PLAIN_TERM = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")


def fold_term(term: str) -> str:
    """Fold a search term as a view folds text; folding twice changes nothing."""
    if _PLAIN_TERM.fullmatch(term):
        return term.lower()
    return _fold(term)


@functools.lru_cache(maxsize=8192)
def _fold(term: str) -> str:
    """Fold any term by building its view."""
    folded = build(term).folded
    for _ in range(_FOLDING_ROUNDS):
        again = build(folded).folded
        if again == folded:
            break
        folded = again
    return folded


def _term(folded: str) -> _Term:
    """Take a folded term apart."""
    places = [index for index, char in enumerate(folded) if char.isalnum()]
    gaps = tuple(folded[left + 1 : right] for left, right in pairwise(places))
    return _Term(folded, "".join(folded[index] for index in places), gaps)


def _ends_word(text: str, index: int) -> bool:
    """Say whether a word may end before `index`."""
    return index >= len(text) or not text[index].isalnum() or starts_word(text, index)


def _gaps_allow(view: View, first: int, term: _Term) -> bool:
    """Say whether what stands between the letters of a match is no more than a disguise."""
    spaced: list[int] = []
    tight = dotted = 0
    for offset, own in enumerate(term.gaps):
        gap = view.folded[view.places[first + offset] + 1 : view.places[first + offset + 1]]
        if own:
            if len(gap) > _LONGEST_GAP or not _BETWEEN_WORDS.union(own).issuperset(gap):
                return False
        elif gap == " ":
            spaced.append(offset + 1)
        elif gap == ".":
            dotted += 1
        elif len(gap) < _LONGEST_GAP and _INSIDE_WORD.issuperset(gap):
            tight += 1
        else:
            return False
    if dotted:  # B.O.U.K.H.E.R: a point after each letter, or none
        return not spaced and not tight and len(term.letters) >= _SPACED_LETTERS
    if len(spaced) == 1 and tight:
        return _torn(term.letters, spaced[0])
    return not spaced or (not tight and len(term.letters) >= _SPACED_LETTERS)


def _torn(letters: str, at: int) -> bool:
    """Say whether a line end may have torn a long word in two: one of the pieces is no English word (Bouk her)."""
    return len(letters) >= _TORN_LETTERS and not (ordinary(letters[:at]) and ordinary(letters[at:]))


def _match_at(view: View, first: int, term: _Term) -> Span | None:
    """Give the span of `term` where its letters stand from the view's letter `first`, or None."""
    start = view.places[first]
    end = view.places[first + len(term.letters) - 1] + 1
    noted = len(term.letters) >= _NOTED_LETTERS
    if not (
        starts_word(view.text, start) or (noted and _NOTE_BEFORE.search(view.text[max(0, start - 3) : start]))
    ):
        return None
    if not (_ends_word(view.text, end) or (noted and _NOTE_BEHIND.match(view.text[end : end + 3]))):
        return None
    return Span(start, end) if _gaps_allow(view, first, term) else None


def find_words(view: View, term_folded: str) -> Iterator[Span]:
    """Find a folded term as whole words, in text order: no letter of its word is left outside.

    Wrapped, spaced out, glued in camel case or to a note's number, joined by hyphens or underscores, it is
    still found.
    """
    term = _term(term_folded)
    if not term.letters:
        return
    first = view.letters.find(term.letters)
    while first >= 0:
        span = _match_at(view, first, term)
        if span is not None:
            yield span
        first = view.letters.find(term.letters, first + 1)


_Index = tuple[dict[str, list[_Term]], dict[str, tuple[int, ...]]]


def _index(terms: Iterable[str]) -> _Index:
    """Arrange terms by their letters, and by prefix the lengths that occur."""
    by_letters: dict[str, list[_Term]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    for folded in sorted(set(terms)):
        term = _term(folded)
        if term.letters:
            by_letters[term.letters].append(term)
            lengths[term.letters[:_PREFIX]].add(len(term.letters))
    return by_letters, {prefix: tuple(sorted(found)) for prefix, found in lengths.items()}


@functools.lru_cache(maxsize=16)
def _table(terms: frozenset[str]) -> _Index:
    """Arrange the terms of a table that ships with redactor once."""
    return _index(terms)


def find_terms(view: View, terms: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Find many folded terms in one walk over the view; the time does not grow with their number.

    A frozenset is taken for a table that comes again, and arranged once.
    """
    by_letters, lengths = _table(terms) if isinstance(terms, frozenset) else _index(terms)
    for first, prefix in _beginnings(view, lengths):
        for length in lengths[prefix]:
            for term in by_letters.get(view.letters[first : first + length], ()):
                span = _match_at(view, first, term)
                if span is not None:
                    yield span, term.folded


def _beginnings(view: View, prefixes: Mapping[str, object]) -> list[tuple[int, str]]:
    """Give each word of the view that begins as a term does, with that beginning, in text order."""
    heads = _heads(view)
    fewer, other = (heads, prefixes) if len(heads) < len(prefixes) else (prefixes, heads)
    common = [prefix for prefix in fewer if prefix in other]
    return sorted((first, prefix) for prefix in common for first in heads[prefix])


@once
def _heads(view: View) -> dict[str, list[int]]:
    """Give the words of a view by their first letters: one, two, and as many as the prefix of a term has."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    letters = view.letters
    for first in view.heads:
        beginning = letters[first : first + _PREFIX]
        for size in range(1, len(beginning) + 1):
            found[beginning[:size]].append(first)
    return dict(found)


def find_mentions(view: View, names: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Find names: as `find_terms`, but a name that is an ordinary word counts only when capitalised."""
    plain = {name: all(ordinary(word) for word in name.split()) for name in names}
    for span, name in find_terms(view, plain):
        if not plain[name] or view.text[span.start].isupper():
            yield span, name
