"""What is left of an E.O. line or a Classified By whose label is gone: it still says that the text is classified."""

from __future__ import annotations

import re

from redactor.cable import patterns
from redactor.cable.base import Chunk, Part
from redactor.cable.place import Place, run, starts_field
from redactor.markings.distance import letters, near
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

# How far below a value the E.O. line may stand that it is not the value of.
_NEAR = 8
# Over how many lines a name and its reasons are wrapped.
_LONGEST = 4
# A header has one of these before its Classified By.
_BEFORE = frozenset({SectionKind.TAGS, SectionKind.SUBJECT, SectionKind.REFERENCES, SectionKind.EO_LINE})
# What an order's value is where it says nothing, and how many of its letters may be wrong.
_NOTHING = ("NA", "NOTAPPLICABLE", "UNKNOWN", "NONE")
_OFF = 1

# "GDS", "XGDS-1 (FARRADAY, EDITH)", "GDS 1/9/85 (FARRADAY, EDITH) OR-M", "OADR", "DECL 03/05/2018", "03/05/2018" and
# "DECLASSIFY ON: X1" alone on a line match; "GDS IS", "5 MAY" and "MR" must not.
_VALUE = re.compile(
    r"""^(?:DECL[A-Z]{0,14}(?:[ ]ON)?[ ]?[:;.]?[ ]{0,3})?
    (?:X?GDS|XDS|RDS|OADR|25X\d(?:-\w{1,6})?|50X\d(?:-\w{1,6})?|(?<=[ :])X[1-8]|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{2}/\d{2})
    (?:-\d)?(?:[ ,]{1,3}(?:\d{1,2}/\d{1,2}/\d{2,4}|X\d|25X\d))?
    (?:[ ]{1,3}\([A-Z][^()]{1,60}\))?(?:[ ]{1,3}O[RM]-[\w-]{1,8})?$""",
    re.VERBOSE | re.IGNORECASE,
)

# "Edith Farraday; reasons 1.4 (b)", "REASON: 1.4(B), (D)" and "per 1.5 (d)" match; "1.4 million" must not.
_REASONED = re.compile(r"\breasons?\b[^\n]{0,40}\b1[.,][45]\b|\b1[.,][45][ ]{0,2}\([a-h]\)", re.IGNORECASE)


def says_nothing(value: str) -> bool:
    """Say whether a value that cannot be read is N/A or its like, a letter of it wrong."""
    written = letters(value)
    return not written or any(near(written, word, _OFF) for word in _NOTHING)


def value(place: Place) -> Part | None:
    """Read a date or a schedule alone on its line, where the header lacks the E.O. line that it belongs to."""
    line, lines = place.line, place.source.lines
    if not place.header or SectionKind.BANNER not in place.seen or SectionKind.EO_LINE in place.seen:
        return None
    if not _VALUE.match(line.body) or starts_field(place):
        return None
    if any(patterns.EO_LINE.match(one.body) for one in lines[place.index + 1 : place.index + 1 + _NEAR]):
        return None
    chunk = Chunk(SectionKind.EO_LINE, line.span, header=True)
    claim = Claim("eo-line", line.span, Marking(Level.C, known=False))
    note = ParseNote("label-repaired", line.span, "read as eo-line")
    return Part(
        (chunk,), (claim,), (Field("eo-line", line.span, f"E.O.: {line.body}"),), (note,), place.index + 1
    )


def reasons(place: Place) -> Part | None:
    """Read a name with its reasons, or reasons alone, whose `Classified By` is gone."""
    if not place.header or SectionKind.CLASSIFIED_BY in place.seen or not place.seen & _BEFORE:
        return None
    if starts_field(place) or not patterns.WORD.match(place.line.body):
        return None
    last = run(place)
    lines = place.source.lines[place.index : last + 1]
    text = "\n".join(line.body for line in lines)
    if len(lines) > _LONGEST or not _REASONED.search(text):
        return None
    span = Span(place.line.first, lines[-1].last)
    note = ParseNote("label-repaired", span, "read as classified-by")
    return Part((Chunk(SectionKind.CLASSIFIED_BY, span, header=True),), (), (), (note,), last + 1)
