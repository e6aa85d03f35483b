"""Whether a weakened policy shows anything more: decided over all cases, for every fact a reader may learn."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from redactor.model import Fact
from redactor.policy.boxes import GaveUpError, Work, meet_all
from redactor.policy.claims import applies
from redactor.policy.constraints import header_fields, impossible
from redactor.policy.firm import firm_claims, firm_labels
from redactor.policy.imagine import imagine
from redactor.policy.questions import Board, Case, lay_out, shown
from redactor.policy.space import Side, Space, Speaker
from redactor.workbench.regions import MOST_WORK, conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Policy
    from redactor.policy.boxes import Box
    from redactor.policy.claims import Claim, Stance
    from redactor.policy.imagine import Imagined, Told
    from redactor.policy.space import Union

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
        changed = meet_all((within, _changed(space, left, right, finding=finding)), space.work)
        for box in shown(mine, left, fact, changed, finding=finding) if changed else ():
            yield from (
                Case(more, left.reading, finding, fact, beside=right.reading)
                for more in _left_to_a_person(space, right, box, fact, finding=finding)
            )


def _left_to_a_person(space: Space, right: Stance, box: Box, fact: Fact, *, finding: bool) -> Iterator[Box]:
    """Give what of a box the policy does not show for certain: without the weakened rule nobody may be asked."""
    opens, closes = firm_claims(space, right, fact, finding=finding)
    labels = firm_labels(space, right, fact) if finding else ()
    yield from space.left((box,), (*opens, *labels))
    yield from meet_all(((box,), closes), space.work)


def _changed(space: Space, left: Stance, right: Stance, *, finding: bool) -> Union:
    """Give where the weakened rule speaks otherwise than the rule in whose place it stands."""
    mine, theirs = (held.finding if finding else held.portion for held in (left, right))
    return tuple(
        box
        for ours, others in ((mine.opens, theirs.opens), (mine.closes, theirs.closes))
        for one, other in _differing(ours, others)
        for box in _apart(space, one, other, (left, right), finding=finding)
    )


def _differing(ours: Sequence[Claim], others: Sequence[Claim]) -> Iterator[tuple[Claim | None, Claim]]:
    """Pair the claims of a rule that is not the same in both; the weaker policy may not have it."""
    known = {claim.rule.id: claim for claim in ours}
    for other in others:
        one = known.get(other.rule.id)
        if one is None or one.rule != other.rule:
            yield one, other


def _apart(
    space: Space, one: Claim | None, other: Claim, stances: tuple[Stance, Stance], *, finding: bool
) -> Union:
    """Give where one of two rules speaks and the other does not, or not as certainly; all where they do otherwise."""
    if one is None or one.rule.action is not other.rule.action:
        return (*(() if one is None else one.region), *other.region)
    regions = [(one.region, other.region)]
    if one.rule.verb == "protect":
        first, second = (
            applies(space, claim.rule, Speaker(held.policy, held.reading, finding), Side.CERTAIN)
            for claim, held in zip((one, other), stances, strict=True)
        )
        regions.append((first, second))
    return tuple(
        box
        for first, second in regions
        for left, right in ((first, second), (second, first))
        for box in space.left(left, right)
    )
