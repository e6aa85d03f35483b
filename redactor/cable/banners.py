"""The classification line, its section count and the message number behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import patterns, vocabulary
from redactor.cable.base import Chunk, Part
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re

    from redactor.cable.lex import Line
    from redactor.cable.place import Place

# "SBU" and "C O N F I D E N T I A L SECTION 01 OF 04 POST NAME 000000" bound what a line in the text can be.
_SHORTEST = 3
_LONGEST = 90
_CLASS_ALONE = 50


def read(place: Place) -> Part | None:
    """Read a classification line; one that has lost its class is one that cannot be read, not none."""
    line = place.line
    found = markings.read_banner(line.body)
    if found is None:
        return _unreadable(place)
    tail = patterns.NUMBER_TAIL.match(line.body, found.span_class.end)
    if tail is None or (tail["rest"].strip() and not tail["number"] and not tail["section"]):
        return None
    kind = "banner" if place.header else "quoted"
    claim = Claim(kind, line.span, found.marking, found.repaired)
    notes = (ParseNote("banner-repaired", line.span),) if found.repaired else ()
    return _part(place, tail, (claim,), notes)


def _unreadable(place: Place) -> Part | None:
    """Take a line with a section count and a message number as a classification line that was damaged."""
    body = place.line.body
    count = patterns.SECTION_COUNT.search(body)
    if count is None or not place.header or SectionKind.BANNER in place.seen:
        return None
    tail = patterns.NUMBER_TAIL.match(body, count.start())
    if tail is None or not tail["number"] or tail["rest"].strip():
        return None
    claim = Claim("banner-unreadable", place.line.span, Marking(Level.U, known=False), repaired=True)
    return _part(place, tail, (claim,), (ParseNote("banner-unreadable", place.line.span),))


def _part(place: Place, tail: re.Match[str], claims: tuple[Claim, ...], notes: tuple[ParseNote, ...]) -> Part:
    line = place.line
    has_number = bool(tail["number"])
    cut = line.first + tail.start("number") if has_number else line.last
    written = line.body[: cut - line.first].rstrip()
    chunks = (
        [Chunk(SectionKind.BANNER, Span(line.first, line.first + len(written)), header=place.header)]
        if written
        else []
    )
    found = [Field("banner", Span(line.first, line.first + len(written)), written)]
    if tail["section"]:
        span = Span(line.first + tail.start("section"), line.first + len(written))
        found.append(Field("section-count", span, f"{int(tail['this'])}/{int(tail['all'])}"))
        notes = (*notes, ParseNote("banner-section-count", span))
    if has_number:
        chunks.append(_number(place, tail))
        span = Span(line.first + tail.start("number"), line.first + tail.end("number"))
        found.append(Field("message-number", span, f"{tail['post']} {tail['serial']}"))
        if not vocabulary.is_post(tail["post"]):
            notes = (*notes, ParseNote("post-unlisted", span))
    return Part(tuple(chunks), claims, tuple(found), notes, place.index + 1)


def _number(place: Place, tail: re.Match[str]) -> Chunk:
    line = place.line
    span = Span(line.first + tail.start("number"), line.first + tail.end("number"))
    opens = vocabulary.is_post(tail["post"]) and place.opens(SectionKind.MESSAGE_NUMBER)
    return Chunk(
        SectionKind.MESSAGE_NUMBER,
        Span(span.start, line.last),
        closed=(span,) if opens else (),
        header=place.header,
    )


def is_plain(line: Line) -> bool:
    """Say whether a line is a classification and nothing more, as at the top and foot of pages."""
    found = _hinted(line)
    return found is not None and not line.body[found.span_class.end :].strip()


def is_numbered(line: Line) -> bool:
    """Say whether a line is a classification with a section count or a message number behind it."""
    found = _hinted(line)
    tail = patterns.NUMBER_TAIL.match(line.body, found.span_class.end) if found else None
    return tail is not None and bool(tail["section"] or tail["number"]) and not tail["rest"].strip()


def _hinted(line: Line) -> markings.Banner | None:
    """Read a line as a classification line if it may be one at a glance: the reader is dear."""
    body = line.body
    # Prose is longer than a class alone, and a class with a number ends in a digit.
    short = _SHORTEST <= len(body) <= (_LONGEST if body[-1].isdigit() else _CLASS_ALONE)
    return markings.read_banner(body) if short and body.isupper() else None
