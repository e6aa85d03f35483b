"""Guard: our own lines and markers keep to their closed grammar and stand where the release says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.model import AudienceKind, ReleaseState
from redactor.release import marker
from redactor.release import stamp as stamps
from redactor.release.guards.base import stretches
from redactor.release.pieces import QUIET

if TYPE_CHECKING:
    from redactor.model import Redaction
    from redactor.release.guards.base import Case


def own_lines(case: Case) -> None:
    """Refuse a line of ours that the grammar of stamps and banners does not know."""
    position = 0
    for line in case.release.own:
        start = len(case.data) - 1 if line.kind == "end" else position
        written = case.data[line.at : line.at + line.length]
        if line.at != start or not written.endswith(b"\n"):
            raise GuardError("own-lines", "a line of ours does not stand where the release says")
        if not stamps.keeps_grammar(line.kind, written[:-1].decode(errors="replace")):
            raise GuardError("own-lines", f"a line of kind {line.kind} does not keep to its grammar")
        position = line.at + line.length
    _first_lines(case)


def _first_lines(case: Case) -> None:
    """Refuse a copy without the lines that its audience and state call for, or with a stray one."""
    kinds = [line.kind for line in case.release.own if line.kind not in {"blank", "end"}]
    draft = case.release.state is ReleaseState.DRAFT
    public = case.policy.audience.kind is AudienceKind.PUBLIC
    expected = [["stamp", "banner"] if draft else ["banner", "stamp"]]
    if case.policy.audience.kind is AudienceKind.HOLDER:
        expected.append(["banner"])
    if public:
        expected += [[*lines, "struck"] for lines in list(expected)]
    if kinds not in expected:
        raise GuardError("own-lines", "the copy does not begin with the lines that its audience calls for")


def markers(case: Case) -> None:
    """Refuse a removal that is not shown by its own marker at its own place."""
    if len(case.release.places) != len(case.release.redactions):
        raise GuardError("markers", "a removal has no place in the release")
    for redaction, (at, length) in zip(case.release.redactions, case.release.places, strict=True):
        if case.data[at : at + length] != redaction.replacement.encode():
            raise GuardError("markers", f"removal {redaction.number} does not stand where the release says")
        if not case.verdict.denied and not _fits(redaction):
            raise GuardError("markers", f"removal {redaction.number} is not shown by the marker it calls for")


def places(case: Case) -> None:
    """Refuse a release whose kept text does not stand between its removals as it does in the original."""
    for _ in stretches(case):
        pass


def _fits(redaction: Redaction) -> bool:
    if redaction.decision.removal in QUIET:
        return redaction.replacement in {"", " "}
    written = marker.read_replacement(redaction.replacement)
    return written is not None and written == marker.of(redaction.decision)
