"""The classification line, its section count and the message number behind it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import addresses, patterns, vocabulary
from redactor.cable.base import Chunk, Part
from redactor.markings.distance import ends, letters
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from redactor.cable.lex import Line
    from redactor.cable.place import Place

# "SBU" and "C O N F I D E N T I A L SECTION 01 OF 04 POST NAME 000000" bound what a line in the text can be.
_SHORTEST = 3
_LONGEST = 90
_CLASS_ALONE = 50
# Captions that a telegram writes behind its class, long enough to be told with a letter wrong.
_HANDLING = ("NOFORN", "EXDIS", "NODIS", "LIMDIS", "STADIS", "CHEROKEE")
# How far above the classification line FM may stand.
_HEADER_LINES = 60
# "01" and "04" of "SECTION 01 OF 04"
_BOTH = 2


def read(place: Place) -> Part | None:
    """Read a classification line; one that has lost its class is one that cannot be read, not none."""
    line = place.line
    found = markings.read_banner(line.body)
    if found is None:
        return _damaged(place)
    kind = "banner" if place.header else "quoted"
    claims = (Claim(kind, line.span, found.marking, found.repaired), *captions(place, found.marking))
    notes = (ParseNote("banner-repaired", line.span),) if found.repaired else ()
    return _part(place, found.rest.start, found.span_section, claims, notes)


def captions(place: Place, marking: Marking) -> tuple[Claim, ...]:
    """Give the captions that stand on the classification line itself: they reach every portion.

    `S E C R E T NODIS` is how a telegram writes them; behind `//` stands what the portions add up to.
    """
    line = place.line
    if not place.header or "//" in line.body:
        return ()
    read = [markings.read_caption(code) for code in (*sorted(marking.controls), *_handling(line.body))]
    return tuple(
        Claim("caption", line.span, one)
        for one in dict.fromkeys(read)
        if one is not None and one.level is Level.U
    )


def _handling(body: str) -> Iterator[str]:
    """Give the handling captions that a line holds anywhere, one letter wrong, lost or run into its neighbours."""
    compact = letters(body)
    for caption, parts in _parts():
        # One slip leaves one half as it is, or swaps the letters where they meet.
        if any(part in compact for part in parts) and any(
            ends(caption, compact[at : at + len(caption) + 1], 1) for at in range(len(compact))
        ):
            yield caption


@cache
def _parts() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give each handling caption with what is left of it, whatever one letter may be wrong."""
    halves = [(caption, caption[: len(caption) // 2], caption[len(caption) // 2 :]) for caption in _HANDLING]
    return tuple(
        (caption, (head, tail, head[:-1] + tail[0] + head[-1] + tail[1:])) for caption, head, tail in halves
    )


def _damaged(place: Place) -> Part | None:
    """Take a line that was a classification line as one, wherever the header still awaits one."""
    if not place.awaits_banner or len(place.line.body) > _LONGEST:
        return None
    line = place.line
    claimed = markings.read_class(line.body)
    count = patterns.SECTION_COUNT.search(line.body)
    if claimed is not None and line.body.isupper():
        # What stands behind the class was lost with its damage: all of it goes with the line.
        claims, notes = _unreadable(line, claimed)
        return _part(place, len(line.body), None, (*claims, *captions(place, claimed)), notes)
    if count is None:
        return None
    floor = Marking(Level.U, known=False)
    claims, notes = _unreadable(line, floor)
    return _part(place, count.end(), count.span(), (*claims, *captions(place, floor)), notes)


def _unreadable(line: Line, floor: Marking) -> tuple[tuple[Claim, ...], tuple[ParseNote, ...]]:
    claim = Claim("banner-unreadable", line.span, floor, repaired=True)
    return (claim,), (ParseNote("banner-unreadable", line.span),)


def _part(
    place: Place,
    cut: int,
    section: tuple[int, int] | None,
    claims: tuple[Claim, ...],
    notes: tuple[ParseNote, ...],
) -> Part:
    """Make the line's chunks: the message number stands behind `cut`; what is none there is the banner's."""
    line = place.line
    behind = line.body[cut:].lstrip()
    cut = len(line.body) - len(behind) if _post(behind) else len(line.body)
    written = line.body[:cut].rstrip()
    span = Span(line.first, line.first + len(written))
    chunks = [Chunk(SectionKind.BANNER, span, header=place.header)]
    found = [Field("banner", span, written)]
    if section is not None:
        counted = Span(line.first + section[0], line.first + section[1])
        notes = (*notes, ParseNote("banner-section-count", counted))
        numbers = patterns.DIGITS.findall(line.body[section[0] : section[1]])
        if len(numbers) == _BOTH:
            found.append(Field("section-count", counted, "/".join(str(int(number)) for number in numbers)))
    if cut < len(line.body):
        chunk, fields, more = _number(place, cut)
        chunks.append(chunk)
        found.extend(fields)
        notes = (*notes, *more)
    else:
        found.extend(_bare_number(place))
    return Part(tuple(chunks), claims, tuple(found), notes, place.index + 1)


def number(place: Place) -> Part | None:
    """Read what the classification line lost to the next one: section words, a message number, or both."""
    line = place.line
    if not place.under_banner or SectionKind.MESSAGE_NUMBER in place.seen:
        return None
    count = patterns.SECTION_COUNT.match(line.body)
    rest = line.body[count.end() if count else 0 :].strip()
    if rest and not patterns.POST_NUMBER.fullmatch(rest):
        return None
    if count is not None:
        return _part(place, count.end(), count.span(), (), ())
    chunk, fields, notes = _number(place, 0)
    return Part((chunk,), (), fields, notes, place.index + 1)


def _bare_number(place: Place) -> Iterator[Field]:
    """Give the message number that a class line prints without its post: the post is the sender's.

    It stays a part of the line that no assumption opens.
    """
    line = place.line
    match = patterns.BARE_SERIAL.search(line.body)
    head = markings.read_banner(line.body[: match.start()]) if match is not None else None
    post = _sender(place) if head is not None and head.span_class.end == head.rest.end else ""
    if match is not None and post:
        span = Span(line.first + match.start("serial"), line.first + match.end("serial"))
        yield Field("message-number", span, f"{post} {match['serial']}")


def _sender(place: Place) -> str:
    """Give the post of the FM line above, without its official prefix; nothing where there is none."""
    above = place.source.lines[max(0, place.index - _HEADER_LINES) : place.index]
    found = (patterns.FROM.match(line.body) for line in reversed(above))
    sender = next((match for match in found if match is not None), None)
    return addresses.post(sender["value"]) if sender is not None and place.header else ""


def _number(place: Place, at: int) -> tuple[Chunk, tuple[Field, ...], tuple[ParseNote, ...]]:
    """Read the message number from `at` to the line's end; only one that parses whole may ever be opened."""
    line = place.line
    found = _post(line.body[at:])
    whole = Span(line.first + at, line.last)
    if found is None:
        return Chunk(SectionKind.MESSAGE_NUMBER, whole, header=place.header), (), ()
    span = Span(whole.start, whole.start + found.end())
    listed = vocabulary.is_post(found["post"])
    opens = listed and found.string == line.body[at:] and place.opens(SectionKind.MESSAGE_NUMBER)
    closed = (span,) if opens else ()
    chunk = Chunk(SectionKind.MESSAGE_NUMBER, whole, closed=closed, header=place.header)
    notes: tuple[ParseNote, ...] = () if listed else (ParseNote("post-unlisted", span),)
    number = Field("message-number", span, f"{found['post']} {found['serial']}")
    series = tuple(
        Field(
            "series-number",
            Span(whole.start + one.start(), whole.start + one.end()),
            " ".join(one[0].split()),
        )
        for one in patterns.SERIES.finditer(line.body[at:])
    )
    flags = ((patterns.SENT_AGAIN, "sent-again"), (patterns.DUPLICATE, "possible-duplicate"))
    notes += tuple(
        ParseNote(code, Span(whole.start + one.start(), whole.start + one.end()))
        for pattern, code in flags
        for one in pattern.finditer(line.body[at:])
    )
    return chunk, (number, *series), notes


def _post(words: str) -> re.Match[str] | None:
    """Read post and number at the head of the words; run together only where nothing else stands there."""
    found = patterns.POST_NUMBER.match(words) or patterns.POST_GLUED.match(words)
    return found or (patterns.POST_NUMBER.fullmatch(words.upper()) if words.islower() else None)


def is_plain(line: Line) -> bool:
    """Say whether a line is a classification and nothing more, as at the top and foot of pages."""
    found = _hinted(line)
    return found is not None and _alone(line, found)


def is_numbered(line: Line) -> bool:
    """Say whether a line is a classification with a section count or a message number behind it."""
    if not patterns.COUNT_END.search(line.body[-8:]):
        return False
    found = _hinted(line)
    return found is not None and _counted(line, found)


def is_either(line: Line) -> bool:
    """Say whether a line is a classification alone, or with a section count or a message number behind it."""
    found = _hinted(line)
    return found is not None and (_alone(line, found) or _counted(line, found))


def _alone(line: Line, found: markings.Banner) -> bool:
    return not line.body[found.span_class.end :].strip()


def _counted(line: Line, found: markings.Banner) -> bool:
    rest = line.body[found.rest.start : found.rest.end]
    return patterns.POST_NUMBER.fullmatch(rest) is not None or (found.span_section is not None and not rest)


def _hinted(line: Line) -> markings.Banner | None:
    """Read a line as a classification line if it may be one at a glance: the reader is dear."""
    return markings.read_banner(line.body) if may_be(line.body) else None


def may_be(body: str) -> bool:
    """Say whether a line may be a classification line: it is short, and in capitals or spaced letters."""
    # Prose is longer than a class alone, and a class with a number ends in a digit.
    short = _SHORTEST <= len(body) <= (_LONGEST if body[-1].isdigit() else _CLASS_ALONE)
    return short and (body.isupper() or _spaced(body))


def _spaced(body: str) -> bool:
    """Say whether a line begins with spaced letters, in any case: `S e c r e t`."""
    return body[1] == body[3:4] == " "
