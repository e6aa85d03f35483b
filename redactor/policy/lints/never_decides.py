"""A rule that changes nothing: without it the same would be shown, on the same grounds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.model import Action, Fact
from redactor.policy.claims import Claims, closed, opened
from redactor.policy.lints.base import warning
from redactor.policy.lints.laws import claims_of, reached, within
from redactor.policy.questions import of_claims

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.model import Policy, Rule
    from redactor.policy.claims import Claim, Stance
    from redactor.policy.lints.base import Subject
    from redactor.policy.questions import Board
    from redactor.policy.space import Union


def never_decides(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each rule that others make idle, unless it says why; and of one that says so and is not."""
    for rule in subject.policy.rules:
        board = subject.board
        told = list(claims_of(board, rule))
        if not any(reached(board, held, claim) for held, claim in told):
            continue
        idle = not _has_own_ground(subject.policy, rule) and not any(
            _decides(board, held, claim) for held, claim in told
        )
        if idle and not rule.redundant_on_purpose:
            yield warning(
                "RP241",
                f"the rule `{rule.id}` never decides: without it the same is shown",
                rule.place,
                'take it out, or say why it stays: `redundant_on_purpose: "a second lock"`',
            )
        if rule.redundant_on_purpose and not idle:
            yield warning(
                "RP241",
                f"the rule `{rule.id}` says that it is redundant, and decides",
                rule.place,
                "leave `redundant_on_purpose` out",
            )


def _has_own_ground(policy: Policy, rule: Rule) -> bool:
    """Say whether a protect rule gives a removal a ground, a harm or a hold that it would not have without it."""
    if rule.verb == "release":
        return rule.action is not Action.KEEP
    default = policy.otherwise.entity if rule.on_entity else policy.otherwise.portion
    return policy.audience.lawful or rule.hold or not set(rule.authorities) <= set(default)


def _decides(board: Board, held: Stance, claim: Claim) -> bool:
    """Say whether something is shown, or hidden, in this reading only because of the rule."""
    facts = [fact for fact in Fact if _moves(claim.rule, fact)]
    return any(next(_only_by(board, held, claim, fact), None) is not None for fact in facts)


def _moves(rule: Rule, fact: Fact) -> bool:
    """Say whether a rule opens the fact, or closes it."""
    told = fact in rule.action.value and not rule.hold
    return told if rule.verb == "release" else not told


def _only_by(board: Board, held: Stance, claim: Claim, fact: Fact) -> Iterator[object]:
    """Give the cases in which the fact is shown, or hidden, by this rule alone."""
    rule, space = claim.rule, board.space
    claims = held.finding if rule.on_entity else held.portion
    region: Union = within(board, held, claim.region)
    if rule.on_entity:
        region = tuple(of_claims(board, held.portion, Fact.TEXT, region))
    others = _without(claims, rule)
    if rule.verb == "release":
        return space.left(region, (*opened(space, others, fact), *closed(others, fact), *board.never))
    return of_claims(board, others, fact, region)


def _without(claims: Claims, rule: Rule) -> Claims:
    """Give what the other rules say."""
    opens = tuple(claim for claim in claims.opens if claim.rule != rule)
    closes = tuple(claim for claim in claims.closes if claim.rule != rule)
    return replace(claims, opens=opens, closes=closes)
