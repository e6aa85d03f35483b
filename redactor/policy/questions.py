"""Questions about policies, answered by boxes: every answer is a case that breaks the property, or there is none.

A case found here is a case of the space. Whether it is one of the evaluator, `imagine` tries out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import Action, Fact, SectionKind
from redactor.policy.boxes import meet_all
from redactor.policy.claims import BEYOND_LABEL, Claims, Stance, closed, opened, stance
from redactor.policy.conditions import every_matcher
from redactor.policy.constraints import header_fields, impossible
from redactor.policy.firm import firm_claims
from redactor.policy.space import OWN, Reading, Side, Space, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.model import Condition, Policy
    from redactor.policy.boxes import Box
    from redactor.policy.order import Order
    from redactor.policy.space import Union


@dataclass(frozen=True, slots=True)
class Case:
    """Cases that break a property: all of `box`, for text read so, where a reader learns `fact`.

    `lower` are texts of which some are less strict by `order`, for `monotone`; `beside` is how the other
    policy reads the text, for a comparison.
    """

    box: Box
    reading: Reading
    on_entity: bool
    fact: Fact
    lower: Box | None = None
    order: Order | None = None
    beside: Reading = OWN


@dataclass(frozen=True, slots=True)
class Board:
    """A space with the policy laid out in it, once for each reading of text; `never` are impossible cases."""

    space: Space
    policy: Policy
    stances: tuple[Stance, ...]
    never: Union


def lay_out(space: Space, policy: Policy, conditions: Iterable[Condition] = ()) -> Board:
    """Lay a policy out in a space, with the axes of these conditions beside its own."""
    assumed = [Reading(assumption) for assumption in policy.assumptions]
    assumed += [Reading(one, confirmed=True) for one in policy.assumptions if one.level.classified]
    stances = tuple(stance(space, policy, reading) for reading in (OWN, *assumed))
    for condition in conditions:
        space.region(condition, _of(policy, condition), Side.POSSIBLE)
    return Board(space, policy, stances, impossible(space))


def on_entity(condition: Condition) -> bool:
    """Say whether a condition speaks of findings: it names an `entity`, as a rule would."""
    return any(matcher.name == "entity" for matcher in every_matcher(condition))


def _of(policy: Policy, condition: Condition) -> Speaker:
    """Let the policy speak the condition of text as it is marked: effective levels, nothing assumed."""
    return Speaker(policy, OWN, on_entity(condition))


# --- what is shown -------------------------------------------------------------------------------


def shown(board: Board, held: Stance, fact: Fact, within: Union, *, finding: bool) -> Iterator[Box]:
    """Give disjoint boxes, within others, in which a reader learns the fact.

    What is found is judged only in a portion that is kept; elsewhere its fate is the portion's.
    """
    if not finding:
        yield from of_claims(board, held.portion, fact, within)
        return
    space, inner = board.space, opened(board.space, held.finding, fact)
    kept = of_claims(board, held.portion, Fact.TEXT, within)
    parts = (part for box in kept for part in meet_all(((box,), inner), space.work))
    yield from space.left(parts, closed(held.finding, fact))
    yield from of_claims(board, _below_keep(held.portion), fact, within)


def of_claims(board: Board, claims: Claims, fact: Fact, within: Union) -> Iterator[Box]:
    """Give what release rules open of the fact and no protect rule closes."""
    space = board.space
    boxes = meet_all((within, opened(space, claims, fact)), space.work)
    yield from space.left(boxes, (*closed(claims, fact), *board.never))


def _below_keep(claims: Claims) -> Claims:
    """Give the rules that show a portion in part: what is found in it shares its fate."""
    return Claims(
        tuple(claim for claim in claims.opens if claim.rule.action is not Action.KEEP), claims.closes
    )


# --- never, always -------------------------------------------------------------------------------


def disclosures(
    board: Board, condition: Condition, most: Action, excepted: Iterable[str] = ()
) -> Iterator[Case]:
    """Give cases that possibly fit the condition and of which a reader learns more than `most` tells."""
    finding = on_entity(condition)
    wanted = board.space.region(condition, _of(board.policy, condition), Side.POSSIBLE)
    for held in _readings(board, excepted):
        within = _within(board, wanted, held)
        for fact in _distinct(held, (fact for fact in Fact if fact not in most.value)):
            for box in shown(board, held, fact, within, finding=finding):
                yield Case(box, held.reading, finding, fact)


def closures(board: Board, condition: Condition, excepted: Iterable[str] = ()) -> Iterator[Case]:
    """Give cases that certainly fit the condition and that some rule, or no rule, keeps from the reader."""
    finding = on_entity(condition)
    wanted = board.space.region(condition, _of(board.policy, condition), Side.CERTAIN)
    for held in _readings(board, excepted):
        within = _within(board, wanted, held)
        for claims in (held.portion, held.finding) if finding else (held.portion,):
            boxes = _hidden(board, claims, within)
            yield from (Case(box, held.reading, finding, Fact.TEXT) for box in boxes)


def _hidden(board: Board, claims: Claims, within: Union) -> Iterator[Box]:
    """Give what no release rule opens whole, and what a protect rule closes."""
    space = board.space
    yield from space.left(within, (*opened(space, claims, Fact.TEXT), *board.never))
    yield from space.left(meet_all((within, closed(claims, Fact.TEXT)), space.work), board.never)


def _readings(board: Board, excepted: Iterable[str]) -> Iterator[Stance]:
    """Give the policy in each reading but those of the excepted assumptions."""
    left_out = tuple(excepted)
    for held in board.stances:
        if held.reading.assumption is None or held.reading.assumption.id not in left_out:
            yield held


def _within(board: Board, wanted: Union, held: Stance) -> Union:
    """Give what is wanted of the text that this reading is about."""
    fields = header_fields(board.space, Speaker(board.policy, held.reading))
    return meet_all((wanted, fields), board.space.work)


def _distinct(held: Stance, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Leave out facts that the same rules open and close as one before."""
    seen = set()
    for fact in facts:
        label = fact in Action.LABEL.value
        rules = tuple(
            (claim.rule.id, fact in claim.rule.action.value)
            for claims in (held.portion, held.finding)
            for claim in (*claims.opens, *claims.closes)
        )
        if (label, rules) not in seen:
            seen.add((label, rules))
            yield fact


# --- monotone ------------------------------------------------------------------------------------


def openings(board: Board, order: Order, excepted: Iterable[str] = ()) -> Iterator[Case]:
    """Give cases that are disclosed although a less strict one is not; `order` says what is stricter."""
    questions = (
        (held, finding, fact)
        for held in _readings(board, excepted)
        for finding in (False, True)
        for fact in _distinct(held, BEYOND_LABEL)
    )
    for held, finding, fact in questions:
        for box, lower in _pairs(board, held, fact, order, finding=finding):
            yield Case(box, held.reading, finding, fact, lower, order)


def _pairs(
    board: Board, held: Stance, fact: Fact, order: Order, *, finding: bool
) -> Iterator[tuple[Box, Box]]:
    """Give disclosed cases, each with cases of which some are less strict and are not disclosed."""
    space = board.space
    fields = header_fields(space, Speaker(board.policy, held.reading))
    claims = held.finding if finding else held.portion
    opens, closes = opened(space, claims, fact), closed(claims, fact)
    for lower in _undisclosed(board, order, opens, closes):
        within = meet_all((fields, (order.up(lower),), opens), space.work)
        for left in space.left(within, (*closes, *board.never)):
            yield from ((box, lower) for box in _kept(board, held, left, finding=finding))


def _kept(board: Board, held: Stance, box: Box, *, finding: bool) -> Iterator[Box]:
    """Give the part of a box in which the portion is kept, where a finding is asked about."""
    return of_claims(board, held.portion, Fact.TEXT, (box,)) if finding else iter((box,))


def _undisclosed(board: Board, order: Order, opens: Union, closes: Union) -> Iterator[Box]:
    """Give cases that a rule closes, or that none opens although it opens a stricter one."""
    space = board.space
    yield from space.left((box for box in closes if order.up(box) != box), board.never)
    below = ((box, order.down(box)) for box in opens)
    yield from space.left((low for box, low in below if low != box), (*opens, *board.never))


# --- comparison ----------------------------------------------------------------------------------


def looser_cases(space: Space, stricter: Policy, looser: Policy) -> Iterator[Case]:
    """Give cases of which the first policy discloses something that the second does not certainly disclose."""
    first, second = lay_out(space, stricter), lay_out(space, looser)
    mine = Board(space, stricter, first.stances, impossible(space))
    questions = (
        (left, right, fact, finding)
        for left in mine.stances
        for right in second.stances
        for fact in BEYOND_LABEL
        for finding in (False, True)
    )
    for left, right, fact, finding in questions:
        for box in _looser(mine, left, right, fact, finding=finding):
            yield Case(box, left.reading, finding, fact, beside=right.reading)


def _looser(board: Board, left: Stance, right: Stance, fact: Fact, *, finding: bool) -> Iterator[Box]:
    """Give what the left shows of a fact and the right does not open, or closes, or leaves to a person."""
    space = board.space
    within = _read_so(space, left, right)
    opens, closes = firm_claims(space, right, fact, finding=finding)
    for box in shown(board, left, fact, within, finding=finding) if within else ():
        yield from space.left((box,), (*opens, *board.never))
        yield from space.left(meet_all(((box,), closes), space.work), board.never)


def _read_so(space: Space, left: Stance, right: Stance) -> Union:
    """Give the text that the two policies read in these two ways at once.

    A field that a policy has an assumption for is read by its mark only where the characters do not fit
    the field's grammar, and then both policies read them so.
    """
    fields = [header_fields(space, Speaker(held.policy, held.reading)) for held in (left, right)]
    for held, other in ((left, right), (right, left)):
        if held.reading.assumption is None and other.reading.assumption is not None:
            read = {kind for assumption in held.policy.assumptions for kind in assumption.sections}
            sections = space.axis(("section",), SectionKind)
            fields.append(space.where(sections, lambda cell, read=read: cell not in read))  # type: ignore[misc]
    return meet_all(fields, space.work)
