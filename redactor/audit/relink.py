"""Writes a segment's lines anew for their place in a merged log: numbers, links, and what they commit to.

What a line says of its document stays as it is. Its custody file names its line, so it is written anew, too,
and committed to under the same secret as before.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor.audit import checkpoint, commit, custody, identity, log, record
from redactor.audit.canonical import Json, canonical
from redactor.audit.merkle import Frontier, leaf_hash
from redactor.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.audit.log import Record
    from redactor.audit.segment import Opened

_LINKS = ("seq", "prev", "custody", "prior_checkpoint")


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a merged log stands: its first secret, its tree, its last line's digest, its run and what that says."""

    origin: str = ""
    secret: bytes = field(default=b"", repr=False)
    tree: Frontier = field(default_factory=Frontier)
    prev: str = log.FIRST
    run: int = 0
    run_line: Record = field(default_factory=dict, repr=False)
    run_content: Record = field(default_factory=dict, repr=False)

    def stated(self) -> checkpoint.Checkpoint:
        """Give the checkpoint that states the log as it stands."""
        return checkpoint.Checkpoint(self.origin, self.tree.size, self.tree.root())

    def after(self, line: bytes) -> Tail:
        """Give the tail with one more line."""
        return replace(self, tree=self.tree.add(leaf_hash(line)), prev=log.line_digest(line))


@dataclass(frozen=True, slots=True)
class Written:
    """A line of a merged log, its custody file where it has one, and its original's digest where it has one.

    Without bytes it is a line that stands: of the run before, which goes on, or of the same release.
    """

    record: Record
    line: bytes = field(repr=False)
    custody_name: str | None = None
    custody_data: bytes = field(default=b"", repr=False)
    source: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Moved:
    """How a segment's numbers and names read in the merged log; grows line by line."""

    seq: dict[Json, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def run_line(
    segment: Opened, line: Record, tail: Tail, signer: str | None, *, first: bool
) -> tuple[Written, Tail]:
    """Write a run's line; one that goes on with the run before, as shards of one run do, writes nothing."""
    banner, content = segment.content(line)
    content.pop("inputs", None)
    if first and tail.run:
        same = _run(segment.secret, line, content, tail.run, signer)
        if _told(same) == _told(tail.run_line) and _kept(content) == _kept(tail.run_content):
            return Written(tail.run_line, b""), tail
    number = tail.run + 1
    fields = _run(segment.secret, line, content, number, signer)
    fields["prior_checkpoint"] = tail.stated().digest() if tail.tree.size else None
    origin = tail.origin or checkpoint.origin_of(fields)
    written, after = _written(segment.secret, fields, (banner, content), tail)
    secret = tail.secret or segment.secret
    return written, replace(
        after, origin=origin, secret=secret, run=number, run_line=written.record, run_content=content
    )


def _run(secret: bytes, line: Record, content: Record, number: int, signer: str | None) -> Record:
    """Give a run's fields under another number: what it commits to is salted by that."""
    before, salt = int(str(line["run"])).to_bytes(8, "big"), number.to_bytes(8, "big")
    fields = {name: value for name, value in line.items() if name != "shard"}
    chosen: Record = {name: content[name] for name in ("params", "settings")}
    digests = _digests(content["lists"])

    def commitments(by: bytes) -> Record:
        decisions = content["decisions"]
        return {
            "parameters": commit.salted(secret, "parameters", canonical(chosen), by),
            "decisions": commit.salted(secret, "decisions", str(decisions).encode(), by)
            if decisions is not None
            else None,
            "lists": [_list(entry, digests, secret, by) for entry in _rows(line["lists"])],
        }

    stated = commitments(before)
    if any(line[name] != value for name, value in stated.items()):
        raise WriteError(
            "a run's custody does not open what its line commits to", help="run `redactor verify`"
        )
    return {**fields, **commitments(salt), "run": number, "signer": signer}


def _digests(value: Json) -> Mapping[str, str]:
    return {str(row["name"]): str(row["sha256"]) for row in _rows(value)}


def _list(entry: Record, digests: Mapping[str, str], secret: bytes, salt: bytes) -> Record:
    if "commit" not in entry:
        return entry
    name = str(entry["name"])
    return {
        "name": name,
        "commit": commit.salted(secret, "list", digests.get(name, "").encode(), salt, name.encode()),
    }


def _rows(value: Json) -> list[Record]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _told(line: Record) -> Record:
    return {name: value for name, value in line.items() if name not in _LINKS}


def _kept(content: Record) -> Record:
    return {name: value for name, value in content.items() if name not in {"seq", "line_sha256", "run"}}


def document_line(
    segment: Opened, line: Record, moved: Moved, tail: Tail, taken: Callable[[str, str], bool]
) -> tuple[Written, Tail]:
    """Write a release's or a refusal's line; `taken` says whether another document has a name already."""
    banner, content = segment.content(line)
    name = str(line["doc"])
    fields: Record = {**line, "run": tail.run}
    if line["type"] == "release":
        name = identity.told_apart(identity.stem(name), _Taken(taken, str(line["source"])))
        _refuse_decided(name, line, tail)
        moved.names[str(line["doc"])] = name
        fields |= _renamed(line, name)
        replaced = line["supersedes"]
        fields["supersedes"] = None if replaced is None else moved.seq[replaced]
    return _written(segment.secret, fields, (banner, content), tail)


@dataclass(frozen=True, slots=True)
class Twin:
    """A release of an earlier segment, for one of the same document: where it is from, and what its line says."""

    where: str
    told: str
    fields: Record = field(repr=False)


# What the same record of the same document says otherwise in another segment.
_TWINS = ("seq", "prev", "run", "doc", "released", "renderings", "supersedes", "custody")


def twin(where: str, line: Record, now: Record) -> Twin:
    """Keep of a release what it takes to know its twin."""
    return Twin(where, told(line), {name: now[name] for name in _TWINS})


def told(line: Record) -> str:
    """Give a digest of what a release's line says of its document, wherever it stands and whatever its files are called."""
    renderings = line["renderings"]
    same: Record = {name: value for name, value in line.items() if name not in _TWINS}
    same["files"] = [
        _unnamed(line["released"]),
        *map(_unnamed, renderings if isinstance(renderings, list) else ()),
    ]
    return record.digest(canonical(same))


def _unnamed(entry: Json) -> Json:
    return (
        {name: value for name, value in entry.items() if name != "name"} if isinstance(entry, dict) else entry
    )


@dataclass(frozen=True, slots=True)
class _Taken:
    """The names that other documents have."""

    by: Callable[[str, str], bool] = field(repr=False)
    source: str

    def __contains__(self, name: object) -> bool:
        """Say whether another document has a name."""
        return self.by(str(name), self.source)


def _refuse_decided(name: str, line: Record, tail: Tail) -> None:
    """Refuse to rename what a reviewer's file speaks of by name."""
    if name != line["doc"] and tail.run_line["decisions"] is not None:
        raise UsageError(
            f"{line['doc']}: two documents of the merge have this name, and a reviewer decided one by it",
            help="merge the segments as they were before, and decide in the merged folder",
        )


def _renamed(line: Record, name: str) -> Record:
    """Give the fields that name a document and its files, by its name in the merged log."""

    def file(entry: Json) -> Json:
        if not isinstance(entry, dict) or entry["name"] is None:
            return entry
        folder, _, last = str(entry["name"]).rpartition("/")
        last = last.replace(str(line["doc"]), name, 1)
        return {**entry, "name": f"{folder}/{last}" if folder else last}

    renderings = line["renderings"]
    return {
        "doc": name,
        "released": file(line["released"]),
        "renderings": [file(entry) for entry in renderings] if isinstance(renderings, list) else [],
    }


def other_line(segment: Opened, line: Record, moved: Moved, tail: Tail) -> tuple[Written, Tail]:
    """Write a line that belongs to no run, an opening or a note: it is kept under the log's first secret."""
    fields = dict(line)
    if line["type"] == "unseal":
        fields["line"] = moved.seq[line["line"]]
    fields["doc"] = moved.names.get(str(line["doc"]), line["doc"])
    return _written(tail.secret, fields, segment.content(line), tail)


def _written(secret: bytes, fields: Record, kept: tuple[str, Record], tail: Tail) -> tuple[Written, Tail]:
    """Give a line its number and links, and write its custody file for that number."""
    banner, content = kept
    linked: Record = {**fields, "seq": tail.tree.size, "prev": tail.prev}
    name = custody.file_of(linked)
    known: Record = {key: linked[key] for key in ("doc", "run", "seq") if key in content}
    content = {**content, **known, "line_sha256": record.line_digest(linked)}
    data = custody.wrap(banner, custody.fragments(content))
    done: Record = {**linked, "custody": custody.file_commitment(secret, name, data)}
    line = log.encode(done)
    source = content.get("source")
    digest = bytes.fromhex(str(source["sha256"])) if isinstance(source, dict) else b""
    return Written(done, line, name, data, digest), tail.after(line)
