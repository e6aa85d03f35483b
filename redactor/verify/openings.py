"""Holds openings that somebody published against the log: each must be what its commitment was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import files
from redactor.audit.canonical import MalformedError
from redactor.audit.unseal import Opening, from_file
from redactor.files import Unread
from redactor.verify.outcome import Failure, Kind, Level, failure
from redactor.verify.public import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.log import Record

LIMIT = 1 << 28


def _bad(kind: Kind, where: str, what: str) -> Failure:
    return failure(Level.COMPLETENESS, kind, where, what)


def check(path: Path, records: Sequence[Record]) -> list[Failure]:
    """Check a file of openings; never raises."""
    data = files.try_read(path, limit=LIMIT)
    if isinstance(data, Unread):
        return [_bad(Kind.UNREADABLE, str(path), data.value)]
    try:
        found = from_file(data)
    except MalformedError as error:
        return [_bad(Kind.ALTERED, str(path), error.message)]
    lines = {record["seq"]: record for record in records if record["type"] == "release"}
    return [
        _bad(Kind.ALTERED, str(path), f"removal {one.number} does not open what line {one.line} commits to")
        for one in found
        if not _fits(one, lines.get(one.line))
    ]


def _fits(one: Opening, line: Record | None) -> bool:
    if line is None or line["doc"] != one.document:
        return False
    return any(row["n"] == one.number and row["commit"] == one.commitment() for row in rows(line["removals"]))
