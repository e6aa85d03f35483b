"""Records what comes of documents, several at a time: the disk is waited for once for all of them.

Nothing of a document is told before it is recorded and written. The first of a log goes alone, so that its
checkpoint stands before many lines do; and nothing waits longer than a moment.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.audit import Parcel
from redactor.errors import ExitCode, InternalError, RedactorError, Refusal
from redactor.model import ReleaseState
from redactor.pipeline.engine import Staged
from redactor.pipeline.request import Outcome
from redactor.pipeline.worker import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.audit import Put, Standing, Store
    from redactor.pipeline.engine import Task, Worked
    from redactor.pipeline.item import Item
    from redactor.pipeline.request import RunRequest
    from redactor.pipeline.settled import Settled

# So many documents, so many bytes of them, or so many seconds, and what waits is written.
MOST = 32
_BYTES = 1 << 23
_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Recording:
    """What settles the documents of a run: the request, the log, and what of it is settled already."""

    request: RunRequest
    store: Store
    settled: Settled

    def before(self, item: Item, standing: Standing, code: ExitCode) -> Outcome:
        """Tell of a document that the log has settled."""
        released = standing.kind in {"release", "draft"}
        path = self.store.path_of(standing.document, standing.kind) if released else None
        return Outcome(item.name, code, standing.document, path=path, before=True)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A document that is to be recorded."""

    task: Task
    worked: Worked
    parcel: Parcel


class _Group:
    """What waits to be recorded, and what was told meanwhile, in the order of the inputs."""

    def __init__(self) -> None:
        self.entries: list[_Ready | Outcome] = []
        self.tags: set[str] = set()
        self.size, self.since = 0, 0.0

    def add(self, entry: _Ready | Outcome) -> None:
        self.since = self.since if self.entries else time.monotonic()
        self.entries.append(entry)
        if isinstance(entry, _Ready):
            self.tags.add(entry.parcel.tag)
            self.size += entry.parcel.size

    def is_full(self, most: int) -> bool:
        return (
            not self.tags
            or len(self.tags) >= most
            or self.size >= _BYTES
            or time.monotonic() - self.since >= _SECONDS
        )


def recorded(recording: Recording, line: Iterable[tuple[Task, Worked] | Outcome]) -> Iterator[Outcome]:
    """Record what came of each task and give its outcome, in order; an error of one stops no other."""
    group = _Group()
    for entry in line:
        if isinstance(entry, Outcome):
            group.add(entry)
        else:
            parcel = _parcel(recording, *entry)
            if isinstance(parcel, Parcel) and parcel.tag in group.tags:
                yield from _written(recording, group)  # what the log says of its twin decides
                group = _Group()
            group.add(parcel if isinstance(parcel, Outcome) else _looked_up(recording, *entry, parcel))
        if group.is_full(MOST if recording.store.has_lines else 1):
            yield from _written(recording, group)
            group = _Group()
    yield from _written(recording, group)


def _written(recording: Recording, group: _Group) -> Iterator[Outcome]:
    """Record a group, and give everything in it in its order."""
    ready = [entry for entry in group.entries if isinstance(entry, _Ready)]
    puts = iter(recording.store.put_all([entry.parcel for entry in ready]) if ready else ())
    for entry in group.entries:
        yield entry if isinstance(entry, Outcome) else _told(entry, next(puts))


def failed(item: Item, error: RedactorError, document: str | None = None) -> Outcome:
    """Tell of a document that an error stopped."""
    return Outcome(item.name, ExitCode(error.exit_code), document, error=error)


def _parcel(recording: Recording, task: Task, worked: Worked) -> Parcel | Outcome:
    """Give what is to be written: what was made here, what was staged, or the refusal of what was lost."""
    try:
        if isinstance(worked.parcel, Staged):
            return recording.store.staged(worked.parcel.name, worked.parcel.sha256)
        if worked.lost:
            received = recording.store.desk.receive(task.item.name, read_bytes(task.item, recording.request))
            return recording.store.desk.pack_refusal(received, Refusal.INTERNAL)
    except RedactorError as error:
        return failed(task.item, error)
    if worked.parcel is None:
        return failed(task.item, worked.error or InternalError("nothing came of a task"))
    return worked.parcel


def _looked_up(recording: Recording, task: Task, worked: Worked, parcel: Parcel) -> _Ready | Outcome:
    """Hold a document against the log: what stands there is not written again."""
    try:
        standing = recording.store.standing(parcel.tag)
        code = recording.settled.code(standing, resumed=False)
        if standing is not None and code is not None:
            return recording.before(task.item, standing, code)
        if standing is not None and _refused_again(recording, standing, parcel):
            return failed(task.item, worked.error or InternalError("it was refused again"), standing.document)
        recording.store.admit(parcel.tag)
    except RedactorError as error:
        return failed(task.item, error)
    return _Ready(task, worked, parcel)


def _refused_again(recording: Recording, standing: Standing, parcel: Parcel) -> bool:
    """Say whether another try came to the refusal that this run has recorded already: one line tells it."""
    same = standing.run == recording.store.number and standing.kind == parcel.fields.get("reason")
    return same and not parcel.files


def _told(ready: _Ready, put: Put) -> Outcome:
    item, worked = ready.task.item, ready.worked
    if put.error is not None:
        return failed(item, put.error)
    if put.release is None or worked.told is None:
        return failed(item, worked.error or InternalError("nothing came of a task"), put.document)
    draft = worked.told.state is ReleaseState.DRAFT
    return Outcome(
        item.name,
        ExitCode.PERSON if draft else ExitCode.DONE,
        put.document,
        worked.told,
        put.release.path,
        release=worked.release,
        verdict=worked.verdict,
    )
