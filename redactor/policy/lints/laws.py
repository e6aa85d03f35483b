"""Questions about one rule among the others, by boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.boxes import meet_all
from redactor.policy.constraints import header_fields
from redactor.policy.space import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Rule
    from redactor.policy.claims import Claim, Stance
    from redactor.policy.questions import Board
    from redactor.policy.space import Union


def claims_of(board: Board, rule: Rule) -> Iterator[tuple[Stance, Claim]]:
    """Give what a rule says in each reading of the text."""
    for held in board.stances:
        for claims in (held.portion, held.finding):
            yield from ((held, claim) for claim in (*claims.opens, *claims.closes) if claim.rule == rule)


def within(board: Board, held: Stance, region: Union) -> Union:
    """Give the part of a region that this reading is about."""
    fields = header_fields(board.space, Speaker(board.policy, held.reading))
    return meet_all((region, fields), board.space.work)


def reached(board: Board, held: Stance, claim: Claim) -> bool:
    """Say whether some text lies in the region of a rule."""
    return next(board.space.left(within(board, held, claim.region), board.never), None) is not None
