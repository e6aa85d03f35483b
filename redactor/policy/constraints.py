"""Cases that cannot be: what the facts of one text have to do with each other.

Leaving one out makes the prover see cases that no cable has: it never proves too much by that. Each row
rests on the function that computes the fact; a test compares them.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from redactor.markings import Status, Truth
from redactor.markings.vocabulary import controls
from redactor.model import SectionKind
from redactor.policy.axes import KNOWN, RELEASABLE, TAGS, UNSURE, Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.policy.boxes import Box
    from redactor.policy.space import Space, Speaker, Union

# Read off the foreign-release list or the compartments of a marking, not from its controls alone.
_DERIVED = frozenset({"RELIDO", "REL TO", "DISPLAY ONLY", "SCI"})

_SECTIONS = frozenset(section.value for section in SectionKind)


def impossible(space: Space) -> Union:
    """Give boxes that hold no text of any cable; call it when all conditions have brought their axes."""
    return tuple(
        box
        for rule in (_implied, _lowered, _unreleasable, _untagged, _addressed, _posted)
        for box in rule(space)
    )


def header_fields(space: Space, speaker: Speaker) -> Union:
    """Give where an assumption can speak: its header fields, in text of a known level."""
    assumption = speaker.reading.assumption
    if assumption is None:
        return ({},)
    sections = space.axis(("section",), SectionKind)
    inside = space.where(sections, lambda cell: cell in assumption.sections)
    level = space.number(("level",))
    if level is None:
        return inside
    known = space.axes[level].where(lambda cell: isinstance(cell, Grade) and cell.sight != UNSURE)
    return tuple({**box, level: known} for box in inside)


def _mask(space: Space, axis: int, holds: Callable[[object], bool]) -> int:
    return space.axes[axis].where(holds)


def _codes(space: Space) -> Iterator[tuple[int, str]]:
    """Give the axes of controls."""
    for number, axis in enumerate(space.axes):
        if axis.key[0] == "control":
            yield number, axis.key[1]


def _all_implied(code: str) -> frozenset[str]:
    """Give every control that a control brings along, at any distance (markings.close)."""
    found: set[str] = set()
    todo = [code]
    while todo:
        row = controls().get(todo.pop())
        fresh = [other for other in (row.implies if row else ()) if other not in found]
        found.update(fresh)
        todo += fresh
    return frozenset(found)


def _implied(space: Space) -> Iterator[Box]:
    """Exclude a control without those that it brings along, as NODIS without NOFORN."""
    axes = {code: number for number, code in _codes(space)}
    for code, number in axes.items():
        if code not in _DERIVED:
            for other in sorted(_all_implied(code) & axes.keys()):
                yield {number: _mask(space, number, bool), axes[other]: _mask(space, axes[other], _absent)}


def _absent(cell: object) -> bool:
    return not cell


def _lowered(space: Space) -> Iterator[Box]:
    """Exclude the statuses `unclassified` and `confirmed` of a text that is classified, or may be.

    See markings.status; what was confirmed to be declassified is read as SBU (confirming.lowered).
    """
    level, status = space.number(("level",)), space.number(("status",))
    if level is not None and status is not None:
        above = _mask(
            space,
            level,
            lambda cell: isinstance(cell, Grade) and (cell.level.classified or cell.sight == UNSURE),
        )
        lowered = (Status.UNCLASSIFIED, Status.CONFIRMED)
        yield {level: above, status: _mask(space, status, lambda cell: cell in lowered)}


def _unreleasable(space: Space) -> Iterator[Box]:
    """Exclude a text that a foreign audience may have although its marking says otherwise (markings.releasable_to)."""
    level = space.number(("level",))
    for number, axis in enumerate(space.axes):
        if axis.key[0] != RELEASABLE[0] or axis.key[1] in {"nobody", "assumed"}:
            continue
        yes = _mask(space, number, lambda cell: cell is Truth.YES)
        if level is not None:
            partly = _mask(space, level, lambda cell: isinstance(cell, Grade) and cell.sight != KNOWN)
            yield {level: partly, number: yes}
        for place, code in _codes(space):
            above = _beyond(space, number, _most(code))
            if above:
                yield {place: _mask(space, place, bool), number: above}


def _most(code: str) -> Truth:
    """Give the most that a control leaves to a partner."""
    if code == "NOFORN":
        return Truth.NO
    row = controls().get(code)
    return Truth.YES if row is None or code in _DERIVED else row.partner


def _beyond(space: Space, axis: int, most: Truth) -> int:
    return _mask(space, axis, lambda cell: isinstance(cell, Truth) and cell.value > most.value)


def _untagged(space: Space) -> Iterator[Box]:
    """Exclude a tag of a cable whose tags cannot be read."""
    readable = space.number(TAGS)
    for number, axis in enumerate(space.axes):
        if axis.key[0] == "tag" and readable is not None:
            yield {number: _mask(space, number, bool), readable: _mask(space, readable, _absent)}


def _addressed(space: Space) -> Iterator[Box]:
    """Exclude a portion named after one section that stands in another (cable.assemble)."""
    address, section = space.number(("address",)), space.number(("section",))
    if address is None or section is None:
        return
    for place, cell in enumerate(space.axes[address].cells):
        kind = str(cell).partition(":")[0]
        if kind in _SECTIONS:
            elsewhere = _mask(space, section, lambda cell, kind=kind: str(cell) != kind)  # type: ignore[misc]
            yield {address: 1 << place, section: elsewhere}


def _posted(space: Space) -> Iterator[Box]:
    """Exclude answers about posts that no sender gives: none of two lists without a post in common is both."""
    asked = [(number, axis.key[6:]) for number, axis in enumerate(space.axes) if axis.key[4:5] == ("post",)]
    for (first, some), (second, others) in itertools.permutations(asked, 2):
        yes = _mask(space, first, lambda cell: cell is Truth.YES)
        if not set(some) & set(others):
            yield {first: yes, second: _mask(space, second, lambda cell: cell is not Truth.NO)}
        if set(some) <= set(others):
            yield {first: yes, second: _mask(space, second, lambda cell: cell is not Truth.YES)}
