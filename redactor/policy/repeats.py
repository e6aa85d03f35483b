"""Kept text that repeats withheld text: on hold under a law, withheld as `text` otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action, DecidedBy, RemovalKind
from redactor.policy.ceilings import Ballot, Vote
from redactor.policy.composing import SKELETON, removal
from redactor.policy.runs import Passage, find_runs
from redactor.policy.settle import Outcome, Scene, entries_on, in_order, rule_on
from redactor.spans import Span, intersect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Authority, Decision, Settlement
    from redactor.policy.composing import Tile
    from redactor.policy.facts import Matter
    from redactor.policy.judging import Sheet
    from redactor.policy.runs import Run

RUN = "run"
"""Reserved: the rule of kept text that repeats six words or more of a withheld portion."""


def cuts(
    matter: Matter, sheets: Sequence[Sheet], decisions: Sequence[Decision], settlements: Sequence[Settlement]
) -> list[Tile]:
    """Give a tile for each stretch of kept text that repeats withheld text, in text order.

    What a reviewer opened is excused: a person has decided on it.
    """
    removed, kept = _removed(decisions), _kept(decisions, reviewed=False)
    tiles = []
    runs = find_runs(matter.view, _passages(removed, sheets), _passages(kept, sheets))
    of_portion = {sheet.portion.address: sheet for sheet in sheets}
    for run, span, address in _in_portions(runs, decisions):
        sources = [removed[index] for index in run.repeats]
        authorities = in_order(item for source in sources for item in source.authorities)
        tiles.append((span, _decision(matter, of_portion[address], span, authorities, settlements)))
    return tiles


def notices(matter: Matter, sheets: Sequence[Sheet], decisions: Sequence[Decision]) -> tuple[str, ...]:
    """Say where text that a reviewer opened repeats withheld text."""
    if not matter.settlements:
        return ()
    opened = _kept(decisions, reviewed=True)
    runs = find_runs(matter.view, _passages(_removed(decisions), sheets), _passages(opened, sheets))
    addresses = dict.fromkeys(address for _, _, address in _in_portions(runs, decisions))
    return tuple(
        f"portion {address}: what a reviewer opened repeats words of withheld text" for address in addresses
    )


def _removed(decisions: Sequence[Decision]) -> list[Decision]:
    """Give the removals of whole portions."""
    return [decision for decision in decisions if decision.removal is RemovalKind.PORTION]


def _kept(decisions: Sequence[Decision], *, reviewed: bool) -> list[Decision]:
    """Give what stays: what a reviewer opened, or all else."""
    wanted = (decision for decision in decisions if decision.removal is None)
    return [decision for decision in wanted if (decision.decided_by is DecidedBy.REVIEWER) is reviewed]


def _passages(decisions: Sequence[Decision], sheets: Sequence[Sheet]) -> list[Passage]:
    """Give the decisions' characters with the assumption that speaks of their portion."""
    grounds = {sheet.portion.address: sheet.assumption for sheet in sheets}
    return [Passage(decision.span, grounds.get(decision.portion or "", "")) for decision in decisions]


def _in_portions(runs: Sequence[Run], decisions: Sequence[Decision]) -> Iterator[tuple[Run, Span, str]]:
    """Cut runs into the stretches of text that they take from each portion: skeleton stays."""
    index = 0
    for run in runs:
        while decisions[index].span.end <= run.span.start:
            index += 1
        place = index
        while place < len(decisions) and decisions[place].span.start < run.span.end:
            here = decisions[place]
            if here.portion is not None and here.removal is None and SKELETON not in here.rules:
                part = intersect((here.span,), (run.span,))[0]
                yield run, part, here.portion
            place += 1


def _decision(
    matter: Matter,
    sheet: Sheet,
    span: Span,
    authorities: tuple[Authority, ...],
    settlements: Sequence[Settlement],
) -> Decision:
    """Decide on kept text that repeats withheld text."""
    hold = matter.policy.audience.lawful or not authorities
    before = Outcome(Action.WITHHOLD, (RUN,), authorities, hold=hold)
    entries = entries_on(settlements, (span,), matter.cable.text)
    ballot = Ballot((), (Vote(RUN, Action.WITHHOLD, authorities, protects=True, hold=True),))
    outcome = rule_on(ballot, Scene(matter, sheet.rest.facts), before, entries)
    kind = None if outcome.kept else RemovalKind.RUN
    return removal(span, sheet.portion, outcome, kind, "" if outcome.kept else "text")
