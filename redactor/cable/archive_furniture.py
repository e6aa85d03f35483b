"""What the archive's printer and the relay put between the lines: stamps, page turns, running banners."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import archive_patterns, page_lines, patterns, stamps
from redactor.cable.one_of import one_of
from redactor.model import Claim, ParseNote
from redactor.spans import BY_PLACE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from redactor.cable.lex import Line

_LONGEST_CLASS = 50
_SHORTEST_CLASS = 3

_SIGN = one_of(archive_patterns.TITLE, archive_patterns.TAIL, patterns.RULE)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The furniture of a text by the index of its line, each with its note's code, and what it claims."""

    codes: Mapping[int, str]
    claims: Mapping[int, Claim]
    notes: tuple[ParseNote, ...]


def survey(lines: Sequence[Line], end: int) -> Furniture:
    """Tell furniture from text in the lines before `end`."""
    codes = {**stamps.survey(lines[:end]), **page_lines.find(lines, 0, end)}
    signed = [index for index, line in enumerate(lines[:end]) if _is_signed(line.body)]
    codes.update({index: code for index in signed if (code := _code(lines[index]))})
    edges = dict(codes)
    edges.update({i: "end-mark" for i in signed if archive_patterns.TAIL.match(lines[i].body)})
    edges.update({-1: "release-stamp", end: "release-stamp"})
    claims: dict[int, Claim] = {}
    notes = [ParseNote(code, lines[index].span) for index, code in codes.items()]
    # The same few lines stand on every page, and the reader is dear.
    read = cache(markings.read_banner)
    waiting = [beside for index in edges for beside in (index - 1, index + 1)]
    while waiting:
        index = waiting.pop()
        found = None if index in edges or not 0 <= index < end else _running(lines[index], read)
        if found is None:
            continue
        claim, more = found
        codes[index] = edges[index] = "running-banner"
        claims[index] = claim
        notes.extend(more)
        waiting.extend((index - 1, index + 1))
    return Furniture(codes, claims, tuple(sorted(notes, key=BY_PLACE)))


def _is_signed(body: str) -> bool:
    """Say whether a line may be furniture, or an end mark, by its form alone."""
    return _SIGN.match(body) is not None or archive_patterns.is_stamp(body)


def _code(line: Line) -> str:
    """Give the note's code of a line that is furniture by its form alone, or nothing."""
    if archive_patterns.STAMP.match(line.body):
        return "release-stamp"
    if archive_patterns.TITLE.match(line.body):
        return "archive-title"
    return "rule" if patterns.RULE.match(line.body) else ""


def _running(
    line: Line, read: Callable[[str], markings.Banner | None]
) -> tuple[Claim, tuple[ParseNote, ...]] | None:
    """Read a line as a page's classification, with `POSS DUPE` or a form's number behind it, or without."""
    body = line.body
    if not _SHORTEST_CLASS <= len(body) <= _LONGEST_CLASS or not body.isupper():
        return None
    body = patterns.FORM_NUMBER.sub("", body)
    found = read(body)
    rest = "" if found is None else body[found.rest.start :].strip()
    duplicate = bool(archive_patterns.DUPLICATE.match(rest))
    if found is None or found.span_section is not None or (rest and not duplicate):
        return None
    notes: tuple[ParseNote, ...] = (ParseNote("running-banner", line.span),)
    if duplicate:
        notes += (ParseNote("possible-duplicate", line.span),)
    return Claim("running", line.span, found.marking, found.repaired), notes


def captions(lines: Sequence[Line], indices: Sequence[int]) -> Mapping[int, tuple[Claim, ...]]:
    """Give the caption lines inside the text among `indices`, each with what it claims."""
    found: dict[int, tuple[Claim, ...]] = {}
    for index in indices:
        line = lines[index]
        if patterns.STRAY_CAPTION.match(line.body):
            read = (markings.read_caption(word) for word in line.body.replace("/", " ").split())
            found[index] = tuple(Claim("caption", line.span, marking) for marking in read if marking)
    return found
