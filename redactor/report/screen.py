"""Plain text for a terminal: nothing of a document or a file name can move the cursor or forge a line."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

from redactor import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Control, format (bidi, zero-width, tags), surrogate, private use, line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_WIDE = frozenset({"W", "F"})
_GAP = "  "


def visible(text: str) -> str:
    r"""Write every character that could act on a terminal as an escape: `a\x1b[2J`."""
    return "".join(_escape(char) if unicodedata.category(char) in _UNSAFE else char for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def width(text: str) -> int:
    """Count the columns that `text` takes."""
    return sum(0 if unicodedata.combining(char) else _columns(char) for char in text)


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, indent: str = "") -> str:
    """Lay out rows in columns, each cell made visible; ends with a line end, empty without rows."""
    cells = [[visible(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    lines = [list(header), *cells]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    return "".join(_line(line, widths, indent) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int], indent: str) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return (indent + _GAP.join(padded)).rstrip() + "\n"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Write a number with its noun: `1 name`, `2 names`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def visible_lines(text: str) -> str:
    """Make every line visible and keep the line ends."""
    return "".join(visible(line) + "\n" for line in text.splitlines())


def as_document(values: Mapping[str, Any]) -> str:
    """Write plain values as one JSON document, keys sorted, in ASCII, ending with a line end.

    Each carries what kind of document it is, its version, and the tool that wrote it.
    """
    whole = {**values, "tool": {"name": "redactor", "version": __version__}}
    return json.dumps(whole, indent=2, sort_keys=True) + "\n"
