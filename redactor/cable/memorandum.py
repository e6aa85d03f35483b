"""The fallback: a text with a classification line or portion marks, and no telegram's header."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from redactor.cable import banners, telegram
from redactor.cable.base import Draft, Evidence, Source

_TOP = 12
_MARKS = 3


@dataclass(frozen=True, slots=True)
class Memorandum:
    """Reads memoranda: a classification at the top or none, paragraphs with or without numbers."""

    name: str = "memorandum"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the classification lines at the top, and the portion marks; weak beside any other format's."""
        lines = (line for line in source.lines[:_TOP] if banners.is_plain(line) or banners.is_numbered(line))
        found = tuple(Evidence("classification-line", line.span, 1) for line in lines)
        return (*found, *islice(telegram.marked_lines(source), _MARKS))

    def read(self, source: Source) -> Draft:
        """Read it as a telegram whose header has only the lines that are there."""
        return telegram.read(source)
