"""Readers of the labelled fields between the classification line and the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import heads, patterns, references, tagsline
from redactor.cable.base import Chunk, Part
from redactor.cable.place import Place, run, starts_field
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re

_LONGEST_CAPTION = 120


def labelled(place: Place, kind: SectionKind, match: re.Match[str], last: int) -> Chunk:
    """Make the chunk of a field whose label `match` found, up to the line `last`."""
    line = place.line
    end = place.source.lines[last].last
    label = Span(line.first, min(line.first + match.end("label"), end))
    return Chunk(kind, Span(line.first, end), (label,), header=place.header)


def value_of(chunk: Chunk) -> Span:
    """Give what stands behind the label."""
    return Span(chunk.skeleton[0].end, chunk.span.end)


def caption(place: Place) -> Part | None:
    """Read a caption line; a routing word counts as one with no control."""
    line = place.line
    if len(line.body) > _LONGEST_CAPTION:
        return None
    corrected = patterns.CORRECTED.match(line.body)
    marking = markings.read_caption(line.body)
    if marking is None and corrected is None:
        return None
    notes = [ParseNote("corrected-copy", line.span)] if corrected else []
    if SectionKind.CAPTION in place.seen and line.blanks and place.header:
        notes.append(ParseNote("caption-block-repeated", line.span))
    claims = () if marking is None else (Claim("caption", line.span, marking),)
    chunk = Chunk(SectionKind.CAPTION, line.span, header=place.header)
    return Part((chunk,), claims, (Field("caption", line.span, line.body),), tuple(notes), place.index + 1)


def pass_line(place: Place) -> Part | None:
    """Read a line that says for whom the telegram is, between captions and SUBJECT."""
    line = place.line
    if place.seen & {SectionKind.SUBJECT, SectionKind.CLASSIFIED_BY} or not place.header:
        return None
    if SectionKind.BANNER not in place.seen or not patterns.PASS_LINE.match(line.body):
        return None
    chunk = Chunk(SectionKind.PASS_LINE, line.span, header=place.header)
    return Part((chunk,), (), (Field("pass-line", line.span, line.body),), (), place.index + 1)


def eo_line(place: Place) -> Part | None:
    """Read the E.O. line; a declassification value claims that the text is classified."""
    match = patterns.EO_LINE.match(place.line.body)
    if match is None:
        return None
    line = place.line
    chunk = labelled(place, SectionKind.EO_LINE, match, place.index)
    claims: tuple[Claim, ...] = ()
    if patterns.DECLASSIFICATION.search(line.body[match.end() :]):
        # It says "classified", not at which level: a floor, never a known level.
        claims = (Claim("eo-line", line.span, Marking(Level.C, known=False)),)
    return Part((chunk,), claims, (Field("eo-line", line.span, line.body),), (), place.index + 1)


def tags(place: Place) -> Part | None:
    """Read the TAGS field; each vocabulary tag with its link leftovers is closed grammar."""
    match = patterns.TAGS.match(place.line.body)
    if match is None:
        return None
    last = run(place, lambda following: starts_field(following) or not tagsline.goes_on(following))
    chunk = labelled(place, SectionKind.TAGS, match, last)
    found = tagsline.read(place.source.text, value_of(chunk))
    closed = found.closed if place.opens(SectionKind.TAGS) else ()
    return Part((replace(chunk, closed=closed),), (), found.fields, found.notes, last + 1)


def subject(place: Place) -> Part | None:
    """Read SUBJECT over its wrapped lines, and a mark at its head."""
    match = patterns.SUBJECT.match(place.line.body)
    if match is None:
        return None
    text = place.source.text
    start = _subject_start(place, match)
    last = run(start)
    chunk = labelled(place, SectionKind.SUBJECT, match, last)
    at = chunk.skeleton[0].end if start is place else start.line.first
    value = Span(min(at, chunk.span.end), chunk.span.end)
    notes: tuple[ParseNote, ...] = ()
    if last > start.index:
        notes = (ParseNote("subject-wrapped", chunk.span, f"over {last - start.index + 1} lines"),)
    if patterns.CORRECTED.match(value.of(text)):
        notes += (ParseNote("corrected-copy", value),)
    head = heads.mark_at(text, value.start, value.end)
    if head is not None and heads.is_mark(head):
        shown = (Span(chunk.span.start, head.whole.end),) if head.shows else chunk.skeleton
        chunk = replace(chunk, mark=head.mark, skeleton=shown)
        notes += head.notes
    return Part((chunk,), (), (Field("subject", value, value.of(text)),), notes, last + 1)


def _subject_start(place: Place, match: re.Match[str]) -> Place:
    """Give where the subject's words begin: on the label's line, or on the next-but-one."""
    following = replace(place, index=place.index + 1)
    if match.end() < len(place.line.body) or following.index >= len(place.source.lines):
        return place
    return place if following.line.blanks > 1 or starts_field(following) else following


def reference_list(place: Place) -> Part | None:
    """Read REF and its items, mangled bullets included; marks on items only raise."""
    match = patterns.REFERENCES.match(place.line.body)
    if match is None:
        return None
    last = references.last_line(place)
    chunk = labelled(place, SectionKind.REFERENCES, match, last)
    found = references.read(place.source, place.index, last, chunk.skeleton[0].end)
    return Part((replace(chunk, raised=found.raised),), found.claims, (), found.notes, last + 1)


def classified_by(place: Place) -> Part | None:
    """Read Classified By, up to the line that ends its reasons."""
    match = patterns.CLASSIFIED_BY.match(place.line.body)
    if match is None:
        return None
    last = run(place)
    lines = place.source.lines
    taken = place.source.text[place.line.first : lines[last].last]
    following = replace(place, index=last + 1)
    more = following.index < len(lines) and not starts_field(following)
    if more and not patterns.REASON.search(taken) and patterns.REASON.match(following.line.body):
        last = run(following)
    chunk = labelled(place, SectionKind.CLASSIFIED_BY, match, last)
    return Part((chunk,), (), (), (), last + 1)
