"""Takes a finished release apart into lines of our own words, markers and text, for its renderings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Release


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the release: one of our lines, a marker or text of the original."""

    kind: str
    text: str
    own: str = ""
    number: int = 0
    portion: str | None = None


def lines_of(release: Release) -> Iterator[list[Part]]:
    """Cut the release at its line ends; an empty line has no part."""
    line: list[Part] = []
    for part in parts_of(release):
        *ended, rest = part.text.split("\n")
        for text in ended:
            yield _with(line, part, text)
            line = []
        line = _with(line, part, rest)
    if line:
        yield line


def _with(line: list[Part], part: Part, text: str) -> list[Part]:
    """Give the line with more text of a part; text of one portion is one piece."""
    if not text:
        return line
    last = line[-1] if line else None
    if last is not None and part.kind == "text" and (last.kind, last.portion) == ("text", part.portion):
        return [*line[:-1], replace(last, text=last.text + text)]
    return [*line, replace(part, text=text)]


def parts_of(release: Release) -> Iterator[Part]:
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
        yield Part(kind, data[at : at + length].decode(), own, number, portion)
        position = at + length
    yield from _text(release, data, position, len(data))


def _text(release: Release, data: bytes, start: int, end: int) -> Iterator[Part]:
    """Cut kept text at the ends of its portions."""
    position = start
    first = bisect_right(release.portions, start, key=lambda portion: portion[1] + portion[2])
    for address, at, length in islice(release.portions, first, None):
        if at >= end:
            break
        if position < at:
            yield Part("text", data[position:at].decode())
        position, opened = min(at + length, end), max(at, position)
        yield Part("text", data[opened:position].decode(), portion=address)
    if position < end:
        yield Part("text", data[position:end].decode())
