"""Finds the lines of a log by original, name and file, without holding the log.

It is thrown away with the run. What it holds stands in the public log: commitments, names, places of lines; past
a few megabytes SQLite keeps it in a temporary file of its own.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.audit import entries, identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from redactor.audit.log import Record

_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA cache_size = -1024;
CREATE TABLE line (seq INTEGER PRIMARY KEY, source BLOB, doc TEXT, type TEXT, run INTEGER, at INTEGER, size INTEGER);
CREATE INDEX by_source ON line (source);
CREATE INDEX by_doc ON line (doc);
CREATE TABLE file (name TEXT PRIMARY KEY) WITHOUT ROWID;
BEGIN;
"""
# What stands right behind "/" in the order of characters: everything below a folder lies between the two.
_AFTER_SLASH = "0"
# The same for the number behind a name's dash.
_AFTER_DASH = "."


def _bytes(source: object) -> bytes:
    return bytes.fromhex(str(source))


@dataclass(frozen=True, slots=True)
class Where:
    """Where a line stands: its number, its bytes in the log, and what it says of a document."""

    seq: int
    at: int
    size: int
    type: str
    doc: str
    run: int


class Index:
    """The lines that speak of documents."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_SCHEMA)
        self.tree: bool | None = None

    def close(self) -> None:
        """Throw it away."""
        self._db.close()

    def add(self, line: Record, at: int, size: int) -> None:
        """Note a line that stands at a place in the log."""
        if "source" not in line:
            return
        row = (line["seq"], _bytes(line["source"]), line["doc"], line["type"], line["run"], at, size)
        self._db.execute("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        for name in entries.file_names(line):
            self.tree = "/" in name if self.tree is None else self.tree
            self._db.execute("INSERT OR IGNORE INTO file VALUES (?)", (name,))

    def lines_of(self, source: str) -> tuple[Where, ...]:
        """Give all lines of an original, in order."""
        asked = "SELECT seq, at, size, type, doc, run FROM line WHERE source = ? ORDER BY seq"
        return tuple(Where(*row) for row in self._db.execute(asked, (_bytes(source),)))

    def replaced(self) -> Iterator[str]:
        """Give the originals that more than one release line speaks of."""
        asked = "SELECT source FROM line WHERE type = 'release' GROUP BY source HAVING count(*) > 1 ORDER BY source"
        yield from (row[0].hex() for row in self._db.execute(asked).fetchall())

    def holds(self, name: str, source: str) -> bool:
        """Say whether the release of another original has a name."""
        asked = "SELECT 1 FROM line WHERE doc = ? AND type = 'release' AND source != ? LIMIT 1"
        return self._db.execute(asked, (name, _bytes(source))).fetchone() is not None

    def sources(self, document: str, before: int) -> frozenset[str]:
        """Give the originals that runs before one have called by a name."""
        asked = "SELECT DISTINCT source FROM line WHERE doc = ? AND run < ?"
        return frozenset(row[0].hex() for row in self._db.execute(asked, (document, before)))

    def alike(self, document: str, before: int) -> Mapping[str, str]:
        """Give the released names that share a document's stem, each with its original."""
        stem = identity.stem(document)
        asked = "SELECT doc, source FROM line WHERE doc >= ? AND doc < ? AND run < ? AND type = 'release' ORDER BY seq"
        found = self._db.execute(asked, (stem, f"{stem}{_AFTER_DASH}", before))
        return {str(doc): source.hex() for doc, source in found if identity.stem(str(doc)) == stem}

    def knows_file(self, name: str) -> bool:
        """Say whether a line speaks of a file."""
        return self._db.execute("SELECT 1 FROM file WHERE name = ?", (name,)).fetchone() is not None

    def knows_folder(self, name: str) -> bool:
        """Say whether a line speaks of a file in or below a folder."""
        asked = "SELECT 1 FROM file WHERE name > ? AND name < ? LIMIT 1"
        return self._db.execute(asked, (f"{name}/", f"{name}{_AFTER_SLASH}")).fetchone() is not None


@dataclass(frozen=True, slots=True)
class Taken:
    """The names that the releases of other originals have; `given` are those that are about to be recorded."""

    index: Index
    source: str
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def __contains__(self, name: object) -> bool:
        """Say whether another's release has a name."""
        document = str(name)
        if self.given.get(document, self.source) != self.source:
            return True
        return self.index.holds(document, self.source)
