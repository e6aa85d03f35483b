"""Takes a release apart: what we wrote, and the kept segments between its removals."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.errors import InternalError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Cable, OwnLine, Redaction, Release


@dataclass(frozen=True, slots=True)
class Body:
    """A release's bytes: our own lines, and one kept segment more than there are removals."""

    data: bytes = field(repr=False)
    own: tuple[OwnLine, ...]
    kept: tuple[bytes, ...] = field(repr=False)


def take_apart(cable: Cable, release: Release) -> Body:
    """Give the release's parts, each checked against the original.

    Raises InternalError where the release is more or less than the original, its removals replaced,
    and our own lines: what a record does not explain is not written.
    """
    data = release.text.encode()
    kept = tuple(part.encode() for part in kept_of_original(cable.text, release.redactions))
    if split(data, release.own, release.places) != kept:
        raise InternalError("the release is not the original less its removals")
    for redaction, (at, length) in zip(release.redactions, release.places, strict=True):
        if data[at : at + length] != redaction.replacement.encode():
            raise InternalError("a marker does not stand where the release says")
    return Body(data, release.own, kept)


def kept_of_original(text: str, redactions: Sequence[Redaction]) -> tuple[str, ...]:
    """Cut the original along its removals; raises InternalError where they overlap or leave the text."""
    kept, position = [], 0
    for redaction in redactions:
        if not position <= redaction.span.start <= redaction.span.end <= len(text):
            raise InternalError("the removals are out of order or outside the text")
        kept.append(text[position : redaction.span.start])
        position = redaction.span.end
    return (*kept, text[position:])


def split(data: bytes, own: Sequence[OwnLine], places: Sequence[tuple[int, int]]) -> tuple[bytes, ...] | None:
    """Give the kept segments of a release from its record alone; None where the places do not fit it.

    Removals must stand in order, and nothing may overlap.
    """
    if any(first > second for first, second in itertools.pairwise(places)):
        return None
    holes = [(line.at, line.length, 0) for line in own] + [(at, length, 1) for at, length in places]
    kept, current, position = [], b"", 0
    for at, length, is_removal in sorted(holes):
        if at < position or at + length > len(data):
            return None
        current += data[position:at]
        position = at + length
        if is_removal:
            kept.append(current)
            current = b""
    return (*kept, current + data[position:])
