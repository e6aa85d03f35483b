"""Writes a run: custody first, then the record, fsynced, then the release; a checkpoint closes each step.

A crash at any point leaves no release without its record. What it can leave, the next run mends: a torn
last line is written over, a record without its release gets it when the document comes again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import custody, entries, identity, log, planned, record, shelf
from redactor.audit.history import History, Known, Standing
from redactor.audit.index import Taken
from redactor.audit.ledger import Entry, Ledger, Written
from redactor.audit.parcel import TEXT, Desk, from_bytes
from redactor.audit.planned import Planned, Published, Put
from redactor.audit.resume import decisions_of
from redactor.errors import InternalError, RedactorError, WriteError
from redactor.files import grouped, interrupts, passing
from redactor.model import AuditRecord

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from redactor.audit.custody import Source
    from redactor.audit.log import Record
    from redactor.audit.parcel import Parcel
    from redactor.audit.place import Destination
    from redactor.audit.planned import Recorded
    from redactor.audit.record import RunInfo
    from redactor.audit.state import Past
    from redactor.errors import Refusal
    from redactor.files import Folder
    from redactor.model import Cable, Finding, Release, Verdict

Clock = Callable[[], dt.datetime]
# What differs between two lines that say the same of the same document.
_LINKS = frozenset({"seq", "prev", "run", "supersedes", "custody"})


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
        past: Past,
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
        with interrupts.put_off():
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
    def has_lines(self) -> bool:
        """Say whether anything is recorded here by now."""
        return bool(self._ledger.lines)

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
        release = self._put_alone(parcel).release
        if release is None:
            raise InternalError("a refusal is no release")
        return release

    def put_refusal(self, parcel: Parcel) -> str:
        """Record that a document was refused; give the name that the log knows it by."""
        return self._put_alone(parcel).document

    def _put_alone(self, parcel: Parcel) -> Put:
        (put,) = self.put_all([parcel])
        if put.error is not None:
            raise put.error
        return put

    def put_all(self, parcels: Sequence[Parcel]) -> list[Put]:
        """Record documents, no two of one original, then write their releases, and say what came of each.

        The disk is waited for once for all of them. An error of one stops no other, an interrupt waits.
        """
        with interrupts.put_off():
            return self._put_all(parcels)

    def _put_all(self, parcels: Sequence[Parcel]) -> list[Put]:
        try:
            documents = self._recorded(parcels)
        except RedactorError as error:
            if len(parcels) == 1:
                return [Put(parcels[0].name, error=error)]
            return [put for parcel in parcels for put in self._put_all([parcel])]
        try:
            self._ledger.settle()
            puts = self._released(documents)
            self._ledger.state(self._run.policy.id)
        except WriteError as error:
            return [Put(one.planned.document, error=error) for one in documents]
        return puts

    def _recorded(self, parcels: Sequence[Parcel]) -> list[Recorded]:
        """Give every document its line; where that fails none has one."""
        given: dict[str, str] = {}
        documents = []
        for parcel in parcels:
            one = self._planned(parcel, given)
            given |= {one.document: parcel.tag} if parcel.files else {}
            documents.append(one)
        new = [one.line for one in documents if isinstance(one.line, Entry)]
        return planned.recorded(documents, self._append(new) if new else [])

    def _planned(self, parcel: Parcel, given: Mapping[str, str]) -> Planned:
        """Name a document and its files, and write down what its line says."""
        if not parcel.files:
            fields = parcel.fields | {"doc": parcel.name}
            return Planned(parcel.name, Entry(fields, parcel.name, parcel.banner, parcel.content))
        document = identity.told_apart(parcel.name, Taken(self._index, parcel.tag, given))
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
        if pending is not None:
            return Planned(document, Written(pending, log.encode(pending)), named)
        return Planned(document, Entry(fields, document, parcel.banner, parcel.content), named)

    def sign_off(self) -> None:
        """Leave a run's line alone where nothing was recorded: a part of a batch that is done is not missing."""
        if not self._ledger.lines:
            self._append([])
            self._ledger.settle()
            self._ledger.state(self._run.policy.id)

    # --- the record ----------------------------------------------------------------------------

    def _append(self, items: Sequence[Entry]) -> list[Written]:
        """Write lines, the run's own before the first of them, and give those that were asked for."""
        at = self._ledger.size
        opening = [] if self._begun else [self._opening()]
        written = self._ledger.append([*opening, *items], self._number)
        for one in written:
            self._index.add(one.record, at, len(one.line))
            at += len(one.line) + 1
        if not self._begun:
            self._history.add_run(written[0].record)
            self._begun = True
        return written[len(opening) :]

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

    def _released(self, documents: Sequence[Recorded]) -> list[Put]:
        """Write the releases, all at once where that goes well, else each for itself."""
        whole = {name: one.planned.files[name] for one in documents for name in _names(one)}
        together = len(documents) > 1
        if together:
            try:
                grouped.write_group(self._out, whole)
            except WriteError:
                together = False
        return [self._put(one, written=together) for one in documents]

    def _put(self, one: Recorded, *, written: bool) -> Put:
        """Finish a document whose line stands: its files, where they are not written, and those that it replaces."""
        line = one.written.record
        if line["type"] != "release":
            return Put(one.planned.document)
        try:
            for name in () if written else _names(one):
                files.write_whole(self._out, name, one.planned.files[name])
            self._remove_replaced(line)
        except WriteError as error:
            return Put(one.planned.document, error=error)
        return Put(one.planned.document, self._published(one))

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

    def _published(self, one: Recorded) -> Published:
        line = one.written.record
        path = None if self._place.out is None else self._place.out / next(iter(one.planned.files))
        supersedes = line["supersedes"]
        return Published(
            str(line["doc"]),
            path,
            line["kind"] == "draft",
            AuditRecord("release", int(str(line["seq"])), one.written.line),
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


def _names(one: Recorded) -> tuple[str, ...]:
    return entries.file_names(one.written.record)
