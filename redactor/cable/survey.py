"""The body's furniture: page lines, running banners, stray captions and rules between and inside text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import banners, page_lines, patterns, stamps
from redactor.model import Claim, ParseNote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.cable.base import Part, Source
    from redactor.cable.lex import Line
    from redactor.cable.place import Place

# Codes of the furniture that stands at a page's edge.
_EDGES = ("page-", "release-stamp")


@dataclass(frozen=True, slots=True)
class Survey:
    """The text lines of a body, and what was taken out between them.

    `text` and `furniture` are indices of the source's lines, ascending; together they are all from the
    body's start on. `own` reads the header fields inside a body that only this format has. `joins` says
    that the furniture is a page turn for certain: an unfinished sentence of unmarked text goes on over it.
    `counts_letters` says that one letter in brackets at a line's head counts an item in this format.
    """

    text: tuple[int, ...]
    furniture: frozenset[int]
    claims: tuple[Claim, ...]
    notes: tuple[ParseNote, ...]
    own: Callable[[Place], Part | None] | None = None
    joins: bool = False
    counts_letters: bool = False


def survey(source: Source, start: int) -> Survey:
    """Tell text from furniture in the lines from `start` on."""
    lines = source.lines
    codes = {**stamps.survey(lines, start), **page_lines.find(lines, start, len(lines))}
    for index in range(start, len(lines)):
        code = _code(lines[index])
        if code:
            codes.setdefault(index, code)
    for index in _running(lines, start, codes):
        codes[index] = "running-banner"
    claims = tuple(claim for index, code in sorted(codes.items()) for claim in _claims(lines[index], code))
    notes = tuple(ParseNote(code, lines[index].span) for index, code in sorted(codes.items()))
    text = tuple(index for index in range(start, len(lines)) if index not in codes)
    return Survey(text, frozenset(codes), claims, notes)


def _code(line: Line) -> str:
    """Give the note's code of a line that is furniture by its form alone, or nothing."""
    if patterns.STRAY_CAPTION.match(line.body):
        return "stray-caption"
    return "rule" if patterns.RULE.match(line.body) else ""


def _running(lines: Sequence[Line], start: int, codes: dict[int, str]) -> set[int]:
    """Give the plain classification lines that touch a page line, an end mark or another of their kind."""
    found: set[int] = set()
    plain = {
        index for index in range(start, len(lines)) if index not in codes and banners.is_plain(lines[index])
    }
    for ordered, step in ((sorted(plain), -1), (sorted(plain, reverse=True), 1)):
        for index in ordered:
            beside = index + step
            at_end = beside >= len(lines)
            touches = codes.get(beside, "").startswith(_EDGES) or beside in found or at_end
            if touches or patterns.TRAILER.match(lines[beside].body):
                found.add(index)
    return found


def _claims(line: Line, code: str) -> tuple[Claim, ...]:
    if code == "running-banner":
        found = markings.read_banner(line.body)
        return () if found is None else (Claim("running", line.span, found.marking, found.repaired),)
    if code == "stray-caption":
        read = (markings.read_caption(word) for word in line.body.replace("/", " ").split())
        return tuple(Claim("caption", line.span, marking) for marking in read if marking is not None)
    return ()
