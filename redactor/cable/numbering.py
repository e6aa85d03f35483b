"""Paragraph numbers: which of the numbers at line heads count paragraphs, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.cable.heads import Number

# A gap of more than this is no gap in a numbering but some other number (a year, a sum).
_WIDEST_GAP = 5
# A number without its point counts only behind so many that have theirs.
_FEWEST = 2
# No text nests more runs than this; each number is compared with all that are open.
_MOST_OPEN = 32


class Zone(Enum):
    """What the numbers around a paragraph say about the text behind it.

    INTACT: the next number is the next paragraph's. GAP: a number is missing, so that the text behind
    this paragraph may be that one's. LAST: nothing follows that could show a gap.
    """

    INTACT = "intact"
    GAP = "gap"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Placed:
    """A number that counts a paragraph: its run, its ordinal, and whether one was skipped before it.

    `bare` says that it has neither point nor mark: what stands before it may have lost a number of its own.
    """

    run: int
    ordinal: int
    letter: str = ""
    gap: bool = False
    bare: bool = False

    @property
    def address(self) -> str:
        """Give the portion's address: `8`, `3a`, on a second run `2:8`."""
        own = f"{self.ordinal}{self.letter}"
        return own if self.run == 1 else f"{self.run}:{own}"


@dataclass(slots=True)
class Runs:
    """The runs of numbers open so far, innermost last, as [run, last ordinal]; grows as numbers are placed."""

    open: list[list[int]] = field(default_factory=list)
    count: int = 0

    def place(self, number: Number, *, marked: bool, fresh: bool) -> Placed | None:
        """Say which paragraph `number` counts; None where it is a number of the text.

        `marked` says that a mark follows; `fresh` that the line does not begin inside a sentence.
        """
        if not (number.pointed or marked):
            return self._bare(number) if fresh else None
        return (
            self._expected(number)
            or self._restart(number, fresh=fresh or marked)
            or self._skipped(number, marked=marked, fresh=fresh)
        )

    def _bare(self, number: Number) -> Placed | None:
        """Take a number without point and mark as the next of the innermost run, once that has two of its own."""
        if (
            not number.bare
            or not self.open
            or number.written != self.open[-1][1] + 1
            or number.written <= _FEWEST
        ):
            return None
        return replace(self._follow(len(self.open) - 1, number.written, ""), bare=True)

    def _expected(self, number: Number) -> Placed | None:
        """Take the number as the next of an open run: as it is written before as it may be meant."""
        for depth in range(len(self.open) - 1, -1, -1):
            last = self.open[depth][1]
            if last + 1 == number.written:
                return self._follow(depth, last + 1, number.letter)
            if number.letter and last == number.written:
                return self._follow(depth, last, number.letter)
        for depth in range(len(self.open) - 1, -1, -1):
            last = self.open[depth][1]
            if last + 1 in number.values:
                return self._literal(number) or self._follow(depth, last + 1, number.letter)
        return None

    def _literal(self, number: Number) -> Placed | None:
        """Take the number as written where an open run lacks only a few before it: `12.` behind 10 is no 2."""
        for depth in range(len(self.open) - 1, -1, -1):
            last = self.open[depth][1]
            if number.pointed and last < number.written <= last + _WIDEST_GAP:
                return self._follow(depth, number.written, number.letter, gap=True)
        return None

    def _follow(self, depth: int, ordinal: int, letter: str, *, gap: bool = False) -> Placed:
        """Go on with an open run; those inside it are over."""
        del self.open[depth + 1 :]
        self.open[-1][1] = ordinal
        return Placed(self.open[-1][0], ordinal, letter, gap=gap)

    def _restart(self, number: Number, *, fresh: bool) -> Placed | None:
        first = number.written == 1 or (not self.open and 1 in number.values)
        if not first or not fresh:
            return None
        return self._new_run(1, number.letter, gap=False)

    def _skipped(self, number: Number, *, marked: bool, fresh: bool) -> Placed | None:
        last = self.open[-1][1] if self.open else 0
        ahead = [value for value in number.values if value > last]
        near = [value for value in ahead if value <= last + _WIDEST_GAP]
        if near and (marked or fresh):
            return self._jump(min(near), number.letter)
        if not marked:
            return None
        if ahead:
            return self._jump(min(ahead), number.letter)
        return self._new_run(number.written, number.letter, gap=True)

    def _jump(self, ordinal: int, letter: str) -> Placed:
        if not self.open:
            return self._new_run(ordinal, letter, gap=True)
        return self._follow(len(self.open) - 1, ordinal, letter, gap=True)

    def _new_run(self, ordinal: int, letter: str, *, gap: bool) -> Placed:
        self.count += 1
        self.open.append([self.count, ordinal])
        del self.open[:-_MOST_OPEN]
        return Placed(self.count, ordinal, letter, gap=gap)


def zones(placed: Sequence[Placed]) -> tuple[Zone, ...]:
    """Give each paragraph's zone from the numbers that follow it."""
    found: list[Zone] = []
    for index, here in enumerate(placed):
        following = placed[index + 1] if index + 1 < len(placed) else None
        if following is None:
            found.append(Zone.LAST)
            continue
        next_in_run = following.run == here.run and following.ordinal == here.ordinal + 1
        same = following.run == here.run and following.ordinal == here.ordinal
        found.append(
            Zone.INTACT if (next_in_run or same) and not (following.gap or following.bare) else Zone.GAP
        )
    return tuple(found)
