"""Plain text for a terminal: nothing of a document or a file name can move the cursor or forge a line."""

from __future__ import annotations

import json
import os
import re
import sys
import textwrap
import unicodedata
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from redactor import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import TextIO

# Control, format (bidi, zero-width, tags), surrogate, private use, line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_WIDE = frozenset({"W", "F"})
_GAP = "  "
# Where a cell may go on below: "default-|entity", "kept|in part"   not: "1-2", "--set"
_BREAK = re.compile(r"\s+|(?<=[a-z]-)(?=[a-z])")
# A column is not made narrower than its longest word, nor wider than this for the sake of one word.
_LONGEST_WORD = 24


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


def terminal(stream: TextIO) -> int | None:
    """Count the columns of the terminal that `stream` writes to; None for a file or a pipe."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or None if stream.isatty() else None
    except (OSError, ValueError):
        return None


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, indent: str = "", stream: TextIO | None = None
) -> str:
    """Lay out rows in columns, each cell made visible; ends with a line end, empty without rows.

    A row is one line, except on a terminal too narrow for it: there cells wrap, or stand below each other.
    """
    cells = [[visible(cell) for cell in row] for row in rows]
    return laid_out(header, cells, indent, terminal(stream or sys.stdout)) if cells else ""


def laid_out(header: Sequence[str], cells: Sequence[Sequence[str]], indent: str, room: int | None) -> str:
    """Lay out visible cells in a room of so many columns; None is as wide as it takes."""
    lines = [list(header), *cells]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    if room is None:
        return "".join(_line(line, widths, indent) for line in lines)
    left = room - len(indent) - len(_GAP) * (len(widths) - 1)
    narrow = _narrowed(
        widths, [_least(line[column] for line in lines) for column in range(len(header))], left
    )
    if narrow is None:
        return "".join(_stacked(header, row, indent, room) for row in cells)
    return "".join(_line(part, narrow, indent) for line in lines for part in _wrapped(line, narrow))


def _least(cells: Iterable[str]) -> int:
    """Give the width under which a column would break its words."""
    return min(_LONGEST_WORD, max((width(word) for cell in cells for word in _BREAK.split(cell)), default=0))


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Take columns from the widest that can give one until all fit; None where they cannot."""
    fitted = list(widths)
    while sum(fitted) > room:
        givers = [column for column, size in enumerate(fitted) if size > least[column]]
        if not givers:
            return None
        fitted[max(givers, key=fitted.__getitem__)] -= 1
    return fitted


def _wrapped(cells: Sequence[str], widths: Sequence[int]) -> Iterable[tuple[str, ...]]:
    """Give the lines of a row whose cells wrap."""
    columns = [_folded(cell, size) for cell, size in zip(cells, widths, strict=True)]
    return zip_longest(*columns, fillvalue="")


def _folded(text: str, columns: int) -> list[str]:
    return textwrap.wrap(text, max(1, columns)) or [""]


def _stacked(header: Sequence[str], row: Sequence[str], indent: str, room: int) -> str:
    """Write a row as a block, a line or more for each cell that says something."""
    size = max(width(name) for name in header)
    lines: list[str] = []
    for name, cell in zip(header, row, strict=True):
        folded = _folded(cell, room - len(indent) - size - len(_GAP)) if cell else []
        lines += (
            _line(pair, (size, 0), indent) for pair in zip_longest((name,), folded, fillvalue="") if cell
        )
    return "".join(lines) + "\n"


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
