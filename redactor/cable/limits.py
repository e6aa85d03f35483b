"""Limits that keep a hostile text from costing more than it is worth: refused, never read in part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.cable import banners, patterns
from redactor.errors import InputRefusedError, Refusal

if TYPE_CHECKING:
    from redactor.cable.base import Source


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of something a text may hold: `most` whatever it is, and one more for every `each` characters.

    So many telegrams behind each other may hold more than one of them.
    """

    what: str
    most: int
    each: int

    def check(self, count: int, characters: int) -> None:
        """Refuse a text of so many characters with more of it than any cable."""
        if count > self.most + characters // self.each:
            raise InputRefusedError(Refusal.LIMITS, f"the file has more {self.what} than any cable")


# Behind each stands what the reference telegrams hold at most, and how densely: docs/reliability.md.
FIELDS = Limit("header fields", 2500, 200)  # 60
PORTIONS = Limit("paragraphs and items", 5000, 150)  # 74, one for every 138 characters
CLASSES = Limit("lines that may be classification lines", 5000, 100)  # 155, one for every 70 characters
COMPARTMENTS = Limit(
    "compartments", 100, 20_000
)  # 0: each joins the document's marking and every unmarked portion's
EDITS = Limit("leftovers of web pages and hidden characters", 10_000, 40)  # 114, one for every 75 characters


# The longest labelled field of a header has 405 characters; its items are compared with each other.
LONGEST_FIELD = 16_384


def check_field(characters: int) -> None:
    """Refuse a labelled field that is longer than any cable's."""
    if characters > LONGEST_FIELD:
        raise InputRefusedError(Refusal.LIMITS, "a header field is longer than any cable's")


def look(source: Source) -> None:
    """Refuse a text whose lines tell at a glance that it is over a limit; a text of few lines cannot be."""
    size = len(source.text)
    if len(source.lines) > FIELDS.most:
        FIELDS.check(sum(bool(patterns.FIELD_HEADS.match(line.body)) for line in source.lines), size)
    if len(source.lines) > PORTIONS.most:
        # Each may be a mark, which is dear to read; no cable has a bracket at the head of so many lines.
        PORTIONS.check(sum(line.body[0] in "([{" for line in source.lines), size)
    if len(source.lines) > CLASSES.most:
        CLASSES.check(sum(banners.may_be(line.body) for line in source.lines), size)


def look_at(text: str) -> None:
    """Refuse a text that holds more beginnings of tags, entities and escapes, and ends of emphasis, than any page."""
    EDITS.check(sum(map(text.count, ("<", "&", "\\", "* "))), len(text))
