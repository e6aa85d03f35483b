"""Decide what a policy guarantees, and whether one policy is at least as strict as another: exactly, or loudly not.

The space is finite, so a property holds of all its cases or some case breaks it. Such a case is built as an
imaginary cable and decided by the evaluator before anybody sees it. Where the work runs out, or no cable
confirms a case, the question is undecided, and undecided counts as broken.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.model import Action, Fact
from redactor.policy.boxes import MOST_WORK, GaveUpError, Work
from redactor.policy.order import Order
from redactor.policy.questions import closures, disclosures, lay_out, looser_cases, openings
from redactor.policy.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from redactor.model import Condition, Guarantee, Policy
    from redactor.policy.imagine import Imagined, Told
    from redactor.policy.questions import Board, Case

TOO_MUCH = "it takes more work than a load may take"

# How much a policy's `detect` closes; `none` is no value here: the claims themselves show what it would have found.
_FINDS = MappingProxyType({"all": 0, "strict": 1, "review": 2})
_LESS = MappingProxyType(
    {
        "strict": "the second looks for more names than the first does",
        "review": "the second leaves possible names to a person, and the first does not",
    }
)

MOST_CASES = 24
"""Cases that are tried out before a question is left undecided."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The property holds; `rests_on` are the assumptions without which it would not, or not be proved."""

    steps: int
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counterexample:
    """The property does not hold: the evaluator itself shows what it should not of this imaginary cable."""

    imagined: Imagined


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither was found; counts as broken."""

    why: str


Answer = Proof | Counterexample | Undecided


def decide(
    policy: Policy, guarantee: Guarantee, other: Policy | None = None, *, most: int = MOST_WORK
) -> Answer:
    """Decide one guarantee of a policy; `other` is the policy that a `stricter_than` names."""
    if guarantee.kind == "stricter_than":
        return (
            Undecided("the other policy is missing") if other is None else compare(policy, other, most=most)
        )
    try:
        return decide_on(board_of(policy, (guarantee,), most=most), guarantee, most=most)
    except GaveUpError:
        return Undecided(TOO_MUCH)


def board_of(policy: Policy, guarantees: Iterable[Guarantee], *, most: int = MOST_WORK) -> Board:
    """Lay a policy out for all its guarantees at once. Raises GaveUpError where that is too much work."""
    conditions = tuple(guarantee.condition for guarantee in guarantees)
    return lay_out(_space((policy,), conditions, most), policy, conditions)


def decide_on(board: Board, guarantee: Guarantee, *, most: int = MOST_WORK) -> Answer:
    """Decide one guarantee of a policy that is laid out for it."""
    cases = _cases(board, guarantee, guarantee.except_assumptions)
    answer = _answer(board.space, (board.policy,), most, cases, _breaks(guarantee))
    if not isinstance(answer, Proof):
        return answer
    needed = (name for name in guarantee.except_assumptions if _rests(board, guarantee, name, most))
    return Proof(answer.steps, tuple(needed))


def compare(stricter: Policy, looser: Policy, *, most: int = MOST_WORK) -> Answer:
    """Decide whether the first policy is at least as strict as the second, whatever the cable.

    It is where a reader of the first never learns more of a text, beyond its kind, than one of the second.
    """
    if stricter.captions_reach != looser.captions_reach:
        return Undecided("the two let captions reach different portions")
    if "none" not in {stricter.detect, looser.detect} and _FINDS[stricter.detect] < _FINDS[looser.detect]:
        return Undecided(_LESS[looser.detect])
    if finer(stricter, looser):
        return Undecided("the first may show a date or the end of a number finer than the second does")
    space = _space((stricter, looser), (), most)
    return _answer(space, (stricter, looser), most, looser_cases(space, stricter, looser), _tells_more)


def finer(first: Policy, second: Policy) -> bool:
    """Say whether the first shows coarser values or masks finer than the second; the space has one of each."""
    return first.mask_last > second.mask_last or (first.coarse_date, second.coarse_date) == ("month", "year")


def _rests(board: Board, guarantee: Guarantee, name: str, most: int) -> bool:
    """Say whether the guarantee is not proved unless what this assumption opens is left out."""
    excepted = tuple(other for other in guarantee.except_assumptions if other != name)
    board.space.work = Work(most)
    try:
        return next(_cases(board, guarantee, excepted), None) is not None
    except GaveUpError:
        return True


def _cases(board: Board, guarantee: Guarantee, excepted: tuple[str, ...]) -> Iterator[Case]:
    """Give the cases that break a guarantee about one policy."""
    match guarantee.kind:
        case "never":
            return disclosures(board, guarantee.condition, guarantee.action, excepted)
        case "always":
            return closures(board, guarantee.condition, excepted)
        case _:
            return openings(board, Order(board.space, guarantee.axes), excepted)


def _answer(
    space: Space,
    policies: tuple[Policy, ...],
    most: int,
    cases: Iterator[Case],
    breaks: Callable[[Told, Told | None], bool],
) -> Answer:
    """Look for a case, and try out what is found."""
    space.work = Work(most)
    tried: list[Case] = []
    try:
        for case in islice(cases, MOST_CASES):
            tried.append(case)
            imagined = _imagined(space, case, policies, breaks)
            if imagined is not None:
                return Counterexample(imagined)
    except GaveUpError:
        return Undecided(TOO_MUCH)
    if tried:
        return Undecided(f"no imaginary cable confirms the case of {_told_of(space, tried[0])}")
    return Proof(most - space.work.left)


def _told_of(space: Space, case: Case) -> str:
    """Say what is true of a case that was found."""
    from redactor.policy.imagine import describe, pick

    return ", ".join(describe(space, case.box, pick(space, case.box))) or "any text"


def _imagined(
    space: Space, case: Case, policies: tuple[Policy, ...], breaks: Callable[[Told, Told | None], bool]
) -> Imagined | None:
    """Try a case out; the evaluator is not needed before one is found."""
    from redactor.policy.imagine import imagine

    return imagine(space, case, policies, breaks)


def _space(policies: tuple[Policy, ...], extra: tuple[Condition, ...], most: int) -> Space:
    """Make the space that these policies and conditions speak of."""
    spoken = (condition for policy in policies for condition in conditions_of(policy))
    return Space((*extra, *spoken), Work(most))


def conditions_of(policy: Policy) -> Iterator[Condition]:
    """Give every condition of a policy's rules."""
    for rule in (*policy.release, *policy.protect):
        yield rule.when
        if rule.unless is not None:
            yield rule.unless


# --- what breaks a property, in the evaluator's own words ----------------------------------------


def _breaks(guarantee: Guarantee) -> Callable[[Told, Told | None], bool]:
    """Give what the evaluator must say of a text so that it breaks the guarantee."""
    match guarantee.kind:
        case "never":
            return lambda told, _: not told.action.at_most(guarantee.action)
        case "always":
            return lambda told, _: told.action is not Action.KEEP
        case _:
            return _tells_more


def _tells_more(told: Told, beside: Told | None) -> bool:
    """Say whether a reader learns more of the first than of the second, beyond its kind."""
    learnt = frozenset[Fact]() if beside is None else beside.action.value
    return not told.action.value - Action.LABEL.value <= learnt
