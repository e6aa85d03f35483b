"""Level 1 of a merged log: its manifest gives back every segment's log, and each of those verifies by itself.

No line of the merge may come from nowhere, none may be left out, and nothing may have changed but numbers,
links, names and what commits to them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import manifest, place
from redactor.audit.canonical import MalformedError
from redactor.audit.log import LOG_LIMIT
from redactor.errors import ExitCode
from redactor.files import Unread
from redactor.verify import integrity
from redactor.verify.outcome import Failure, Kind, Level, failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record
    from redactor.audit.manifest import Segment
    from redactor.verify.integrity import Reading


@dataclass(frozen=True, slots=True)
class Merge:
    """What a manifest gave: the segments' logs as they stood, and what was wrong; none where there is none."""

    segments: tuple[Reading, ...] = ()
    failures: tuple[Failure, ...] = ()


def _bad(kind: Kind, where: str, what: str) -> Failure:
    return failure(Level.INTEGRITY, kind, where, what)


def is_merged(log: Path) -> bool:
    """Say whether a manifest lies beside a log; what stands there in its place is no manifest, but is looked at."""
    return files.try_read(log.with_name(place.MANIFEST), limit=0, follow=False) is not Unread.ABSENT


def read(log: Path, reading: Reading) -> Merge:
    """Read the manifest beside a log, and give every segment back; never raises."""
    path = log.with_name(place.MANIFEST)
    data = files.try_read(path, limit=LOG_LIMIT, follow=False)
    if data is Unread.ABSENT:
        return Merge()
    if isinstance(data, Unread):
        kind = Kind.UNREADABLE if data is Unread.DENIED else Kind.ALTERED
        return Merge(failures=(_bad(kind, path.name, data.value),))
    return check(data, path.name, reading.records) if reading.whole else Merge()


def check(data: bytes, name: str, records: Sequence[Record]) -> Merge:
    """Hold a manifest against the lines of the merged log; never raises."""
    try:
        found = manifest.read(data)
    except MalformedError as error:
        return Merge(failures=(_bad(Kind.ALTERED, name, error.message),))
    failures: list[Failure] = []
    segments = [_segment(one, records, name, failures) for one in found]
    failures += _places(found, records, name) + _shards(segments, name)
    failures += _custodies(found, records, name)
    return Merge(tuple(segments), tuple(failures))


def _segment(one: Segment, records: Sequence[Record], name: str, failures: list[Failure]) -> Reading:
    """Give a segment's log back and verify it as it stood, under its own checkpoint."""
    where = f"{name}: segment {one.number}"
    try:
        data = manifest.restored(one, records)
    except MalformedError as error:
        failures.append(_bad(Kind.ALTERED, where, error.message))
        return integrity.Reading((), (), whole=False, failures=())
    reading = integrity.read(data, where, merged=False)
    failures += reading.failures
    if hashlib.sha256(data).hexdigest() != one.sha256:
        failures.append(_bad(Kind.ALTERED, where, "its log is not the one that was merged"))
    failures += integrity.check_checkpoint(one.note, where, reading)
    if reading.whole and reading.records[0]["type"] == "run":
        failures += integrity.check_links(reading, where)
    return reading


def _places(found: Sequence[Segment], records: Sequence[Record], name: str) -> list[Failure]:
    """Check that the segments' lines stand one after the other, each once.

    A run may go on into the next, and a release may be one of an earlier segment, told in the same words.
    """
    failures: list[Failure] = []
    cursor, run = 0, None
    if len({one.sha256 for one in found}) < len(found):
        failures.append(_bad(Kind.DUPLICATED, name, "one segment stands in it twice"))
    for one in found:
        begun = min(cursor, len(records))
        for number, placed in enumerate(one.lines):
            goes_on = not number and placed.at == run
            again = placed.at < begun and records[placed.at]["type"] == "release"
            if placed.at != cursor and not goes_on and not again:
                what = f"line {number} of segment {one.number} does not stand where it belongs"
                failures.append(_bad(Kind.REORDERED, name, what))
            if placed.at < len(records) and records[placed.at]["type"] == "run":
                run = placed.at
            cursor = max(cursor, placed.at + 1)
    return failures


def _shards(segments: Sequence[Reading], name: str) -> list[Failure]:
    """Check that shards are all there, in their order, or that no segment is one."""
    told = [reading.records[0].get("shard") if reading.whole else None for reading in segments]
    expected = [{"index": number, "of": len(segments)} for number in range(1, len(segments) + 1)]
    whole = all(reading.whole for reading in segments)
    if whole and any(one is not None for one in told) and told != expected:
        what = "its segments are not all shards of one batch, in order"
        return [failure(Level.INTEGRITY, Kind.MISSING, name, what, ExitCode.TAMPERED)]
    return []


def _custodies(found: Sequence[Segment], records: Sequence[Record], name: str) -> list[Failure]:
    """Check that only a segment's first line brings in another custody; a log of several takes no later run."""
    starts = {one.lines[0].at for one in found}
    merged = max(placed.at for one in found for placed in one.lines) + 1
    several = len({line["custody_key"] for line in records if line["type"] == "run"}) > 1
    failures: list[Failure] = []
    before: Json = None
    for at, line in enumerate(records):
        if line["type"] != "run":
            continue
        if at >= merged and several:
            failures.append(_bad(Kind.ALTERED, name, "a run stands behind a merge of several custodies"))
        elif line["custody_key"] != before and at not in starts:
            failures.append(_bad(Kind.ALTERED, name, "a run brings in a custody that no segment has"))
        before = line["custody_key"]
    return failures
