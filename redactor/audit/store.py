"""Writes a run: custody first, then the record, fsynced, then the release; a checkpoint closes each step.

A crash at any point leaves no release without its record. What it can leave, the next run mends: a torn
last line is written over, a record without its release gets it when the document comes again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import custody, identity, log, place, record, shelf, state
from redactor.audit.ledger import Entry, Ledger
from redactor.audit.parcel import Desk, from_bytes
from redactor.errors import InternalError, WriteError
from redactor.files import passing
from redactor.model import AuditRecord

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from redactor.audit.canonical import Json
    from redactor.audit.custody import Source
    from redactor.audit.log import Record
    from redactor.audit.parcel import Parcel
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.errors import Refusal
    from redactor.files import Folder
    from redactor.model import Cable, Finding, Redaction, Release, Verdict

Clock = Callable[[], dt.datetime]
# What differs between two lines that say the same of the same document.
_LINKS = frozenset({"seq", "prev", "run", "supersedes", "custody"})
_RUN_LINKS = _LINKS | {"time", "prior_checkpoint", "parameters", "lists", "decisions", "signer"}


@dataclass(frozen=True, slots=True)
class Published:
    """A release that was recorded and written; `path` is None when it goes to standard output."""

    document: str
    path: Path | None
    draft: bool
    line: AuditRecord
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A name, the originals that a log has called by it, and those of its releases that share its stem."""

    document: str
    sources: frozenset[str] = frozenset()
    alike: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def utc_now() -> dt.datetime:
    """Give the time, for the run line."""
    return dt.datetime.now(dt.UTC)


class Store:
    """One run's hold on an output folder and its custody; use it as a context manager."""

    def __init__(
        self,
        destination: Destination,
        run: RunInfo,
        folders: tuple[Folder, Folder],
        opened: state.Opened,
        *,
        clock: Clock,
        supersede: bool,
        made: tuple[Path, ...] = (),
    ) -> None:
        self._place, self._run, self._clock, self._supersede = destination, run, clock, supersede
        self._out, self._custody = folders
        self._made = made
        self._stage: Folder | None = None
        self._secret = opened.secret
        history = opened.log
        self._past = tuple(line for line in history.records if "source" in line)
        self._runs = [line for line in history.records if line["type"] == "run"]
        self._current = {line["source"]: line for line in log.current(history.records)}
        self._names = {
            str(line["doc"]): str(line["source"]) for line in history.records if line["type"] == "release"
        }
        self._written: dict[Json, set[str]] = {}
        self._digests: dict[Json, set[Json]] = {}
        for line in history.records:
            self._note_digests(line)
        self._number = len(self._runs) + 1
        self._ledger = Ledger(destination, folders, self._secret, history, run.signer)
        self._run_line: Record | None = None
        if history.records:
            self._mend(history.records, fresh=opened.fresh_checkpoint)

    def __enter__(self) -> Self:
        """Give the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the locks."""
        self.close()

    def close(self) -> None:
        """Let go of the folders and their locks; what was made for a run that recorded nothing goes."""
        try:
            if self._stage is not None:
                passing.close_stage(self._custody, self._stage)
            if not self._ledger.lines:
                self._leave_nothing()
        finally:
            files.close_folder(self._out)
            files.close_folder(self._custody)

    def stage(self) -> str:
        """Give the name of a folder in custody for parcels on their way; it is gone once the store is closed."""
        if self._stage is None:
            self._stage = passing.open_stage(self._custody)
        return self._stage.path.name

    def staged(self, name: str, digest: str) -> Parcel:
        """Take a parcel from the staging folder; raises InternalError where it is not what was put there."""
        if self._stage is None:
            raise InternalError("nothing was staged")
        return from_bytes(passing.take(self._stage, name), digest)

    def _leave_nothing(self) -> None:
        """Take away the folders that this run made, where nothing but a fresh secret lies in them."""
        with contextlib.suppress(WriteError):
            if self._custody.path in self._made and files.names_in(self._custody) == (custody.SECRET,):
                files.remove(self._custody, custody.SECRET)
        for path in self._made:
            files.remove_empty(path)

    # --- what the pipeline calls ---------------------------------------------------------------

    @property
    def has_past(self) -> bool:
        """Say whether an earlier run recorded anything here."""
        return bool(self._past)

    @property
    def desk(self) -> Desk:
        """Give what makes parcels for this log."""
        return Desk(self._secret)

    def receive(self, name: str, data: bytes) -> Source:
        """Take in a document; raises as `admit` does."""
        received = self.desk.receive(name, data)
        self.admit(received.tag)
        return received

    def admit(self, tag: str) -> None:
        """Raise WriteError where a document's finished release stands, unless superseding."""
        earlier = self._current.get(tag)
        finished = earlier is not None and earlier["kind"] == "release" and shelf.intact(self._out, earlier)
        if earlier is not None and finished and not self._supersede:
            raise WriteError(
                f"{earlier['doc']}: its finished release is in the log (line {earlier['seq']})",
                help="--supersede replaces it, and the log will name that line",
            )
        if earlier is not None and earlier["kind"] == "release" and not self._supersede:
            shelf.refuse_changed(self._out, earlier, self._digests[tag])

    def commitments(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> tuple[str, ...]:
        """Commit to each removal's text; the same removal of the same original always gives the same."""
        return self.desk.commitments(received, cable, redactions)

    def identify(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> str:
        """Give the document's public id; ID-2 is the second document of that name in this log."""
        return self._told_apart(self.desk.name(received, cable, redactions), received.tag)

    def known(self, document: str) -> Known:
        """Say what the log held of a name before this run: a reviewer's file speaks of what it knew then."""
        past = [line for line in self._past if line["run"] != self._number]
        like = {
            str(line["doc"]): str(line["source"])
            for line in past
            if line["type"] == "release" and identity.stem(str(line["doc"])) == identity.stem(document)
        }
        return Known(
            document,
            frozenset(str(line["source"]) for line in past if line["doc"] == document),
            MappingProxyType(like),
        )

    def publish(
        self,
        received: Source,
        cable: Cable,
        findings: Sequence[Finding],
        verdict: Verdict,
        release: Release,
        renderings: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Published:
        """Pack a release and put it; raises as `pack` and `put` do."""
        return self.put(self.desk.pack(received, cable, findings, verdict, release, renderings))

    def refuse(self, received: Source, reason: Refusal) -> str:
        """Record that a document was refused, and why; give the name that the log knows it by."""
        return self.put_refusal(self.desk.pack_refusal(received, reason))

    def put(self, parcel: Parcel) -> Published:
        """Record a release, then write it and its renderings.

        Raises WriteError where something could not be written.
        """
        document = self._told_apart(parcel.name, parcel.tag)
        named = {
            shelf.file_name(document, parcel.fields, suffix): data for suffix, data in parcel.files.items()
        }
        text_name, *others = named
        earlier = self._current.get(parcel.tag)
        fields = parcel.fields | {
            "doc": document,
            "released": self._entry(text_name, named[text_name]),
            "renderings": [self._entry(name, named[name]) for name in sorted(others)],
            "supersedes": None if earlier is None else earlier["seq"],
        }
        line = self._pending(earlier, fields)
        if line is None:
            line = self._record(Entry(fields, document, parcel.banner, parcel.content))
            self._remember(line)
        self._write_release(line, named)
        self._remove_replaced(line)
        self._ledger.state(self._run.policy.id)
        return self._published(line, text_name)

    def put_refusal(self, parcel: Parcel) -> str:
        """Record that a document was refused; give the name that the log knows it by."""
        fields = parcel.fields | {"doc": parcel.name}
        self._record(Entry(fields, parcel.name, parcel.banner, parcel.content))
        self._ledger.state(self._run.policy.id)
        return parcel.name

    def _told_apart(self, name: str, tag: str) -> str:
        return identity.told_apart(name, identity.Others(self._names, tag))

    def sign_off(self) -> None:
        """Leave a run's line alone where nothing was recorded: a part of a batch that is done is not missing."""
        if not self._ledger.lines:
            self._begin([])
            self._ledger.state(self._run.policy.id)

    # --- the record ----------------------------------------------------------------------------

    def _record(self, item: Entry) -> Record:
        """Write custody, then the log, fsynced; the run line goes with the run's first record."""
        if self._run_line is not None:
            return self._ledger.append([item], self._number)[-1]
        return self._begin([item])[-1]

    def _begin(self, items: Sequence[Entry]) -> list[Record]:
        """Write the run's line, and what is its first."""
        number = self._number
        time = self._clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = record.run_body(self._run, number, time, self._secret)
        fields["prior_checkpoint"] = (
            self._ledger.stated(self._run.policy.id).digest() if self._ledger.lines else None
        )
        content = custody.fragments(self._run_content(number))
        run_item = Entry(fields, custody.RUN, custody.UNREAD_BANNER, content)
        written = self._ledger.append([run_item, *items], self._number)
        self._run_line = written[0]
        self._runs.append(written[0])
        return written

    def _run_content(self, number: int) -> Record:
        """Give the run's custody; the decisions file is named only where it lies in custody itself."""
        name, given = self._run.decisions_name, self._run.decisions
        ours = name is not None and files.read_in(self._custody, name, limit=custody.FILE_LIMIT) == given
        return custody.run_content(self._run, number, name if ours else None)

    def _note_digests(self, line: Record) -> None:
        if line["type"] == "release":
            digests = self._digests.setdefault(line["source"], set())
            digests.update(entry["sha256"] for entry in state.entries(line))

    def _remember(self, line: Record) -> None:
        self._note_digests(line)
        self._current[line["source"]] = line
        self._names[str(line["doc"])] = str(line["source"])

    def _pending(self, earlier: Record | None, fields: Record) -> Record | None:
        """Give the earlier line where it says the same and only its files are missing: a crash came between."""
        if (
            earlier is None
            or self._supersede
            or shelf.intact(self._out, earlier)
            or not self._same_run(earlier)
        ):
            return None
        same = all(earlier.get(name) == value for name, value in fields.items() if name not in _LINKS)
        return earlier if same else None

    def _same_run(self, earlier: Record) -> bool:
        """Say whether the earlier line's run read the same policy with the same tool as of the same date."""
        run = next(line for line in self._runs if line["run"] == earlier["run"])
        now = record.run_body(self._run, 0, "", self._secret)
        return all(run.get(name) == value for name, value in now.items() if name not in _RUN_LINKS)

    # --- the release ---------------------------------------------------------------------------

    def _entry(self, name: str, data: bytes) -> Record:
        """Name a file in the log; what goes to standard output has no name there."""
        entry = record.file_entry(name, data)
        return entry if self._place.out is not None else {**entry, "name": None}

    def _write_release(self, line: Record, named: Mapping[str, bytes]) -> None:
        for name in state.file_names(line):
            files.write_whole(self._out, name, named[name])

    def _remove_replaced(self, line: Record) -> None:
        """Take away the files of the lines that this one replaced, but for those that bear its names."""
        before = self._written.setdefault(line["source"], set())
        for name in sorted(before - set(state.file_names(line))):
            files.remove(self._out, name)
        before.clear()
        before.update(state.file_names(line))

    def _published(self, line: Record, name: str) -> Published:
        path = None if self._place.out is None else self._place.out / name
        supersedes = line["supersedes"]
        return Published(
            str(line["doc"]),
            path,
            line["kind"] == "draft",
            AuditRecord("release", int(str(line["seq"])), log.encode(line)),
            supersedes if isinstance(supersedes, int) else None,
        )

    def _mend(self, records: Sequence[Record], *, fresh: bool) -> None:
        """Finish what a crash cut short: files of replaced lines, a checkpoint that lags."""
        for line in records:
            if line["type"] == "release":
                self._written.setdefault(line["source"], set()).update(state.file_names(line))
        for line in self._current.values():
            if line["supersedes"] is not None and shelf.intact(self._out, line):
                self._remove_replaced(line)
        if not fresh:
            self._ledger.state(self._run.policy.id)


def open_store(
    destination: Destination,
    run: RunInfo,
    *,
    inputs: Sequence[Path] = (),
    supersede: bool = False,
    clock: Clock = utc_now,
    secret: bytes | None = None,
) -> Store:
    """Lock an output and its custody for one run, make them where they are not, check what stands there.

    Raises UsageError (exit 2) where the places, the policy or the custody do not belong together,
    WriteError (exit 7) where an input would be touched, another run holds them, or the log is damaged.
    """
    place.refuse_overlap(destination, inputs)
    where = destination.out if destination.out is not None else destination.log.parent
    made = tuple(path for path in (destination.custody, where) if not os.path.lexists(path))
    kept = files.open_folder(destination.custody, private=True)
    out = None
    try:
        out = files.open_folder(where)
        _take(kept, out, destination)
        opened = state.open_state(destination, out, kept, run, secret)
        return Store(destination, run, (out, kept), opened, clock=clock, supersede=supersede, made=made)
    except BaseException:
        for folder in (kept, out):
            if folder is not None:
                files.close_folder(folder)
        raise


def _take(kept: Folder, out: Folder, destination: Destination) -> None:
    """Lock and sweep; the folder of a log that stands alone is not ours to lock or to sweep."""
    files.lock_folder(kept)
    files.sweep(kept)
    if destination.out is not None:
        files.lock_folder(out)
        files.sweep(out)
