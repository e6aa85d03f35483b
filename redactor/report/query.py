"""Questions to a log: filters, or read-only SQL over an index in memory that is thrown away.

The index never touches the disk and is never the source of truth: it is built from the log each time.
Its tables are documented in docs/reference/audit-query.md, and hold nothing that the public log does not.
"""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.errors import UsageError
from redactor.pipeline.told import deciding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Line = dict[str, Any]

_RELEASE = "release"
COLUMNS = (
    "document",
    "no",
    "portion",
    "section",
    "kind",
    "what",
    "entity",
    "action",
    "level",
    "known",
    "controls",
    "basis",
    "rules",
    "authorities",
    "held",
    "decided_by",
    "line",
)
_SCHEMA = """
CREATE TABLE runs (
    run INTEGER, time TEXT, policy TEXT, version TEXT, audience TEXT, law TEXT, as_of TEXT, tool TEXT
);
CREATE TABLE documents (
    line INTEGER, document TEXT, run INTEGER, kind TEXT, state TEXT, level TEXT, banner TEXT, stamp TEXT,
    file TEXT, portions_kept INTEGER, portions_part INTEGER, portions_removed INTEGER,
    supersedes INTEGER, current INTEGER
);
CREATE TABLE refusals (line INTEGER, document TEXT, run INTEGER, reason TEXT);
CREATE TABLE removals (
    document TEXT, no INTEGER, portion TEXT, section TEXT, kind TEXT, what TEXT, entity TEXT, action TEXT,
    level TEXT, known INTEGER, controls TEXT, basis TEXT, rules TEXT, authorities TEXT, held INTEGER,
    decided_by TEXT, line INTEGER, current INTEGER
);
CREATE TABLE removal_rules (line INTEGER, no INTEGER, rule TEXT, decided INTEGER);
CREATE TABLE removal_authorities (line INTEGER, no INTEGER, authority TEXT);
CREATE TABLE kept (line INTEGER, document TEXT, entity TEXT, count INTEGER);
CREATE TABLE openings (line INTEGER, document TEXT, opened INTEGER, no INTEGER, actor TEXT, reason TEXT);
CREATE TABLE notes (line INTEGER, document TEXT, actor TEXT, note TEXT);
CREATE INDEX removals_line ON removals (line);
CREATE INDEX rules_line ON removal_rules (line, no);
CREATE INDEX authorities_line ON removal_authorities (line, no);
"""
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
# Functions that reach outside the index or could make the process large.
_FORBIDDEN = frozenset(
    {"load_extension", "readfile", "writefile", "edit", "zeroblob", "randomblob", "printf"}
)
# Steps of SQLite's machine: about ten seconds' worth, so that a runaway question ends.
_STEPS = 100_000
_TICKS = 4_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What rows must be; None asks nothing of them."""

    document: str | None = None
    rule: str | None = None
    authority: str | None = None
    portion: str | None = None
    level: str | None = None
    entity: str | None = None
    decided_by: str | None = None
    held: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows, as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def find(lines: Sequence[Line], wanted: Filters) -> Answer:
    """Give the removals of standing documents that fit every filter, in the log's order."""
    standing: list[Line] = [dict(line) for line in audit.current(lines)]
    rows = [
        tuple(_text(value) for value in _removal(line, row))
        for line in standing
        for row in line["removals"]
        if _fits(line, row, wanted)
    ]
    return Answer(COLUMNS, tuple(rows))


def _fits(line: Line, row: Line, wanted: Filters) -> bool:
    asked = (
        (wanted.document, (line["doc"],)),
        (wanted.rule, row["rules"]),
        (wanted.authority, [*row["authorities"], *(code.split()[0] for code in row["authorities"])]),
        (wanted.portion, (row["portion"],)),
        (wanted.level, (row["marking"],)),
        (wanted.entity, (row.get("entity"),)),
        (wanted.decided_by, (row["decided_by"],)),
        (wanted.held, (row["held"],)),
    )
    return all(value is None or value in found for value, found in asked)


def _removal(line: Line, row: Line) -> tuple[object, ...]:
    return (
        line["doc"],
        row["n"],
        row["portion"],
        row["section"],
        row["kind"],
        row["what"],
        row.get("entity"),
        row["action"],
        row["marking"],
        row["known"],
        "//".join(row["controls"]),
        row["basis"],
        ", ".join(row["rules"]),
        ", ".join(row["authorities"]),
        row["held"],
        row["decided_by"],
        line["seq"],
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


# --- SQL ---------------------------------------------------------------------------------------


def ask(lines: Sequence[Line], question: str) -> Answer:
    """Answer one SELECT over the log's tables; raises UsageError for anything else, and for a runaway."""
    with contextlib.closing(_built(lines)) as index:
        ticks = iter(range(_TICKS))
        index.set_progress_handler(lambda: next(ticks, None) is None, _STEPS)
        index.set_authorizer(_only_reading)
        try:
            found = index.execute(question)
            columns = tuple(str(column[0]) for column in found.description or ())
            rows = tuple(tuple("" if value is None else str(value) for value in row) for row in found)
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, UnicodeError) as error:
            raise UsageError(
                f"the question cannot be answered: {error}",
                help="docs/reference/audit-query.md has the tables",
            ) from error
    if not columns:
        raise UsageError("the question asks for nothing", help="ask with one SELECT")
    return Answer(columns, rows)


def _only_reading(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """Let a question read, and call functions that compute; nothing attaches, writes or loads."""
    if action == sqlite3.SQLITE_FUNCTION and str(second).lower() in _FORBIDDEN:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and str(first).startswith("sqlite_"):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _built(lines: Sequence[Line]) -> sqlite3.Connection:
    """Build the index in memory."""
    index = sqlite3.connect(":memory:")
    index.executescript(_SCHEMA)
    current: set[object] = {line["seq"] for line in audit.current(lines)}
    for table, rows in _tables(lines, current).items():
        filled = list(rows)
        if not filled:
            continue
        places = ", ".join("?" * len(filled[0]))
        index.executemany(f"INSERT INTO {table} VALUES ({places})", filled)  # noqa: S608 - our own names
    index.commit()
    return index


def _tables(lines: Sequence[Line], current: set[object]) -> Mapping[str, Iterable[tuple[object, ...]]]:
    released = [line for line in lines if line["type"] == _RELEASE]
    numbered = [(line, row) for line in released for row in line["removals"]]
    return {
        "runs": (_run(line) for line in lines if line["type"] == "run"),
        "documents": (_document(line, line["seq"] in current) for line in released),
        "refusals": (
            (line["seq"], line["doc"], line["run"], line["reason"])
            for line in lines
            if line["type"] == "refusal"
        ),
        "removals": ((*_removal(line, row), line["seq"] in current) for line, row in numbered),
        "removal_rules": _rules(numbered),
        "removal_authorities": (
            (line["seq"], row["n"], authority) for line, row in numbered for authority in row["authorities"]
        ),
        "kept": (
            (line["seq"], line["doc"], entity, count)
            for line in released
            for entity, count in line["kept"].items()
        ),
        "openings": (
            (line["seq"], line["doc"], line["line"], number, line["actor"], line["reason"])
            for line in lines
            if line["type"] == "unseal"
            for number in line["removals"]
        ),
        "notes": (
            (line["seq"], line["doc"], line["actor"], line["text"])
            for line in lines
            if line["type"] == "note"
        ),
    }


def _rules(numbered: Iterable[tuple[Line, Line]]) -> Iterator[tuple[object, ...]]:
    for line, row in numbered:
        decided = set(deciding(row["rules"]))
        for rule in row["rules"]:
            yield line["seq"], row["n"], rule, rule in decided


def _run(line: Line) -> tuple[object, ...]:
    policy, reader = line["policy"], line["audience"]
    return (
        line["run"],
        line["time"],
        policy["id"],
        policy["version"],
        reader["kind"],
        reader["under"],
        line["as_of"],
        line["tool"]["version"],
    )


def _document(line: Line, current: bool) -> tuple[object, ...]:  # noqa: FBT001 - a column
    counts = line["portions"]
    return (
        line["seq"],
        line["doc"],
        line["run"],
        line["kind"],
        line["state"],
        line["level"],
        line["banner"],
        line["stamp"],
        line["released"]["name"],
        *(counts.get(name, 0) for name in ("kept", "part", "removed")),
        line["supersedes"],
        current,
    )


def to_json(found: Answer) -> dict[str, Any]:
    """Give the answer as plain values."""
    return {
        "columns": list(found.columns),
        "document": "redactor-audit-query",
        "rows": [list(row) for row in found.rows],
        "version": 1,
    }
