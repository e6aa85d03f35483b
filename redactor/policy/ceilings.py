"""What the rules say of one portion or finding: the most open release is a ceiling, protect rules lower it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import Action
from redactor.policy.conditions import claimed
from redactor.policy.matching import applies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Authority, Policy, Rule
    from redactor.policy.facts import Facts

DEFAULT_PORTION = "default-portion"
DEFAULT_ENTITY = "default-entity"
CEILING = "ceiling:"
POSSIBLE_NAME = "possible-name"
"""Reserved: holds for a person what may be a name, under a policy that says `detect: review`."""
REVIEW = "review"
"""The value of `detect` under which a possible name that rules would close is a question instead."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One reason to show less: a default, a ceiling or a protect rule, with its grounds as written.

    `certain` says that it matched certainly; `protects` that it is a protect rule of the policy.
    `controls` are those that the rule's own condition asks for.
    """

    rule: str
    action: Action
    authorities: tuple[Authority, ...]
    certain: bool = True
    protects: bool = False
    hold: bool = False
    controls: tuple[str, ...] = ()
    harm: str = ""
    describe: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """All that rules say of one thing: who released it, and every vote to show less."""

    released_by: tuple[str, ...]
    votes: tuple[Vote, ...]


def ballot(policy: Policy, facts: Facts, *, on_entity: bool) -> Ballot:
    """Ask every rule that speaks of portions, or every rule that speaks of findings."""
    base = _ceiling(policy, facts, on_entity=on_entity)
    votes = base.votes + _protections(policy.protect, facts, on_entity=on_entity)
    if votes and on_entity and facts.possible and policy.detect == REVIEW:
        votes += (Vote(POSSIBLE_NAME, Action.WITHHOLD, (), hold=True),)
    return Ballot(base.released_by, votes)


def protections_only(policy: Policy, facts: Facts) -> Ballot:
    """Ask only the protect rules that speak of findings, as of something that stands released."""
    return Ballot((), _protections(policy.protect, facts, on_entity=True))


def meet_all(actions: Iterable[Action]) -> Action:
    """Give the action that tells exactly what all of them tell; KEEP where there are none."""
    return reduce(Action.meet, actions, Action.KEEP)


def matching_releases(policy: Policy, facts: Facts, *, on_entity: bool) -> tuple[Rule, ...]:
    """Give the release rules that match certainly. None matches a portion whose level is unknown."""
    if not on_entity and not facts.marking.known:
        return ()
    rules = (rule for rule in policy.release if rule.on_entity is on_entity)
    return tuple(rule for rule in rules if applies(rule, facts) is Truth.YES)


def _ceiling(policy: Policy, facts: Facts, *, on_entity: bool) -> Ballot:
    """Find the most open release rules; without one the default closes."""
    matching = matching_releases(policy, facts, on_entity=on_entity)
    if not matching:
        return Ballot((), (_default(policy, on_entity=on_entity),))
    # A set of actions only decides which rules are the most open; nothing is emitted in its order.
    actions = {rule.action for rule in matching}
    top = [rule for rule in matching if not any(rule.action.value < other.value for other in actions)]
    if top[0].action is Action.KEEP:
        return Ballot(tuple(sorted(rule.id for rule in top)), ())
    votes = (
        Vote(CEILING + rule.id, rule.action, rule.authorities, harm=rule.harm, describe=rule.describe)
        for rule in sorted(top, key=lambda rule: rule.id)
    )
    return Ballot((), tuple(votes))


def _default(policy: Policy, *, on_entity: bool) -> Vote:
    """Close what no rule releases: a portion is withheld, an entity labelled. No policy can change that."""
    if on_entity:
        return Vote(DEFAULT_ENTITY, Action.LABEL, policy.otherwise.entity)
    return Vote(DEFAULT_PORTION, Action.WITHHOLD, policy.otherwise.portion)


def _protections(rules: tuple[Rule, ...], facts: Facts, *, on_entity: bool) -> tuple[Vote, ...]:
    """Give a vote for each protect rule that possibly matches."""
    votes = []
    for rule in sorted(rules, key=lambda rule: rule.id):
        truth = applies(rule, facts) if rule.on_entity is on_entity else Truth.NO
        if truth is not Truth.NO:
            votes.append(_protection(rule, certain=truth is Truth.YES))
    return tuple(votes)


def _protection(rule: Rule, *, certain: bool) -> Vote:
    """Turn a protect rule that fired into its vote."""
    return Vote(
        rule.id,
        Action.WITHHOLD if rule.hold else rule.action,
        rule.authorities,
        certain=certain,
        protects=True,
        hold=rule.hold,
        controls=tuple(claimed(rule.when, "controls")),
        harm=rule.harm,
        describe=rule.describe,
    )
