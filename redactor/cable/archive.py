"""The telegram of 1973-79 as the archives released it: stamps, page turns, `Message Attributes`."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.cable import (
    archive_furniture,
    archive_header,
    archive_patterns,
    attributes,
    body,
    header,
    signers,
)
from redactor.cable.base import Chunk, Draft, Evidence, Part, Source, merge
from redactor.cable.one_of import one_of
from redactor.cable.survey import Survey
from redactor.model import ParseNote, SectionKind
from redactor.spans import BY_PLACE, Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Sequence

    from redactor.cable.archive_furniture import Furniture
    from redactor.cable.lex import Line
    from redactor.cable.place import Place

_HEADER_LINES = 60
# Any two of these outweigh all that a telegram of another time can show.
_WEIGHT = 20
_ENOUGH = 2
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("archive-title", archive_patterns.TITLE),
    ("page-line-first", archive_patterns.PAGE),
    ("distribution", archive_patterns.DISTRIBUTION),
    ("relay-counter", archive_patterns.COUNTER),
)
_SIGN = one_of(*(pattern for _, pattern in _SIGNS))


@dataclass(frozen=True, slots=True)
class Archive:
    """Reads telegrams of 1973-79 with what the archive put round them, all of it or some."""

    name: str = "archive-telegram"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give what only a telegram of these years or its archive has, if it is enough."""
        found: dict[str, Evidence] = {}
        for line in source.lines[:_HEADER_LINES]:
            if "release-stamp" not in found and archive_patterns.is_stamp(line.body):
                found["release-stamp"] = Evidence("release-stamp", line.span, _WEIGHT)
            for what, pattern in _SIGNS if _SIGN.match(line.body) else ():
                if what not in found and pattern.match(line.body):
                    found[what] = Evidence(what, line.span, _WEIGHT)
        trailer = attributes.find(source.lines)
        if trailer < len(source.lines):
            found["attributes"] = Evidence("attributes", source.lines[trailer].span, _WEIGHT)
        return tuple(sorted(found.values(), key=BY_PLACE)) if len(found) >= _ENOUGH else ()

    def read(self, source: Source) -> Draft:
        """Read header, text, end marks and attributes."""
        return read(source)


def read(source: Source) -> Draft:
    """Read a telegram of 1973-79; every line of it is in a chunk."""
    source = header.prepare(source)
    source = signers.cut(source, attributes.find(source.lines))
    end = attributes.find(source.lines)
    furniture = archive_furniture.survey(source.lines, end)
    tail = _tail(source.lines, end, furniture)
    shown = [index for index in range(tail) if index not in furniture.codes]
    parts, at = archive_header.read(Source(source.text, tuple(source.lines[index] for index in shown)))
    start = shown[at] if at < len(shown) else tail
    parts = _with_furniture(parts, source.lines, furniture)
    trailer = attributes.read(source, end)
    draft = merge(
        (*parts, *_body(source, start, tail, furniture), *_ends(source, tail, end, furniture), trailer)
    )
    draft = replace(draft, chunks=_whole(draft.chunks, source.lines, furniture))
    claims = tuple(furniture.claims[index] for index in sorted(furniture.claims))
    return replace(draft, claims=(*draft.claims, *claims), notes=(*draft.notes, *furniture.notes))


def _tail(lines: Sequence[Line], end: int, furniture: Furniture) -> int:
    """Give the index of the first end mark behind which nothing but end marks and furniture stands."""
    first = end
    for index in range(end - 1, -1, -1):
        if archive_patterns.TAIL.match(lines[index].body):
            first = index
        elif index not in furniture.codes:
            break
    return first


def _with_furniture(parts: Iterable[Part], lines: Sequence[Line], furniture: Furniture) -> tuple[Part, ...]:
    """Give each header chunk the furniture between its lines, which its reader did not see."""
    runs = _runs(lines, sorted(furniture.codes))
    starts = [run.start for run in runs]

    def holding(chunk: Chunk) -> Chunk:
        first = bisect_left(starts, chunk.span.start)
        last = bisect_left(starts, chunk.span.end)
        return replace(chunk, furniture=tuple(runs[first:last])) if first < last else chunk

    return tuple(replace(part, chunks=tuple(holding(chunk) for chunk in part.chunks)) for part in parts)


def _runs(lines: Sequence[Line], indices: Sequence[int]) -> list[Span]:
    """Give furniture lines side by side as one span, with the blank lines round them: one line end stays."""
    runs: list[Span] = []
    for position, index in enumerate(indices):
        start = lines[index - 1].end + 1 if index else lines[index].start
        end = lines[index + 1].start if index + 1 < len(lines) else lines[index].end
        if runs and position and indices[position - 1] == index - 1:
            start = runs.pop().start
        runs.append(Span(start, end))
    return runs


def _body(source: Source, start: int, tail: int, furniture: Furniture) -> tuple[Part, ...]:
    """Read the text between the header and the end marks."""
    codes = {index for index in furniture.codes if start <= index < tail}
    stray = archive_furniture.captions(
        source.lines, [index for index in range(start, tail) if index not in codes]
    )
    codes.update(stray)
    text = tuple(index for index in range(start, tail) if index not in codes)
    claims = tuple(claim for index in sorted(stray) for claim in stray[index])
    notes = tuple(ParseNote("stray-caption", source.lines[index].span) for index in sorted(stray))
    if not text:
        return (Part((), claims, (), notes),)

    def own(place: Place) -> Part | None:
        return archive_header.again(place, codes.__contains__)

    surveyed = Survey(text, frozenset(codes), claims, notes, own, joins=True)
    return (body.read(Source(source.text, source.lines[:tail]), start, surveyed),)


def _ends(source: Source, tail: int, end: int, furniture: Furniture) -> tuple[Part, ...]:
    """Take the end marks and the relay's notes behind the text."""
    return tuple(
        Part((Chunk(SectionKind.TRAILER, source.lines[index].span),), next=index + 1)
        for index in range(tail, end)
        if index not in furniture.codes
    )


def _whole(chunks: Iterable[Chunk], lines: Sequence[Line], furniture: Furniture) -> tuple[Chunk, ...]:
    """Add the furniture that lies in no chunk, in order."""
    given = sorted(chunks, key=BY_PLACE)
    found: list[Chunk] = []
    at = 0
    for index in sorted(furniture.codes):
        span = lines[index].span
        while at < len(given) and given[at].span.end <= span.start:
            at += 1
        if at == len(given) or not given[at].span.overlaps(span):
            found.append(Chunk(SectionKind.FURNITURE, span))
    return tuple(sorted((*given, *found), key=BY_PLACE))
