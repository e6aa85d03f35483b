"""Weaken a policy, one rule in one way at a time: each mutant shows more, or closes less, if anything changes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor.markings import Level
from redactor.model import Action, Condition, GroupKind
from redactor.policy.matching import ANY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Place
    from redactor.model import Group, Matcher, Policy, Rule

Change = tuple[str, Condition]

# What each action tells more than the one before it; what stands beside another has the same successor.
_MORE = {
    Action.WITHHOLD: Action.REDACT,
    Action.REDACT: Action.LABEL,
    Action.LABEL: Action.ROLE,
    Action.ROLE: Action.KEEP,
    Action.PSEUDONYM: Action.KEEP,
    Action.GENERALIZE: Action.KEEP,
    Action.MASK: Action.KEEP,
}

_LEVELS = tuple(level.name for level in Level)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A policy with one rule weakened: which rule, how in words, and the policy that it then is.

    `holds` says that the rule leaves something to a person: without it nobody is asked.
    """

    rule: str
    place: Place
    how: str
    holds: bool
    policy: Policy = field(repr=False)


def mutants(policy: Policy) -> tuple[Mutant, ...]:
    """Give every mutant of a policy, in the order of its rules.

    A policy under other settings has the same mutants in the same order.
    """
    return tuple(
        Mutant(rule.id, rule.place, how, rule.hold, _put(policy, rule, weaker))
        for rule in (*policy.release, *policy.protect)
        for how, weaker in _weaker(rule)
    )


def _put(policy: Policy, rule: Rule, weaker: Rule | None) -> Policy:
    """Put a weaker rule, or none, in a rule's place."""

    def without(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
        changed = ((weaker if one.id == rule.id else one) for one in rules)
        return tuple(one for one in changed if one is not None)

    return replace(policy, release=without(policy.release), protect=without(policy.protect))


def _weaker(rule: Rule) -> Iterator[tuple[str, Rule | None]]:
    """Give every way to weaken one rule."""
    opens = rule.verb == "release"
    if not opens:
        yield "without the rule", None
    if rule.unless is not None and opens:
        yield "without its `unless`", replace(rule, unless=None)
    more = _MORE.get(rule.action)
    if more is not None and not rule.hold and (opens or more is not Action.KEEP):
        verb = "up_to" if opens else "do"
        yield f"with `{verb}: {more.name.lower()}`", replace(rule, action=more)
    for how, when in weakened(rule.when, wider=opens):
        if rule.on_entity == _names_entity(when):
            yield how, replace(rule, when=when)
    for how, unless in weakened(rule.unless, wider=not opens) if rule.unless is not None else ():
        yield f"with its `unless` {how}", replace(rule, unless=unless)


def _names_entity(condition: Condition) -> bool:
    return any(matcher.name == "entity" for matcher in condition.matchers)


def weakened(condition: Condition, *, wider: bool) -> Iterator[Change]:
    """Give the condition with one part changed so that it matches more (`wider`), or less."""
    parts = len(condition.matchers) + len(condition.groups)
    for index, matcher in enumerate(condition.matchers):
        rest = (*condition.matchers[:index], *condition.matchers[index + 1 :])
        if wider and parts > 1:
            yield f"without `{named(matcher)}`", replace(condition, matchers=rest)
        for how, changed in _matcher(matcher, wider=wider):
            matchers = (*condition.matchers[:index], changed, *condition.matchers[index + 1 :])
            yield how, replace(condition, matchers=matchers)
    for index, group in enumerate(condition.groups):
        others = (*condition.groups[:index], *condition.groups[index + 1 :])
        if wider and parts > 1:
            yield f"without its `{group.kind.value}`", replace(condition, groups=others)
        for how, changed_group in _group(group, wider=wider):
            groups = (*condition.groups[:index], changed_group, *condition.groups[index + 1 :])
            yield how, replace(condition, groups=groups)


def _group(group: Group, *, wider: bool) -> Iterator[tuple[str, Group]]:
    """Give a group with one part changed."""
    inner = (not wider) if group.kind is GroupKind.NOT else wider
    droppable = (group.kind is GroupKind.ANY and not wider) or (group.kind is GroupKind.ALL and wider)
    for index, part in enumerate(group.of):
        rest = (*group.of[:index], *group.of[index + 1 :])
        if droppable and rest:
            yield f"without part {index + 1} of its `{group.kind.value}`", replace(group, of=rest)
        for how, changed in weakened(part, wider=inner):
            yield how, replace(group, of=(*group.of[:index], changed, *group.of[index + 1 :]))


def _matcher(matcher: Matcher, *, wider: bool) -> Iterator[tuple[str, Matcher]]:
    """Give a matcher that matches more, or less."""
    if matcher.name == "level" and matcher.operator in {"at_most", "at_least"}:
        yield from _moved(matcher, up=(matcher.operator == "at_most") is wider)
    elif matcher.name == "entity" and wider and ANY not in matcher.values:
        yield f"with `entity: [{ANY}]`", replace(matcher, values=(ANY,))
    elif matcher.name == "score" and not wider:
        yield "with `score: {at_least: 1}`", replace(matcher, values=("1",))
    elif len(matcher.values) > 1 and wider is (matcher.operator in {"all_of", "none_of"}):
        yield from _shorter(matcher)


def _moved(matcher: Matcher, *, up: bool) -> Iterator[tuple[str, Matcher]]:
    """Move a level by one step, where there is one."""
    at = _LEVELS.index(matcher.values[0]) + (1 if up else -1)
    if 0 <= at < len(_LEVELS):
        yield f"with `level: {{{matcher.operator}: {_LEVELS[at]}}}`", replace(matcher, values=(_LEVELS[at],))


def _shorter(matcher: Matcher) -> Iterator[tuple[str, Matcher]]:
    """Leave out each value in turn."""
    for index, value in enumerate(matcher.values):
        rest = (*matcher.values[:index], *matcher.values[index + 1 :])
        yield f"without `{value}` in `{_head(matcher)}`", replace(matcher, values=rest)


def _head(matcher: Matcher) -> str:
    return f"{matcher.name} {matcher.operator}".rstrip()


def named(matcher: Matcher) -> str:
    """Write a matcher as it stands in a policy, on one line."""
    values = ", ".join(matcher.values)
    return f"{_head(matcher)} {values}"
