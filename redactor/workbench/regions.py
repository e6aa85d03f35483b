"""The regions of a policy: all cases that the same rules decide, found in the space that its conditions speak of.

Each region is shown by an imaginary cable that the evaluator decides so. One that no such cable confirms
asks nothing of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from redactor.model import Action, Fact
from redactor.policy.axes import Kind
from redactor.policy.boxes import EVERYTHING, GaveUpError, Work, meet, meet_all
from redactor.policy.ceilings import CEILING, DEFAULT_ENTITY, DEFAULT_PORTION, POSSIBLE_NAME, REVIEW
from redactor.policy.constraints import header_fields
from redactor.policy.imagine import imagine
from redactor.policy.questions import Board, Case, lay_out, shown
from redactor.policy.space import Space, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactor.model import Condition, Policy, Rule
    from redactor.policy.boxes import Box
    from redactor.policy.claims import Claim, Claims, Stance
    from redactor.policy.imagine import Told
    from redactor.policy.space import Union

MOST_WORK = 20_000_000
"""Comparisons of two boxes that all regions of one policy may take."""

_MOST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Region:
    """All text, or all findings in text that is shown, that these rules decide.

    `assumption` names the declared reading, empty for text as it is marked. `facts` describe one case.
    """

    on_entity: bool
    assumption: str
    rules: tuple[str, ...]
    facts: tuple[str, ...] = field(compare=False, default=())


@dataclass(frozen=True, slots=True)
class Map:
    """The regions of a policy, in a fixed order, and those that no imaginary cable confirms."""

    regions: tuple[Region, ...]
    unconfirmed: tuple[Region, ...] = ()


def regions(policy: Policy) -> Map | None:
    """Give the regions of a policy; None where finding them takes more work than it may."""
    space = Space(tuple(conditions(policy)), Work(MOST_WORK))
    try:
        return _mapped(lay_out(space, policy))
    except GaveUpError:
        return None


def conditions(policy: Policy) -> Iterator[Condition]:
    """Give every condition of a policy's rules."""
    for rule in (*policy.release, *policy.protect):
        yield rule.when
        if rule.unless is not None:
            yield rule.unless


def _mapped(board: Board) -> Map:
    found: dict[Region, bool] = {}
    for held in board.stances:
        fields = header_fields(board.space, Speaker(board.policy, held.reading))
        every = [part for box in fields for part in board.space.left((box,), board.never)]
        _add(found, board, held, _parts(board.space, held.portion, every), finding=False)
        if held.reading.assumption is None and board.policy.detect != "none":
            kept = list(shown(board, held, Fact.TEXT, (EVERYTHING,), finding=False))
            parts = _parts(board.space, held.finding, kept)
            _add(found, board, held, _asked(board, parts), finding=True)
    ordered = sorted(found, key=lambda region: (region.on_entity, region.assumption, region.rules))
    real, unreal = ([region for region in ordered if found[region] is there] for there in (True, False))
    return Map(tuple(real), tuple(unreal))


def _add(
    found: dict[Region, bool],
    board: Board,
    held: Stance,
    parts: Mapping[frozenset[str], Sequence[Box]],
    *,
    finding: bool,
) -> None:
    """Add the regions of one reading, each with the case that an imaginary cable confirms."""
    assumption = "" if held.reading.assumption is None else held.reading.assumption.id
    for matched, boxes in parts.items():
        rules, kept = _deciding(board.policy, matched, finding=finding)
        region = Region(finding, assumption, rules)
        if found.get(region):
            continue
        facts = _confirmed(board, held, boxes, rules, finding=finding, kept=kept)
        found.pop(region, None)
        found[Region(finding, assumption, rules, facts or ())] = facts is not None


def _parts(space: Space, claims: Claims, boxes: Iterable[Box]) -> Mapping[frozenset[str], list[Box]]:
    """Cut boxes by the rules that speak in them: each part holds what exactly these rules speak of."""
    parts: dict[frozenset[str], list[Box]] = {frozenset(): list(boxes)}
    for claim in (*claims.opens, *claims.closes):
        cut: dict[frozenset[str], list[Box]] = {}
        for matched, inside in parts.items():
            spoken, silent = _split(space, claim, inside)
            if spoken:
                cut.setdefault(matched | {claim.rule.id}, []).extend(spoken)
            if silent:
                cut.setdefault(matched, []).extend(silent)
        parts = cut
    return parts


def _asked(board: Board, parts: Mapping[frozenset[str], list[Box]]) -> Mapping[frozenset[str], list[Box]]:
    """Part possible names from all else where the policy leaves them to a person."""
    if board.policy.detect != REVIEW:
        return parts
    space = board.space
    found: dict[frozenset[str], list[Box]] = {}
    axis = space.single("entity")
    possible = space.where(axis, lambda cell: isinstance(cell, Kind) and cell.possible)
    for matched, boxes in parts.items():
        inside = list(meet_all((tuple(boxes), possible), space.work))
        rest = list(space.left(boxes, possible))
        found |= {
            names: part for names, part in ((matched | {POSSIBLE_NAME}, inside), (matched, rest)) if part
        }
    return found


def _split(space: Space, claim: Claim, boxes: list[Box]) -> tuple[list[Box], list[Box]]:
    """Part boxes into what a rule speaks of, and what it does not."""
    spoken: list[Box] = []
    rest = boxes
    for cut in claim.region:
        space.work.spend(len(rest))
        spoken += [both for box in rest if (both := meet(box, cut)) is not None]
        rest = list(space.left(rest, (cut,)))
    return spoken, rest


def _deciding(policy: Policy, matched: frozenset[str], *, finding: bool) -> tuple[tuple[str, ...], bool]:
    """Give the rules that the evaluator would name, and whether all is shown (as ceilings and settle do)."""
    releases = [rule for rule in policy.release if rule.id in matched]
    votes = [rule.id for rule in policy.protect if rule.id in matched]
    top = [rule for rule in releases if not any(_below(rule, other) for other in releases)]
    if not top:
        votes.append(DEFAULT_ENTITY if finding else DEFAULT_PORTION)
    elif top[0].action is not Action.KEEP:
        votes += [CEILING + rule.id for rule in top]
    elif not votes:
        return tuple(sorted(rule.id for rule in top)), True
    if POSSIBLE_NAME in matched:
        votes.append(POSSIBLE_NAME)
    return tuple(sorted(votes)), False


def _below(rule: Rule, other: Rule) -> bool:
    return rule.action.value < other.action.value


def _confirmed(
    board: Board,
    held: Stance,
    boxes: Union | Sequence[Box],
    rules: tuple[str, ...],
    *,
    finding: bool,
    kept: bool,
) -> tuple[str, ...] | None:
    """Give the facts of an imaginary text that the evaluator decides so; None where none is found."""

    def fits(told: Told, _beside: Told | None) -> bool:
        if kept:
            return told.action is Action.KEEP
        return told.action is not Action.KEEP and set(rules) == set(told.rules)

    for box in islice(boxes, _MOST_TRIES):
        case = Case(box, held.reading, finding, Fact.TEXT)
        imagined = imagine(board.space, case, (board.policy,), fits)
        if imagined is not None:
            return imagined.facts
    return None
