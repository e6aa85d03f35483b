"""Whether a weakened policy shows anything more: decided over all cases, for every fact a reader may learn."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from redactor.model import Fact
from redactor.policy.boxes import GaveUpError, Work
from redactor.policy.constraints import header_fields, impossible
from redactor.policy.imagine import imagine
from redactor.policy.questions import Board, Case, lay_out, shown
from redactor.policy.space import Space, Speaker
from redactor.workbench.regions import MOST_WORK, conditions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Policy
    from redactor.policy.imagine import Imagined, Told

_MOST_CASES = 16


class UndecidedError(Exception):
    """Finding out took more work than it may."""


def shows_more(weaker: Policy, policy: Policy) -> bool:
    """Say whether the weaker policy lets a reader learn any fact of any text that the other does not.

    Raises UndecidedError where that takes too much work.
    """
    space = _space(weaker, policy)
    try:
        return next(_cases(space, weaker, policy), None) is not None
    except GaveUpError:
        raise UndecidedError from None


def shown_case(weaker: Policy, policy: Policy) -> Imagined | None:
    """Give an imaginary text of which the evaluator shows more under the weaker policy; None where none is found."""

    def differs(told: Told, beside: Told | None) -> bool:
        return beside is not None and not told.action.at_most(beside.action)

    space = _space(weaker, policy)
    try:
        for case in islice(_cases(space, weaker, policy), _MOST_CASES):
            imagined = imagine(space, case, (weaker, policy), differs)
            if imagined is not None:
                return imagined
    except GaveUpError:
        pass
    return None


def _space(*policies: Policy) -> Space:
    return Space(tuple(condition for policy in policies for condition in conditions(policy)), Work(MOST_WORK))


def _cases(space: Space, weaker: Policy, policy: Policy) -> Iterator[Case]:
    """Give cases of which the weaker policy tells a fact that the other does not.

    A weakened policy has the other's assumptions, so both read every text alike.
    """
    first, second = lay_out(space, weaker), lay_out(space, policy)
    never = impossible(space)
    mine, theirs = (Board(space, board.policy, board.stances, never) for board in (first, second))
    questions = (
        (left, right, fact, finding)
        for left, right in zip(mine.stances, theirs.stances, strict=True)
        for fact in Fact
        for finding in (False, True)
    )
    for left, right, fact, finding in questions:
        within = header_fields(space, Speaker(weaker, left.reading))
        known = tuple(shown(theirs, right, fact, within, finding=finding))
        for more in space.left(shown(mine, left, fact, within, finding=finding), known):
            yield Case(more, left.reading, finding, fact, beside=right.reading)
