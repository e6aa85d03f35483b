"""The fallback: a text with a classification line or portion marks, and no telegram's header."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import banners, body, fields, flow, header, heads, patterns, telegram
from redactor.cable.base import Chunk, Draft, Evidence, Part, Source, merge
from redactor.cable.lex import longest
from redactor.cable.place import LABELLED
from redactor.markings.types import MarkState
from redactor.model import Field, Mark, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.cable.lex import Line
    from redactor.cable.place import Place
    from redactor.markings.types import Marking

_TOP = 12
_MARKS = 3
# What a memorandum's evidence weighs at most.
MOST = _TOP + 2 * _MARKS
_MARKED_LINES = 1000
# Longer than a memorandum's address lines: prose.
_PROSE = 50
# Wider than any page was typed: the text is not wrapped.
_UNWRAPPED = 100

# 'moved." (C)' and "the end. (S/NF)" end in one; "the ministry (C)" and "in Astana (China)." must not.
_AT_END = re.compile(r"[.?!][\"'”’)]{0,2}[ \t]{0,4}(?P<bracket>\([^()\n]{1,40}\))$")

_TEXT = frozenset({SectionKind.PARAGRAPH, SectionKind.BULLET, SectionKind.HEADING, SectionKind.TABLE})


@dataclass(frozen=True, slots=True)
class Memorandum:
    """Reads memoranda: a classification at the top or none, marks at the head of a paragraph or at its end."""

    name: str = "memorandum"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the classification lines at the top, and the portion marks; weak beside any other format's."""
        lines = (line for line in source.lines[:_TOP] if banners.is_plain(line) or banners.is_numbered(line))
        found = tuple(Evidence("classification-line", line.span, 1) for line in lines)
        ends = (Evidence("portion-mark-at-end", span, 1) for span in _end_marks(source))
        return (*found, *islice(telegram.marked_lines(source), _MARKS), *islice(ends, _MARKS))

    def read(self, source: Source) -> Draft:
        """Read it as a telegram whose header has only the lines that are there, then the marks at the ends."""
        prepared = header.prepare(source)
        parts, start = header.read(prepared, _GRAMMAR)
        if start < len(prepared.lines):
            parts = (*parts, body.read(prepared, start))
        draft = merge(parts)
        widest = longest(prepared.lines)
        width = 0 if widest > _UNWRAPPED else widest
        ended = tuple(_ended(prepared, chunk, width) for chunk in draft.chunks)
        told = tuple(
            ParseNote("mark-at-end", after.mark.span)
            for before, after in zip(draft.chunks, ended, strict=True)
            if after.mark is not None and after is not before
        )
        return replace(draft, chunks=ended, notes=(*draft.notes, *told))


def _is_over(place: Place) -> bool:
    """Say whether the text begins: behind a label, or with prose under the classification line."""
    line = place.line.body
    prose = SectionKind.BANNER in place.seen and len(line) >= _PROSE and not line.isupper()
    return bool(place.seen & LABELLED) or prose


def address(place: Place) -> Part | None:
    """Read one of a memorandum's rows: MEMORANDUM FOR, TO, THROUGH, FROM, DATE, and what is wrapped under it."""
    match = patterns.ADDRESS_OF_MEMO.match(place.line.body)
    if match is None or not place.header:
        return None
    label, last = match["name"].upper(), place.index
    lines = place.source.lines
    while last + 1 < len(lines) and _is_wrapped(place, lines[last + 1]):
        last += 1
    kind = _ROWS.get(label, SectionKind.TO)
    chunk = fields.labelled(place, kind, match, last)
    value = Span(place.line.first + match.end(), place.line.last)
    when = _date(value.of(place.source.text)) if kind is SectionKind.DATE else None
    found = (Field("dtg-date", value, when.isoformat()),) if when else ()
    return Part((chunk,), (), found, (), last + 1)


def _is_wrapped(place: Place, line: Line) -> bool:
    """Say whether a line goes on with the row: it stands right under it, farther in, and starts nothing of its own."""
    deeper = line.blanks == 0 and line.first - line.start > place.line.first - place.line.start
    return deeper and not patterns.ROW_OF_MEMO.match(line.body) and not heads.opens_body(line)


def _date(written: str) -> dt.date | None:
    """Give the day that `March 14, 1983` or `14 March 1983` names, or None."""
    match = patterns.DATE_IN_WORDS.match(written)
    if match is None:
        return None
    try:
        month = patterns.MONTHS.index(match["month"][:3].upper()) + 1
        return dt.date(int(match["year"]), month, int(match["day"] or match["first"]))
    except ValueError:
        return None


# What each row is; the others name who gets the memorandum.
_ROWS = {"FROM": SectionKind.FROM, "DATE": SectionKind.DATE}
_GRAMMAR = replace(header.TELEGRAM, readers=(address, *header.READERS), is_over=_is_over)


def _end_marks(source: Source) -> Iterator[Span]:
    for line in source.lines[:_MARKED_LINES]:
        found = _read_end(line)
        if found is not None:
            yield found[0]


def _read_end(line: Line) -> tuple[Span, Marking] | None:
    """Read the mark that ends a line behind a sentence; one that is not whole is none."""
    match = _AT_END.search(line.body[-60:])
    if match is None:
        return None
    state, marking = markings.read_portion_mark(match["bracket"])
    if marking is None or state is not MarkState.READ:
        return None
    return Span(line.last - len(match["bracket"]), line.last), marking


def _ended(source: Source, chunk: Chunk, width: int) -> Chunk:
    """Give a paragraph the mark at its end; beside a mark at its head that one only raises."""
    if chunk.kind not in _TEXT:
        return chunk
    lines = _lines(source, chunk.span)
    found = [ended for line in lines if (ended := _read_end(line)) is not None]
    if not found:
        return chunk
    joined = markings.join(*(marking for _, marking in found))
    if chunk.mark is not None:
        return replace(chunk, raised=markings.join(joined, chunk.raised) if chunk.raised else joined)
    whole = (
        len(found) == 1 and found[0][0].end == chunk.span.end and _stands_alone(source, lines, chunk, width)
    )
    state = MarkState.READ if whole else MarkState.DAMAGED
    return replace(chunk, mark=Mark(found[-1][0], state, joined))


def _lines(source: Source, span: Span) -> Sequence[Line]:
    first = bisect_left(source.lines, span.start, key=lambda line: line.last)
    last = bisect_left(source.lines, span.end, key=lambda line: line.first)
    return source.lines[first:last]


def _stands_alone(source: Source, lines: Sequence[Line], chunk: Chunk, width: int) -> bool:
    """Say whether a paragraph is one for certain: blank lines round it, and each line goes on in the next.

    A paragraph that lost the mark at its end would else take the next one's.
    """
    following = bisect_left(source.lines, chunk.span.end, key=lambda line: line.first)
    parted = following == len(source.lines) or source.lines[following].blanks > 0
    wrapped = all(
        not line.blanks and not patterns.SENTENCE_END.search(before.body) and flow.wraps(before, line, width)
        for before, line in pairwise(lines)
    )
    return parted and wrapped and (lines[0].blanks > 0 or chunk.number is not None)
