"""Writes a run: custody first, then the record, fsynced, then the release; a checkpoint closes each step.

A crash at any point leaves no release without its record. What it can leave, the next run mends: a torn
last line is written over, a record without its release gets it when the document comes again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import custody, entries, identity, log, place, record, shelf, state
from redactor.audit.history import History, Known, Standing
from redactor.audit.index import Taken
from redactor.audit.ledger import Entry, Ledger, Written
from redactor.audit.parcel import TEXT, Desk, from_bytes
from redactor.audit.resume import decisions_of
from redactor.errors import InternalError, WriteError
from redactor.files import passing
from redactor.model import AuditRecord

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from redactor.audit.custody import Source
    from redactor.audit.log import Record
    from redactor.audit.parcel import Parcel
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.errors import Refusal
    from redactor.files import Folder
    from redactor.model import Cable, Finding, Release, Verdict

Clock = Callable[[], dt.datetime]
# What differs between two lines that say the same of the same document.
_LINKS = frozenset({"seq", "prev", "run", "supersedes", "custody"})


@dataclass(frozen=True, slots=True)
class Published:
    """A release that was recorded and written; `path` is None when it goes to standard output."""

    document: str
    path: Path | None
    draft: bool
    line: AuditRecord
    supersedes: int | None = None


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
        past: state.Past,
        *,
        clock: Clock,
        supersede: bool,
        resume: bool = False,
        tree: bool = False,
        made: tuple[Path, ...] = (),
    ) -> None:
        self._place, self._run, self._clock, self._supersede = destination, run, clock, supersede
        self._out, self._custody = folders
        self._made = made
        self._stage: Folder | None = None
        self._secret, self._index = past.secret, past.index
        self._has_past = bool(past.lines)
        self._history = History(destination, run, folders, past)
        self._tree = tree if past.index.tree is None else past.index.tree
        self._number, self._begun = self._history.place_of_run(again=resume)
        self._ledger = Ledger(destination, folders, past, run.signer)
        if past.lines:
            self._mend(fresh=past.fresh)

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
            self._index.close()
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
        return self._has_past

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
        earlier = self._history.current(tag)
        if earlier is None or earlier["kind"] != "release" or self._supersede:
            return
        if shelf.intact(self._out, earlier):
            raise WriteError(
                f"{earlier['doc']}: its finished release is in the log (line {earlier['seq']})",
                help="--supersede replaces it, and the log will name that line",
            )
        shelf.refuse_changed(self._out, earlier, self._history.digests(tag))

    def standing(self, tag: str) -> Standing | None:
        """Say what the log's last line on a document is, whichever run wrote it; None where it has none."""
        return self._history.standing(tag)

    @property
    def number(self) -> int:
        """Give the number of this run."""
        return self._number

    def decisions_of(self, run: int) -> bytes | None:
        """Give the decisions file that a run of this log had; raises WriteError where custody is damaged."""
        return decisions_of(self._history.custody_of(run))

    def path_of(self, document: str, kind: str) -> Path | None:
        """Give the place of a document's text."""
        if self._place.out is None:
            return None
        return self._place.out / shelf.file_name(document, {"kind": kind}, TEXT, tree=self._tree)

    def known(self, document: str) -> Known:
        """Say what the log held of a name before this run: a reviewer's file speaks of what it knew then."""
        sources = self._index.sources(document, self._number)
        return Known(document, sources, MappingProxyType(dict(self._index.alike(document, self._number))))

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
            shelf.file_name(document, parcel.fields, suffix, tree=self._tree): data
            for suffix, data in parcel.files.items()
        }
        text_name, *others = named
        earlier = self._history.current(parcel.tag)
        fields = parcel.fields | {
            "doc": document,
            "released": self._entry(text_name, named[text_name]),
            "renderings": [self._entry(name, named[name]) for name in sorted(others)],
            "supersedes": None if earlier is None else earlier["seq"],
        }
        pending = self._pending(earlier, fields)
        if pending is None:
            written = self._record(Entry(fields, document, parcel.banner, parcel.content))
        else:
            written = Written(pending, log.encode(pending))
        self._write_release(written.record, named)
        self._remove_replaced(written.record)
        self._ledger.state(self._run.policy.id)
        return self._published(written, text_name)

    def put_refusal(self, parcel: Parcel) -> str:
        """Record that a document was refused; give the name that the log knows it by."""
        fields = parcel.fields | {"doc": parcel.name}
        self._record(Entry(fields, parcel.name, parcel.banner, parcel.content))
        self._ledger.state(self._run.policy.id)
        return parcel.name

    def _told_apart(self, name: str, tag: str) -> str:
        return identity.told_apart(name, Taken(self._index, tag))

    def sign_off(self) -> None:
        """Leave a run's line alone where nothing was recorded: a part of a batch that is done is not missing."""
        if not self._ledger.lines:
            self._append([])
            self._ledger.state(self._run.policy.id)

    # --- the record ----------------------------------------------------------------------------

    def _record(self, item: Entry) -> Written:
        """Write custody, then the log, fsynced; the run line goes with the run's first record."""
        return self._append([item])[-1]

    def _append(self, items: Sequence[Entry]) -> list[Written]:
        """Write lines, the run's own before the first of them."""
        at = self._ledger.size
        written = self._ledger.append(items if self._begun else [self._opening(), *items], self._number)
        for one in written:
            self._index.add(one.record, at, len(one.line))
            at += len(one.line) + 1
        if not self._begun:
            self._history.add_run(written[0].record)
            self._begun = True
        return written

    def _opening(self) -> Entry:
        """Give the run's own line."""
        number = self._number
        time = self._clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = record.run_body(self._run, number, time, self._secret)
        fields["prior_checkpoint"] = (
            self._ledger.stated(self._run.policy.id).digest() if self._ledger.lines else None
        )
        content = custody.fragments(self._run_content(number))
        return Entry(fields, custody.RUN, custody.UNREAD_BANNER, content)

    def _run_content(self, number: int) -> Record:
        """Give the run's custody; the decisions file is named only where it lies in custody itself."""
        name, given = self._run.decisions_name, self._run.decisions
        ours = name is not None and files.read_in(self._custody, name, limit=custody.FILE_LIMIT) == given
        return custody.run_content(self._run, number, name if ours else None)

    def _pending(self, earlier: Record | None, fields: Record) -> Record | None:
        """Give the earlier line where it says the same and only its files are missing: a crash came between."""
        if (
            earlier is None
            or self._supersede
            or shelf.intact(self._out, earlier)
            or not self._history.same_policy(earlier)
        ):
            return None
        same = all(earlier.get(name) == value for name, value in fields.items() if name not in _LINKS)
        return earlier if same else None

    # --- the release ---------------------------------------------------------------------------

    def _entry(self, name: str, data: bytes) -> Record:
        """Name a file in the log; what goes to standard output has no name there."""
        entry = record.file_entry(name, data)
        return entry if self._place.out is not None else {**entry, "name": None}

    def _write_release(self, line: Record, named: Mapping[str, bytes]) -> None:
        for name in entries.file_names(line):
            files.write_whole(self._out, name, named[name])

    def _remove_replaced(self, line: Record) -> None:
        """Take away the files of the lines that this one replaced, but for those that bear its names."""
        if line["supersedes"] is None:
            return
        ours = set(entries.file_names(line))
        before = {
            name for one in self._history.releases(str(line["source"])) for name in entries.file_names(one)
        }
        for name in sorted(before - ours):
            files.remove(self._out, name)

    def _published(self, written: Written, name: str) -> Published:
        line = written.record
        path = None if self._place.out is None else self._place.out / name
        supersedes = line["supersedes"]
        return Published(
            str(line["doc"]),
            path,
            line["kind"] == "draft",
            AuditRecord("release", int(str(line["seq"])), written.line),
            supersedes if isinstance(supersedes, int) else None,
        )

    def _mend(self, *, fresh: bool) -> None:
        """Finish what a crash cut short: files of replaced lines, a checkpoint that lags."""
        for tag in self._index.replaced():
            line = self._history.current(tag)
            if line is not None and shelf.intact(self._out, line):
                self._remove_replaced(line)
        if not fresh:
            self._ledger.state(self._run.policy.id)


def open_store(
    destination: Destination,
    run: RunInfo,
    *,
    inputs: Sequence[Path] = (),
    supersede: bool = False,
    resume: bool = False,
    tree: bool = False,
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
        past = state.open_state(destination, out, kept, run, secret)
        return Store(
            destination,
            run,
            (out, kept),
            past,
            clock=clock,
            supersede=supersede,
            resume=resume,
            tree=tree,
            made=made,
        )
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
