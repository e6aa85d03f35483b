"""Writes a run: custody first, then the record, fsynced, then the release; a checkpoint closes each step.

A crash at any point leaves no release without its record. What it can leave, the next run mends: a torn
last line is written over, a record without its release gets it when the document comes again.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, identity, log, place, record, state
from redactor.audit.body import take_apart
from redactor.audit.merkle import leaf_hash
from redactor.errors import Refusal, WriteError
from redactor.model import AuditRecord

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from redactor.audit.canonical import Json
    from redactor.audit.custody import Source
    from redactor.audit.log import Record
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.files import Folder
    from redactor.model import Cable, Finding, Redaction, Release, Verdict

Clock = Callable[[], dt.datetime]
_TEXT = "txt"
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
class _Item:
    """One line to write: its fields, the name and banner of its custody file, and what that holds."""

    fields: Record
    name: str
    banner: str
    content: Record = field(repr=False)


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
        self._secret = opened.secret
        history = opened.log
        self._tree, self._prev, self._size = history.tree, history.prev, history.size
        self._lines = history.records
        self._runs = [line for line in history.records if line["type"] == "run"]
        self._current = {line["source"]: line for line in log.current(history.records)}
        self._names = {line["doc"]: line["source"] for line in history.records if line["type"] == "release"}
        self._written: dict[Json, set[str]] = {}
        self._digests: dict[Json, set[Json]] = {}
        for line in history.records:
            self._note_digests(line)
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
            if not self._tree.size:
                self._leave_nothing()
        finally:
            files.close_folder(self._out)
            files.close_folder(self._custody)

    def _leave_nothing(self) -> None:
        """Take away the folders that this run made, where nothing but a fresh secret lies in them."""
        with contextlib.suppress(WriteError):
            if self._custody.path in self._made and files.names_in(self._custody) == (custody.SECRET,):
                files.remove(self._custody, custody.SECRET)
        for path in self._made:
            files.remove_empty(path)

    # --- what the pipeline calls ---------------------------------------------------------------

    def receive(self, name: str, data: bytes) -> Source:
        """Take in a document; raises WriteError where its finished release stands, unless superseding."""
        received = custody.source(name, data, self._secret)
        earlier = self._current.get(received.tag)
        finished = earlier is not None and earlier["kind"] == "release" and self._intact(earlier)
        if earlier is not None and finished and not self._supersede:
            raise WriteError(
                f"{earlier['doc']}: its finished release is in the log (line {earlier['seq']})",
                help="--supersede replaces it, and the log will name that line",
            )
        if earlier is not None and earlier["kind"] == "release" and not self._supersede:
            self._refuse_changed(earlier)
        return received

    def commitments(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> tuple[str, ...]:
        """Commit to each removal's text; the same removal of the same original always gives the same."""
        return tuple(
            commit.removal(self._secret, received.digest, redaction.span, redaction.span.of(cable.text))
            for redaction in redactions
        )

    def identify(self, received: Source, cable: Cable, redactions: Sequence[Redaction]) -> str:
        """Give the document's public id; ID-2 is the second document of that name in this log."""
        name = identity.document_id(self._secret, received.digest, cable, redactions)
        taken = {str(document) for document, source in self._names.items() if source != received.tag}
        return identity.told_apart(name, taken)

    def names_of(self, received: Source) -> frozenset[str]:
        """Give every name that the log has given this document, refusals included."""
        return frozenset(str(line["doc"]) for line in self._lines if line.get("source") == received.tag)

    def publish(
        self,
        received: Source,
        cable: Cable,
        findings: Sequence[Finding],
        verdict: Verdict,
        release: Release,
        renderings: Mapping[str, bytes] = MappingProxyType({}),
    ) -> Published:
        """Record a release, then write it and its renderings (by suffix: json, html).

        Raises InternalError, and writes nothing, where the release is not what its record says;
        WriteError where something could not be written.
        """
        body = take_apart(cable, release)
        document = self.identify(received, cable, release.redactions)
        commitments = self.commitments(received, cable, release.redactions)
        fields = record.release_body(cable, verdict, release, body, commitments)
        named = {
            self._file_name(document, fields, suffix): data for suffix, data in sorted(renderings.items())
        }
        text_name = self._file_name(document, fields, _TEXT)
        earlier = self._current.get(received.tag)
        fields |= {
            "doc": document,
            "source": received.tag,
            "released": self._entry(text_name, body.data),
            "renderings": [self._entry(name, data) for name, data in named.items()],
            "supersedes": None if earlier is None else earlier["seq"],
        }
        line = self._pending(earlier, fields)
        if line is None:
            content = custody.document_content(received, document, cable, findings, verdict, release)
            line = self._record(_Item(fields, document, custody.banner(cable), content))
            self._remember(line)
        self._write_release(line, {text_name: body.data, **named})
        self._remove_replaced(line)
        self._write_checkpoint()
        return self._published(line, text_name)

    def refuse(self, received: Source, reason: Refusal) -> str:
        """Record that a document was refused, and why; give the name that the log knows it by."""
        document = identity.keyed_id(self._secret, received.digest)
        fields: Record = {"type": "refusal", "doc": document, "reason": reason.value, "source": received.tag}
        content = custody.refusal_content(received, document, reason.value)
        self._record(_Item(fields, document, custody.UNREAD_BANNER, content))
        self._write_checkpoint()
        return document

    # --- the record ----------------------------------------------------------------------------

    def _record(self, item: _Item) -> Record:
        """Write custody, then the log, fsynced; the run line goes with the run's first record."""
        if self._run_line is not None:
            return self._append([item])[-1]
        number = len(self._runs) + 1
        time = self._clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        fields = record.run_body(self._run, number, time, self._secret)
        before = self._stated() if self._tree.size else None
        fields["prior_checkpoint"] = None if before is None else before.digest()
        run_item = _Item(fields, custody.RUN, custody.UNREAD_BANNER, self._run_content(number))
        written = self._append([run_item, item])
        self._run_line = written[0]
        self._runs.append(written[0])
        return written[-1]

    def _run_content(self, number: int) -> Record:
        """Give the run's custody; the decisions file is named only where it lies in custody itself."""
        name, given = self._run.decisions_name, self._run.decisions
        ours = name is not None and files.read_in(self._custody, name, limit=custody.FILE_LIMIT) == given
        return custody.run_content(self._run, number, name if ours else None)

    def _append(self, items: Sequence[_Item]) -> list[Record]:
        """Append lines as one write: all of them are in the log, or none."""
        number = len(self._runs) + (self._run_line is None)
        records, lines, tree, prev = [], b"", self._tree, self._prev
        for item in items:
            seq = tree.size
            name = custody.file_name(seq, item.name)
            linked: Record = {**item.fields, "v": record.VERSION, "seq": seq, "prev": prev, "run": number}
            content = {**item.content, "seq": seq, "run": number, "line_sha256": record.line_digest(linked)}
            data = custody.wrap(item.banner, content)
            line_record: Record = {**linked, "custody": custody.file_commitment(self._secret, name, data)}
            line = log.encode(line_record)
            files.write_whole(self._custody, name, data, private=True)
            records.append(line_record)
            lines += line + b"\n"
            tree, prev = tree.add(leaf_hash(line)), log.line_digest(line)
        files.append(self._out, self._place.log.name, lines, size=self._size)
        self._tree, self._prev, self._size = tree, prev, self._size + len(lines)
        return records

    def _note_digests(self, line: Record) -> None:
        if line["type"] == "release":
            digests = self._digests.setdefault(line["source"], set())
            digests.update(entry["sha256"] for entry in state.entries(line))

    def _remember(self, line: Record) -> None:
        self._note_digests(line)
        self._current[line["source"]] = line
        self._names[line["doc"]] = line["source"]

    def _pending(self, earlier: Record | None, fields: Record) -> Record | None:
        """Give the earlier line where it says the same and only its files are missing: a crash came between."""
        if earlier is None or self._supersede or self._intact(earlier) or not self._same_run(earlier):
            return None
        same = all(earlier.get(name) == value for name, value in fields.items() if name not in _LINKS)
        return earlier if same else None

    def _same_run(self, earlier: Record) -> bool:
        """Say whether the earlier line's run read the same policy with the same tool as of the same date."""
        run = next(line for line in self._runs if line["run"] == earlier["run"])
        now = record.run_body(self._run, 0, "", self._secret)
        return all(run[name] == value for name, value in now.items() if name not in _RUN_LINKS)

    # --- the release ---------------------------------------------------------------------------

    def _file_name(self, document: str, fields: Record, suffix: str) -> str:
        return f"{document}.draft.{suffix}" if fields["kind"] == "draft" else f"{document}.{suffix}"

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

    def _refuse_changed(self, line: Record) -> None:
        """Keep a release that somebody changed as evidence; what an earlier run wrote there is no change."""
        ours = self._digests[line["source"]]
        for name in state.file_names(line):
            data = files.read_in(self._out, name, limit=log.LOG_LIMIT)
            if isinstance(data, bytes) and record.digest(data) not in ours:
                raise WriteError(
                    f"{name}: it is not what its line in the log says",
                    help="run `redactor verify`; --supersede replaces it",
                )

    def _intact(self, line: Record) -> bool:
        """Say whether every file that a line speaks of stands there with its digest."""
        return all(self._stands(entry) for entry in state.entries(line) if entry["name"] is not None)

    def _stands(self, entry: Record) -> bool:
        size = entry["bytes"]
        limit = size if isinstance(size, int) else 0
        data = files.read_in(self._out, str(entry["name"]), limit=limit)
        return isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == entry["sha256"]

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

    # --- the checkpoint ------------------------------------------------------------------------

    def _stated(self) -> checkpoint.Checkpoint:
        name = checkpoint.origin(self._run.policy.id, commit.secret_check(self._secret))
        return checkpoint.Checkpoint(name, self._tree.size, self._tree.root())

    def _write_checkpoint(self) -> None:
        stated = checkpoint.signed(self._stated(), self._run.signer)
        files.write_whole(self._out, self._place.checkpoint.name, stated.note())

    def _mend(self, records: Sequence[Record], *, fresh: bool) -> None:
        """Finish what a crash cut short: files of replaced lines, a checkpoint that lags."""
        for line in records:
            if line["type"] == "release":
                self._written.setdefault(line["source"], set()).update(state.file_names(line))
        for line in self._current.values():
            if line["supersedes"] is not None and self._intact(line):
                self._remove_replaced(line)
        if not fresh:
            self._write_checkpoint()


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
