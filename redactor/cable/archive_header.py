"""Readers of the header lines that only the telegram of 1973-79 has, and the header's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import archive_patterns, banners, fields, header, heads, patterns
from redactor.cable.base import Chunk, Part, Source
from redactor.cable.one_of import one_of
from redactor.cable.place import LABELLED, Place, starts_field
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.cable.lex import Line

# How far behind the classification line E.O., TAGS or SUBJECT may stand: pass lines lie between.
_AHEAD = 12
# How far behind a line of noise, or a damaged label, the next label may stand.
_NEAR = 3
_LONGEST_DRAFTING = 40
# A header is no longer than this; what follows is text, and has the document's level.
_LONGEST = 600
_DISTRIBUTING = one_of(
    archive_patterns.DISTRIBUTION,
    archive_patterns.OFFICES,
    archive_patterns.COUNTER,
    archive_patterns.RELAY_NUMBER,
)
_OVER_SECTION = one_of(archive_patterns.DISTRIBUTION, archive_patterns.RELAY_NUMBER)
_LABELS = (
    (SectionKind.EO_LINE, patterns.EO_LINE),
    (SectionKind.TAGS, patterns.TAGS),
    (SectionKind.SUBJECT, patterns.SUBJECT),
    (SectionKind.REFERENCES, patterns.REFERENCES),
)


def read(source: Source) -> tuple[tuple[Part, ...], int]:
    """Read the header of a source without furniture; gives its parts and the index of the text's first line."""
    return header.read(source, ARCHIVE)


def line(place: Place) -> Part | None:
    """Read one header field at the place, or None where no reader knows the line."""
    return header.line(place, ARCHIVE.readers)


def again(place: Place, stop: Callable[[int], bool]) -> Part | None:
    """Read the header that stands over each section of a long telegram; `stop` says where furniture lies."""
    if not _opens_section(place):
        return None
    parts: list[Part] = []
    while place.index < len(place.source.lines) and not stop(place.index):
        part = None if heads.opens_body(place.line) else line(place)
        if part is None:
            break
        parts.append(part)
        place = place.go(part)
    return Part(
        tuple(chunk for part in parts for chunk in part.chunks),
        tuple(claim for part in parts for claim in part.claims),
        tuple(item for part in parts for item in part.fields),
        tuple(note for part in parts for note in part.notes),
        place.index,
    )


def _opens_section(place: Place) -> bool:
    """Say whether ACTION or ORIGIN stands here, with a number of the relay over it or without."""
    lines, index = place.source.lines, place.index
    if not _OVER_SECTION.match(place.line.body):
        return False
    if archive_patterns.RELAY_NUMBER.match(place.line.body) and index + 1 < len(lines):
        index += 1
    match = archive_patterns.DISTRIBUTION.match(lines[index].body)
    return match is not None and match["label"] != "INFO"


def _is_over(place: Place) -> bool:
    """Say whether the text begins at a line of no kind: no label that is still to come is near any more."""
    if SectionKind.BANNER not in place.seen and not place.seen & LABELLED:
        return False
    reach = _NEAR if place.seen & LABELLED else _AHEAD
    near = place.source.lines[place.index + 1 : place.index + 1 + reach]
    awaited = [pattern for kind, pattern in _LABELS if kind not in place.seen]
    return not any(pattern.match(one.body) for one in near for pattern in awaited)


def _unknown(place: Place) -> Part:
    """Take a line that nothing reads; behind the classification line it may be a caption nobody knows."""
    span = place.line.span
    claims: tuple[Claim, ...] = ()
    if SectionKind.BANNER in place.seen and place.line.body.isupper():
        claims = (Claim("caption", span, Marking(Level.U, opaque=True)),)
    raised = None if SectionKind.BANNER in place.seen else Marking(Level.U, known=False)
    claims = claims if raised is None else (*claims, *banners.captions(place, raised))
    chunk = Chunk(SectionKind.UNKNOWN, span, raised=raised, header=place.header)
    return Part((chunk,), claims, (), (ParseNote("header-line-unknown", span),), place.index + 1)


def distribution(place: Place) -> Part | None:
    """Read ACTION, ORIGIN and INFO with their offices, and the relay's numbers among them."""
    if place.seen & {SectionKind.BANNER, SectionKind.FROM} or not _distributes(place):
        return None
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and _distributes(place.at(last + 1)):
        last += 1
    taken = lines[place.index : last + 1]
    span = Span(taken[0].first, taken[-1].last)
    found = tuple(item for one in taken for item in _offices(one))
    note = ParseNote("distribution", span)
    chunk = Chunk(SectionKind.TRANSMISSION, span, header=place.header)
    return Part((chunk,), (), found, (note,), last + 1)


def _distributes(place: Place) -> bool:
    return _DISTRIBUTING.match(place.line.body) is not None


def _offices(one: Line) -> tuple[Field, ...]:
    match = archive_patterns.DISTRIBUTION.match(one.body)
    if match is None:
        is_more = archive_patterns.OFFICES.match(one.body) is not None
        return (Field("distribution", one.span, one.body),) if is_more else ()
    span = Span(one.first + match.start("offices"), one.last)
    kind = {"ACTION": "action", "ORIGIN": "origin"}.get(match["label"], "distribution")
    return (Field(kind, span, match["offices"]),)


def drafting(place: Place) -> Part | None:
    """Read who drafted, cleared and approved an outgoing telegram, up to the counter or the date."""
    past = place.seen & {SectionKind.BANNER, SectionKind.FROM}
    if past or not archive_patterns.DRAFTING.match(place.line.body):
        return None
    lines, last = place.source.lines, place.index
    while last + 1 < min(len(lines), place.index + _LONGEST_DRAFTING):
        following = place.at(last + 1)
        if _distributes(following) or starts_field(following) or header.is_banner(following.line):
            break
        last += 1
    taken = lines[place.index : last + 1]
    chunk = Chunk(SectionKind.DRAFTING, Span(taken[0].first, taken[-1].last), header=place.header)
    return Part((chunk,), (), tuple(_drafters(taken)), (ParseNote("drafting", chunk.span),), last + 1)


def _drafters(lines: Sequence[Line]) -> list[Field]:
    """Give each line's drafter, approver or clearer."""
    found = []
    for one in lines:
        match = archive_patterns.DRAFTING.match(one.body)
        role = match["role"].removesuffix("ED").lower() if match else "clear"
        kind = {"draft": "drafter", "approv": "approver", "releas": "releaser"}.get(role, "clearer")
        start = one.first + (match.end() if match else 0)
        span = Span(start, one.last)
        found.append(Field(kind, span, one.body[start - one.first :]))
    return found


def recipients(place: Place) -> Part | None:
    """Read TO or INFO and the addresses under it, across a page turn too."""
    match = archive_patterns.ADDRESSEES.match(place.line.body)
    if match is None or place.seen & (LABELLED | {SectionKind.BANNER}):
        return None
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and _follows(lines[last], lines[last + 1]):
        if _ends_addresses(place.at(last + 1)):
            break
        last += 1
    kind = SectionKind.TO if match["kind"] == "TO" else SectionKind.INFO
    label = Span(place.line.first, place.line.first + match.end("label"))
    taken = lines[place.index : last + 1]
    chunk = Chunk(kind, Span(label.start, taken[-1].last), (label,), header=place.header)
    return Part((chunk,), (), (), (), last + 1)


def _follows(before: Line, here: Line) -> bool:
    """Say whether no blank line lies between two lines, or a page turn does."""
    return here.blanks == 0 or here.number != before.number + here.blanks + 1


def _ends_addresses(place: Place) -> bool:
    body = place.line.body
    return (
        starts_field(place)
        or archive_patterns.ADDRESSEES.match(body) is not None
        or not body.isupper()
        or patterns.SPACED.match(body) is not None
        or markings.read_banner(body) is not None
        or markings.read_caption(body) is not None
    )


def pass_line(place: Place) -> Part | None:
    """Read for whom the telegram is, between the classification line and SUBJECT."""
    one = place.line
    if SectionKind.BANNER not in place.seen:
        return None
    if place.seen & {SectionKind.SUBJECT, SectionKind.REFERENCES} and not _stands_alone(place):
        return None
    if not archive_patterns.PASS_LINE.match(one.body) or markings.read_caption(one.body) is not None:
        return None
    if starts_field(place):
        return None
    return fields.passed(place)


def _stands_alone(place: Place) -> bool:
    """Say whether FOR and a name stand alone between SUBJECT and the text: no sentence, blank lines round it."""
    one, lines = place.line, place.source.lines
    if not archive_patterns.FOR_ALONE.match(one.body) or not one.blanks or place.index + 1 >= len(lines):
        return False
    return lines[place.index + 1].blanks > 0 and not patterns.SENTENCE_END.search(one.body)


READERS: tuple[header.Reader, ...] = (
    distribution,
    drafting,
    recipients,
    pass_line,
)

ARCHIVE = header.Grammar((*READERS, *header.READERS), _is_over, _unknown, _LONGEST)
