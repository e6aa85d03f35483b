"""What holds of every cable that was read, whatever the text was; named where it does not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.markings.types import MarkState
from redactor.model import Basis
from redactor.spans import Span, tiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Cable, Portion


def broken(read: Cable) -> tuple[str, ...]:
    """Name what does not hold of a cable that was read; never any of its text."""
    return tuple(_broken(read))


def _broken(read: Cable) -> Iterator[str]:
    whole = Span(0, len(read.text))
    if not tiles((section.span for section in read.sections), len(read.text)):
        yield "the sections do not tile the text"
    for kind, items in (("field", read.fields), ("claim", read.claims), ("note", read.notes)):
        if not all(whole.covers(item.span) for item in items):
            yield f"a {kind} lies outside the text"
    if any(one.span.end > other.span.start for one, other in pairwise(read.portions)):
        yield "portions are out of order, or overlap"
    if len({portion.address for portion in read.portions}) != len(read.portions):
        yield "two portions have one address"
    if {section.portion for section in read.sections} - {None} != {one.address for one in read.portions}:
        yield "sections and portions do not name each other"
    for portion in read.portions:
        for fault in _portion(read, portion):
            yield f"{portion.section.value}: {fault}"


def _portion(read: Cable, portion: Portion) -> Iterator[str]:
    inside = (*portion.skeleton, *portion.furniture, *portion.closed)
    if not len(portion.span) or not all(portion.span.covers(span) for span in inside):
        yield "a part lies outside its portion"
    for one in (portion.number, portion.mark.span if portion.mark else None):
        if one is not None and not portion.span.covers(one):
            yield "its number or mark lies outside"
    if portion.basis is Basis.INHERITED and portion.marking.level < read.marking.level:
        yield "it inherits less than the document's level"
    if portion.marking.known and portion.basis is Basis.INHERITED and not read.marking.known:
        yield "it knows a level that the document does not"
    if portion.mark is None:
        return
    if portion.mark.state is MarkState.DAMAGED and portion.marking.known:
        yield "a damaged mark gives a known level"
    marked = portion.mark.marking
    if marked is None or portion.mark.state is MarkState.WORD:
        return
    if portion.marking.level < marked.level or read.marking.level < marked.level:
        yield "a level lies under its mark"
