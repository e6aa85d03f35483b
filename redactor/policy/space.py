"""The finite space that policies mention, and the boxes of it in which a condition holds.

Conditions are three-valued, so each has four regions: where it certainly holds, where it possibly does,
where it certainly does not, and where it is not certain. They are built by the same Kleene algebra as the
evaluator's answers, cell by cell.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from redactor.markings import Marking, Truth
from redactor.model import GroupKind
from redactor.policy.axes import BLANK, SINGLE, Axis, Cell, Key, put
from redactor.policy.boxes import EVERYTHING, Box, Work, leftovers, meet_all
from redactor.policy.conditions import every_matcher
from redactor.policy.confirming import lowered
from redactor.policy.matching import fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from redactor.model import Assumption, Condition, Group, Matcher, Policy
    from redactor.policy.facts import Facts

Union = tuple[Box, ...]


class Side(Enum):
    """A region of a three-valued condition: the truths that count."""

    CERTAIN = frozenset({Truth.YES})
    POSSIBLE = frozenset({Truth.YES, Truth.UNKNOWN})
    NEVER = frozenset({Truth.NO})
    UNCERTAIN = frozenset({Truth.NO, Truth.UNKNOWN})

    @property
    def of_negation(self) -> Side:
        """Give the region of what is negated: `not X` is certain where X is never."""
        return Side(frozenset(~truth for truth in self.value))

    @property
    def holds(self) -> bool:
        """Say whether the region grows with the truth: of a conjunction, all parts must be in it."""
        return Truth.YES in self.value


@dataclass(frozen=True, slots=True)
class Reading:
    """How text is read: by its own marking, or as an assumption says; `assumption` is None for its own.

    `confirmed` says that a named authority declassified what an assumption reads as classified.
    """

    assumption: Assumption | None = None
    confirmed: bool = False

    @property
    def marking(self) -> Marking | None:
        """Give the assumed marking; an assumed classification may be confirmed to be declassified."""
        if self.assumption is None:
            return None
        assumed = Marking(self.assumption.level)
        return lowered(assumed) if self.confirmed else assumed


OWN = Reading()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks a condition, and of what: a policy, a reading of the text, a portion or a finding."""

    policy: Policy
    reading: Reading = OWN
    on_entity: bool = False


class Space:
    """Axes as conditions bring them; an axis is known by its number.

    `most` is the work that one question may take.
    """

    def __init__(self, conditions: Iterable[Condition], work: Work) -> None:
        self.axes: list[Axis] = []
        self.full: list[int] = []
        self.work = work
        self._numbers: dict[Key, int] = {}
        self._known: dict[tuple[object, ...], Union] = {}
        self._facts: dict[int, tuple[Facts, ...]] = {}
        self._truths: dict[tuple[int, Matcher], tuple[Truth, ...]] = {}
        self._matchers: defaultdict[str, list[Matcher]] = defaultdict(list)
        for condition in conditions:
            for matcher in every_matcher(condition):
                self._matchers[matcher.name].append(matcher)

    def axis(self, key: Key, cells: Iterable[Cell]) -> int:
        """Give the number of an axis, a new one where nobody spoke of it before."""
        if key not in self._numbers:
            self._numbers[key] = len(self.axes)
            self.axes.append(Axis(key, tuple(cells)))
            self.full.append(self.axes[-1].full)
        return self._numbers[key]

    def single(self, name: str) -> int:
        """Give the axis of a matcher that rests on one."""
        row = SINGLE[name]
        return self.axis(row.key, row.cells(self._matchers[name]))

    def number(self, key: Key) -> int | None:
        """Give the number of an axis that somebody spoke of."""
        return self._numbers.get(key)

    def where(self, axis: int, holds: Callable[[Cell], bool]) -> Union:
        """Give the region in which the cell of an axis is such a one."""
        return self.masked(axis, self.axes[axis].where(holds))

    def masked(self, axis: int, mask: int) -> Union:
        """Give the region of these cells of an axis."""
        if mask == self.full[axis]:
            return (EVERYTHING,)
        return ({axis: mask},) if mask else ()

    def asked(self, axis: int, matcher: Matcher, side: Side) -> Union:
        """Give the region of a matcher that rests on one axis: it is asked itself, once at each cell."""
        truths = self._truths.get((axis, matcher))
        if truths is None:
            if axis not in self._facts:
                key = self.axes[axis].key[:1]
                self._facts[axis] = tuple(put(BLANK, key, cell) for cell in self.axes[axis].cells)
            truths = tuple(fits(matcher, facts) for facts in self._facts[axis])
            self._truths[axis, matcher] = truths
        return self.masked(axis, sum(1 << place for place, truth in enumerate(truths) if truth in side.value))

    def left(self, boxes: Iterable[Box], cuts: Sequence[Box]) -> Iterator[Box]:
        """Give what of each box no cut covers."""
        for box in boxes:
            yield from leftovers(box, cuts, self.full, self.work)

    def region(self, condition: Condition, speaker: Speaker, side: Side) -> Union:
        """Give the boxes in which the condition's truth is one of the side's."""
        parts = [self._matcher(matcher, speaker, side) for matcher in condition.matchers]
        parts += [self._group(group, speaker, side) for group in condition.groups]
        return self._joined(parts, every=side.holds)

    def _joined(self, parts: list[Union], *, every: bool) -> Union:
        """Meet regions, or unite them."""
        if every:
            return meet_all(parts, self.work)
        return tuple(box for part in parts for box in part)

    def _group(self, group: Group, speaker: Speaker, side: Side) -> Union:
        if group.kind is GroupKind.NOT:
            inner = side.of_negation
            return self._joined([self.region(part, speaker, inner) for part in group.of], every=inner.holds)
        every = side.holds is (group.kind is GroupKind.ALL)
        return self._joined([self.region(part, speaker, side) for part in group.of], every=every)

    def _matcher(self, matcher: Matcher, speaker: Speaker, side: Side) -> Union:
        """Give a matcher's region, found once for all rules that say the same."""
        key = (matcher, id(speaker.policy), speaker.reading, speaker.on_entity, side)
        if key not in self._known:
            from redactor.policy.matcher_regions import region_of

            self._known[key] = region_of(self, matcher, speaker, side)
        return self._known[key]
