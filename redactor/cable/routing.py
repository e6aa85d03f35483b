"""Readers of the lines that carry a telegram: transmission, date, sender, recipients."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import limits, patterns, vocabulary
from redactor.cable.base import Chunk, Part
from redactor.cable.one_of import one_of
from redactor.cable.place import Place, furniture, run, starts_field, turned
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re

    from redactor.cable.lex import Line

# Two digits of a year: telegrams are of 1966 and later.
_CENTURY_SPLIT = 60
_TWO_DIGITS = 100

_CARRYING = one_of(
    patterns.TRANSMISSION_ID, patterns.ROUTING, patterns.ORIGIN_ROUTE, patterns.PROSIGN, patterns.BREAK
)


def transmission(place: Place) -> Part | None:
    """Read the run of routing lines: VZCZC, precedence and routes, DE, ZNY, BT."""
    last = place.index
    lines = place.source.lines
    if not _carries(lines[last]):
        return None
    while last + 1 < len(lines) and _carries(lines[last + 1]) and lines[last + 1].blanks == 0:
        last += 1
    taken = lines[place.index : last + 1]
    chunk = Chunk(SectionKind.TRANSMISSION, Span(taken[0].first, taken[-1].last), header=place.header)
    claims = tuple(claim for line in taken for claim in _prosign(line))
    found = tuple(item for line in taken for item in _transmission_field(line))
    return Part((chunk,), claims, found, (), last + 1)


def _carries(line: Line) -> bool:
    return _CARRYING.match(line.body) is not None


def _prosign(line: Line) -> tuple[Claim, ...]:
    if not patterns.PROSIGN.match(line.body):
        return ()
    marking = markings.read_prosign(line.body)
    return () if marking is None else (Claim("prosign", line.span, marking),)


def _transmission_field(line: Line) -> tuple[Field, ...]:
    match = patterns.TRANSMISSION_ID.match(line.body)
    if match:
        span = Span(line.first + match.start("id"), line.first + match.end("id"))
        return (Field("transmission-id", span, match["id"]),)
    if patterns.PROSIGN.match(line.body):
        return (Field("prosign", line.span, line.body),)
    return ()


def date(place: Place) -> Part | None:
    """Read the date line; only the date-time group itself is closed grammar."""
    line = place.line
    match = patterns.DATE_LINE.match(line.body)
    if match is None:
        return None
    group = Span(line.first + match.start("group"), line.first + match.end("group"))
    when = date_of(match["group"])
    opens = when is not None and place.opens(SectionKind.DATE)
    chunk = Chunk(SectionKind.DATE, line.span, closed=(group,) if opens else (), header=place.header)
    found = [Field("dtg", group, _written(match))]
    if match["precedence"].strip():
        span = Span(line.first, line.first + len(match["precedence"].rstrip()))
        found.append(Field("precedence", span, match["precedence"].strip()))
    notes: tuple[ParseNote, ...] = () if when else (ParseNote("date-unreadable", group),)
    rest = match["rest"]
    if rest.strip():
        at = line.first + match.start("rest") + len(rest) - len(rest.lstrip())
        notes += (ParseNote("date-line-rest", Span(at, line.last)),)
        notes += tuple(
            ParseNote("sent-again", Span(at + one.start(), at + one.end()))
            for one in patterns.SENT_AGAIN.finditer(rest.strip())
        )
    return Part((chunk,), (), tuple(found), notes, place.index + 1)


def _written(match: re.Match[str]) -> str:
    """Write a date-time group without the blanks that split it."""
    day, hour, minute, month, year = (
        match[name].replace(" ", "").upper() for name in ("day", "hour", "minute", "month", "year")
    )
    return f"{day}{hour}{minute}Z {month} {year}"


def date_of(group: str) -> dt.date | None:
    """Give the day of a date-time group, or None where there is no such day."""
    match = patterns.DATE_LINE.match(group)
    if match is None:
        return None
    year = full_year(int(match["year"].replace(" ", "")))
    try:
        month = patterns.MONTHS.index(match["month"].replace(" ", "").upper())
        return dt.date(year, month + 1, int(match["day"].replace(" ", "")))
    except ValueError:
        return None


def full_year(year: int) -> int:
    """Give a year of four digits: one of two is of 1960 to 2059."""
    if year >= _TWO_DIGITS:
        return year
    return year + (1900 if year >= _CENTURY_SPLIT else 2000)


def sender(place: Place) -> Part | None:
    """Read the FM line; a post name of the list is closed grammar."""
    line = place.line
    match = patterns.FROM.match(line.body)
    if match is None:
        return None
    value = Span(line.first + match.start("value"), line.last)
    label = Span(line.first, value.start)
    listed = vocabulary.is_address(match["value"])
    opens = listed and place.opens(SectionKind.FROM)
    chunk = Chunk(SectionKind.FROM, line.span, (label,), (value,) if opens else (), header=place.header)
    notes = () if listed else (ParseNote("post-unlisted", value),)
    return Part((chunk,), (), (), notes, place.index + 1)


def recipients(place: Place) -> Part | None:
    """Read a TO or INFO line and the addresses under it."""
    line = place.line
    match = patterns.TO.match(line.body) or patterns.INFO.match(line.body)
    if match is None:
        return None
    kind = SectionKind.TO if line.body.startswith("TO") else SectionKind.INFO
    last = turned(place, run(place, _ends_addresses), _more_addresses)
    label = Span(line.first, min(line.first + match.end("label"), line.last))
    end = place.source.lines[last].last
    limits.check_field(end - line.first)
    chunk = Chunk(
        kind, Span(line.first, end), (label,), furniture=furniture(place, last), header=place.header
    )
    return Part((chunk,), (), (), (), last + 1)


def _more_addresses(place: Place) -> int | None:
    """Give where the addresses end that go on behind a page line, or None where none do."""
    return None if _ends_addresses(place) else run(place, _ends_addresses)


def _ends_addresses(place: Place) -> bool:
    body = place.line.body
    if starts_field(place) or patterns.TO.match(body) or patterns.INFO.match(body):
        return True
    if patterns.SPACED.match(body):
        # What damage left of a classification line is no address.
        return True
    return not patterns.ADDRESS.match(body) and (
        markings.read_banner(body) is not None
        or markings.read_caption(body) is not None
        or not body.isupper()
    )
