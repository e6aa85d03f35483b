"""What a policy shows for certain: the lower bound that a comparison measures another policy against.

A rule that shows less than all needs a ground for the rest; where the ground may be missing, or under a
law the match is in doubt, a person must decide, and nothing is shown (settle.weigh).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action, EntityKind, Fact
from redactor.policy.authorities import PERSONAL, registry
from redactor.policy.axes import Kind
from redactor.policy.boxes import meet_all
from redactor.policy.claims import Claims, applies, closed
from redactor.policy.space import Side, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.model import Audience, Authority
    from redactor.policy.boxes import Box
    from redactor.policy.claims import Claim, Stance
    from redactor.policy.space import Space, Union


def firm_claims(space: Space, held: Stance, fact: Fact, *, finding: bool) -> tuple[Union, Union]:
    """Give where the policy opens the fact for certain, and where it closes it or leaves it to a person.

    One rule of several that lacks its ground closes what the others would show in part.
    """
    claims = held.finding if finding else held.portion
    telling = [claim for claim in claims.opens if fact in claim.rule.action.value]
    whole = [box for claim in telling if claim.rule.action is Action.KEEP for box in claim.region]
    part = [claim for claim in telling if claim.rule.action is not Action.KEEP]
    doubted = [box for claim in part for box in _where(space, held, claim, finding=finding, sure=False)]
    sure = [box for claim in part for box in _where(space, held, claim, finding=finding, sure=True)]
    opens = (*claims.free, *whole, *space.left(sure, doubted))
    return opens, (*closed(claims, fact), *_doubted(space, held, claims, fact, finding=finding))


def firm_labels(space: Space, held: Stance, fact: Fact) -> Union:
    """Give where the policy tells the kind of a finding for certain although no release rule speaks of it."""
    if fact not in Action.LABEL.value:
        return ()
    claims, audience = held.finding, held.policy.audience
    kinds = _kinds_with_ground(held.policy.otherwise.entity, audience)
    cells = space.where(space.single("entity"), lambda cell: _grounded(cell, kinds, lawful=audience.lawful))
    spoken = [box for claim in claims.opens for box in claim.region]
    return tuple(space.left(meet_all((claims.labelled, cells), space.work), spoken))


def _grounded(cell: object, kinds: frozenset[EntityKind] | None, *, lawful: bool) -> bool:
    """Say whether a finding of a cell is of one of the kinds, and under a law no possible one."""
    return (
        isinstance(cell, Kind) and (kinds is None or cell.entity in kinds) and not (lawful and cell.possible)
    )


def _where(space: Space, held: Stance, claim: Claim, *, finding: bool, sure: bool) -> Union:
    """Give where a rule that shows a part certainly has its ground, or where it may lack one."""
    audience = held.policy.audience
    kinds = _kinds_with_ground(claim.rule.authorities, audience)
    if not finding:
        return claim.region if (kinds is None) is sure else ()
    cells = space.where(
        space.single("entity"), lambda cell: _grounded(cell, kinds, lawful=audience.lawful) is sure
    )
    return meet_all((claim.region, cells), space.work)


def _kinds_with_ground(authorities: Iterable[Authority], audience: Audience) -> frozenset[EntityKind] | None:
    """Give the kinds of finding for which one of the grounds always holds; None for all.

    A ground that takes its parts from the cable, or needs records of one sort, may be missing.
    """
    found: set[EntityKind] = set()
    for authority in authorities:
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
        if _kinds_with_ground(rule.authorities, held.policy.audience) is not None:
            yield from claim.region
        elif held.policy.audience.lawful:
            unsure = applies(space, rule, speaker, Side.UNCERTAIN) if rule.unless is None else claim.region
            yield from meet_all((claim.region, unsure), space.work)
