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
from redactor.pipeline.decisions import (
    Bench,
    Settled,
    refuse_unmade,
    settle,
    settle_document,
    speaks_of,
    stale_targets,
)
from redactor.policy.confirming import findings_of, referred

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from redactor.detect import Detector
    from redactor.model import Cable, Finding, Policy, Redaction, Release, Settlement, Verdict
    from redactor.pipeline.decisions import Binder, Review, Stale
    from redactor.policy import Ground
    from redactor.view import View


@dataclass(frozen=True, slots=True)
class Prepared:
    """A cable with its view and findings: everything that is known before a policy speaks."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Computed:
    """One document under one policy, finished and guarded; `stale` are decisions that opened nothing.

    `spoken_of` says that the decisions are this document's, or that there are none.
    """

    prepared: Prepared
    verdict: Verdict
    redactions: tuple[Redaction, ...]
    release: Release
    stale: tuple[Stale, ...] = ()
    settlements: tuple[Settlement, ...] = field(default=(), repr=False)
    spoken_of: bool = True


def prepare(cable: Cable, detector: Detector | None, profile: str = "all") -> Prepared:
    """Build the view of a cable and find what stands in it, as a policy's `detect` says; no detector, no findings."""
    view = views.build(cable.text, furniture=cables.furniture(cable), blocks=cables.blocks(cable))
    findings = () if detector is None else detect.find(cable, view, detect.under(detector, profile))
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
    failed, PolicyError where a reviewer's decision cannot be carried out or would break a guarantee,
    GuardError where the finished release would leak.
    """
    bare = prepare(cable, None)
    bench = _bench(bare, policy, as_of, review, binder)
    known = _ground(bare, policy, as_of, _referrals(bench, bare))
    prepared = _detected(bare, policy, detector, known, reviewed=bench is not None)
    return finish(prepared, policy, as_of=as_of, review=review, binder=binder, known=known)


def finish(
    prepared: Prepared,
    policy: Policy,
    *,
    as_of: dt.date,
    review: Review | None = None,
    binder: Binder | None = None,
    known: Ground | None = None,
) -> Computed:
    """Decide, plan, render and guard a cable whose findings are known; raises as `compute` does.

    `known` is what rules say of its portions, where that was asked before.
    """
    cable = prepared.cable
    bench = _bench(prepared, policy, as_of, review, binder)
    settled = Settled() if bench is None else settle_document(bench, prepared.view)
    # Entries name the removals of the draft that they were taken on: it had no removal of a reviewer's yet.
    answered = tuple(one for one in settled.settlements if referred((one,)))
    verdict = _decide(prepared, policy, as_of, answered, known)
    redactions = releases.plan(cable, verdict)
    spoken_of = bench is None or speaks_of(bench, redactions)
    if bench is not None and spoken_of:
        refuse_unmade(bench, settled)
    prepared = replace(prepared, findings=(*prepared.findings, *findings_of(settled.settlements)))
    todo = len(settled.settlements) > len(answered)
    while bench is not None:
        # What a reviewer released may show what is on hold inside it, which the same file may settle.
        before, settled = settled, settle(bench, redactions, settled)
        if settled.fits == before.fits and not todo:
            break
        todo = False
        verdict = _decide(prepared, policy, as_of, settled.settlements)
        redactions = releases.plan(cable, verdict)
    release = releases.render(cable, policy, verdict, redactions)
    releases.guard(cable, prepared.view, prepared.findings, policy, verdict, release)
    stale = () if bench is None else stale_targets(bench, settled, verdict)
    return Computed(prepared, verdict, redactions, release, stale, settled.settlements, spoken_of)


def _bench(
    prepared: Prepared, policy: Policy, as_of: dt.date, review: Review | None, binder: Binder | None
) -> Bench | None:
    """Lay out what entries are bound under; None where nobody decided anything."""
    if review is None or binder is None:
        return None
    return Bench(review, prepared.cable, policy, as_of, binder)


def _referrals(bench: Bench | None, prepared: Prepared) -> tuple[Settlement, ...]:
    """Give the recorded results of a referral: without them a hard stop lets nothing be decided."""
    if bench is None:
        return ()
    return tuple(one for one in settle_document(bench, prepared.view).settlements if referred((one,)))


def _detected(
    bare: Prepared,
    policy: Policy,
    detector: Callable[[], Detector],
    known: Ground,
    *,
    reviewed: bool,
) -> Prepared:
    """Add what the detectors find, skipped only where nothing can be kept whatever is found (DESIGN.md 9).

    Findings only ever close text, so a cable that is denied without them is denied with them. One that
    is denied because it waits for a person, or on which a person has decided, may yet be opened.
    """
    if policy.detect == "none":
        return bare
    if not reviewed and not policies.may_show(known):
        before = known.searched.matter
        verdict = _decide(bare, policy, before.as_of, before.settlements, known)
        if verdict.denied and not any(item.hold for item in verdict.decisions):
            return bare
    return replace(bare, findings=detect.find(bare.cable, bare.view, detect.under(detector(), policy.detect)))


def _ground(bare: Prepared, policy: Policy, as_of: dt.date, settlements: tuple[Settlement, ...]) -> Ground:
    return policies.ground(
        bare.cable, bare.view, policy, as_of=as_of, settlements=settlements, role_of=detect.role_of
    )


def _decide(
    prepared: Prepared,
    policy: Policy,
    as_of: dt.date,
    settlements: tuple[Settlement, ...],
    known: Ground | None = None,
) -> Verdict:
    return policies.decide(
        prepared.cable,
        prepared.view,
        prepared.findings,
        policy,
        as_of=as_of,
        settlements=settlements,
        role_of=detect.role_of,
        known=known,
    )
