"""Works on one document after another: holds its policy, its detector and its model once."""

from __future__ import annotations

import gc
import hashlib
import secrets
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import audit, detect, files
from redactor import cable as cables
from redactor import policy as policies
from redactor import release as releases
from redactor.audit import identity
from redactor.errors import (
    Diagnostic,
    ExitCode,
    InputRefusedError,
    Place,
    PolicyError,
    RedactorError,
    Refusal,
    UnexpectedError,
    UsageError,
)
from redactor.files import passing
from redactor.pipeline import protect_list, tables
from redactor.pipeline.compute import Computed, compute
from redactor.pipeline.decisions import Binder, Review, refuse_future
from redactor.pipeline.engine import Plan, Staged, Task, Tooling, Worked
from redactor.pipeline.request import RunRequest, clock_of
from redactor.pipeline.told import tell
from redactor.policy.decisions_file import parse_decisions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping
    from pathlib import Path

    from redactor.audit import Desk, Parcel, Source
    from redactor.detect import Detector
    from redactor.model import Cable, Policy, Redaction
    from redactor.pipeline.item import Item


class Tools:
    """What a process holds for all documents of a run: the policy, the decisions, and the detector when it is asked for."""

    def __init__(self, request: RunRequest, as_of: dt.date) -> None:
        """Load the policy and the decisions; raises PolicyError and UsageError."""
        self.request, self.as_of = request, as_of
        self.policy: Policy = policies.load(
            request.policy, request.settings, unproved=request.unproved, today=as_of
        )
        self.decisions = None if request.decisions is None else _decisions_bytes(request.decisions)
        self.protected = () if request.protect_list is None else protect_list.read(request.protect_list)
        if self.protected and self.policy.detect == "none":
            raise UsageError(
                "--protect-list needs a policy that looks for names", help="this one says `detect: none`"
            )
        self.review: Review | None = None
        self._detector: Detector | None = None
        if self.decisions is not None:
            read = parse_decisions(self.decisions, str(request.decisions), self.policy)
            self.review = Review(read.document, read.entries, read.edition)
            refuse_future(self.review, clock_of(request)().date())

    @property
    def detector(self) -> Detector:
        """Give the detector, loaded once."""
        if self._detector is None:
            self._detector = detect.protecting(detect.load(self.request.nlp), self.protected)
            # What was loaded lives as long as the process: the collector need not walk over it for each document.
            gc.freeze()
        return self._detector

    @property
    def names(self) -> str:
        """Say how names are looked for; where they are not, or by rules alone, nothing is loaded to say so."""
        if self.policy.detect == "none":
            return detect.UNSOUGHT
        return detect.SUMMARY if self.request.nlp is None else detect.summary(self.detector)

    def tooling(self) -> Tooling:
        """Say what this process computes with."""
        found = () if self.policy.detect == "none" else detect.identity(self.detector)
        return replace(self.bare(), detectors=(*found, *policies.identity(self.policy)))

    def bare(self) -> Tooling:
        """Say the same without the detectors, which need loading."""
        lists = [(named.name, named.sha256) for named in self.policy.lists]
        written = protect_list.text_of(self.protected).encode()
        lists += [(protect_list.SETTING, hashlib.sha256(written).hexdigest())] if self.protected else []
        return Tooling(
            files.package_digest(),
            self.policy.sha256,
            tuple(sorted(lists)),
            None if self.decisions is None else hashlib.sha256(self.decisions).hexdigest(),
            (),
        )


def _decisions_bytes(path: Path) -> bytes:
    data = files.try_read(path)
    if isinstance(data, bytes):
        return data
    raise UsageError(f"{path}: {data.value}", help="--decisions takes the file that `redactor review` wrote")


def read_bytes(item: Item, request: RunRequest) -> bytes:
    """Read an input once, whole: of a row its text in UTF-8; raises InputRefusedError."""
    if item.standard:
        return files.read_stdin(limit=request.max_bytes)
    if item.row is None:
        return files.read_input(item.path, limit=request.max_bytes, follow=item.follow)
    data = files.read_part(item.path, item.row.at, item.row.size)
    return tables.text_of(item, data, request.codec)


# Which refusals are logged when a document stops for a reason that the error itself does not name.
_BY_EXIT: Mapping[ExitCode, Refusal] = MappingProxyType(
    {
        ExitCode.GUARD: Refusal.GUARD,
        ExitCode.POLICY: Refusal.POLICY,
        ExitCode.INTERNAL: Refusal.INTERNAL,
    }
)


def refusal(error: RedactorError) -> Refusal | None:
    """Give the reason that the log keeps; none where nothing could be written."""
    if isinstance(error, InputRefusedError):
        return error.reason
    return _BY_EXIT.get(ExitCode(error.exit_code))


@dataclass(frozen=True, slots=True)
class Worker:
    """Works on tasks as a plan says."""

    tools: Tools = field(repr=False)
    plan: Plan
    desk: Desk | None = field(repr=False)

    def work(self, task: Task) -> Worked:
        """Compute one document; whatever is wrong with it comes back as its error.

        Raises MemoryError alone: after one this process is no place to go on in.
        """
        received: Source | None = None
        try:
            data = read_bytes(task.item, self.plan.request)
            received = None if self.desk is None else self.desk.receive(task.item.name, data)
            worked = self._worked(task, data, received)
        except RedactorError as error:
            worked = Worked(task.number, error=error, parcel=self._refused(received, error))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one document's bug stops no other; what it says may hold text
            told = UnexpectedError(error)
            told.__cause__ = error
            worked = Worked(task.number, error=told, parcel=self._refused(received, told))
        return worked if self.plan.stage is None else self._staged(worked)

    def _worked(self, task: Task, data: bytes, received: Source | None) -> Worked:
        plan, tools = self.plan, self.tools
        codec = plan.request.codec if task.item.row is None else "utf-8"
        cable = cables.read(data, codec=codec, max_bytes=plan.request.max_bytes)
        done = compute(
            cable,
            tools.policy,
            lambda: tools.detector,
            as_of=plan.as_of,
            review=None if received is None else tools.review,
            binder=None if received is None else self._binder(received),
        )
        if not done.spoken_of and plan.alone:
            raise PolicyError((_other_document(plan.request),))
        told = tell(done, tools.names)
        parcel = None if received is None else self._packed(received, cable, done)
        return Worked(task.number, told, None, parcel, done.release, done.verdict)

    def _packed(self, received: Source, cable: Cable, done: Computed) -> Parcel | None:
        renderings = _renderings(done, self.plan.request)
        found = done.prepared.findings
        desk = self.desk
        return (
            None
            if desk is None
            else desk.pack(received, cable, found, done.verdict, done.release, renderings)
        )

    def _binder(self, received: Source) -> Binder | None:
        """Bind a reviewer's entries by what the log said of their document before the run."""
        desk, known = self.desk, self.plan.known
        if desk is None or known is None:
            return None

        def identify(cable: Cable, redactions: tuple[Redaction, ...]) -> str:
            name = desk.name(received, cable, redactions)
            return identity.told_apart(name, identity.Others(known.alike, received.tag))

        return Binder(
            identify,
            lambda cable, redactions: desk.commitments(received, cable, redactions),
            names=frozenset({known.document} if received.tag in known.sources else ()),
            whole=received.tag,
        )

    def _refused(self, received: Source | None, error: RedactorError) -> Parcel | None:
        reason = refusal(error)
        if self.desk is None or received is None or reason is None:
            return None
        return self.desk.pack_refusal(received, reason)

    def _staged(self, worked: Worked) -> Worked:
        """Put the parcel where the process that holds the log finds it; nothing else of the text leaves."""
        bare = replace(worked, release=None, verdict=None)
        if worked.parcel is None or isinstance(worked.parcel, Staged):
            return bare
        try:
            return replace(bare, parcel=self._put(worked.number, worked.parcel))
        except RedactorError as error:
            return Worked(worked.number, error=error)

    def _put(self, number: int, parcel: Parcel) -> Staged | None:
        plan = self.plan
        if plan.custody is None or plan.stage is None:
            return None
        data = audit.to_bytes(parcel)
        # A worker that was given up may still be writing: no two tries have one name.
        name = f"{number}-{secrets.token_hex(8)}"
        passing.put(plan.custody / plan.stage, name, data)
        return Staged(name, hashlib.sha256(data).hexdigest())


def _other_document(request: RunRequest) -> Diagnostic:
    """Say that the decisions speak of a document that this run does not have."""
    return Diagnostic(
        "RP312",
        "the decisions are of another document",
        Place(str(request.decisions), 1, 1),
        help="give --decisions the file that `redactor review` wrote for this one",
    )


def _renderings(done: Computed, request: RunRequest) -> Mapping[str, bytes]:
    """Write the other formats that are asked for; each must read back to the released text."""
    return MappingProxyType(
        {
            releases.FORMATS[name].suffix.removeprefix("."): releases.written(done.release, name)
            for name in request.formats
            if name != "text"
        }
    )
