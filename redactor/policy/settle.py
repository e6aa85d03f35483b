"""Settle a ballot: its action, its grounds, whether a person must decide, and what a reviewer decided."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, Audience, Authority, DecidedBy, EntryKind
from redactor.policy.authorities import Firing, registry, resolve
from redactor.policy.ceilings import DEFAULT_ENTITY, DEFAULT_PORTION, Ballot, Vote, meet_all
from redactor.spans import Span, subtract

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import EntityKind, ReviewEntry, Settlement
    from redactor.policy.facts import Facts, Matter

REVIEWED = "review"
"""Reserved: stands among the rules of text that a reviewer opened, or that a reviewer alone removed."""

_SETTLING = frozenset({EntryKind.UPHOLD, EntryKind.RELEASE})
"""Decisions on what awaits a person; the others change what the rules are asked about."""

_DEFAULTS = frozenset({DEFAULT_PORTION, DEFAULT_ENTITY})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided of one thing. `rules` of a KEEP are those that released it."""

    action: Action
    rules: tuple[str, ...]
    authorities: tuple[Authority, ...] = ()
    hold: bool = False
    decided_by: DecidedBy = DecidedBy.POLICY
    harm: tuple[str, ...] = ()
    describe: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Say whether all of it is shown."""
        return self.action is Action.KEEP


@dataclass(frozen=True, slots=True)
class Scene:
    """Where rules fire: the audience, the facts, and what only resolving an authority needs."""

    matter: Matter
    facts: Facts
    entity: EntityKind | None = None

    @property
    def audience(self) -> Audience:
        """Give the reader that the policy releases to."""
        return self.matter.policy.audience

    def firing(self, controls: tuple[str, ...] = (), *, by_reviewer: bool = False) -> Firing:
        """Give the facts that an authority's conditions ask for."""
        cable = self.matter.cable
        return Firing(
            audience=self.audience,
            marking=self.facts.marking,
            record=cable.marking,
            basis=self.facts.basis,
            reasons=cable.reasons,
            origin=cable.date,
            as_of=self.matter.as_of,
            status=self.facts.status,
            entity=self.entity,
            controls=controls,
            law_enforcement=self.matter.policy.law_enforcement,
            by_reviewer=by_reviewer,
        )


def weigh(ballot: Ballot, scene: Scene) -> Outcome:
    """Give the outcome of a ballot before any reviewer speaks.

    A protect rule that matches certainly and on a ground settles what is in doubt without it. It never
    opens by that: what was in doubt shows no more than its kind. So does what any vote closes without a
    ground: by itself that vote is a hold, and another rule's ground must not open what it closed.
    Every rule that fired is listed; the grounds are those of what matched certainly, where it has any.
    """
    if not ballot.votes:
        return Outcome(Action.KEEP, ballot.released_by)
    grounds = tuple(_grounds(vote, scene) for vote in ballot.votes)
    outcome = _spoken(ballot.votes, grounds)
    if not all(grounds) and not outcome.kept:
        outcome = replace(outcome, action=outcome.action.meet(Action.LABEL))
    paired = tuple(zip(ballot.votes, grounds, strict=True))
    doubted = tuple((vote, ground) for vote, ground in paired if not _settles(vote, ground))
    if outcome.kept or not doubted or not _doubtful(doubted, scene):
        return outcome
    if len(doubted) == len(paired):
        return replace(outcome, action=Action.WITHHOLD, hold=True)
    return replace(outcome, action=outcome.action.meet(Action.LABEL))


def rule_on(ballot: Ballot, scene: Scene, outcome: Outcome, entries: Iterable[ReviewEntry]) -> Outcome:
    """Give the outcome after the reviewer's entries: only a hold can be settled; upholding wins."""
    kinds = tuple(entries)
    if not outcome.hold or not kinds:
        return outcome
    upheld = tuple(entry for entry in kinds if entry.kind is EntryKind.UPHOLD)
    return _upheld(ballot, scene, outcome, upheld) if upheld else _released(ballot, scene)


def entries_on(
    settlements: Iterable[Settlement], spans: tuple[Span, ...], text: str
) -> tuple[ReviewEntry, ...]:
    """Give the entries whose settlement speaks of all these characters, blanks aside."""
    return tuple(
        settlement.entry
        for settlement in settlements
        if settlement.entry.kind in _SETTLING
        and spans
        and all(not gap.of(text).strip() for gap in subtract(spans, settlement.spans))
    )


def taken_away(outcome: Outcome, scene: Scene, entries: Iterable[ReviewEntry], action: Action) -> Outcome:
    """Give the outcome after a reviewer removed it; on hold where none of the grounds is one here."""
    removing = tuple(entries)
    if not removing:
        return outcome
    firing = scene.firing(by_reviewer=True)
    resolved = (resolve(authority, firing) for entry in removing for authority in entry.authorities)
    authorities = in_order(authority for authority in resolved if authority is not None)
    removed = Outcome(
        action,
        (REVIEWED,),
        authorities,
        hold=not authorities,
        decided_by=DecidedBy.REVIEWER,
        harm=_texts(entry.harm for entry in removing),
    )
    return removed if outcome.kept else combine((outcome, removed))


def combine(outcomes: Iterable[Outcome]) -> Outcome:
    """Join the outcomes of overlapping removals: the strictest action, every rule and authority."""
    parts = tuple(outcomes)
    if parts and all(part is parts[0] for part in parts[1:]):
        return _alone(parts[0])
    reviewed = any(part.decided_by is DecidedBy.REVIEWER for part in parts)
    return Outcome(
        meet_all(part.action for part in parts),
        tuple(sorted({rule for part in parts for rule in part.rules})),
        in_order(authority for part in parts for authority in part.authorities),
        hold=any(part.hold for part in parts),
        decided_by=DecidedBy.REVIEWER if reviewed else DecidedBy.POLICY,
        harm=_texts(text for part in parts for text in part.harm),
        describe=_texts(text for part in parts for text in part.describe),
    )


def _alone(outcome: Outcome) -> Outcome:
    """Give an outcome as `combine` writes it: nothing twice, everything in order."""
    rules = tuple(sorted(set(outcome.rules)))
    authorities = in_order(outcome.authorities) if len(outcome.authorities) > 1 else outcome.authorities
    harm, describe = _texts(outcome.harm), _texts(outcome.describe)
    written = Outcome(outcome.action, rules, authorities, outcome.hold, outcome.decided_by, harm, describe)
    return outcome if written == outcome else written


def in_order(authorities: Iterable[Authority]) -> tuple[Authority, ...]:
    """Give each authority once, in the registry's order, then by their parts."""
    place = _places()
    return tuple(
        sorted(set(authorities), key=lambda item: (place.get(item.code, len(place)), item.code, item.parts))
    )


def _spoken(votes: tuple[Vote, ...], grounds: tuple[tuple[Authority, ...], ...]) -> Outcome:
    """Meet all votes, and claim the grounds of those that match certainly; of all where none of these has one.

    A marker must not say NOFORN of a line only because nobody can rule it out.
    """
    paired = tuple(zip(votes, grounds, strict=True))
    sure = tuple((vote, ground) for vote, ground in paired if vote.certain and ground) or paired
    speaking = _outcome(tuple(vote for vote, _ in sure), _merged(ground for _, ground in sure))
    every = _outcome(votes, speaking.authorities)
    return replace(every, harm=speaking.harm, describe=speaking.describe)


@functools.cache
def _places() -> dict[str, int]:
    """Give each authority's place in the registry."""
    return {code: index for index, code in enumerate(registry().rows)}


def _outcome(votes: tuple[Vote, ...], authorities: tuple[Authority, ...]) -> Outcome:
    """Meet all votes, and list every rule that fired."""
    return Outcome(
        meet_all(vote.action for vote in votes),
        tuple(sorted({vote.rule for vote in votes})),
        authorities,
        harm=_texts(vote.harm for vote in votes),
        describe=_texts(vote.describe for vote in votes),
    )


def _grounds(vote: Vote, scene: Scene) -> tuple[Authority, ...]:
    """Give the vote's authorities whose conditions are certainly met."""
    firing = scene.firing(vote.controls)
    resolved = (resolve(authority, firing) for authority in vote.authorities)
    return tuple(authority for authority in resolved if authority is not None)


def _settles(vote: Vote, ground: tuple[Authority, ...]) -> bool:
    """Say whether a vote is a protect rule's that matches certainly, on a certain ground, and is no hold."""
    return vote.protects and vote.certain and not vote.hold and bool(ground)


def _doubtful(paired: tuple[tuple[Vote, tuple[Authority, ...]], ...], scene: Scene) -> bool:
    """Say whether a person must decide unless a protect rule settles it.

    A removal without any ground is in doubt for every audience: there is nothing to write in its marker.
    """
    if any(vote.hold for vote, _ in paired) or not any(ground for _, ground in paired):
        return True
    unsure = scene.facts.possible or any(not vote.certain for vote, _ in paired)
    return scene.audience.lawful and unsure


def _upheld(ballot: Ballot, scene: Scene, outcome: Outcome, entries: tuple[ReviewEntry, ...]) -> Outcome:
    """Close for good what was on hold, on the reviewer's grounds; without one it stays on hold."""
    firing = scene.firing(by_reviewer=True)
    resolved = (resolve(authority, firing) for entry in entries for authority in entry.authorities)
    authorities = in_order(authority for authority in resolved if authority is not None)
    if not authorities:
        return outcome
    closed = _outcome(ballot.votes, authorities)
    harm = _texts(entry.harm for entry in entries)
    return replace(closed, decided_by=DecidedBy.REVIEWER, harm=harm or closed.harm)


def _released(ballot: Ballot, scene: Scene) -> Outcome:
    """Open what only the hold closed: what closes certainly and on a ground stays closed."""
    standing = tuple(vote for vote in ballot.votes if _stands(vote, scene))
    if not standing:
        return Outcome(Action.KEEP, (REVIEWED,), decided_by=DecidedBy.REVIEWER)
    grounds = _merged(_grounds(vote, scene) for vote in standing)
    return replace(_outcome(standing, grounds), decided_by=DecidedBy.REVIEWER)


def _stands(vote: Vote, scene: Scene) -> bool:
    """Say whether a vote still closes after a reviewer's release.

    A default says only that nobody had decided; now somebody has.
    """
    return vote.rule not in _DEFAULTS and vote.certain and not vote.hold and bool(_grounds(vote, scene))


def _merged(grounds: Iterable[tuple[Authority, ...]]) -> tuple[Authority, ...]:
    return in_order(authority for ground in grounds for authority in ground)


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """Give each text once, sorted, empty ones left out."""
    found = {text for text in texts if text}
    return tuple(sorted(found)) if found else ()
