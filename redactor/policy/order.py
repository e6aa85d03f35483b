"""What is stricter than what, on the axes that a `monotone` guarantee names and on those that follow from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.markings import Status, Truth
from redactor.policy.axes import KNOWN, OPAQUE, UNSURE, Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactor.policy.axes import Axis
    from redactor.policy.boxes import Box
    from redactor.policy.space import Space


class Order:
    """Says for each cell of each axis which cells are as strict or stricter, and which less."""

    def __init__(self, space: Space, names: Iterable[str]) -> None:
        self._full = space.full
        wanted = frozenset(names)
        self._above: dict[int, tuple[int, ...]] = {}
        self._below: dict[int, tuple[int, ...]] = {}
        for number, axis in enumerate(space.axes):
            stricter = _of_axis(axis, wanted)
            if stricter is not None:
                self._above[number] = _masks(axis, stricter)
                self._below[number] = _masks(axis, _turned(stricter))

    def up(self, box: Box) -> Box:
        """Give everything that is as strict as some case of the box, or stricter."""
        return self._moved(box, self._above)

    def down(self, box: Box) -> Box:
        """Give everything that is as strict as some case of the box, or less."""
        return self._moved(box, self._below)

    def _moved(self, box: Box, masks: dict[int, tuple[int, ...]]) -> Box:
        moved = {}
        for axis, mask in box.items():
            wider = _union(masks[axis], mask) if axis in masks else mask
            if wider != self._full[axis]:
                moved[axis] = wider
        return moved


def _turned(related: Callable[[object, object], bool]) -> Callable[[object, object], bool]:
    return lambda low, high: related(high, low)


def _union(masks: tuple[int, ...], cells: int) -> int:
    """Unite the masks of all these cells."""
    found = 0
    for place, mask in enumerate(masks):
        if cells >> place & 1:
            found |= mask
    return found


def _masks(axis: Axis, related: Callable[[object, object], bool]) -> tuple[int, ...]:
    """Give for each cell the mask of those that are related to it."""
    return tuple(axis.where(lambda other, cell=cell: related(cell, other)) for cell in axis.cells)  # type: ignore[misc]


def _of_axis(axis: Axis, names: frozenset[str]) -> Callable[[object, object], bool] | None:
    """Give the order of one axis, None where its cells are not compared.

    What a stricter marking brings along counts with it: the audience may have less, the status of a
    text that was unclassified is another one, and what must not be declassified is blocked.
    """
    match axis.key[0]:
        case "level":
            return _grades(level="level" in names, controls="controls" in names)
        case "control" if "controls" in names:
            return lambda low, high: bool(high) or not low
        case "releasable" if axis.key[1] != "assumed":
            return _less_releasable
        case "status" if names & {"level", "controls"}:
            return _later_status
        case _:
            return None


def _grades(*, level: bool, controls: bool) -> Callable[[object, object], bool]:
    """Compare grades: a higher level or one that cannot be read, a control that cannot be read."""

    def stricter(low: object, high: object) -> bool:
        if not isinstance(low, Grade) or not isinstance(high, Grade):
            return False
        sights = {low.sight} | ({OPAQUE} if controls and low.sight == KNOWN else set())
        sights |= {UNSURE} if level else set()
        raised = high.level >= low.level if level else high.level is low.level
        return raised and high.sight in sights

    return stricter


def _less_releasable(low: object, high: object) -> bool:
    return isinstance(low, Truth) and isinstance(high, Truth) and high.value <= low.value


def _later_status(low: object, high: object) -> bool:
    return low is high or low is Status.UNCLASSIFIED or high is Status.BLOCKED
