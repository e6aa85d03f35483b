"""What is settled already: a document that the log has a line on, under all that this run asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.audit import Alike
from redactor.errors import ExitCode, PolicyError, Refusal
from redactor.policy.decisions_file import parse_decisions

if TYPE_CHECKING:
    from redactor.audit import Standing, Store
    from redactor.pipeline.worker import Tools

_RELEASES = {"release": ExitCode.DONE, "draft": ExitCode.PERSON}
_REFUSALS = {
    Refusal.REFERRAL: ExitCode.PERSON,
    Refusal.GUARD: ExitCode.GUARD,
    Refusal.POLICY: ExitCode.POLICY,
}
# These say nothing of the document for good: a worker died, reading failed, a detector ran out of time.
_PASSING = frozenset({Refusal.INTERNAL, Refusal.IO, Refusal.DETECTOR})


class Settled:
    """Tells by the log which documents need no work."""

    def __init__(self, store: Store, tools: Tools) -> None:
        self._store, self._tools = store, tools
        self._documents: dict[int, str | None] = {}

    def code(self, standing: Standing | None, *, resumed: bool) -> ExitCode | None:
        """Give the exit code of a document that is settled, None where it is to be worked on.

        What this very run recorded is settled, whichever input it came from; of other runs only where the
        user resumes.
        """
        if standing is None or not standing.intact or standing.kind in _PASSING:
            return None
        if standing.run != self._store.number and not (resumed and self._holds(standing)):
            return None
        return exit_of(standing.kind)

    def _holds(self, standing: Standing) -> bool:
        """Say whether another run settled it as this one would: same policy and all, no other decision on it.

        What a reviewer finished stays finished where this run has no decision on it; a draft or a refusal
        that rests on decisions does not.
        """
        if standing.alike is Alike.DECISIONS:
            then = "" if standing.kind == "release" else self._spoken_of(standing.run)
            return then is not None and not {then, self._own()} & standing.names
        return standing.alike is Alike.SAME

    def _own(self) -> str:
        return "" if self._tools.review is None else self._tools.review.document

    def _spoken_of(self, run: int) -> str | None:
        """Name the document that a run's decisions speak of; None where nobody can tell."""
        if run not in self._documents:
            self._documents[run] = self._document(self._store.decisions_of(run))
        return self._documents[run]

    def _document(self, decisions: bytes | None) -> str | None:
        if decisions is None:
            return ""
        try:
            return parse_decisions(decisions, "decisions", self._tools.policy).document
        except PolicyError:
            return None


def exit_of(kind: str) -> ExitCode:
    """Give the exit code that a line of the log stands for: a release, a draft, or a refusal by its reason."""
    if kind in _RELEASES:
        return _RELEASES[kind]
    return _REFUSALS.get(Refusal(kind), ExitCode.REFUSED)
