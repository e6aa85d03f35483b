"""Classified By in the header: where it ends, also where a page line or a REF list stands inside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.cable import fields, heads, patterns, resumed
from redactor.cable.base import Chunk, Part
from redactor.cable.place import Place, run, starts_field, turned
from redactor.model import SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re


def read(place: Place) -> Part | None:
    """Read Classified By, up to the line that ends its reasons."""
    match = patterns.CLASSIFIED_BY.match(place.line.body) or _marked(place)
    if match is None:
        return None
    last = run(place, _ends)
    lines = place.source.lines
    taken = place.source.text[place.line.first : lines[last].last]
    following = place.at(last + 1)
    more = following.index < len(lines) and not starts_field(following)
    if more and not patterns.REASON.search(taken) and patterns.REASON_HEAD.match(following.line.body):
        last = run(following)
    last = turned(place, last, _reasons_follow)
    chunk = fields.labelled(place, SectionKind.CLASSIFIED_BY, match, last)
    head = heads.mark_at(place.source.text, place.line.first, place.line.last)
    if head is None or not heads.is_mark(head):
        return Part((chunk,), (), (), (), last + 1)
    return Part((replace(chunk, mark=head.mark),), (), (), head.notes, last + 1)


def _ends(place: Place) -> bool:
    """Say whether another field or the body starts: letters of reasons alone on their line go on with the one before."""
    if not starts_field(place):
        return False
    before = place.at(place.index - 1).line.body
    return not (patterns.REASON_LETTERS.match(place.line.body) and patterns.REASON_OPEN.search(before))


def _marked(place: Place) -> re.Match[str] | None:
    """Match a Classified By whose line begins with a mark, in the header, where SUBJECT stands before it."""
    if not place.header or SectionKind.SUBJECT not in place.seen:
        return None
    return patterns.MARKED_CLASSIFIED_BY.match(place.line.body)


def _reasons_follow(place: Place) -> int | None:
    """Give where the field ends behind a page line that cut name from reasons."""
    return run(place) if patterns.REASON_HEAD.match(place.line.body) and not starts_field(place) else None


def rest(place: Place) -> Part | None:
    """Read name and reasons that a REF list cut off from the label; the chunk has no label of its own."""
    if not resumed.at(place):
        return None
    last = run(place)
    span = Span(place.line.first, place.source.lines[last].last)
    return Part((Chunk(SectionKind.CLASSIFIED_BY, span, header=place.header),), (), (), (), last + 1)
