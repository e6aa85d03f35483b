"""Formats: renderings of the released text, each of which can be read back to it."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from redactor.errors import GuardError
from redactor.release import marker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from redactor.model import Release

VERSION = 1
DOCUMENT = "redactor-release"


@dataclass(frozen=True, slots=True)
class Format:
    """A rendering of a release: `read` gives back the released text that `write` was given."""

    name: str
    suffix: str
    write: Callable[[Release], bytes]
    read: Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the release: one of our lines, a marker or text of the original."""

    kind: str
    text: str
    own: str = ""
    number: int = 0
    portion: str | None = None


def to_json(release: Release) -> str:
    """Write the release as one versioned JSON document in ASCII, keys sorted; ends with a line end.

    It says nothing that the text form and the public log do not say.
    """
    whole = {
        "banner": release.banner,
        "document": DOCUMENT,
        "lines": [[_piece(release, part) for part in line] for line in _lines(release)],
        "stamp": release.stamp,
        "state": release.state.value,
        "version": VERSION,
    }
    return json.dumps(whole, indent=1, sort_keys=True) + "\n"


def from_json(document: str) -> str:
    """Give the released text that a JSON rendering holds."""
    whole = json.loads(document)
    lines = ["".join(piece["text"] for piece in line) for line in whole["lines"]]
    return "".join(f"{line}\n" for line in lines)


def _piece(release: Release, part: _Part) -> Mapping[str, Any]:
    piece: dict[str, Any] = {"kind": part.kind, "text": part.text}
    if part.kind == "own":
        return piece | {"own": part.own}
    piece["portion"] = part.portion
    if part.kind == "text":
        return piece
    written = marker.read_replacement(part.text)
    if written is None:
        raise GuardError("formats", f"removal {part.number} has no marker of the grammar")
    return piece | {
        "action": release.redactions[part.number - 1].decision.action.name.lower(),
        "authorities": [str(authority) for authority in written.authorities],
        "number": part.number,
        "review": written.review,
        "unmarked": written.unmarked,
        "what": written.what,
    }


def _lines(release: Release) -> Iterator[list[_Part]]:
    """Cut the release at its line ends; an empty line has no part."""
    line: list[_Part] = []
    for part in _parts(release):
        *ended, rest = part.text.split("\n")
        for text in ended:
            yield _with(line, part, text)
            line = []
        line = _with(line, part, rest)
    if line:
        yield line


def _with(line: list[_Part], part: _Part, text: str) -> list[_Part]:
    """Give the line with more text of a part; text of one portion is one piece."""
    if not text:
        return line
    last = line[-1] if line else None
    if last is not None and part.kind == "text" and (last.kind, last.portion) == ("text", part.portion):
        return [*line[:-1], replace(last, text=last.text + text)]
    return [*line, replace(part, text=text)]


def _parts(release: Release) -> Iterator[_Part]:
    """Give every byte of the release once, in order, and say what it is."""
    data = release.text.encode()
    fixed = [(line.at, line.length, "own", line.kind, 0) for line in release.own]
    for redaction, (at, length) in zip(release.redactions, release.places, strict=True):
        if length:
            kind = "marker" if redaction.replacement.strip() else "text"
            fixed.append((at, length, kind, "", redaction.number))
    position = 0
    for at, length, kind, own, number in sorted(fixed):
        yield from _text(release, data, position, at)
        portion = release.redactions[number - 1].decision.portion if number else None
        yield _Part(kind, data[at : at + length].decode(), own, number, portion)
        position = at + length
    yield from _text(release, data, position, len(data))


def _text(release: Release, data: bytes, start: int, end: int) -> Iterator[_Part]:
    """Cut kept text at the ends of its portions."""
    position = start
    first = bisect_right(release.portions, start, key=lambda portion: portion[1] + portion[2])
    for address, at, length in islice(release.portions, first, None):
        if at >= end:
            break
        if position < at:
            yield _Part("text", data[position:at].decode())
        position, opened = min(at + length, end), max(at, position)
        yield _Part("text", data[opened:position].decode(), portion=address)
    if position < end:
        yield _Part("text", data[position:end].decode())


FORMATS: Mapping[str, Format] = {
    "text": Format("text", ".txt", lambda release: release.text.encode(), lambda data: data.decode()),
    "json": Format(
        "json", ".json", lambda release: to_json(release).encode(), lambda data: from_json(data.decode())
    ),
}
"""Every format that a release can be written as; text is always made."""
