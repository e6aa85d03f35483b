"""The manifest of a merged log: which logs it was made of, each whole, and what each said otherwise.

A merged log has one numbering and one chain, so its lines bear other numbers and links than those of its
segments. The manifest has one line a segment: the log's digest and signed checkpoint as they stood, and for
each of its lines the place in the merged log and the few fields that read otherwise there. With the merged
log it gives every segment's log back byte for byte: what was proved of a segment still holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.audit import log, record, shape
from redactor.audit.canonical import Json, MalformedError, canonical, parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.audit.log import Record

SCHEMA = "audit-manifest-v1.schema.json"
TYPE = "segment"
# Numbers and links follow from where a line stands; they are never written down.
_PLACED = ("seq", "prev")
_FILE = ("released", "renderings")
_OWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "run": frozenset(
            {
                "custody",
                "decisions",
                "lists",
                "parameters",
                "prior_checkpoint",
                "run",
                "shard",
                "signer",
            }
        ),
        "release": frozenset({"custody", "doc", "released", "renderings", "run", "supersedes"}),
        "refusal": frozenset({"custody", "run"}),
        "unseal": frozenset({"custody", "doc", "line"}),
        "note": frozenset({"custody", "doc"}),
    }
)


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of a segment: its number in the merged log, and its own fields that read otherwise there."""

    at: int
    was: Mapping[str, Json] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """One log of a merge: its place in the order, digest, checkpoint, and where its lines went."""

    number: int
    of: int
    sha256: str
    note: bytes = field(repr=False)
    lines: tuple[Placed, ...] = field(repr=False)


def changed(before: Record, now: Record) -> Record:
    """Give what of a segment's line the merged one says otherwise, by the segment's own values."""
    return {name: value for name, value in before.items() if name not in _PLACED and now.get(name) != value}


def to_line(segment: Segment) -> bytes:
    """Write a segment as its line of the manifest, line end included."""
    lines: list[Json] = [{"at": line.at, "was": dict(line.was)} for line in segment.lines]
    whole: Record = {
        "v": record.VERSION,
        "type": TYPE,
        "segment": segment.number,
        "of": segment.of,
        "size": len(segment.lines),
        "sha256": segment.sha256,
        "note": segment.note.decode(),
        "lines": lines,
    }
    return canonical(whole) + b"\n"


def read(data: bytes) -> tuple[Segment, ...]:
    """Read a manifest; raises MalformedError for anything but the lines of one whole merge, in order."""
    lines, tail = log.split(data)
    found = tuple(_segment(line) for line in lines)
    if tail or not found:
        raise MalformedError("the manifest is cut short")
    if [(one.number, one.of) for one in found] != [
        (number, len(found)) for number in range(1, len(found) + 1)
    ]:
        raise MalformedError("the manifest's segments are not whole and in order")
    return found


def _segment(line: bytes) -> Segment:
    whole = parse(line)
    if not shape.check_of(SCHEMA)(whole):
        raise MalformedError("not a manifest of version 1")
    rows = whole["lines"]
    placed = tuple(_placed(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    if len(placed) != whole["size"]:
        raise MalformedError("a segment has more or fewer lines than it states")
    number, of = _number(whole["segment"]), _number(whole["of"])
    return Segment(number, of, str(whole["sha256"]), str(whole["note"]).encode(), placed)


def _placed(row: Mapping[str, Json]) -> Placed:
    was = row["was"]
    return Placed(_number(row["at"]), MappingProxyType(was if isinstance(was, dict) else {}))


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


def restored(segment: Segment, records: Sequence[Record]) -> bytes:
    """Give a segment's log back from the merged one; raises MalformedError where more than its own changed."""
    lines, prev = [], log.FIRST
    for seq, placed in enumerate(segment.lines):
        if placed.at >= len(records):
            raise MalformedError("a line of a segment is not in the merged log")
        now = records[placed.at]
        _refuse_more(placed, now)
        lines.append(canonical({**now, **placed.was, "seq": seq, "prev": prev}))
        prev = log.line_digest(lines[-1])
    return b"".join(line + b"\n" for line in lines)


def _refuse_more(placed: Placed, now: Record) -> None:
    """Refuse a difference that a merge never makes, and one that is none."""
    for name, value in placed.was.items():
        same = name in now and now[name] == value
        if same or name not in _OWN[str(now["type"])]:
            raise MalformedError("a segment differs in what no merge changes")
        if name in _FILE and _unnamed(value) != _unnamed(now[name]):
            raise MalformedError("a segment released other bytes")


def _unnamed(value: Json) -> Json:
    """Give file entries without their names."""
    if isinstance(value, list):
        return [_unnamed(item) for item in value]
    return {key: item for key, item in value.items() if key != "name"} if isinstance(value, dict) else value
