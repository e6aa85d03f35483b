"""Makes one output folder, one log and one custody of several finished ones.

The folder is built aside and put in place whole, custody first: a kill at any point leaves no half output,
and the same command does it again. Each segment is read by itself, so memory does not grow with how many there
are; of each document only its name and its digest are kept, to see that none stands twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, entries, log, manifest, place, relink
from redactor.audit import segment as segments
from redactor.audit.canonical import MalformedError
from redactor.errors import UsageError, WriteError
from redactor.files import staging

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.keys import Signer
    from redactor.audit.log import Record
    from redactor.audit.place import Destination
    from redactor.audit.relink import Written
    from redactor.audit.segment import Opened, Summary
    from redactor.files import Folder

_BLOCK = 1 << 20
_FEWEST = 2
_VERIFY = "run `redactor verify` on it"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge made; `again` says that it stood there already, made of the same segments."""

    segments: int
    lines: int
    documents: int
    secrets: int
    again: bool = False


def merge(
    outs: Sequence[Path], destination: Destination, out: Path, *, signer: Signer | None = None
) -> Merged:
    """Merge finished output folders, whose custody lies beside each, into a new one.

    Shards come in the order of their numbers, other segments as they are given. Raises UsageError where
    they do not belong together or the key is missing, WriteError where a segment is damaged or in use, the
    output exists, or something cannot be written: then there is no output.
    """
    order = _ordered([segments.summary(path, place.custody_of(path)) for path in outs])
    _refuse_unlike(order)
    _refuse_overlap(order, destination, out)
    _refuse_unsigned(order, signer)
    folder = files.open_folder(staged(out))
    try:
        files.lock_folder(folder)
        if not staging.is_in_place(folder):
            raise WriteError(f"{out}: another merge has just made it", help="run again")
        return _merge(order, destination, out, folder, signer)
    finally:
        files.close_folder(folder)
        files.remove_empty(folder.path)


def staged(path: Path) -> Path:
    """Name the folder in which an output or a custody is built: hidden, beside it."""
    absolute = path.absolute()
    return absolute.with_name(f".{absolute.name}.merging")


# --- what belongs together ---------------------------------------------------------------------


def _ordered(found: Sequence[Summary]) -> list[Summary]:
    """Put shards in their order; each must be there, and only once."""
    if len(found) < _FEWEST:
        raise UsageError("one folder is no merge", help="give every segment of the batch")
    if len({one.sha256 for one in found}) < len(found):
        raise UsageError("the same segment is given twice", help="name each segment once")
    if all(one.shard is None for one in found):
        return list(found)
    numbered = [(one.shard.index, one) for one in found if one.shard is not None]
    counts = {one.shard.of for one in found if one.shard is not None}
    if len(numbered) < len(found) or len(counts) > 1:
        raise UsageError(
            "these are not the shards of one batch",
            help="give the folders of one --shard i/n, all with the same n",
        )
    (of,) = counts
    missing = sorted(set(range(1, of + 1)) - {index for index, _ in numbered})
    if missing:
        raise UsageError(f"shard {missing[0]}/{of} is missing", help="give the folder of every shard")
    if len(numbered) > of:
        raise UsageError("a shard is given twice", help=f"there are {of} of them")
    return [one for _, one in sorted(numbered, key=lambda pair: pair[0])]


def _refuse_unlike(order: Sequence[Summary]) -> None:
    first = order[0]
    for other in order[1:]:
        segments.refuse_unlike(other.out, first.alike, other.alike)
        segments.refuse_unlike(other.out, first.given, other.given)


def _refuse_overlap(order: Sequence[Summary], destination: Destination, out: Path) -> None:
    """Refuse an output in or around a segment: what was verified must stay as it is."""
    place.refuse_overlap(destination, ())
    theirs = [path for one in order for path in (one.out, one.custody)]
    for ours, other in itertools.product((out, destination.custody), theirs):
        if place.is_within(ours, other) or place.is_within(other, ours):
            raise UsageError(f"{ours}: it lies in or around {other}", help="name another folder with -o")


def _refuse_unsigned(order: Sequence[Summary], signer: Signer | None) -> None:
    if signer is None and any(one.signer is not None for one in order):
        raise UsageError(
            "the segments are signed, and a merge without a key would prove less than they do",
            help="name a key with --sign",
        )


# --- the merge ---------------------------------------------------------------------------------


def _merge(
    order: Sequence[Summary], destination: Destination, out: Path, folder: Folder, signer: Signer | None
) -> Merged:
    if os.path.lexists(out):
        return _stands_already(order, out)
    if os.path.lexists(destination.custody):
        return _finish(order, destination, out, folder)
    kept = files.open_folder(staged(destination.custody), private=True)
    try:
        for ours in (folder, kept):
            staging.clear(ours)
        made = _built(order, folder, kept, signer)
        staging.put_in_place(kept, destination.custody)
        staging.put_in_place(folder, out)
    finally:
        files.close_folder(kept)
        files.remove_empty(kept.path)
    return made


def _built(order: Sequence[Summary], folder: Folder, kept: Folder, signer: Signer | None) -> Merged:
    """Build both; what is refused half-way is taken away again."""
    try:
        return _Builder(folder, kept, signer).build(order)
    except BaseException:
        for ours in (folder, kept):
            with contextlib.suppress(WriteError):
                staging.clear(ours)
        raise


def _stands_already(order: Sequence[Summary], out: Path) -> Merged:
    """Say that the output is this very merge, where it is; raises WriteError where it is anything else."""
    data = files.try_read(out / place.MANIFEST, limit=log.LOG_LIMIT, follow=False)
    if isinstance(data, bytes) and _is_of(data, order):
        return Merged(len(order), 0, 0, 0, again=True)
    raise WriteError(f"{out}: it is there already", help="name a new folder with -o")


def _finish(order: Sequence[Summary], destination: Destination, out: Path, folder: Folder) -> Merged:
    """Go on where a kill came between custody and output; raises WriteError where custody is another's."""
    data = files.read_in(folder, place.MANIFEST, limit=log.LOG_LIMIT)
    stated = files.read_in(folder, place.LOG, limit=log.LOG_LIMIT)
    secret = files.try_read(destination.custody / custody.SECRET, limit=commit.SECRET_SIZE, follow=False)
    ours = (
        isinstance(data, bytes)
        and isinstance(stated, bytes)
        and isinstance(secret, bytes)
        and _is_of(data, order)
        and commit.secret_check(secret) == order[0].custody_key
        and not os.path.lexists(staged(destination.custody))
    )
    if not ours or isinstance(stated, files.Unread):
        raise WriteError(f"{destination.custody}: it is there already", help="name another with --custody")
    records = log.read(stated).records
    staging.put_in_place(folder, out)
    return Merged(
        len(order), len(records), len(log.current(records)), len({one.custody_key for one in order})
    )


def _is_of(data: bytes, order: Sequence[Summary]) -> bool:
    try:
        found = manifest.read(data)
    except MalformedError:
        return False
    return [(one.sha256, one.note) for one in found] == [(one.sha256, one.note) for one in order]


class _Builder:
    """Builds the three of a merge aside: releases with their log, manifest, custody."""

    def __init__(self, out: Folder, kept: Folder, signer: Signer | None) -> None:
        self._out, self._kept, self._signer = out, kept, signer
        self._tail = relink.Tail()
        self._log = _Growing(out, place.LOG)
        self._manifest = _Growing(out, place.MANIFEST)
        self._names: dict[str, str] = {}
        self._released: dict[bytes, str] = {}
        self._twins: dict[str, relink.Twin] = {}
        self._refused: set[bytes] = set()
        self._documents = 0

    def build(self, order: Sequence[Summary]) -> Merged:
        """Build all of it; raises UsageError or WriteError, and what was built is then left over."""
        for number, one in enumerate(order, 1):
            with segments.opened(one.out, one.custody) as opened:
                if (opened.sha256, opened.note) != (one.sha256, one.note):
                    raise WriteError(f"{one.out}: it changed while it was merged", help="run again")
                self._secret(one, order[0].custody_key, first=number == 1)
                placed = self._segment(opened)
                row = manifest.Segment(number, len(order), one.sha256, one.note, placed)
                self._manifest.add(manifest.to_line(row))
        self._log.close()
        stated = checkpoint.signed(self._tail.stated(), self._signer)
        files.write_whole(self._out, place.CHECKPOINT, stated.note())
        self._manifest.close()
        secrets = len({one.custody_key for one in order})
        return Merged(len(order), self._tail.tree.size, self._documents, secrets)

    def _secret(self, one: Summary, own: str, *, first: bool) -> None:
        """Keep a segment's secret: the first's is the custody's own, another has its log's name for it."""
        data = files.try_read(one.custody / custody.SECRET, limit=commit.SECRET_SIZE, follow=False)
        if not isinstance(data, bytes) or commit.secret_check(data) != one.custody_key:
            raise WriteError(f"{one.custody}: it changed while it was merged", help="run again")
        name = custody.SECRET if first else custody.secret_name(one.custody_key)
        if first or one.custody_key != own:
            files.write_whole(self._kept, name, data, private=True)

    def _segment(self, opened: Opened) -> tuple[manifest.Placed, ...]:
        moved = relink.Moved()
        placed: list[manifest.Placed] = []
        released, refused = dict[bytes, str](), set[bytes]()
        twins: dict[str, relink.Twin] = {}
        standing = {line["seq"] for line in log.current(opened.records)}
        for line in opened.records:
            written = self._line(opened, line, moved, first=not placed)
            now = written.record
            moved.seq[line["seq"]] = int(str(now["seq"]))
            placed.append(manifest.Placed(int(str(now["seq"])), manifest.changed(line, now)))
            if written.source:
                self._refuse_twice(opened, line, written.source)
                where = f"{opened.out.path}: {line['doc']}"
                if line["type"] == "release":
                    self._names[str(now["doc"])] = str(line["source"])
                    released[written.source] = where
                    twins[str(line["source"])] = relink.twin(where, line, now)
                else:
                    refused.add(written.source)
                if line["seq"] in standing:
                    self._copy(opened, line, now)
        self._twins |= twins
        self._released |= released
        self._refused |= refused
        self._beside(opened)
        return tuple(placed)

    def _line(self, opened: Opened, line: Record, moved: relink.Moved, *, first: bool) -> Written:
        if line["type"] == "run":
            signer = None if self._signer is None else self._signer.verifier.text()
            written, tail = relink.run_line(opened, line, self._tail, signer, first=first)
        elif (same := self._twin(line)) is not None:
            moved.names[str(line["doc"])] = str(same.fields["doc"])
            written, tail = relink.Written({**line, **same.fields}, b""), self._tail
        elif "run" in line:
            written, tail = relink.document_line(opened, line, moved, self._tail, self._taken)
        else:
            written, tail = relink.other_line(opened, line, moved, self._tail)
        self._tail = tail
        if written.custody_name is not None:
            files.write_whole(self._kept, written.custody_name, written.custody_data, private=True)
        if written.line:
            self._log.add(written.line + b"\n")
        return written

    def _taken(self, name: str, source: str) -> bool:
        return self._names.get(name, source) != source

    def _twin(self, line: Record) -> relink.Twin | None:
        """Give the line of an earlier segment that says of the same document what this one says, under one secret."""
        if line["type"] != "release" or line["supersedes"] is not None:
            return None
        first = self._twins.get(str(line["source"]))
        return first if first is not None and first.told == relink.told(line) else None

    def _refuse_twice(self, opened: Opened, line: Record, digest: bytes) -> None:
        """Refuse a document that an earlier segment released otherwise; two may refuse the same, as an empty file."""
        first = self._released.get(digest)
        if first is not None or (line["type"] == "release" and digest in self._refused):
            raise UsageError(
                f"{opened.out.path}: its {line['doc']} stands in an earlier segment, too"
                f"{'' if first is None else f' ({first})'}, and the two records differ",
                help="decide on it alike in both under one custody secret, or redo one segment without it, and merge again",
            )

    def _copy(self, opened: Opened, line: Record, now: Record) -> None:
        """Copy the files of a line that stands, each held against its digest."""
        self._documents += 1
        for entry, renamed in zip(entries.entries(line), entries.entries(now), strict=True):
            if entry["name"] is None:
                continue
            name = str(entry["name"])
            data = files.read_in(opened.out, name, limit=int(str(entry["bytes"])))
            if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != entry["sha256"]:
                raise WriteError(f"{opened.out.path / name}: it is not what its line says", help=_VERIFY)
            files.write_whole(self._out, str(renamed["name"]), data)

    def _beside(self, opened: Opened) -> None:
        """Keep what else lies in a custody, such as decisions files; two of one name must be the same."""
        for name in files.names_in(opened.kept):
            if name == custody.SECRET or custody.FILE_NAME.fullmatch(name):
                continue
            data = files.read_in(opened.kept, name, limit=custody.FILE_LIMIT)
            there = files.read_in(self._kept, name, limit=custody.FILE_LIMIT)
            if not isinstance(data, bytes):
                raise WriteError(f"{opened.kept.path / name}: {data.value}", help="move it elsewhere")
            if isinstance(there, bytes) and there != data:
                raise UsageError(
                    f"{opened.kept.path / name}: another segment's custody has another file of this name",
                    help="move one of them elsewhere: what a run used of it stands in the run's own file",
                )
            files.write_whole(self._kept, name, data, private=True)


class _Growing:
    """A file that grows by blocks: what is added is on the disk once it is closed."""

    def __init__(self, folder: Folder, name: str) -> None:
        self._folder, self._name, self._size = folder, name, 0
        self._waiting: list[bytes] = []
        self._bytes = 0

    def add(self, data: bytes) -> None:
        """Add to the end."""
        self._waiting.append(data)
        self._bytes += len(data)
        if self._bytes >= _BLOCK:
            self.close()

    def close(self) -> None:
        """Write what waits."""
        files.append(self._folder, self._name, b"".join(self._waiting), size=self._size)
        self._size += self._bytes
        self._waiting, self._bytes = [], 0
