"""The values of a policy as they stand in the file: where, under which keys, and whether in quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from redactor.errors import Place

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Token:
    """One value: its text, its place, the keys that it stands under, and whether it is written without quotes."""

    text: str
    place: Place
    path: tuple[str, ...]
    plain: bool


_Level = tuple[bool, str | None]
"""A table (True) or a listing that the walk is in, and the key whose value comes next."""


def scalars(text: str, file: str) -> Iterator[Token]:
    """Give every value, keys aside, of a file that the reader accepts."""
    levels: list[_Level] = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            levels.append((isinstance(event, yaml.MappingStartEvent), None))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            levels.pop()
            _close(levels)
        elif isinstance(event, yaml.ScalarEvent) and levels and levels[-1] == (True, None):
            levels[-1] = (True, event.value)
        elif isinstance(event, yaml.ScalarEvent):
            yield _token(event, file, tuple(key for _, key in levels if key is not None))
            _close(levels)


def _close(levels: list[_Level]) -> None:
    """Note that the value of a key has been read."""
    if levels and levels[-1][0]:
        levels[-1] = (True, None)


def _token(event: yaml.ScalarEvent, file: str, path: tuple[str, ...]) -> Token:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return Token(event.value, Place(file, 1, 1), path, plain=False)
    width = end.column - start.column if end.line == start.line else 1
    place = Place(file, start.line + 1, start.column + 1, max(1, width))
    return Token(event.value, place, path, plain=not event.style)
