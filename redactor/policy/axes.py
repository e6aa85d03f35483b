"""Axes of the space that policies speak of: each a list of cells, each cell a value that stands for all like it.

A matcher that rests on one axis is asked itself, cell by cell, so that the space cannot mean anything
else than the evaluator does. Adding a matcher that rests on one fact: one row of `SINGLE`. A matcher
without a row is an opaque atom: it may be yes, no or unknown of anything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from redactor.markings import Level, Marking, Status, Truth
from redactor.model import LOST, Basis, EntityKind, SectionKind
from redactor.policy.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from redactor.model import Matcher

Key = tuple[str, ...]
"""What an axis is about: `("level",)`, `("control", "NOFORN")`, `("list", "us-officials", digest)`."""

Cell = object
"""A value that stands for all values on which every matcher agrees."""

KNOWN, OPAQUE, UNSURE = "known", "opaque", "unsure"
"""How much of a marking could be read: all of it; the level, with a control beside it that no vocabulary
has; not even the level."""

LEVEL = ("level",)
RELEASABLE = ("releasable",)
TAGS = ("tags",)

BLANK = Facts(
    marking=Marking(Level.U),
    section=SectionKind.PARAGRAPH,
    address="1",
    basis=Basis.MARKED,
    status=Status.UNCLASSIFIED,
    tags=None,
    releasable=Truth.UNKNOWN,
    entity=EntityKind.PERSON,
)
"""Facts that an axis puts its cell into; a matcher of one axis looks at nothing else of them."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A level, and how much of the marking could be read."""

    level: Level
    sight: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What a finding is, and whether only possibly."""

    entity: EntityKind
    possible: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a space; `cells` are told apart by their place."""

    key: Key
    cells: tuple[Cell, ...]

    def where(self, holds: Callable[[Cell], bool]) -> int:
        """Give the mask of the cells of which something holds."""
        return sum(1 << place for place, cell in enumerate(self.cells) if holds(cell))

    @property
    def full(self) -> int:
        """Give the mask of all cells."""
        return (1 << len(self.cells)) - 1


@dataclass(frozen=True, slots=True)
class Single:
    """A matcher that rests on one axis: its key, its cells for all that policies say, and where a cell goes."""

    key: Key
    cells: Callable[[Iterable[Matcher]], tuple[Cell, ...]]
    put: Callable[[Facts, Cell], Facts]
    of_marking: bool = False


GRADES = tuple(Grade(level, sight) for level in Level for sight in (KNOWN, OPAQUE, UNSURE))
KINDS = tuple(Kind(entity, possible) for entity in EntityKind for possible in (False, True))
TRUTHS = (Truth.YES, Truth.NO, Truth.UNKNOWN)
HELD = (False, True)


def marking_of(grade: Grade) -> Marking:
    """Give the marking of a grade, without any control."""
    return Marking(grade.level, known=grade.sight != UNSURE, opaque=grade.sight == OPAQUE)


def _fixed(cells: Iterable[Cell]) -> Callable[[Iterable[Matcher]], tuple[Cell, ...]]:
    """Give the same cells whatever policies say."""
    found = tuple(cells)
    return lambda _matchers: found


def _addresses(matchers: Iterable[Matcher]) -> tuple[Cell, ...]:
    """Give every address that is named, the empty one for all others, and one of text that lost its number."""
    return ("", LOST, *sorted({value for matcher in matchers for value in matcher.values}))


def _scores(matchers: Iterable[Matcher]) -> tuple[Cell, ...]:
    """Give no score, none at all, and each score from which on some matcher holds."""
    named = {int(Decimal(value) * 1000) for matcher in matchers for value in matcher.values}
    return (None, *sorted({0, *named}))


def _dates(matchers: Iterable[Matcher]) -> tuple[Cell, ...]:
    """Give no date, each day that is named, and one of each stretch between and beside them."""
    named = {dt.date.fromisoformat(value) for matcher in matchers for value in matcher.values}
    day = dt.timedelta(days=1)
    beside = {other - day for other in named if other > dt.date.min}
    beside |= {other + day for other in named if other < dt.date.max}
    return (None, *sorted(named | beside))


def _put_grade(facts: Facts, cell: Cell) -> Facts:
    return replace(facts, marking=marking_of(cell)) if isinstance(cell, Grade) else facts


def _put_kind(facts: Facts, cell: Cell) -> Facts:
    return replace(facts, entity=cell.entity, possible=cell.possible) if isinstance(cell, Kind) else facts


def _field(name: str) -> Callable[[Facts, Cell], Facts]:
    """Put a cell into the field of that name."""
    return lambda facts, cell: replace(facts, **{name: cell})  # type: ignore[arg-type]


SINGLE: Mapping[str, Single] = {
    "level": Single(LEVEL, _fixed(GRADES), _put_grade, of_marking=True),
    "releasable_to_audience": Single(RELEASABLE, _fixed(TRUTHS), _field("releasable"), of_marking=True),
    "section": Single(("section",), _fixed(SectionKind), _field("section")),
    "portion": Single(("address",), _addresses, _field("address")),
    "basis": Single(("basis",), _fixed(Basis), _field("basis")),
    "declassified": Single(("status",), _fixed(Status), _field("status")),
    "entity": Single(("entity",), _fixed(KINDS), _put_kind),
    "score": Single(("score",), _scores, _field("score")),
    "date": Single(("date",), _dates, _field("date")),
}
"""Matchers that rest on one axis, by name."""

AXIS_ROWS: Mapping[Key, Single] = {row.key: row for row in SINGLE.values()}


def put(facts: Facts, key: Key, cell: Cell) -> Facts:
    """Put the cell of an axis into facts; opaque atoms have no place there."""
    if key in AXIS_ROWS:
        return AXIS_ROWS[key].put(facts, cell)
    if key[0] == "list" and isinstance(cell, Truth):
        return replace(facts, listed={**facts.listed, key[1]: cell})
    if key == TAGS:
        return replace(facts, tags=(facts.tags or ()) if cell else None)
    return _with(facts, key) if cell else facts


def _with(facts: Facts, key: Key) -> Facts:
    """Put a value into the set that the axis is about."""
    match key[0]:
        case "control":
            marking = facts.marking
            return replace(facts, marking=replace(marking, controls=marking.controls | {key[1]}))
        case "tag":
            return replace(facts, tags=(*(facts.tags or ()), key[1]))
        case "context":
            return replace(facts, contexts=facts.contexts | {key[1]})
        case _:
            return facts
