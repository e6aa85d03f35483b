"""Reads the log: canonical lines, each naming the one before, under one Merkle tree.

What a crash can leave is a torn last line: it was never acknowledged, no release rests on it, and the
next append writes over it. Everything else that does not fit is damage and is never repaired.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import shape
from redactor.audit.canonical import Json, MalformedError, joined, parse, spelled
from redactor.audit.merkle import Frontier, leaf_hash
from redactor.errors import InputRefusedError, InternalError, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

LOG_LIMIT = 1 << 32
LINE_LIMIT = 1 << 28
FIRST = "0" * 64

Record = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Log:
    """A log as far as it was read: its records, its tree, and how many bytes its whole lines take."""

    records: tuple[Record, ...] = field(default=(), repr=False)
    tree: Frontier = field(default_factory=Frontier)
    prev: str = FIRST
    size: int = 0

    def add(self, record: Record, line: bytes) -> Log:
        """Give the log with one more line."""
        tree = self.tree.add(leaf_hash(line))
        return Log((*self.records, record), tree, line_digest(line), self.size + len(line) + 1)


def line_digest(line: bytes) -> str:
    """Give the digest by which the next line names this one."""
    return hashlib.sha256(line).hexdigest()


def encode(record: Record) -> bytes:
    """Write a record as its line; raises InternalError where it is not of the schema."""
    refuse_odd(record)
    return joined(spelled_fields(record))


def refuse_odd(record: Record) -> None:
    """Raise InternalError where a record is not of the schema: what is, has no float, no odd key and no large number."""
    if not shape.record_check()(record):
        raise InternalError("a record does not fit the audit schema")


def spelled_fields(record: Record) -> dict[str, bytes]:
    """Give the JSON of each field of a record, canonical where the record is of the schema; raises InternalError."""
    try:
        return {name: spelled(value) for name, value in record.items()}
    except (UnicodeEncodeError, TypeError, ValueError, RecursionError) as error:
        raise InternalError("a record does not fit the canonical profile") from error


def decode(line: bytes) -> Record:
    """Read one line; raises MalformedError for anything but a canonical record of version 1."""
    if len(line) > LINE_LIMIT:
        raise MalformedError("a line is too long")
    record = parse(line)
    if not shape.record_check()(record):
        raise MalformedError("not a record of version 1")
    return record


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Give the whole lines, and what stands after the last line end."""
    whole, _, tail = data.rpartition(b"\n")
    return (whole.split(b"\n") if len(tail) < len(data) else []), tail


def read(data: bytes) -> Log:
    """Read a log, its torn tail left out; raises MalformedError at the first line that does not fit."""
    lines, _tail = split(data)
    records, tree, prev = [], Frontier(), FIRST
    for seq, line in enumerate(lines):
        record = decode(line)
        if record["seq"] != seq or record["prev"] != prev:
            raise MalformedError(f"line {seq + 1} does not follow the one before")
        records.append(record)
        tree, prev = tree.add(leaf_hash(line)), line_digest(line)
    return Log(tuple(records), tree, prev, sum(len(line) + 1 for line in lines))


def scan(lines: Iterable[bytes]) -> Iterator[tuple[Record, bytes]]:
    """Read a log line by line, each with its line end; raises MalformedError at the first that does not fit."""
    prev = FIRST
    for seq, whole in enumerate(lines):
        line = whole.removesuffix(b"\n")
        record = decode(line)
        if record["seq"] != seq or record["prev"] != prev:
            raise MalformedError(f"line {seq + 1} does not follow the one before")
        prev = line_digest(line)
        yield record, line


def read_file(path: Path) -> tuple[Record, ...]:
    """Read a log's records for a report; raises InputRefusedError, which names the line."""
    data = files.read_input(path, limit=LOG_LIMIT)
    try:
        return read(data).records
    except MalformedError as error:
        raise InputRefusedError(
            Refusal.PARSE, f"{path}: {error.message}", help=f"redactor verify {path.parent} tells more"
        ) from error


def current(records: Iterable[Record]) -> tuple[Record, ...]:
    """Give the release and draft lines that no later line replaces, in the log's order."""
    released = [record for record in records if record["type"] == "release"]
    replaced = {record["supersedes"] for record in released}
    return tuple(record for record in released if record["seq"] not in replaced)


def run_of(records: Sequence[Record], record: Record) -> Record | None:
    """Give the run line that a line belongs to."""
    return next((line for line in records if line["type"] == "run" and line["run"] == record["run"]), None)
