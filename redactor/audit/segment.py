"""A finished output folder as a merge reads it: held, locked, and held against its own checkpoint."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, keys, log, place, state
from redactor.audit.canonical import Json, MalformedError
from redactor.audit.checkpoint import origin_of
from redactor.errors import UsageError, WriteError
from redactor.files import Unread, staging

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from redactor.audit.log import Record
    from redactor.files import Folder

_NOTE_LIMIT = 1 << 20
_DAMAGED = "run `redactor verify` on it"
# All runs of all segments must agree in these: what is given away together was decided alike.
_ALIKE = {
    "policy": "another policy",
    "audience": "another audience",
    "as_of": "another as-of date",
    "detectors": "other detectors",
    "tool": "another version of redactor",
    "unproved": "another word on unproved guarantees",
}
_GIVEN = {
    "params": "other parameters",
    "settings": "other settings",
    "lists": "other lists",
    "inputs": "another list of inputs",
}


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of a batch a run did: the `index`-th of `of`, counted from 1."""

    index: int
    of: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a merge needs of a segment before it begins: no line of it, so that any number of them fits."""

    out: Path
    custody: Path
    sha256: str
    size: int
    note: bytes = field(repr=False)
    alike: Mapping[str, Json] = field(repr=False)
    given: Mapping[str, Json] = field(repr=False)
    custody_key: str
    signer: str | None
    shard: Shard | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A segment held open: its lines, its folders, its secret."""

    out: Folder
    kept: Folder
    records: tuple[Record, ...] = field(repr=False)
    sha256: str
    note: bytes = field(repr=False)
    secret: bytes = field(repr=False)

    def content(self, line: Record) -> tuple[str, dict[str, Json]]:
        """Give the banner and the object of a line's custody file; raises WriteError where it is another's."""
        name = custody.file_of(line)
        data = custody.stored(self.kept, name)
        if not isinstance(data, bytes) or not hmac.compare_digest(
            custody.file_commitment(self.secret, name, data), str(line["custody"])
        ):
            raise WriteError(f"{self.kept.path / name}: it is not what the log commits to", help=_DAMAGED)
        try:
            return data.partition(b"\n")[0].decode(), custody.unwrap(data)
        except (MalformedError, UnicodeDecodeError) as error:
            raise WriteError(f"{self.kept.path / name}: it cannot be read", help=_DAMAGED) from error


@contextlib.contextmanager
def opened(out: Path, kept: Path) -> Iterator[Opened]:
    """Hold a segment, locked, and read it; raises UsageError or WriteError where it is none, or not whole."""
    with contextlib.ExitStack() as stack:
        folders = []
        for path in (kept, out):
            folder = staging.hold_folder(path)
            stack.callback(files.close_folder, folder)
            files.lock_folder(folder)
            folders.append(folder)
        yield _read(folders[1], folders[0])


def _read(out: Folder, kept: Folder) -> Opened:
    names = files.names_in(out)
    if place.LOG not in names:
        raise UsageError(
            f"{out.path}: there is no log here", help="a segment is what `redactor redact -o` made"
        )
    if place.MANIFEST in names:
        raise UsageError(f"{out.path}: it is a merge already", help="merge the segments that it was made of")
    data = files.read_in(out, place.LOG, limit=log.LOG_LIMIT)
    note = files.read_in(out, place.CHECKPOINT, limit=_NOTE_LIMIT)
    if isinstance(data, Unread) or isinstance(note, Unread):
        raise WriteError(f"{out.path}: log or checkpoint cannot be read", help=_DAMAGED)
    records = _checked(out, data, note)
    return Opened(out, kept, records, hashlib.sha256(data).hexdigest(), note, _secret(kept, records))


def _checked(out: Folder, data: bytes, note: bytes) -> tuple[Record, ...]:
    """Read the lines; the checkpoint must state all of them, signed as they say."""
    try:
        history, stated = log.read(data), checkpoint.parse(note)
    except MalformedError as error:
        raise WriteError(f"{out.path}: {error.message}", help=_DAMAGED) from error
    records = history.records
    whole = (
        history.size == len(data)
        and bool(records)
        and records[0]["type"] == "run"
        and (stated.size, stated.root) == (len(records), history.tree.root())
        and stated.origin == origin_of(records[0])
        and keys.is_signed(stated.body(), stated.signatures, state.signer_at(records, len(records)))
    )
    if not whole:
        raise WriteError(f"{out.path}: log and checkpoint do not fit each other", help=_DAMAGED)
    return records


def _secret(kept: Folder, records: Sequence[Record]) -> bytes:
    if files.is_regular(kept, custody.SEALED_SECRET):
        raise UsageError(
            f"{kept.path}: this custody is sealed",
            help="a reviewer opens it: redactor audit seal OUT --open KEY",
        )
    secret = files.read_in(kept, custody.SECRET, limit=commit.SECRET_SIZE)
    named = {str(line["custody_key"]) for line in records if line["type"] == "run"}
    if not isinstance(secret, bytes) or len(secret) != commit.SECRET_SIZE:
        raise UsageError(
            f"{kept.path}: the segment's custody is not here", help="it lies beside as SEGMENT.custody"
        )
    if named != {commit.secret_check(secret)}:
        raise UsageError(f"{kept.path}: this custody belongs to another log")
    return secret


def summary(out: Path, kept: Path) -> Summary:
    """Read a segment and keep what the others are compared with; raises as `opened` does."""
    with opened(out, kept) as segment:
        runs = [line for line in segment.records if line["type"] == "run"]
        first = runs[0]
        given = _given(segment, first)
        for run in runs[1:]:
            refuse_unlike(out, _alike(first), _alike(run))
            refuse_unlike(out, given, _given(segment, run))
        return Summary(
            out=out,
            custody=kept,
            sha256=segment.sha256,
            size=len(segment.records),
            note=segment.note,
            alike=_alike(first),
            given=given,
            custody_key=str(first["custody_key"]),
            signer=state.signer_at(segment.records, len(segment.records)),
            shard=_shard(out, runs),
        )


def _alike(run: Record) -> Mapping[str, Json]:
    return {told: run[name] for name, told in _ALIKE.items()}


def _given(segment: Opened, run: Record) -> Mapping[str, Json]:
    """Give what only custody tells of a run: parameters, lists, and the inputs that its shards were cut from."""
    _, content = segment.content(run)
    return {told: content.get(name) for name, told in _GIVEN.items()}


def refuse_unlike(where: Path, one: Mapping[str, Json], other: Mapping[str, Json]) -> None:
    """Raise UsageError that names the first thing in which two runs differ."""
    for told, value in one.items():
        if other[told] != value:
            raise UsageError(
                f"{where}: it has {told} than the other runs",
                help="only runs that were decided alike become one output",
            )


def _shard(out: Path, runs: Sequence[Record]) -> Shard | None:
    """Give which shard a segment is; all its runs must say the same."""
    told = [run.get("shard") for run in runs]
    if any(one != told[0] for one in told):
        raise UsageError(
            f"{out}: its runs were of different shards", help="give each shard a folder of its own"
        )
    first = told[0]
    if not isinstance(first, dict):
        return None
    return Shard(int(str(first["index"])), int(str(first["of"])))
