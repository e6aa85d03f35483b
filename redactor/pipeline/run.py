"""A run: read each input once, compute its release, write custody, record and release, tell what came of it."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import audit, detect, files
from redactor import cable as cables
from redactor import policy as policies
from redactor import release as releases
from redactor.errors import (
    Diagnostic,
    ExitCode,
    GuardError,
    InputRefusedError,
    Place,
    PolicyError,
    RedactorError,
    Refusal,
    UsageError,
)
from redactor.model import Action, ReleaseState
from redactor.pipeline.compute import Computed, compute
from redactor.pipeline.decisions import Binder, Review, Stale, refuse_future
from redactor.policy.decisions_file import parse_decisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactor.audit import Source, Store
    from redactor.detect import Detector
    from redactor.model import Cable, Policy, Redaction, Release, Verdict

STANDARD = Path("-")
# Reproducible builds set this to fix every clock; one run line is the only place that has a time.
EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What the user asked for; `out` is `-` for standard output, `as_of` None for today (UTC).

    `listed` are the inputs that a folder gave and nobody named: a link among them is not followed.
    """

    policy: str
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    out: Path | None = None
    custody: Path | None = None
    audit: Path | None = None
    as_of: dt.date | None = None
    decisions: Path | None = None
    nlp: str | None = None
    formats: tuple[str, ...] = ("text",)
    check: bool = False
    supersede: bool = False
    unproved: bool = False
    max_bytes: int = files.INPUT_LIMIT
    codec: str = "utf-8"
    now: dt.datetime | None = None
    listed: frozenset[Path] = frozenset()
    sign: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input: a release and where it lies, or the error that stopped it."""

    source: str
    exit_code: ExitCode
    document: str | None = None
    release: Release | None = None
    verdict: Verdict | None = None
    path: Path | None = None
    error: RedactorError | None = None
    detector_summary: str = ""
    stale: tuple[Stale, ...] = ()


@dataclass(frozen=True, slots=True)
class _Bench:
    """What one run holds for all its documents."""

    request: RunRequest
    policy: Policy
    as_of: dt.date
    detector: Detector
    review: Review | None
    decisions: bytes | None = field(repr=False)
    alone: bool = True

    @property
    def names(self) -> str:
        """Say how names were looked for."""
        return detect.summary(self.detector)


def read_cable(path: Path, *, max_bytes: int, codec: str, follow: bool = True) -> Cable:
    """Read one cable from a path or, for `-`, from standard input; raises InputRefusedError.

    A link is one where `follow` is false.
    """
    return cables.read(_read_bytes(path, max_bytes, follow=follow), codec=codec, max_bytes=max_bytes)


def run(request: RunRequest, inputs: Sequence[Path]) -> Iterator[Outcome]:
    """Redact each input and yield what came of it, in order.

    Raises PolicyError and UsageError before anything is read; from then on an error is an outcome.
    """
    bench = replace(_bench(request), alone=len(inputs) == 1)
    if request.check:
        for path in inputs:
            yield _checked(bench, path)
        return
    place = audit.destination(
        None if request.out == STANDARD else request.out, audit=request.audit, custody=request.custody
    )
    real = [path for path in inputs if path != STANDARD]
    clock = _clock(request)
    with audit.open_store(
        place, _run_info(bench), inputs=real, supersede=request.supersede, clock=clock
    ) as store:
        for path in inputs:
            yield _redacted(bench, store, path)


def _bench(request: RunRequest) -> _Bench:
    as_of = request.as_of or _clock(request)().date()
    policy = policies.load(request.policy, request.settings, unproved=request.unproved, today=as_of)
    decisions = None if request.decisions is None else _decisions_bytes(request.decisions)
    review = None
    if decisions is not None:
        read = parse_decisions(decisions, str(request.decisions), policy)
        review = Review(read.document, read.entries, read.edition)
        refuse_future(review, _clock(request)().date())
    return _Bench(request, policy, as_of, detect.load(request.nlp), review, decisions)


def _decisions_bytes(path: Path) -> bytes:
    data = files.try_read(path)
    if isinstance(data, bytes):
        return data
    raise UsageError(f"{path}: {data.value}", help="--decisions takes the file that `redactor review` wrote")


def clock() -> audit.Clock:
    """Give what tells the time: the system, or the fixed moment that the environment sets."""
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return audit.utc_now
    try:
        fixed = dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{EPOCH} must be a number of seconds since 1970") from None
    return lambda: fixed


def _clock(request: RunRequest) -> audit.Clock:
    now = request.now
    return clock() if now is None else lambda: now


def _run_info(bench: _Bench) -> audit.RunInfo:
    request = bench.request
    identity = () if bench.policy.detect == "none" else detect.identity(bench.detector)
    return audit.RunInfo(
        bench.policy,
        bench.as_of,
        detectors=(*identity, *policies.identity(bench.policy)),
        settings=request.settings,
        decisions=bench.decisions,
        decisions_name=None if request.decisions is None else request.decisions.name,
        options={
            "codec": request.codec,
            "nlp": request.nlp or "",
            "max_bytes": str(request.max_bytes),
            # For the next command that `redactor review` prints; a replay is told its policy.
            "policy": request.policy,
            "formats": ",".join(request.formats),
        },
        unproved=request.unproved,
        signer=audit.configured(request.sign),
    )


def _read_bytes(path: Path, limit: int, *, follow: bool = True) -> bytes:
    if path == STANDARD:
        return files.read_stdin(limit=limit)
    return files.read_input(path, limit=limit, follow=follow)


# --- one document ------------------------------------------------------------------------------


def _checked(bench: _Bench, path: Path) -> Outcome:
    """Compute without writing: DIFFERS where anything would be withheld."""
    try:
        request = bench.request
        follow = path not in request.listed
        cable = read_cable(path, max_bytes=request.max_bytes, codec=request.codec, follow=follow)
        done = compute(cable, bench.policy, lambda: bench.detector, as_of=bench.as_of)
    except RedactorError as error:
        return _failed(bench, path, error)
    withheld = any(_counts(item) for item in done.redactions)
    code = ExitCode.DIFFERS if withheld else ExitCode.DONE
    return Outcome(
        str(path), code, None, done.release, done.verdict, detector_summary=bench.names, stale=done.stale
    )


def _counts(redaction: Redaction) -> bool:
    """Say whether a removal took something that a reader would miss: no furniture, no old banner."""
    return bool(redaction.decision.authorities) or (
        redaction.decision.action is Action.WITHHOLD and bool(redaction.replacement)
    )


def _redacted(bench: _Bench, store: Store, path: Path) -> Outcome:
    received = None
    try:
        follow = path not in bench.request.listed
        data = _read_bytes(path, bench.request.max_bytes, follow=follow)
        received = store.receive(str(path), data)
        return _published(bench, store, path, received)
    except RedactorError as error:
        document = None
        reason = _refusal(error)
        if received is not None and reason is not None:
            document = store.refuse(received, reason)
        return _failed(bench, path, error, document)


def _published(bench: _Bench, store: Store, path: Path, received: Source) -> Outcome:
    request = bench.request
    cable = cables.read(received.data, codec=request.codec, max_bytes=request.max_bytes)
    done = compute(
        cable,
        bench.policy,
        lambda: bench.detector,
        as_of=bench.as_of,
        review=bench.review,
        binder=Binder(
            lambda read, redactions: store.identify(received, read, redactions),
            lambda read, redactions: store.commitments(received, read, redactions),
            names=store.names_of(received),
            whole=received.tag,
        ),
    )
    if not done.spoken_of and bench.alone:
        raise PolicyError((_other_document(bench),))
    written = store.publish(
        received, cable, done.prepared.findings, done.verdict, done.release, _renderings(done, request)
    )
    draft = done.release.state is ReleaseState.DRAFT
    return Outcome(
        str(path),
        ExitCode.PERSON if draft else ExitCode.DONE,
        written.document,
        done.release,
        done.verdict,
        written.path,
        None,
        bench.names,
        done.stale,
    )


def _other_document(bench: _Bench) -> Diagnostic:
    """Say that the decisions speak of a document that this run does not have."""
    return Diagnostic(
        "RP312",
        "the decisions are of another document",
        Place(str(bench.request.decisions), 1, 1),
        help="give --decisions the file that `redactor review` wrote for this one",
    )


def _renderings(done: Computed, request: RunRequest) -> Mapping[str, bytes]:
    """Write the other formats, and read each back: it must say what the text says."""
    written: dict[str, bytes] = {}
    for name in request.formats:
        if name == "text":
            continue
        made = releases.FORMATS[name]
        data = made.write(done.release)
        if made.read(data) != done.release.text:
            raise GuardError("renderings", f"the {name} rendering does not read back to the released text")
        written[made.suffix.removeprefix(".")] = data
    return MappingProxyType(written)


# Which refusals are logged when a run stops for a reason that the error itself does not name.
_BY_EXIT: Mapping[ExitCode, Refusal] = MappingProxyType(
    {ExitCode.GUARD: Refusal.GUARD, ExitCode.POLICY: Refusal.POLICY}
)


def _refusal(error: RedactorError) -> Refusal | None:
    """Give the reason that the log keeps; none where the log itself cannot be written."""
    if isinstance(error, InputRefusedError):
        return error.reason
    return _BY_EXIT.get(ExitCode(error.exit_code))


def _failed(bench: _Bench, path: Path, error: RedactorError, document: str | None = None) -> Outcome:
    return Outcome(str(path), ExitCode(error.exit_code), document, error=error, detector_summary=bench.names)
