"""The REF list: its items, whatever happened to their bullets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import patterns, reference_items, resumed
from redactor.cable.place import run, starts_field, turned
from redactor.cable.shown import Sheet
from redactor.markings.types import Level, Marking
from redactor.model import Claim, ParseNote
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.cable.base import Source
    from redactor.cable.lex import Line
    from redactor.cable.place import Place
    from redactor.model import Field


@dataclass(frozen=True, slots=True)
class References:
    """What a REF field holds; `raised` is the join of the marks on its items."""

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
        last = _run(place.at(last + 1))
    return turned(place, last, lambda at: _run(at) if _is_item(at.line) else None)


def _run(place: Place) -> int:
    """Give the last line of a run of items: an item's bullet is no paragraph's mark."""
    return run(place, lambda at: (starts_field(at) and not _is_item(at.line)) or resumed.at(at))


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
    """Read the marks on the items of the lines `first` to `last`; the label ends at `start`."""
    notes: list[ParseNote] = []
    for index in range(first, last + 1):
        line = source.lines[index]
        begin = min(max(line.first, start), line.last)
        item = patterns.REFERENCE_ITEM.match(source.text[begin : line.last])
        if item and item["linked"]:
            notes.append(ParseNote("reference-bullet-mangled", Span(begin, begin + item.start("text"))))
    end = max(start, source.lines[last].last)
    items = reference_items.read(Sheet(start, source.text[start:end]))
    claims = tuple(_claims(items))
    raised = markings.join(*(claim.marking for claim in claims)) if claims else None
    return References(tuple(notes), claims, raised)


def _claims(items: Iterable[Field]) -> Iterator[Claim]:
    """Give the mark behind an item's bullet, as in `I. (S/NF) TD-...`; an unreadable one raises too."""
    for item in items:
        if item.kind != "reference-mark":
            continue
        _, marking = markings.read_portion_mark(item.value)
        yield Claim("portion", item.span, marking or Marking(Level.U, known=False))
