"""Diagnostics for people and for programs: where it is, what is wrong, what to type instead."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from redactor.report.screen import visible, width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from redactor.errors import Diagnostic, Place

# A longer line is cut to this many characters round the place: a policy may be one long line.
LONGEST_LINE = 200

_NO_TEXTS: Mapping[str, str] = MappingProxyType({})


def render(diagnostic: Diagnostic, texts: Mapping[str, str] = _NO_TEXTS) -> str:
    """Write one diagnostic; `texts` are the files that places point into, by their names.

    A place without its text is named and not shown. Ends with an empty line.
    """
    lines = [f"{diagnostic.severity}[{diagnostic.code}]: {visible(diagnostic.message)}"]
    gutter = _gutter(diagnostic)
    if diagnostic.place is not None:
        lines += _shown(diagnostic.place, diagnostic.label, "^", texts, gutter)
    if diagnostic.second is not None:
        lines += _second(diagnostic, diagnostic.second, texts, gutter)
    notes = [f"{gutter} = {visible(line)}" for line in diagnostic.example]
    notes += [f"{gutter} = help: {visible(diagnostic.help)}"] if diagnostic.help else []
    lines += [f"{gutter} |"] if notes and diagnostic.place is not None else []
    lines += notes
    return "\n".join(lines) + "\n\n"


def render_all(diagnostics: Iterable[Diagnostic], texts: Mapping[str, str] = _NO_TEXTS) -> str:
    """Write several, in their order."""
    return "".join(render(diagnostic, texts) for diagnostic in diagnostics)


def _gutter(diagnostic: Diagnostic) -> str:
    """Give the blanks that line numbers stand in."""
    places = (diagnostic.place, diagnostic.second)
    return " " * max((len(str(place.line)) for place in places if place is not None), default=1)


def _shown(place: Place, label: str, mark: str, texts: Mapping[str, str], gutter: str) -> list[str]:
    """Name a place and show its line with a caret under it."""
    head = [f"{gutter}--> {visible(place.file)}:{place.line}:{place.column}"]
    line = _line(place, texts)
    if line is None:
        return [*head, f"{gutter} = {visible(label)}"] if label else head
    return [*head, f"{gutter} |", *_marked(place, line, label, mark, gutter)]


def _second(diagnostic: Diagnostic, second: Place, texts: Mapping[str, str], gutter: str) -> list[str]:
    """Show the second place: below the first where both are in one file."""
    line = _line(second, texts)
    same = diagnostic.place is not None and diagnostic.place.file == second.file
    if line is None or not same:
        return _shown(second, diagnostic.second_label, "-", texts, gutter)
    return [f"{gutter} :", *_marked(second, line, diagnostic.second_label, "-", gutter)]


def _line(place: Place, texts: Mapping[str, str]) -> str | None:
    """Give the line that a place stands on, or None where its text is not at hand."""
    text = texts.get(place.file)
    if text is None:
        return None
    lines = text.split("\n")
    return lines[place.line - 1] if 0 < place.line <= len(lines) else ""


def _marked(place: Place, line: str, label: str, mark: str, gutter: str) -> list[str]:
    """Write a line and the marks under the place, in columns of the terminal."""
    before, under, after = _cut(line, place)
    start = width(before)
    marks = mark * max(1, width(under))
    number = str(place.line).rjust(len(gutter))
    return [
        f"{number} | {before}{under}{after}".rstrip(),
        f"{gutter} | {' ' * start}{marks} {visible(label)}".rstrip(),
    ]


def _cut(line: str, place: Place) -> tuple[str, str, str]:
    """Split a line at the place, made visible, and cut what is too far from it."""
    start = min(place.column - 1, len(line))
    end = min(start + place.width, len(line), start + LONGEST_LINE)
    if len(line) <= LONGEST_LINE:
        return visible(line[:start]), visible(line[start:end]), visible(line[end:])
    first, last = max(0, start - LONGEST_LINE // 2), min(len(line), end + LONGEST_LINE // 2)
    before = ("..." if first else "") + visible(line[first:start])
    after = visible(line[end:last]) + ("..." if last < len(line) else "")
    return before, visible(line[start:end]), after


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Give one diagnostic as plain values."""
    return {
        "code": diagnostic.code,
        "example": list(diagnostic.example),
        "help": diagnostic.help,
        "label": diagnostic.label,
        "message": diagnostic.message,
        "place": _plain(diagnostic.place),
        "second": _plain(diagnostic.second),
        "second_label": diagnostic.second_label,
        "severity": diagnostic.severity,
    }


def _plain(place: Place | None) -> dict[str, Any] | None:
    """Give a place as plain values."""
    if place is None:
        return None
    return {"column": place.column, "file": place.file, "line": place.line, "width": place.width}
