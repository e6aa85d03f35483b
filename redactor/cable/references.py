"""The REF list: its items, whatever happened to their bullets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import heads, patterns
from redactor.cable.place import run, starts_field
from redactor.model import Claim, Field, ParseNote
from redactor.spans import Span

if TYPE_CHECKING:
    import re

    from redactor.cable.base import Source
    from redactor.cable.lex import Line
    from redactor.cable.place import Place
    from redactor.markings.types import Marking


@dataclass(frozen=True, slots=True)
class References:
    """What a REF field holds; `raised` is the join of the marks on its items."""

    fields: tuple[Field, ...]
    notes: tuple[ParseNote, ...]
    claims: tuple[Claim, ...]
    raised: Marking | None


def last_line(place: Place) -> int:
    """Give the index of the list's last line; behind a blank line only the next letter goes on."""
    last = _run(place)
    lines = place.source.lines
    while last + 1 < len(lines) and lines[last + 1].blanks == 1:
        item = patterns.REFERENCE_ITEM.match(lines[last + 1].body)
        before = _letter(lines[last].body)
        if item is None or not before or _letter(lines[last + 1].body) != chr(ord(before) + 1):
            break
        if not patterns.REFERENCE_ID.match(item["text"]):
            break
        last = _run(replace(place, index=last + 1))
    return last


def _run(place: Place) -> int:
    """Give the last line of a run of items: an item's bullet is no paragraph's mark."""
    return run(place, lambda at: starts_field(at) and not _is_item(at.line))


def _is_item(line: Line) -> bool:
    item = patterns.REFERENCE_ITEM.match(line.body)
    return item is not None and patterns.REFERENCE_ID.match(item["text"]) is not None


def _letter(body: str) -> str:
    body = body[_label_end(body) :]
    item = patterns.REFERENCE_ITEM.match(body)
    return (item["linked"] or item["plain"] or "") if item else ""


def _label_end(body: str) -> int:
    label = patterns.REFERENCES.match(body)
    return label.end() if label else 0


def read(source: Source, first: int, last: int, start: int) -> References:
    """Read the items of the lines `first` to `last`; the label ends at `start`."""
    fields: list[Field] = []
    notes: list[ParseNote] = []
    claims: list[Claim] = []
    for index in range(first, last + 1):
        line = source.lines[index]
        begin = min(max(line.first, start), line.last)
        item = patterns.REFERENCE_ITEM.match(source.text[begin : line.last])
        at = begin + item.start("text") if item else begin
        if at < line.last:
            fields.append(Field("reference", Span(at, line.last), source.text[at : line.last]))
        if item and item["linked"]:
            notes.append(ParseNote("reference-bullet-mangled", Span(begin, at)))
        claims.extend(_claim(source.text, item, at, line))
    raised = markings.join(*(claim.marking for claim in claims)) if claims else None
    return References(tuple(fields), tuple(notes), tuple(claims), raised)


def _claim(text: str, item: re.Match[str] | None, at: int, line: Line) -> tuple[Claim, ...]:
    """Give the mark behind an item's bullet, as in `I. (S/NF) TD-...`."""
    head = heads.mark_at(text, at, line.last) if item else None
    if head is None or head.mark.marking is None or not heads.is_mark(head):
        return ()
    return (Claim("portion", head.mark.span, head.mark.marking),)
