"""Tables of cables: JSON lines, and CSV with a heading; a row is a document, its text stands in one column.

Whoever lists the rows hands on where each lies; whoever works on one reads it there. What is wrong with a
row is said by its number and never by its words.
"""

from __future__ import annotations

import contextlib
import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from redactor import files
from redactor.errors import InputRefusedError, Refusal
from redactor.pipeline.item import Item, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

JSONL = frozenset({".jsonl", ".ndjson"})
CSV = ".csv"
# A column of one of these names, in any case, holds the text where nobody says which; two of them are a doubt.
COLUMNS = ("text", "body", "content", "cable", "message")
_BOM = b"\xef\xbb\xbf"
# Quotes and escapes may double a text, and other columns stand beside it.
_ROOM = 1 << 20
# The limit of the library is one for the whole process; rows are measured before they come to it.
_ANY = (1 << 31) - 1
_NAME_IT = "name the column with --text-column"


@dataclass(frozen=True, slots=True)
class Reading:
    """How tables are read: the column of the text, None to look for one; how large a text may be; its codec."""

    column: str | None
    limit: int
    codec: str

    @property
    def row_limit(self) -> int:
        """Say how many bytes a whole row may have."""
        return 6 * self.limit + _ROOM


def is_table(path: Path) -> bool:
    """Say by its ending whether a file is a table."""
    return path.suffix.lower() in JSONL or path.suffix.lower() == CSV


def rows(path: Path, reading: Reading) -> Iterator[Item]:
    """List a table's rows; what cannot be read is an item with its fault, and the rest follows."""
    try:
        with files.open_input(path) as stream:
            _refuse_codec(reading)
            if stream.read(len(_BOM)) != _BOM:
                stream.seek(0)
            listed = _json_rows if path.suffix.lower() in JSONL else _csv_rows
            yield from listed(path, stream, reading)
    except InputRefusedError as error:
        yield Item(path, fault=error)
    except OSError:
        yield Item(path, fault=InputRefusedError(Refusal.IO, f"{path}: reading it failed"))


def _refuse_codec(reading: Reading) -> None:
    try:
        plain = "\n,{".encode(reading.codec) == b"\n,{"
    except (LookupError, ValueError):
        plain = False
    if not plain:
        raise InputRefusedError(
            Refusal.DECODE,
            "a table must be in a codec that writes ASCII as ASCII",
            help="convert it to UTF-8",
        )


def _refused(path: Path, number: int, reason: Refusal, what: str, hint: str = "") -> InputRefusedError:
    return InputRefusedError(reason, f"{path}#{number}: {what}", help=hint)


def text_of(item: Item, data: bytes, codec: str) -> bytes:
    """Give the text of a row from its bytes, in UTF-8; raises InputRefusedError, which names the row."""
    row = item.row
    if row is None:
        return data
    try:
        line = data.decode(codec)
        text = _json_text(item, line) if row.width == 0 else _csv_text(item, line)
        return text.encode()
    except InputRefusedError:
        raise
    except UnicodeError:
        raise _refused(item.path, row.number, Refusal.DECODE, f"the row is not {codec}") from None
    except (ValueError, RecursionError, csv.Error):
        raise _refused(item.path, row.number, Refusal.PARSE, "the row cannot be read") from None


def texts(path: Path, reading: Reading) -> Iterator[bytes]:
    """Give the text of every row that can be read: the others are no document's original."""
    for item in rows(path, reading):
        if item.row is None:
            continue  # a run named it, and it is no document's original
        with contextlib.suppress(InputRefusedError):
            yield text_of(item, files.read_part(path, item.row.at, item.row.size), reading.codec)


# --- JSON lines --------------------------------------------------------------------------------


def _json_rows(path: Path, stream: BinaryIO, reading: Reading) -> Iterator[Item]:
    at = stream.tell()
    number = 0
    while line := stream.readline(reading.row_limit + 1):
        number += 1
        size = len(line)
        if size > reading.row_limit and not line.endswith(b"\n"):
            size += _skip_line(stream)
            yield Item(path, fault=_too_large(path, number))
        elif line.strip():
            yield Item(path, row=Row(number, at, size, column=reading.column))
        at += size


def _skip_line(stream: BinaryIO) -> int:
    """Pass over the rest of a line that is too long, without holding it."""
    size = 0
    while part := stream.readline(_ROOM):
        size += len(part)
        if part.endswith(b"\n"):
            break
    return size


def _too_large(path: Path, number: int) -> InputRefusedError:
    return _refused(
        path, number, Refusal.LIMITS, "the row is over the size limit", "raise it with --max-bytes"
    )


def _json_text(item: Item, line: str) -> str:
    value = json.loads(line, object_pairs_hook=_object)
    row = item.row
    number = 0 if row is None else row.number
    if not isinstance(value, dict):
        raise _refused(item.path, number, Refusal.PARSE, "the row is no JSON object")
    name = _column(item.path, number, list(value), None if row is None else row.column)
    text = value[name]
    if not isinstance(text, str):
        raise _refused(item.path, number, Refusal.PARSE, "the text column holds no text")
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _column(path: Path, number: int, names: Sequence[str], wanted: str | None) -> str:
    """Find the text's column by its name, or the one that has a usual name; raises InputRefusedError."""
    if wanted is not None:
        found = [name for name in names if name == wanted]
    else:
        found = [name for name in names if name.strip().lower() in COLUMNS]
    if len(found) == 1:
        return found[0]
    what = "it has no text column" if not found else "more than one column may hold the text"
    raise _refused(path, number, Refusal.PARSE, what, _NAME_IT)


# --- CSV ---------------------------------------------------------------------------------------


class _Lines:
    """Feeds lines to the reader and knows where they stand; a byte is a character here, so that places fit."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.at = self.start = stream.tell()
        self.lines = 0

    def begin(self) -> None:
        """Begin a record."""
        self.start, self.lines = self.at, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.at += len(line)
        self.lines += 1
        if self.at - self.start > self._limit:
            raise csv.Error("too large")
        return line.decode("latin-1")


def _csv_rows(path: Path, stream: BinaryIO, reading: Reading) -> Iterator[Item]:
    """List records; behind a broken one that spans lines nobody can tell where the next begins, so it is the last."""
    csv.field_size_limit(_ANY)
    lines = _Lines(stream, reading.row_limit)
    records = csv.reader(lines, strict=True)
    heading, number = _heading(path, records, reading), 1
    while True:
        lines.begin()
        number += 1
        try:
            record = next(records, None)
        except csv.Error:
            last = lines.lines != 1 or lines.at - lines.start > reading.row_limit
            rest = "; where the rows after it begin cannot be told, so none is read" if last else ""
            yield Item(path, fault=_refused(path, number, Refusal.PARSE, f"the row is not CSV{rest}"))
            if last:
                return
            continue
        if record is None:
            return
        if len(record) == len(heading[0]):
            size = lines.at - lines.start
            yield Item(path, row=Row(number, lines.start, size, None, heading[1], len(record)))
        elif record:
            what = "the row has not as many columns as the heading"
            yield Item(path, fault=_refused(path, number, Refusal.PARSE, what))


def _heading(path: Path, records: Iterator[list[str]], reading: Reading) -> tuple[list[str], int]:
    """Read the first record: the names of the columns; raises InputRefusedError where none holds the text."""
    try:
        names = next(records, [])
    except csv.Error:
        raise _refused(
            path, 1, Refusal.PARSE, "the heading is not CSV", "a cable's file ends in .txt"
        ) from None
    wanted = None if reading.column is None else reading.column.encode(reading.codec).decode("latin-1")
    try:
        name = _column(path, 1, names, wanted)
    except InputRefusedError as error:
        error.help = f"{_NAME_IT}; if the file is one cable, name it *.txt"
        raise
    return names, names.index(name)


def _csv_text(item: Item, line: str) -> str:
    row = item.row
    csv.field_size_limit(_ANY)
    # Cut at line feeds alone, as the bytes were.
    found = list(csv.reader((f"{piece}\n" for piece in line.removesuffix("\n").split("\n")), strict=True))
    if row is None or len(found) != 1 or len(found[0]) != row.width:
        raise csv.Error("another record stands here by now")
    return found[0][row.index]
