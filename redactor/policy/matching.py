"""Three-valued evaluation of conditions: a missing fact gives UNKNOWN, never NO."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import TYPE_CHECKING, Protocol

from redactor.markings import Level, Status, Truth
from redactor.markings.types import Foreign
from redactor.model import LOST, Basis, GroupKind, Matcher, SectionKind
from redactor.policy.posts import sent_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.markings import Marking
    from redactor.model import Condition, Group, Rule
    from redactor.policy.facts import Facts

ANY = "any"
"""The entity that matches every finding."""


class Test(Protocol):
    """One kind of matcher: says how its operator and values fit the facts."""

    def __call__(self, operator: str, values: tuple[str, ...], facts: Facts, /) -> Truth:
        """Give the truth of the matcher; UNKNOWN where a fact is missing."""


def evaluate(condition: Condition, facts: Facts) -> Truth:
    """Give the truth of a condition: the least of its matchers' and groups', YES where it has none."""
    truth = Truth.YES
    for matcher in condition.matchers:
        truth &= fits(matcher, facts)
        if truth is Truth.NO:
            return truth
    for group in condition.groups:
        truth &= grouped(group, facts)
    return truth


def grouped(group: Group, facts: Facts) -> Truth:
    """Give the truth of `any`, `all` or `not`, in three values."""
    truths = [evaluate(part, facts) for part in group.of]
    if group.kind is GroupKind.NOT:
        return ~reduce(Truth.__and__, truths, Truth.YES)
    if group.kind is GroupKind.ANY:
        return any_of(truths)
    return reduce(Truth.__and__, truths, Truth.YES)


def fits(matcher: Matcher, facts: Facts) -> Truth:
    """Give the truth of one matcher; one that is not registered is UNKNOWN of everything."""
    test = MATCHERS.get(matcher.name)
    return Truth.UNKNOWN if test is None else test(matcher.operator, matcher.values, facts)


def applies(rule: Rule, facts: Facts) -> Truth:
    """Give the truth of `when` and not `unless`."""
    truth = evaluate(rule.when, facts)
    if truth is Truth.NO or rule.unless is None:
        return truth
    return truth & ~evaluate(rule.unless, facts)


def any_of(truths: Iterable[Truth]) -> Truth:
    """Give the greatest of the truths, NO where there are none."""
    return reduce(Truth.__or__, truths, Truth.NO)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Give the least of the truths; UNKNOWN where there are none: nothing is true of no values."""
    collected = tuple(truths)
    return reduce(Truth.__and__, collected) if collected else Truth.UNKNOWN


def held_controls(marking: Marking) -> frozenset[str]:
    """Give the controls of a marking by their codes, those that are release marks or FGI among them."""
    foreign = marking.foreign
    derived = {
        "NOFORN": foreign == Foreign(),
        "RELIDO": foreign is not None and foreign.relido,
        "REL TO": foreign is not None and bool(foreign.release),
        "DISPLAY ONLY": foreign is not None and bool(foreign.display - foreign.release),
        "FGI": bool(marking.fgi),
        "SCI": bool(marking.compartments),
    }
    return marking.controls | marking.compartments | {code for code, stands in derived.items() if stands}


def _level(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the level; an unknown level is anything from its floor up, and is never certainly low."""
    floor, known = facts.marking.level, facts.marking.known
    if not values or any(value not in Level.__members__ for value in values):
        return Truth.UNKNOWN
    levels = tuple(Level[value] for value in values)
    match operator:
        case "at_most":
            return _certain_or(known, floor <= min(levels))
        case "at_least":
            return Truth.YES if floor >= max(levels) else Truth.NO if known else Truth.UNKNOWN
        case "is":
            return _certain_or(known, floor in levels if known else floor <= max(levels))
        case _:
            return Truth.UNKNOWN


def _certain_or(known: bool, holds: bool) -> Truth:  # noqa: FBT001 - two answers, named at the call
    """Give NO where it does not hold, YES where it does and that is known."""
    if not holds:
        return Truth.NO
    return Truth.YES if known else Truth.UNKNOWN


def _controls(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Look for controls; where the mark was not read whole, one that is not seen may still be there."""
    marking = facts.marking
    held = held_controls(marking)
    unseen = Truth.UNKNOWN if marking.opaque or not marking.known else Truth.NO
    each = tuple(Truth.YES if value in held else unseen for value in values)
    match operator:
        case "any_of":
            return any_of(each)
        case "all_of":
            return all_of(each)
        case "none_of":
            return ~any_of(each)
        case _:
            return Truth.UNKNOWN


def _declassified(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the status; one that only a person can tell may be any, also where a policy names it."""
    return Truth.UNKNOWN if facts.status is Status.NEEDS_HUMAN else Truth.of(facts.status.value in values)


def _releasable(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Say whether the audience may have it, or may not, as the policy asks."""
    answers = {"yes": facts.releasable, "no": ~facts.releasable}
    return any_of(answers.get(value, Truth.UNKNOWN) for value in values)


def _section(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the section; text of an unknown section may belong to any, also where a policy names it."""
    return Truth.UNKNOWN if facts.section is SectionKind.UNKNOWN else Truth.of(facts.section.value in values)


def _portion(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the address; text that may have lost its number may be any paragraph, also where a policy names it."""
    return Truth.UNKNOWN if LOST in facts.address else Truth.of(facts.address in values)


def _basis(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the basis; an unknown one may be any, also where a policy names it: unknown never opens."""
    return Truth.UNKNOWN if facts.basis is Basis.UNKNOWN else Truth.of(facts.basis.value in values)


def _entity(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the kind; a possible name is certainly something, and only possibly what it seems."""
    if facts.entity is None:
        return Truth.UNKNOWN
    if ANY in values:
        return Truth.YES
    return _certain_or(not facts.possible, facts.entity.value in values)


def _score(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the score, written as 0.85, with the finding's thousandths."""
    if facts.score is None or operator != "at_least" or len(values) != 1:
        return Truth.UNKNOWN
    try:
        return Truth.of(facts.score >= Decimal(values[0]) * 1000)
    except InvalidOperation:
        return Truth.UNKNOWN


def _list(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Say whether the finding is on one of the lists, as was found out before."""
    return any_of(facts.listed.get(value, Truth.UNKNOWN) for value in values)


def _context(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    if facts.entity is None:
        return Truth.UNKNOWN
    if operator:
        return _opaque("context", operator, values, facts)
    return any_of(Truth.of(value in facts.contexts) for value in values)


def _tags(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Look for subject tags; a cable without readable tags may have any."""
    if facts.tags is None or operator != "any_of":
        return Truth.UNKNOWN
    return Truth.of(any(value in facts.tags for value in values))


def _date(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Compare the document's date; one that was not read may be any."""
    try:
        days = tuple(dt.date.fromisoformat(value) for value in values)
    except ValueError:
        return Truth.UNKNOWN
    if facts.date is None or not days:
        return Truth.UNKNOWN
    match operator:
        case "before":
            return Truth.of(facts.date < min(days))
        case "after":
            return Truth.of(facts.date > max(days))
        case _:
            return Truth.UNKNOWN


def _post(_operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    return sent_by(facts.posts, values)


def _text(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    return _opaque("text", operator, values, facts)


def _predicate(operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    return _opaque("predicate", operator, values, facts)


def _opaque(name: str, operator: str, values: tuple[str, ...], facts: Facts) -> Truth:
    """Give what was found out before, by looking at the text (policy.atoms)."""
    return facts.atoms.get(Matcher(name, operator, values), Truth.UNKNOWN)


MATCHERS: dict[str, Test] = {
    "level": _level,
    "controls": _controls,
    "declassified": _declassified,
    "releasable_to_audience": _releasable,
    "section": _section,
    "portion": _portion,
    "basis": _basis,
    "entity": _entity,
    "score": _score,
    "list": _list,
    "context": _context,
    "tags": _tags,
    "date": _date,
    "post": _post,
    "text": _text,
    "predicate": _predicate,
}
"""Every matcher by the name that policies use."""
