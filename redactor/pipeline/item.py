"""One document to read, by its place: a file, standard input, or a row of a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactor.errors import InputRefusedError

STANDARD = Path("-")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number, where its bytes stand, and in which column its text.

    A column is a name where each row names its own (JSONL), else its index and how many there are (CSV).
    """

    number: int
    at: int
    size: int
    column: str | None = None
    index: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One document to read; a link is refused where `follow` is false.

    `fault` is what keeps it from being read at all.
    """

    path: Path
    follow: bool = True
    row: Row | None = None
    fault: InputRefusedError | None = None

    @property
    def name(self) -> str:
        """Give the name by which reports and custody know it: FILE, or FILE#ROW."""
        return str(self.path) if self.row is None else f"{self.path}#{self.row.number}"

    @property
    def standard(self) -> bool:
        """Say whether it is standard input, which only the first process has."""
        return self.path == STANDARD
