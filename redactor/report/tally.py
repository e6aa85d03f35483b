"""Counts what came of the inputs of a run; it holds no outcome, however many there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from redactor.errors import ExitCode
from redactor.model import ReleaseState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.pipeline import Outcome

# What became of a document, in the order of the summary.
FATES = ("full", "part", "denied", "held", "refused", "failed", "before")
_STATES: Mapping[ReleaseState, str] = {
    ReleaseState.FULL: "full",
    ReleaseState.PART: "part",
    ReleaseState.DENIED: "denied",
    ReleaseState.DRAFT: "held",
}
_CODES: Mapping[ExitCode, str] = {
    ExitCode.PERSON: "held",
    ExitCode.REFUSED: "refused",
    ExitCode.POLICY: "refused",
    ExitCode.GUARD: "refused",
}


def fate(outcome: Outcome) -> str:
    """Say what became of a document: `before` where an earlier run, or an input of the same bytes, settled it."""
    if outcome.before:
        return "before"
    if outcome.told is not None:
        return _STATES[outcome.told.state]
    return _CODES.get(outcome.exit_code, "failed")


class Tally:
    """The figures of a run, as far as it got."""

    def __init__(self) -> None:
        self.fates: Counter[str] = Counter()
        self.codes: Counter[ExitCode] = Counter()
        self.written = False

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.fates[fate(outcome)] += 1
        self.codes[outcome.exit_code] += 1
        self.written = self.written or outcome.path is not None

    @property
    def files(self) -> int:
        """Say how many inputs were counted."""
        return sum(self.codes.values())

    @property
    def held(self) -> bool:
        """Say whether anything awaits a person."""
        return ExitCode.PERSON in self.codes
