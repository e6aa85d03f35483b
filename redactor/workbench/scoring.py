"""Scores what was found against what people marked: exact spans, characters, and people covered at every mention."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.model import EntityKind
from redactor.spans import Span, intersect, subtract, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactor.workbench.gold import Marked

_Z = 1.959963984540054
"""The normal quantile of a 95% interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with its 95% interval; an empty whole has none and reads as nothing measured."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Give the share, or None where there is nothing to share."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Give Wilson's score interval, which stays inside 0 and 1 for small counts (Wilson 1927)."""
        if not self.whole:
            return None
        share, n = self.part / self.whole, self.whole
        middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        half = _Z / (1 + _Z * _Z / n) * math.sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        low = 0.0 if self.part == 0 else max(0.0, middle - half)
        return low, 1.0 if self.part == n else min(1.0, middle + half)

    def __add__(self, other: Share) -> Share:
        """Add counts, so that a whole set is measured as one."""
        return Share(self.part + other.part, self.whole + other.whole)


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall over the same things; their harmonic mean is `f`."""

    precision: Share = NOTHING
    recall: Share = NOTHING

    @property
    def f(self) -> float | None:
        """Give 2PR / (P + R), 0 where both are 0, None where one is not measured."""
        precision, recall = self.precision.value, self.recall.value
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def __add__(self, other: Measure) -> Measure:
        """Add counts."""
        return Measure(self.precision + other.precision, self.recall + other.recall)


@dataclass(frozen=True, slots=True)
class Scores:
    """Strict and character measures by kind, and how many people have every mention covered."""

    strict: Mapping[EntityKind, Measure] = field(default_factory=dict)
    characters: Mapping[EntityKind, Measure] = field(default_factory=dict)
    people: Share = NOTHING

    def __add__(self, other: Scores) -> Scores:
        """Add counts, kind by kind."""
        return Scores(
            _added(self.strict, other.strict),
            _added(self.characters, other.characters),
            self.people + other.people,
        )


def _added(
    one: Mapping[EntityKind, Measure], other: Mapping[EntityKind, Measure]
) -> dict[EntityKind, Measure]:
    kinds = sorted(one.keys() | other.keys(), key=lambda kind: kind.value)
    return {kind: one.get(kind, Measure()) + other.get(kind, Measure()) for kind in kinds}


def score(
    marked: Sequence[Marked],
    found: Iterable[tuple[Span, EntityKind]],
    text: str,
    *,
    unseen: Sequence[Span] = (),
) -> Scores:
    """Score one text. `unseen` is furniture: it is in no release, so nothing in it counts either way.

    Only kinds that somebody marked in the text are scored: where a kind is not annotated, a finding is no error.
    """
    counted = [one for one in marked if not intersect((one.span,), unseen)]
    neutral = union([*unseen, *(one.span for one in counted if one.kind is None)])
    gold = _by_kind((one.span, one.kind) for one in counted if one.kind is not None)
    seen = _by_kind((span, kind) for span, kind in found if not intersect((span,), neutral))
    kinds = sorted(gold, key=lambda kind: kind.value)
    return Scores(
        {kind: _strict(gold[kind], seen[kind]) for kind in kinds},
        {kind: _characters(gold[kind], seen[kind], text) for kind in kinds},
        _people(counted, seen[EntityKind.PERSON], text),
    )


def _by_kind(spans: Iterable[tuple[Span, EntityKind]]) -> dict[EntityKind, list[Span]]:
    found: dict[EntityKind, list[Span]] = defaultdict(list)
    for span, kind in spans:
        found[kind].append(span)
    return found


def _strict(gold: Sequence[Span], found: Sequence[Span]) -> Measure:
    """Count spans that agree at both ends."""
    same = len(set(gold) & set(found))
    return Measure(Share(same, len(set(found))), Share(same, len(set(gold))))


def _characters(gold: Sequence[Span], found: Sequence[Span], text: str) -> Measure:
    """Count characters that are in both, blanks aside: a line end inside a name is no miss."""
    same = _size(intersect(union(gold), union(found)), text)
    return Measure(Share(same, _size(union(found), text)), Share(same, _size(union(gold), text)))


def _size(spans: Iterable[Span], text: str) -> int:
    return sum(not char.isspace() for span in spans for char in span.of(text))


def _people(marked: Sequence[Marked], found: Sequence[Span], text: str) -> Share:
    """Count people of whose mentions no character is left open (entity recall: Pilan et al. 2022)."""
    covered = union(found)
    open_people = {
        one.person
        for one in marked
        if one.kind is EntityKind.PERSON and _size(subtract((one.span,), covered), text)
    }
    people = {one.person for one in marked if one.kind is EntityKind.PERSON}
    return Share(len(people - open_people), len(people))


def missed(marked: Sequence[Marked], found: Iterable[tuple[Span, EntityKind]], text: str) -> tuple[Span, ...]:
    """Give each person's mention of which a character is left open, in text order."""
    covered = union(span for span, kind in found if kind is EntityKind.PERSON)
    people = [one.span for one in marked if one.kind is EntityKind.PERSON]
    return tuple(sorted(span for span in people if _size(subtract((span,), covered), text)))
