"""The banner, computed anew from what a copy still shows, and the old one that it replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.types import Level, Marking
from redactor.markings.vocabulary import disseminates
from redactor.model import AudienceKind
from redactor.release.pieces import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Cable, Decision, Policy, Portion, Verdict

SKELETON = "skeleton"


def banner(cable: Cable, policy: Policy, verdict: Verdict) -> str:
    """Give the banner of what is still shown: labels, numbers and marks aside."""
    shown = [] if verdict.denied else list(_shown(cable, policy, verdict))
    marking = markings.roll_up(shown, date=cable.date)
    if policy.audience.kind is AudienceKind.STAFF:
        return markings.staff_banner_text(marking)
    return markings.banner_text(marking)


def old_banner(cable: Cable) -> str:
    """Give the original's banner as level and dissemination controls only.

    That it held a compartment, or what a foreign government said, is not repeated.
    """
    marking = cable.marking
    told = frozenset(code for code in marking.controls if disseminates(code))
    return markings.banner_text(Marking(marking.level, marking.known, told, marking.foreign))


def _shown(cable: Cable, policy: Policy, verdict: Verdict) -> Iterator[Marking]:
    """Give the marking of each run of shown text, with the captions where they reach a banner.

    Text that an assumption opened has the marking which that assumption reads it as.
    """
    portions = {portion.address: portion for portion in cable.portions}
    reached = Level.C if policy.captions_reach == "classified" else Level.SBU
    for decision in verdict.decisions:
        if _body(cable, decision):
            marking = _own(portions.get(decision.portion or ""), decision)
            yield markings.join(marking, cable.captions) if marking.level >= reached else marking


def _own(portion: Portion | None, decision: Decision) -> Marking:
    """Give the marking of a decision's text without the captions, unless its level is another by now."""
    if portion is not None and portion.own is not None and portion.own.level == decision.marking.level:
        return portion.own
    return decision.marking


def _body(cable: Cable, decision: Decision) -> bool:
    """Say whether a decision shows text that is neither skeleton nor blank."""
    if decision.removal is not None or SKELETON in decision.rules:
        return False
    return bool(decision.span.of(cable.text).strip(BLANK))
