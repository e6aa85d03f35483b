"""What `inspect` writes of one cable or many: one JSON document, or a line a file and the notes by kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactor.report import inspect, screen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactor.errors import ExitCode, RedactorError
    from redactor.model import Cable

VERSION = 1


@dataclass(frozen=True, slots=True)
class Inspected:
    """One input, as much as is written of it: its line, how often each note, its values; or why it is no cable."""

    source: str
    row: tuple[str, ...] = ("refused", "-", "-", "-", "-", "-")
    codes: tuple[str, ...] = ()
    values: Mapping[str, Any] | None = field(default=None, repr=False)
    error: RedactorError | None = None


def of(source: str, cable: Cable, *, whole: bool, show_text: bool) -> Inspected:
    """Take of a cable what will be written; its values only where the whole is asked for."""
    marked = sum(portion.mark is not None for portion in cable.portions)
    counts = (len(cable.portions), marked, len(cable.fields), len(cable.notes))
    row = (cable.format, inspect.written(cable.marking), *(str(count) for count in counts))
    values = inspect.values(cable, show_text=show_text) if whole else None
    return Inspected(source, row, tuple(note.code for note in cable.notes), values)


def to_json(read: Sequence[Inspected], exit_code: ExitCode) -> str:
    """Write one JSON document of all inputs, refused ones included; valid against inspect-v1.schema.json."""
    whole = {
        "document": "redactor-inspect",
        "version": VERSION,
        "exit": int(exit_code),
        "cables": [_values(one) for one in read],
        "notes": [
            {"code": code, "meaning": inspect.meanings()[code], "cables": cables, "times": times}
            for code, cables, times in _by_kind(read)
        ],
    }
    return screen.as_document(whole)


def _values(one: Inspected) -> dict[str, Any]:
    told = None if one.error is None else _error(one.error)
    return {"source": one.source, "error": told, "read": one.values}


def _error(error: RedactorError) -> dict[str, str]:
    return {"help": error.help, "message": error.message, "type": type(error).__name__}


def _by_kind(read: Iterable[Inspected]) -> list[tuple[str, int, int]]:
    """Give each code of a note, in how many cables it stands and how often, the commonest first."""
    cables: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for one in read:
        times.update(one.codes)
        cables.update(set(one.codes))
    return sorted(
        ((code, cables[code], times[code]) for code in cables), key=lambda row: (-row[1], -row[2], row[0])
    )


def to_text(read: Sequence[Inspected]) -> str:
    """Write a line a file and a table of the notes by kind; no word of any cable."""
    header = ("cable", "format", "marking", "portions", "marked", "fields", "notes")
    notes = [
        (code, str(cables), str(times), inspect.meanings()[code]) for code, cables, times in _by_kind(read)
    ]
    refused = sum(one.error is not None for one in read)
    said = f"{screen.counted(len(read) - refused, 'cable')} read, {refused} refused\n"
    parts = (
        screen.table(header, ((one.source, *one.row) for one in read)),
        said,
        screen.table(("note", "cables", "times", "meaning"), notes),
    )
    return "\n".join(part for part in parts if part)
