"""Takes a release apart: what we wrote, and the kept segments between its removals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.errors import InternalError
from redactor.model import OwnLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Cable, Redaction, Release

END = "end"


@dataclass(frozen=True, slots=True)
class Body:
    """A release's bytes: own text (line ends included), and one kept segment more than removals."""

    data: bytes = field(repr=False)
    own: tuple[OwnLine, ...]
    kept: tuple[bytes, ...] = field(repr=False)


def kept_of_original(text: str, redactions: Sequence[Redaction]) -> tuple[str, ...]:
    """Cut the original along its removals; raises InternalError where they overlap or leave the text."""
    kept, position = [], 0
    for redaction in redactions:
        if not position <= redaction.span.start <= redaction.span.end <= len(text):
            raise InternalError("the removals are out of order or outside the text")
        kept.append(text[position : redaction.span.start])
        position = redaction.span.end
    return (*kept, text[position:])


def take_apart(cable: Cable, release: Release) -> Body:
    """Give the release's parts, each checked against the original: the release is what the record says.

    Raises InternalError where the two differ: a release that its record does not explain is not written.
    """
    data = release.text.encode()
    kept = tuple(segment.encode() for segment in kept_of_original(cable.text, release.redactions))
    marks = [redaction.replacement.encode() for redaction in release.redactions]
    length = sum(map(len, kept)) + sum(map(len, marks))
    last = next(
        (part for pair in zip(reversed(kept), [*reversed(marks), b""], strict=True) for part in pair if part),
        b"",
    )
    tail = 1 if length and not last.endswith(b"\n") else 0
    start = len(data) - tail - length
    if release.places != _places(kept, marks, start) and length:
        raise InternalError("a removal does not stand where the release says")
    own = _own(release.own, start, data, tail)
    body = Body(data, own, kept)
    if split(data, own, release.places) != kept:
        raise InternalError("the release is not the original less its removals")
    return body


def _places(kept: Sequence[bytes], marks: Sequence[bytes], start: int) -> tuple[tuple[int, int], ...]:
    places, position = [], start
    for segment, mark in zip(kept, marks, strict=False):
        position += len(segment)
        places.append((position, len(mark)))
        position += len(mark)
    return tuple(places)


def _own(lines: Sequence[OwnLine], start: int, data: bytes, tail: int) -> tuple[OwnLine, ...]:
    """Stretch our lines over their line ends and the blank line after them, so that they tile the head."""
    ends = [*(line.at for line in lines[1:]), start]
    head = (
        tuple(OwnLine(line.kind, line.at, end - line.at) for line, end in zip(lines, ends, strict=True))
        if lines
        else ()
    )
    if sum(line.length for line in head) != start or any(line.length < 1 for line in head):
        raise InternalError("our own lines do not tile the head of the release")
    return (*head, OwnLine(END, len(data) - tail, tail)) if tail else head


def split(data: bytes, own: Sequence[OwnLine], places: Sequence[tuple[int, int]]) -> tuple[bytes, ...] | None:
    """Give the kept segments of a release from its record alone; None where the places do not fit it."""
    holes = sorted([(line.at, line.length, 0) for line in own] + [(at, length, 1) for at, length in places])
    kept, current, position = [], b"", 0
    for at, length, is_removal in holes:
        if at < position or at + length > len(data):
            return None
        current += data[position:at]
        position = at + length
        if is_removal:
            kept.append(current)
            current = b""
    return (*kept, current + data[position:])
