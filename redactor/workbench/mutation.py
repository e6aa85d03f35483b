"""Weaken each rule of a policy in turn: a test or a guarantee must notice, or nothing may have changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic
from redactor.workbench.trial import attempt
from redactor.workbench.weakening import Mutant, mutants

if TYPE_CHECKING:
    from redactor.workbench.bench import Laid


class Fate(StrEnum):
    """What became of a mutant."""

    TEST = "a test noticed"
    GUARANTEE = "a guarantee noticed"
    EQUIVALENT = "nothing changes: proved"
    SURVIVED = "nobody noticed"


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant and its fate; `by` names the test or the guarantee that noticed."""

    mutant: Mutant
    fate: Fate
    by: str = ""

    @property
    def diagnostic(self) -> Diagnostic:
        """Say of a survivor where it is and what test would notice it."""
        rule = self.mutant.rule
        help_ = f"write a test in which `[[{rule}: ...]]`, or text that stays, changes with that"
        message = f"`{rule}` {self.mutant.how} passes every test"
        return Diagnostic("RT401", message, self.mutant.place, label="weakened here", help=help_)


def mutate(laid: Laid) -> tuple[Tried, ...]:
    """Try every mutant of a suite's policy. The tests must pass under the policy itself."""
    by_settings = {id(stand.policy): mutants(stand.policy) for stand in laid.stands}
    return tuple(
        _tried(laid, mutant, index, by_settings) for index, mutant in enumerate(mutants(laid.policy))
    )


def _tried(laid: Laid, mutant: Mutant, index: int, by_settings: dict[int, tuple[Mutant, ...]]) -> Tried:
    """Find out who notices a mutant."""
    for stand in laid.stands:
        weaker = by_settings[id(stand.policy)][index].policy
        if not attempt(stand.ready, weaker).passed:
            return Tried(mutant, Fate.TEST, stand.ready.test.name)
    return Tried(mutant, Fate.SURVIVED)
