"""Walk conditions: the matchers that they hold at any depth, and the levels that they can match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.markings.types import Level
from redactor.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Condition, Group, Matcher

LEVELS = frozenset(Level)


def every_matcher(condition: Condition) -> Iterator[Matcher]:
    """Give every matcher, those inside groups after the condition's own."""
    yield from condition.matchers
    for group in condition.groups:
        for part in group.of:
            yield from every_matcher(part)


def claimed(condition: Condition, name: str) -> Iterator[str]:
    """Give the values that a condition asks to be there under a matcher's name: none under `not` or `none_of`."""
    for matcher in condition.matchers:
        if matcher.name == name and matcher.operator != "none_of":
            yield from matcher.values
    for group in condition.groups:
        for part in () if group.kind is GroupKind.NOT else group.of:
            yield from claimed(part, name)


def levels_of(condition: Condition) -> frozenset[Level]:
    """Give the levels of all that a condition can match, perhaps more, never fewer."""
    levels = LEVELS
    for matcher in condition.matchers:
        if matcher.name == "level":
            levels &= _named(matcher)
    for group in condition.groups:
        levels &= _of_group(group)
    return levels


def _of_group(group: Group) -> frozenset[Level]:
    """Give the levels of a group; what speaks of levels alone can be turned round exactly."""
    each = [levels_of(part) for part in group.of]
    match group.kind:
        case GroupKind.ANY:
            return frozenset().union(*each)
        case GroupKind.ALL:
            return LEVELS.intersection(*each)
        case GroupKind.NOT:
            exact = all(matcher.name == "level" for part in group.of for matcher in every_matcher(part))
            return LEVELS - LEVELS.intersection(*each) if exact else LEVELS


def _named(matcher: Matcher) -> frozenset[Level]:
    """Give the levels that one matcher names; all where it names none that is known."""
    named = [Level[value] for value in matcher.values if value in Level.__members__]
    if not named:
        return LEVELS
    match matcher.operator:
        case "at_most":
            return frozenset(level for level in Level if level <= named[0])
        case "at_least":
            return frozenset(level for level in Level if level >= named[0])
        case _:
            return frozenset(named)
