"""What a policy shows, as regions of the space: for each fact a reader may learn, what opens it and what closes it.

This is the decision of ceilings, judging and sightings, turned round: they ask the rules of one case, this
asks for all cases of a rule. What the engine closes beside the rules (hard stops, denied documents,
repeated words, a ground that is missing) is left out, so that a region never is too small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import Action, EntityKind, Fact
from redactor.policy.axes import UNSURE, Grade, Kind
from redactor.policy.boxes import EVERYTHING, leftovers, meet_all, without_covered
from redactor.policy.sightings import GRAMMATICAL
from redactor.policy.space import OWN, Reading, Side, Space, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactor.model import Policy, Rule
    from redactor.policy.space import Union

BEYOND_LABEL = tuple(fact for fact in Fact if fact not in Action.LABEL.value)
"""What is disclosed: facts about the text beyond that something of a kind went."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One rule and the region in which it speaks: certainly for release, possibly for protect."""

    rule: Rule
    region: Union


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a policy says of portions, or of findings, in one reading.

    `labelled` is where what no release rule matches is labelled, `free` where nobody asks a release rule.
    """

    opens: tuple[Claim, ...]
    closes: tuple[Claim, ...]
    labelled: Union = ()
    free: Union = ()


@dataclass(frozen=True, slots=True)
class Stance:
    """A policy in one reading of the text: what it says of portions and of findings."""

    policy: Policy
    reading: Reading
    portion: Claims
    finding: Claims


def stance(space: Space, policy: Policy, reading: Reading = OWN) -> Stance:
    """Give all that a policy says of text that is read so."""
    return Stance(policy, reading, _of_portions(space, policy, reading), _of_findings(space, policy, reading))


def applies(space: Space, rule: Rule, speaker: Speaker, side: Side) -> Union:
    """Give where a rule's condition holds and its exception does not, certainly or possibly."""
    parts = [space.region(rule.when, speaker, side)]
    if rule.unless is not None:
        parts.append(space.region(rule.unless, speaker, side.of_negation))
    return meet_all(parts, space.work)


def opened(space: Space, claims: Claims, fact: Fact) -> Union:
    """Give where some release rule, or what needs none, lets a reader learn the fact."""
    boxes = [box for claim in claims.opens if fact in claim.rule.action.value for box in claim.region]
    if fact in Action.LABEL.value:
        spoken = [box for claim in claims.opens for box in claim.region]
        boxes += [left for box in claims.labelled for left in leftovers(box, spoken, space.full, space.work)]
    return without_covered([*boxes, *claims.free], space.full)


def closed(claims: Claims, fact: Fact) -> Union:
    """Give where some protect rule keeps the fact from the reader."""
    return tuple(box for claim in claims.closes if fact not in _done(claim.rule) for box in claim.region)


def _done(rule: Rule) -> frozenset[Fact]:
    """Give what a reader learns where a protect rule fires; a hold tells nothing."""
    return Action.WITHHOLD.value if rule.hold else rule.action.value


def _of_portions(space: Space, policy: Policy, reading: Reading) -> Claims:
    """No release rule matches a portion whose level is unknown."""
    speaker = Speaker(policy, reading)
    known = _known(space) if reading is OWN else (EVERYTHING,)
    return Claims(
        _claims(space, _speaking(policy.release, on_entity=False), speaker, Side.CERTAIN, known),
        _claims(space, _speaking(policy.protect, on_entity=False), speaker, Side.POSSIBLE),
    )


def _of_findings(space: Space, policy: Policy, reading: Reading) -> Claims:
    """In assumed characters the field's grammar knows better than a detector (sightings).

    A policy that looks for nothing shows what it would have found.
    """
    if policy.detect == "none":
        return Claims((), (), free=(EVERYTHING,))
    speaker = Speaker(policy, reading, on_entity=True)
    persons, grammatical, rest = _kinds(space, reading)
    spoken = (*persons, *grammatical) if reading.assumption else (EVERYTHING,)
    return Claims(
        _claims(space, _speaking(policy.release, on_entity=True), speaker, Side.CERTAIN, persons),
        _claims(space, _speaking(policy.protect, on_entity=True), speaker, Side.POSSIBLE, spoken),
        persons,
        (*grammatical, *rest),
    )


def _claims(
    space: Space, rules: Iterable[Rule], speaker: Speaker, side: Side, within: Union = (EVERYTHING,)
) -> tuple[Claim, ...]:
    return tuple(
        Claim(rule, meet_all((within, applies(space, rule, speaker, side)), space.work)) for rule in rules
    )


def _speaking(rules: Iterable[Rule], *, on_entity: bool) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.on_entity is on_entity)


def _known(space: Space) -> Union:
    return space.where(space.single("level"), lambda cell: isinstance(cell, Grade) and cell.sight != UNSURE)


def _kinds(space: Space, reading: Reading) -> tuple[Union, Union, Union]:
    """Part findings by who judges them: all rules, protect rules alone, nobody."""
    if not reading.assumption:
        return (EVERYTHING,), (), ()
    axis = space.single("entity")

    def part(holds: Callable[[Kind], bool]) -> Union:
        return space.where(axis, lambda cell: isinstance(cell, Kind) and holds(cell))

    person, known = EntityKind.PERSON, GRAMMATICAL
    return (
        part(lambda kind: kind.entity is person and not kind.possible),
        part(lambda kind: kind.entity in known and not kind.possible),
        part(lambda kind: kind.possible or (kind.entity is not person and kind.entity not in known)),
    )
