"""The header of a telegram: its lines in order, each read by the first reader that knows it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.cable import (
    banners,
    classified,
    declared,
    fields,
    heads,
    limits,
    patterns,
    routing,
    stamps,
    vocabulary,
)
from redactor.cable.base import Chunk, Part, Source
from redactor.cable.lex import cut
from redactor.cable.one_of import one_of
from redactor.cable.place import LABELLED, Place
from redactor.markings.types import Level, Marking
from redactor.model import Claim, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.cable.lex import Line

    Reader = Callable[[Place], Part | None]

# Fields whose line may hold another one, and the shortest label of one.
_HOLDING = one_of(patterns.EO_LINE, patterns.TAGS, patterns.SUBJECT, patterns.REFERENCES)
_LABEL = 4
# Longer than any label of them.
_LONGEST_LABEL = 40
_EDGE = one_of(patterns.RULE, patterns.PAGE_LINE, patterns.PAGE_TURN)

# How far below a line of no kind a label of the header may stand, and the labels that may.
_REACH = 2
_AWAITED = (
    (SectionKind.SUBJECT, patterns.SUBJECT),
    (SectionKind.CLASSIFIED_BY, patterns.CLASSIFIED_BY),
)

# A telegram's header ends at its text, however late that comes.
_NO_END = sys.maxsize


def prepare(source: Source) -> Source:
    """Cut lines that hold several header fields (`E.O. ... TAGS: ...`, `...Classified By:`) into one each."""
    found: list[Line] = []
    for line in source.lines:
        cuts = _cuts(line.body) if _HOLDING.match(line.body) else ()
        found.extend(cut(line, [line.first + at for at in cuts]) if cuts else (line,))
    return Source(source.text, tuple(found))


def _cuts(body: str) -> list[int]:
    """Give where further fields begin inside a line that begins with one that may hold another."""
    found = []
    at = 0
    while _HOLDING.match(body[at : at + _LONGEST_LABEL]):
        match = patterns.INLINE.search(body, at + _LABEL)
        if match is None:
            break
        at = match.end() - len(match[0].lstrip())
        found.append(at)
    return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """What a format's header is read by: its readers, where it ends, and what a line of no kind becomes."""

    readers: tuple[Reader, ...]
    is_over: Callable[[Place], bool]
    unknown: Callable[[Place], Part]
    longest: int


def read(source: Source, grammar: Grammar | None = None) -> tuple[tuple[Part, ...], int]:
    """Read a header, the telegram's where no grammar is named; gives its parts and the body's first line."""
    grammar = grammar or TELEGRAM
    parts: list[Part] = []
    place = Place(source, 0)
    while place.index < min(len(source.lines), grammar.longest):
        part = line(place, grammar.readers)
        if part is None:
            if heads.opens_body(place.line) or grammar.is_over(place):
                break
            part = grammar.unknown(place)
        elif heads.opens_body(place.line) and not any(chunk.skeleton for chunk in part.chunks):
            break
        parts.append(part)
        limits.FIELDS.check(len(parts), len(source.text))
        place = place.go(part)
    return _agreed(source, parts), place.index


def line(place: Place, readers: tuple[Reader, ...] | None = None) -> Part | None:
    """Read one header field at the place, or None where no reader knows the line."""
    for reader in READERS if readers is None else readers:
        part = reader(place)
        if part is not None:
            return part
    return None


def is_banner(here: Line) -> bool:
    """Say whether a line of the body is a classification line."""
    return banners.is_either(here)


def _unknown(place: Place) -> Part:
    """Take a line of the header that nothing reads: withheld like its neighbours, and a possible caption."""
    span = place.line.span
    claims: tuple[Claim, ...] = ()
    if SectionKind.BANNER in place.seen and not place.seen & LABELLED and place.line.body.isupper():
        # A caption that the vocabulary lacks may forbid foreign release: opaque closes it.
        claims = (Claim("caption", span, Marking(Level.U, opaque=True)),)
    if patterns.EO_WITHIN.search(place.line.body) and patterns.DECLASSIFICATION.search(place.line.body):
        claims = (*claims, Claim("eo-line", span, Marking(Level.C, known=False)))
    # These may be remains of the classification line: no rule may take their level for known.
    remains = place.awaits_banner or place.under_banner
    raised = Marking(Level.U, known=False) if remains else None
    claims = (*claims, *banners.captions(place, Marking(Level.U))) if remains else claims
    chunk = Chunk(SectionKind.UNKNOWN, span, raised=raised, header=place.header)
    return Part((chunk,), claims, (), (ParseNote("header-line-unknown", span),), place.index + 1)


def page_line(place: Place) -> Part | None:
    """Take a page line or a rule as furniture."""
    here = place.line
    if not _EDGE.match(here.body):
        return None
    note = ParseNote("rule" if patterns.RULE.match(here.body) else "page-line", here.span)
    return Part((Chunk(SectionKind.FURNITURE, here.span),), (), (), (note,), place.index + 1)


READERS: tuple[Reader, ...] = (
    page_line,
    stamps.part,
    routing.transmission,
    routing.date,
    routing.sender,
    routing.recipients,
    fields.eo_line,
    fields.tags,
    fields.subject,
    fields.reference_list,
    classified.read,
    classified.rest,
    declared.reasons,
    declared.value,
    banners.read,
    banners.number,
    fields.caption,
    fields.pass_line,
)


def _is_over(place: Place) -> bool:
    """Say whether the text begins at a line of no kind: no label that is still to come stands right below."""
    if not place.seen & LABELLED:
        return False
    near = place.source.lines[place.index + 1 : place.index + 1 + _REACH]
    until = next((at for at, one in enumerate(near) if heads.opens_body(one)), len(near))
    awaited = [pattern for kind, pattern in _AWAITED if kind not in place.seen]
    return not any(pattern.match(one.body) for one in near[:until] for pattern in awaited)


TELEGRAM = Grammar(READERS, _is_over, _unknown, _NO_END)


def _agreed(source: Source, parts: list[Part]) -> tuple[Part, ...]:
    """Open a post that the list lacks where sender and message number name the same one."""
    sender = _first(parts, SectionKind.FROM)
    number = _first(parts, SectionKind.MESSAGE_NUMBER)
    if sender is None or number is None or sender.closed or number.closed:
        return tuple(parts)
    named = Span(sender.skeleton[0].end, sender.span.end)
    found = patterns.POST_AND_SERIAL.match(number.span.of(source.text))
    if found is None or not vocabulary.is_prefixed(named.of(source.text), found["post"]):
        return tuple(parts)
    opened = {sender: replace(sender, closed=(named,)), number: replace(number, closed=(number.span,))}
    return tuple(
        replace(part, chunks=tuple(opened.get(chunk, chunk) for chunk in part.chunks)) for part in parts
    )


def _first(parts: list[Part], kind: SectionKind) -> Chunk | None:
    return next((chunk for part in parts for chunk in part.chunks if chunk.kind is kind), None)
