"""Weaken each rule of a policy in turn: a test or a guarantee must notice, or nothing may have changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic
from redactor.policy.guarantees import Proof
from redactor.policy.nodes import Problems
from redactor.policy.proving import decide_all
from redactor.workbench.looser import UndecidedError, shown_case, shows_more
from redactor.workbench.trial import attempt
from redactor.workbench.weakening import Mutant, mutants

if TYPE_CHECKING:
    from redactor.model import Policy
    from redactor.policy.imagine import Imagined, Told
    from redactor.workbench.bench import Laid


class Fate(StrEnum):
    """What became of a mutant."""

    TEST = "a test noticed"
    GUARANTEE = "a guarantee noticed"
    EQUIVALENT = "proved to show nothing more"
    SURVIVED = "nobody noticed"


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and its fate; `by` names the test or the guarantee that noticed.

    `case` is an imaginary text of which a survivor shows more, where one was found.
    """

    mutant: Mutant
    fate: Fate
    by: str = ""
    case: Imagined | None = None

    @property
    def diagnostic(self) -> Diagnostic:
        """Say of a survivor where it is and what test would notice it."""
        rule, case = self.mutant.rule, self.case
        if case is None or case.beside is None:
            help_ = (
                f"name the action in a test of it, as `[[{rule} ACTION: ...]]`, or let it decide alone in one"
            )
        else:
            facts, was = ", ".join(case.facts), _done(case.beside)
            help_ = f"test text with these facts: {facts}; {was} becomes {_done(case.told)}"
        message = f"`{rule}` {self.mutant.how} passes every test"
        return Diagnostic("RT401", message, self.mutant.place, label="weakened here", help=help_)


def _done(told: Told) -> str:
    return f"`{'hold' if told.hold else told.action.name.lower()}` by {', '.join(told.rules)}"


def mutate(laid: Laid) -> tuple[Tried, ...]:
    """Try every mutant of a suite's policy. The tests must pass under the policy itself.

    What the rules of a base do is for the base's own tests to notice.
    """
    by_settings = {id(stand.policy): mutants(stand.policy) for stand in laid.stands}
    return tuple(
        _tried(laid, mutant, index, by_settings)
        for index, mutant in enumerate(mutants(laid.policy))
        if laid.own(mutant.rule)
    )


def _tried(laid: Laid, mutant: Mutant, index: int, by_settings: dict[int, tuple[Mutant, ...]]) -> Tried:
    """Find out who notices a mutant: a test, a guarantee, or nobody because it shows nothing more."""
    for stand in laid.stands:
        weaker = by_settings[id(stand.policy)][index].policy
        if not attempt(stand.ready, weaker).passed:
            return Tried(mutant, Fate.TEST, stand.ready.test.name)
    guarantee = _broken(laid, mutant.policy)
    if guarantee:
        return Tried(mutant, Fate.GUARANTEE, guarantee)
    if not mutant.holds and _equivalent(mutant.policy, laid.policy):
        return Tried(mutant, Fate.EQUIVALENT)
    return Tried(mutant, Fate.SURVIVED, case=shown_case(mutant.policy, laid.policy))


def _broken(laid: Laid, weaker: Policy) -> str:
    """Give the first guarantee that does not hold of a mutant; what is not decided does not hold."""
    promises = decide_all(weaker, laid.other_of, Problems())
    return next((one.guarantee.id for one in promises if not isinstance(one.answer, Proof)), "")


def _equivalent(weaker: Policy, policy: Policy) -> bool:
    """Say whether it is proved that a mutant shows nothing more."""
    try:
        return not shows_more(weaker, policy)
    except UndecidedError:
        return False
