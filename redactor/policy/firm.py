"""What a policy shows for certain: the lower bound that a comparison measures another policy against.

A rule that shows less than all needs a ground for the rest; where the ground may be missing, or under a
law the match is in doubt, a person must decide, and nothing is shown (settle.weigh).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action, EntityKind, Fact
from redactor.policy.authorities import PERSONAL, registry
from redactor.policy.axes import Kind
from redactor.policy.boxes import EVERYTHING, meet_all
from redactor.policy.claims import Claims, applies, closed
from redactor.policy.space import Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Audience, Rule
    from redactor.policy.boxes import Box
    from redactor.policy.claims import Stance
    from redactor.policy.space import Space, Union


def firm_claims(space: Space, held: Stance, fact: Fact, *, finding: bool) -> tuple[Union, Union]:
    """Give where the policy opens the fact for certain, and where it closes it or leaves it to a person."""
    claims = held.finding if finding else held.portion
    opens = [*claims.free]
    for claim in claims.opens:
        if fact in claim.rule.action.value:
            sure = _grounded(space, held, claim.rule, finding=finding)
            opens += meet_all((claim.region, sure), space.work)
    return tuple(opens), (*closed(claims, fact), *_doubted(space, held, claims, fact, finding=finding))


def _grounded(space: Space, held: Stance, rule: Rule, *, finding: bool) -> Union:
    """Give where a rule certainly has the ground that it needs for what it does not show."""
    if rule.action is Action.KEEP:
        return (EVERYTHING,)
    audience = held.policy.audience
    kinds = _kinds_with_ground(rule, audience)
    if not finding:
        return (EVERYTHING,) if kinds is None else ()
    axis = space.single("entity")
    return space.where(
        axis,
        lambda cell: (
            isinstance(cell, Kind)
            and (kinds is None or cell.entity in kinds)
            and not (audience.lawful and cell.possible)
        ),
    )


def _kinds_with_ground(rule: Rule, audience: Audience) -> frozenset[EntityKind] | None:
    """Give the kinds of finding for which one of the rule's grounds always holds; None for all.

    A ground that takes its parts from the cable, or needs records of one sort, may be missing.
    """
    found: set[EntityKind] = set()
    for authority in rule.authorities:
        row = registry().rows[authority.code]
        elsewhere = row.lawful and audience.under not in row.under
        if row.lawful != audience.lawful or elsewhere or row.part == "reason" or "enforcement" in row.when:
            continue
        if row.part_needed and not authority.parts:
            continue
        if "person" not in row.when:
            return None
        found |= PERSONAL
    return frozenset(found)


def _doubted(space: Space, held: Stance, claims: Claims, fact: Fact, *, finding: bool) -> Iterator[Box]:
    """Give where a protect rule that would show the fact may lack its ground, or under a law may not match."""
    speaker = Speaker(held.policy, held.reading, finding)
    for claim in claims.closes:
        rule = claim.rule
        if rule.hold or fact not in rule.action.value:
            continue
        if _kinds_with_ground(rule, held.policy.audience) is not None:
            yield from claim.region
        elif held.policy.audience.lawful:
            unsure = applies(space, rule, speaker, Side.UNCERTAIN) if rule.unless is None else claim.region
            yield from meet_all((claim.region, unsure), space.work)
