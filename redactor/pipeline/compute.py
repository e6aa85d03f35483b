"""The one path, pure: bytes -> cable -> view -> findings -> verdict -> redactions -> release.

There is no clock, no file and no secret here. What depends on custody, the commitments that bind a
reviewer's decision to a text, comes in as a function. The run that writes and `verify` that replays
are both built on `compute`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import cable as cables
from redactor import detect
from redactor import policy as policies
from redactor import release as releases
from redactor import view as views
from redactor.pipeline.decisions import Binder, Review, Settled, Stale, settle, stale_targets

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from redactor.detect import Detector
    from redactor.model import Cable, Finding, Policy, Redaction, Release, Settlement, Verdict
    from redactor.view import View


@dataclass(frozen=True, slots=True)
class Prepared:
    """A cable with its view and findings: everything that is known before a policy speaks."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """One document under one policy, finished and guarded; `stale` are decisions that opened nothing."""

    prepared: Prepared
    verdict: Verdict
    redactions: tuple[Redaction, ...]
    release: Release
    stale: tuple[Stale, ...] = ()
    settlements: tuple[Settlement, ...] = field(default=(), repr=False)


def prepare(cable: Cable, detector: Detector | None) -> Prepared:
    """Build the view of a cable and find what stands in it; no detector means no findings."""
    view = views.build(cable.text, furniture=cables.furniture(cable), blocks=cables.blocks(cable))
    findings = () if detector is None else detect.find(cable, view, detector)
    return Prepared(cable, view, findings)


def compute(
    cable: Cable,
    policy: Policy,
    detector: Callable[[], Detector],
    *,
    as_of: dt.date,
    review: Review | None = None,
    binder: Binder | None = None,
) -> Computed:
    """Decide, plan, render and guard one cable.

    Raises ReferralError where a hard stop stands in the cable, InputRefusedError where detection
    failed, GuardError where the finished release would leak.
    """
    prepared = _detect_where_needed(cable, policy, detector, as_of, reviewed=review is not None)
    return finish(prepared, policy, as_of=as_of, review=review, binder=binder)


def finish(
    prepared: Prepared,
    policy: Policy,
    *,
    as_of: dt.date,
    review: Review | None = None,
    binder: Binder | None = None,
) -> Computed:
    """Decide, plan, render and guard a cable whose findings are known; raises as `compute` does."""
    cable = prepared.cable
    verdict = _decide(prepared, policy, as_of, ())
    redactions = releases.plan(cable, verdict)
    settled = Settled()
    while review is not None and binder is not None:
        # What a reviewer released may show what is on hold inside it, which the same file may settle.
        more = settle(review, cable, redactions, binder, settled)
        if more == settled:
            break
        settled = more
        verdict = _decide(prepared, policy, as_of, settled.settlements)
        redactions = releases.plan(cable, verdict)
    release = releases.render(cable, policy, verdict, redactions)
    releases.guard(cable, prepared.view, prepared.findings, policy, verdict, release)
    stale = () if review is None else stale_targets(review, settled)
    return Computed(prepared, verdict, redactions, release, stale, settled.settlements)


def _detect_where_needed(
    cable: Cable, policy: Policy, detector: Callable[[], Detector], as_of: dt.date, *, reviewed: bool
) -> Prepared:
    """Skip detection only where nothing can be kept whatever is found (DESIGN.md 9).

    Findings only ever close text, so a cable that is denied without them is denied with them. One that
    is denied because it waits for a person, or on which a person has decided, may yet be opened.
    """
    bare = prepare(cable, None)
    if policy.detect == "none":
        return bare
    verdict = _decide(bare, policy, as_of, ())
    if verdict.denied and not reviewed and not any(item.hold for item in verdict.decisions):
        return bare
    return replace(bare, findings=detect.find(cable, bare.view, detector()))


def _decide(
    prepared: Prepared, policy: Policy, as_of: dt.date, settlements: tuple[Settlement, ...]
) -> Verdict:
    return policies.decide(
        prepared.cable,
        prepared.view,
        prepared.findings,
        policy,
        as_of=as_of,
        settlements=settlements,
        role_of=detect.role_of,
    )
