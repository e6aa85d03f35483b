"""Guards: decisions tile the text, what they remove is removed once and for their reasons, replay agrees."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.model import Action, ReleaseState
from redactor.release.pieces import BLANK, QUIET
from redactor.release.replay import replay
from redactor.spans import intersect, subtract, tiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Decision, Redaction
    from redactor.release.guards.base import Case


def tiling(case: Case) -> None:
    """Refuse decisions that leave a character out, and removals that do not fit them."""
    decisions, redactions = case.verdict.decisions, case.release.redactions
    if not tiles((decision.span for decision in decisions), len(case.cable.text)):
        raise GuardError("tiling", "the decisions do not cover every character once")
    if any((item.removal is None) != (item.action is Action.KEEP and not item.hold) for item in decisions):
        raise GuardError("tiling", "a decision neither keeps nor removes")
    _in_order(redactions)
    text = case.cable.text
    gone = [redaction.span for redaction in redactions]
    removed = [decision.span for decision in decisions if decision.removal is not None]
    if any(span.of(text).strip(BLANK) for span in subtract(removed, gone)):
        raise GuardError("tiling", "a character that was to be removed lies in no removal")
    if not case.verdict.denied and any(span.of(text).strip(BLANK) for span in subtract(gone, removed)):
        raise GuardError("tiling", "a character that was to be kept lies in a removal")


def _in_order(redactions: Sequence[Redaction]) -> None:
    end = 0
    for number, redaction in enumerate(redactions, 1):
        if redaction.number != number or redaction.span.start < end or not len(redaction.span):
            raise GuardError(
                "tiling", f"removal {number} is out of order, empty or overlaps the one before it"
            )
        end = redaction.span.end


def reasons(case: Case) -> None:
    """Refuse a removal that lost a reason: each one's characters were all decided on as it says."""
    if case.verdict.denied:
        return
    decisions = case.verdict.decisions
    first = 0
    for redaction in case.release.redactions:
        while decisions[first].span.end <= redaction.span.start:
            first += 1
        index = first
        while index < len(decisions) and decisions[index].span.start < redaction.span.end:
            if not _kept_in(case.cable.text, redaction, decisions[index]):
                raise GuardError(
                    "reasons", f"removal {redaction.number} does not state every reason it was made for"
                )
            index += 1


def _kept_in(text: str, redaction: Redaction, decision: Decision) -> bool:
    """Say whether a removal stands for a decision; furniture and blanks may go along with any."""
    if decision.removal is None or decision.removal in QUIET:
        return True
    shared = intersect((decision.span,), (redaction.span,))
    if not any(span.of(text).strip(BLANK) for span in shared):
        return True
    return replace(decision, span=redaction.decision.span) == redaction.decision


def drafts(case: Case) -> None:
    """Refuse a copy that calls itself finished while a person still has to decide."""
    text = case.cable.text
    held = any(item.hold and item.span.of(text).strip(BLANK) for item in case.verdict.decisions)
    if held != (case.release.state is ReleaseState.DRAFT):
        raise GuardError("drafts", "the copy's state does not say whether a removal awaits a person")


def replayed(case: Case) -> None:
    """Refuse a release that its own record does not give back byte for byte."""
    own = [line for line in case.release.own if line.kind != "end"]
    head = case.data[: sum(line.length for line in own)].decode(errors="replace")
    if replay(case.cable.text, case.release.redactions, head) != case.release.text:
        raise GuardError("replay", "the release is not what its record gives")


def denied(case: Case) -> None:
    """Refuse a denied copy that holds anything but our own lines."""
    if not case.verdict.denied:
        return
    shown = any(redaction.replacement for redaction in case.release.redactions)
    whole = tiles((redaction.span for redaction in case.release.redactions), len(case.cable.text))
    if shown or not whole or sum(line.length for line in case.release.own) != len(case.data):
        raise GuardError("denied", "a denied copy would hold more than our own lines")
