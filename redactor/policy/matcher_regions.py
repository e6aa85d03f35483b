"""Where in the space each matcher holds: asked cell by cell, or element by element, or as an opaque atom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.markings import Marking, Truth, releasable_to
from redactor.markings.foreign import UNMARKED_IS_RELIDO
from redactor.model import AudienceKind
from redactor.policy.axes import BLANK, HELD, KNOWN, RELEASABLE, SINGLE, TAGS, TRUTHS, Grade, Key
from redactor.policy.boxes import EVERYTHING, meet_all
from redactor.policy.matching import fits
from redactor.policy.nearness import nearness_of
from redactor.policy.space import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.model import Audience, Matcher
    from redactor.policy.space import Space, Speaker, Union

_OF_MARKING = frozenset({"level", "controls"})
_OF_DOCUMENT = frozenset({"post"})

# A cable of each age that foreign release knows: without a date, before and after the rule of 2010.
_DATES = (None, UNMARKED_IS_RELIDO - dt.timedelta(days=1), UNMARKED_IS_RELIDO)


@dataclass(frozen=True, slots=True)
class Element:
    """One value that a set may hold: its axis, and for each truth the cells at which it is in the set."""

    axis: int
    of: Callable[[object], Truth]


@dataclass(frozen=True, slots=True)
class Elements:
    """The values of a matcher of sets; in `unsure`, one that is not seen may still be there."""

    of: tuple[Element, ...]
    unsure: tuple[int, Callable[[object], bool]] | None = None


def region_of(space: Space, matcher: Matcher, speaker: Speaker, side: Side) -> Union:
    """Give the boxes in which the matcher's truth is one of the side's."""
    marking = speaker.reading.marking
    if matcher.name in _OF_MARKING and marking is not None:
        truth = fits(matcher, replace(BLANK, marking=marking))
        return (EVERYTHING,) if truth in side.value else ()
    if matcher.name == "releasable_to_audience":
        return space.asked(releasable_axis(space, speaker), matcher, side)
    if matcher.name in SINGLE:
        return space.asked(space.single(matcher.name), matcher, side)
    if matcher.name in SEVERAL and matcher.operator in {"", "any_of", "all_of", "none_of"}:
        return _several(space, SEVERAL[matcher.name](space, matcher, speaker), matcher.operator, side)
    return space.where(atom_axis(space, matcher, speaker), lambda truth: truth in side.value)


def _several(space: Space, elements: Elements, operator: str, side: Side) -> Union:
    """Give the region of a matcher that looks for values in a set."""
    if operator == "none_of":
        return _several(space, elements, "any_of", side.of_negation)
    seen = [
        space.where(element.axis, lambda cell, of=element.of: of(cell) in side.value)  # type: ignore[misc]
        for element in elements.of
    ]
    every = side.holds is (operator == "all_of")
    plain = meet_all(seen, space.work) if every else tuple(box for union in seen for box in union)
    return plain if elements.unsure is None else _in_doubt(space, elements.unsure, plain, side)


def _in_doubt(space: Space, unsure: tuple[int, Callable[[object], bool]], plain: Union, side: Side) -> Union:
    """Put in what is not seen and may still be there: nothing is certainly not, all possibly is."""
    axis, doubted = unsure
    match side:
        case Side.POSSIBLE:
            return (*plain, *space.where(axis, doubted))
        case Side.NEVER:
            return meet_all((plain, space.where(axis, lambda cell: not doubted(cell))), space.work)
        case _:
            return plain


# --- matchers of sets ----------------------------------------------------------------------------


def _present(cell: object) -> Truth:
    """Read a cell that says whether a value is there, or one that is a truth itself."""
    return cell if isinstance(cell, Truth) else Truth.of(bool(cell))


def _controls(space: Space, matcher: Matcher, _speaker: Speaker) -> Elements:
    """Look for controls; one that is not seen may be there where the mark was not read whole."""
    axes = tuple(space.axis(("control", code), HELD) for code in matcher.values)
    grade = space.single("level")
    return Elements(tuple(Element(axis, _present) for axis in axes), (grade, _partly_read))


def _partly_read(cell: object) -> bool:
    """Say whether a marking of this grade was not read whole."""
    return isinstance(cell, Grade) and cell.sight != KNOWN


def _tags(space: Space, matcher: Matcher, _speaker: Speaker) -> Elements:
    """Look for tags; a cable without readable ones may have any."""
    axes = tuple(space.axis(("tag", tag), HELD) for tag in matcher.values)
    readable = space.axis(TAGS, (True, False))
    return Elements(tuple(Element(axis, _present) for axis in axes), (readable, lambda cell: not cell))


def _lists(space: Space, matcher: Matcher, speaker: Speaker) -> Elements:
    """Look on lists, each known by its digest: another list of the same name is another fact."""
    digests = {named.name: named.sha256 for named in speaker.policy.lists}
    axes = (space.axis(("list", name, digests.get(name, "")), TRUTHS) for name in matcher.values)
    return Elements(tuple(Element(axis, _present) for axis in axes))


def _contexts(space: Space, matcher: Matcher, _speaker: Speaker) -> Elements:
    axes = (space.axis(("context", value), HELD) for value in matcher.values)
    return Elements(tuple(Element(axis, _present) for axis in axes))


SEVERAL: Mapping[str, Callable[[Space, Matcher, Speaker], Elements]] = {
    "controls": _controls,
    "tags": _tags,
    "list": _lists,
    "context": _contexts,
}
"""Matchers that look for values in a set, each value an axis of its own, by name."""


# --- what depends on who speaks ------------------------------------------------------------------


def releasable_axis(space: Space, speaker: Speaker) -> int:
    """Give the axis of whether the policy's audience may have a text of this marking."""
    audience = speaker.policy.audience
    marking = speaker.reading.marking
    if audience.kind is not AudienceKind.FOREIGN or not audience.countries:
        return space.axis((*RELEASABLE, "nobody"), (Truth.UNKNOWN,))
    if marking is None:
        return space.axis((*RELEASABLE, *audience.countries), TRUTHS)
    key: Key = (*RELEASABLE, "assumed", marking.level.name, *audience.countries)
    return space.axis(key, _assumed_answers(audience, marking))


def _assumed_answers(audience: Audience, marking: Marking) -> tuple[Truth, ...]:
    """Give every answer that a text of an assumed marking may get, whatever the cable's date."""
    partners = frozenset(audience.countries)
    answers = {releasable_to(marking, partners, date=date) for date in _DATES}
    return tuple(truth for truth in TRUTHS if truth in answers)


def atom_axis(space: Space, matcher: Matcher, speaker: Speaker) -> int:
    """Give the axis of a matcher of which nothing is known, but that the document has one answer for all.

    The same words of a rule of portions and of a rule of findings, or of text read in another way, may
    get different answers, so each is an atom of its own.
    """
    assumption = speaker.reading.assumption
    whose = "finding" if speaker.on_entity else "portion"
    read = "" if assumption is None else assumption.id
    if matcher.name in _OF_DOCUMENT:
        whose = read = ""
    lists = {named.name: named.sha256 for named in speaker.policy.lists}
    near = nearness_of(matcher)
    digests = " ".join(lists.get(name, "") for name in near.lists) if near is not None else ""
    return space.axis(("atom", whose, read, digests, matcher.name, matcher.operator, *matcher.values), TRUTHS)
