"""Refuse two release rules that may open the same text in ways that cannot be compared: decided by boxes.

Of several release rules the most open counts; where neither of two is the more open one, there is no answer.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Policy, Rule
    from redactor.policy.claims import Claims
    from redactor.policy.nodes import Problems
    from redactor.policy.questions import Board

Pair = tuple["Rule", "Rule"]


def check_overlaps(policy: Policy, problems: Problems) -> None:
    """Note each pair of release rules that may meet on one text, or that could not be shown not to."""
    pairs = tuple(pair for pair in itertools.combinations(policy.release, 2) if _incomparable(*pair))
    if not pairs:
        return
    for first, second in _meeting(policy, pairs):
        problems.put(
            Diagnostic(
                "RP214",
                f"`{first.id}` and `{second.id}` release the same text in ways that cannot be compared",
                second.place,
                help="make their conditions disjoint, or use the same action",
                second=first.place,
                second_label="the other rule",
            )
        )


def _incomparable(first: Rule, second: Rule) -> bool:
    comparable = first.action.at_most(second.action) or second.action.at_most(first.action)
    return not comparable and first.on_entity == second.on_entity


def _meeting(policy: Policy, pairs: tuple[Pair, ...]) -> Iterator[Pair]:
    """Give the pairs that meet; all of them where the rules are too entangled to tell."""
    from redactor.policy.boxes import GaveUpError, Work
    from redactor.policy.guarantees import conditions_of
    from redactor.policy.questions import lay_out
    from redactor.policy.space import Space

    space = Space(conditions_of(policy), Work())
    try:
        board = lay_out(space, policy)
        yield from [pair for pair in pairs if _meet(board, *pair)]
    except GaveUpError:
        yield from pairs


def _meet(board: Board, first: Rule, second: Rule) -> bool:
    """Say whether some text certainly fits both, in some reading of it."""
    every = (claims for held in board.stances for claims in (held.portion, held.finding))
    return any(_share(board, claims, first, second) for claims in every)


def _share(board: Board, claims: Claims, first: Rule, second: Rule) -> bool:
    from redactor.policy.boxes import meet_all

    regions = [claim.region for rule in (first, second) for claim in claims.opens if claim.rule == rule]
    if len(regions) != len((first, second)):
        return False
    both = meet_all(regions, board.space.work)
    return next(board.space.left(both, board.never), None) is not None
