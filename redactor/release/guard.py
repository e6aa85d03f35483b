"""The last door: every guard over the finished bytes, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.release.guards.base import Case
from redactor.release.guards.characters import characters
from redactor.release.guards.entities import entities
from redactor.release.guards.grammar import markers, own_lines, places
from redactor.release.guards.record import denied, drafts, reasons, replayed, tiling
from redactor.release.guards.runs import runs
from redactor.release.guards.written import written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.model import Cable, Finding, Policy, Release, Verdict
    from redactor.release.guards.base import Guard
    from redactor.view import View

GUARDS: Mapping[str, Guard] = {
    "characters": characters,
    "tiling": tiling,
    "reasons": reasons,
    "drafts": drafts,
    "own-lines": own_lines,
    "replay": replayed,
    "markers": markers,
    "places": places,
    "denied": denied,
    "entities": entities,
    "runs": runs,
    "written": written,
}
"""Every guard in the order in which they run: those on what is kept rest on those on the record."""


def guard(
    cable: Cable,
    view: View,
    findings: tuple[Finding, ...],
    policy: Policy,
    verdict: Verdict,
    release: Release,
) -> None:
    """Let a finished release pass, or raise GuardError; there is no warning in between."""
    try:
        data = release.text.encode()
    except UnicodeEncodeError:
        raise GuardError("characters", "a character that has no UTF-8 form would be released") from None
    case = Case(cable, view, findings, policy, verdict, release, data)
    for check in GUARDS.values():
        check(case)
