"""Write conditions and what is the case in words; never with text of the cable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import GroupKind
from redactor.policy.matching import fits, grouped, held_controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.markings import Marking
    from redactor.model import Condition, Group, Matcher
    from redactor.policy.facts import Facts

_ON_A_LIST = {
    Truth.YES: "it is on it",
    Truth.UNKNOWN: "it is possibly on it",
    Truth.NO: "it is not on it",
}


def failing(condition: Condition, facts: Facts) -> Iterator[str]:
    """Say of each part of a condition that is not certain what it asks and what is the case."""
    for matcher in condition.matchers:
        if fits(matcher, facts) is not Truth.YES:
            yield f"{_matcher(matcher)}: {_fact(matcher, facts)}"
    for group in condition.groups:
        if grouped(group, facts) is not Truth.YES:
            yield from _failing_group(group, facts)


def _failing_group(group: Group, facts: Facts) -> Iterator[str]:
    """Say it of a group: of each part of `all`, of `any` and `not` as a whole."""
    if group.kind is GroupKind.ALL:
        for part in group.of:
            yield from failing(part, facts)
    elif group.kind is GroupKind.ANY:
        ways = (f"({' and '.join(failing(part, facts))})" for part in group.of)
        yield f"any of {', '.join(ways)}"
    else:
        yield f"{_group(group)}: the answer is {grouped(group, facts).name.lower()}"


def words(condition: Condition) -> str:
    """Write a condition as the policy does."""
    parts = [_matcher(matcher) for matcher in condition.matchers]
    return " and ".join([*parts, *(_group(group) for group in condition.groups)])


def _group(group: Group) -> str:
    joined = ", ".join(f"({words(part)})" for part in group.of)
    return f"not {joined}" if group.kind is GroupKind.NOT else f"{group.kind.value} of {joined}"


def _matcher(matcher: Matcher) -> str:
    return " ".join(part for part in (matcher.name, matcher.operator, ", ".join(matcher.values)) if part)


def _fact(matcher: Matcher, facts: Facts) -> str:
    """Say what is the case."""
    told = {
        "level": f"it is {level(facts.marking)}",
        "controls": f"it has {', '.join(sorted(held_controls(facts.marking))) or 'none'}",
        "declassified": f"its status is {facts.status.value}",
        "releasable_to_audience": f"the answer is {facts.releasable.name.lower()}",
        "section": f"it is {facts.section.value}",
        "portion": f"it is {facts.address}",
        "basis": f"it is {facts.basis.value}",
        "entity": f"it is {_kind(facts)}",
        "score": f"it is {(facts.score or 0) / 1000}",
        "list": _listed(matcher.values, facts),
        "context": f"it has {', '.join(sorted(facts.contexts)) or 'none'}",
    }
    return told.get(matcher.name, f"the answer is {fits(matcher, facts).name.lower()}")


def level(marking: Marking) -> str:
    """Write a level, and whether it is only the least that it can be."""
    return marking.level.name if marking.known else f"at least {marking.level.name}, level unknown"


def _kind(facts: Facts) -> str:
    if facts.entity is None:
        return "none"
    return f"possibly {facts.entity.value}" if facts.possible else facts.entity.value


def _listed(names: Iterable[str], facts: Facts) -> str:
    return ", ".join(_ON_A_LIST[facts.listed.get(name, Truth.UNKNOWN)] for name in names)
