"""A draft becomes a cable: addresses, sections that tile the text, effective markings, facts."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import attributes, blocks, details, excisions, inner_marks, routing, zones
from redactor.cable import levels as level
from redactor.cable.tiling import Chart
from redactor.markings.types import Level, Marking
from redactor.model import LOST, Cable, Portion, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.cable.adapt import Adapted
    from redactor.cable.base import Chunk, Draft
    from redactor.cable.decode import Decoded
    from redactor.cable.levels import Levels
    from redactor.model import Field

# "E.O. 13526" matches, as cover sheets have it; "E.O. 12958: N/A" must not.
_ORDER_ALONE = re.compile(r"^E\.O\.[ ]?\d{5}[ ]?:?$")

# Sections that occur once: the first has the bare name, others count from 2.
_ONCE = frozenset(
    {
        SectionKind.TRANSMISSION,
        SectionKind.DATE,
        SectionKind.FROM,
        SectionKind.TO,
        SectionKind.INFO,
        SectionKind.MESSAGE_NUMBER,
        SectionKind.BANNER,
        SectionKind.EO_LINE,
        SectionKind.TAGS,
        SectionKind.SUBJECT,
        SectionKind.REFERENCES,
        SectionKind.CLASSIFIED_BY,
        SectionKind.SIGNATURE,
    }
)


def assemble(decoded: Decoded, adapted: Adapted, name: str, draft: Draft) -> Cable:
    """Make the cable of a draft; every offset becomes one of the decoded text."""
    chart = Chart(adapted, len(decoded.text))
    draft = replace(
        draft,
        chunks=tuple(_covert(inner_marks.raised(chunk, adapted.text), adapted) for chunk in draft.chunks),
    )
    settled = level.settle(draft.chunks, draft.claims)
    addressed = tuple(zip(draft.chunks, _addresses(draft.chunks), strict=True))
    parents = _parents(addressed)
    portions = tuple(
        _portion(chunk, address, settled, chart, parents.get(address))
        for chunk, address in addressed
        if address
    )
    given = blocks.number(draft.chunks, _fields(adapted.text, draft, addressed))
    fields = _ordered(chart.place(item) for item in given)
    told = (*attributes.disagreements(given), *blocks.disagreements(given))
    notes = (*draft.notes, *level.conflicts(draft.chunks, settled), *told)
    placed = [chart.place(note) for note in notes]
    placed.extend(adapted.notes)
    when = _date(fields)
    whole = markings.join(settled.document, *(portion.marking for portion in portions))
    return Cable(
        text=decoded.text,
        codec=decoded.codec,
        newline=decoded.newline,
        format=name,
        sections=chart.sections(addressed),
        portions=portions,
        fields=fields,
        marking=settled.document,
        claims=tuple(chart.place(claim) for claim in settled.claims),
        notes=tuple(
            sorted(placed, key=lambda note: (note.span.start, note.span.end, note.code, note.detail))
        ),
        reasons=_reasons(fields),
        declassification=markings.read_eo_line(_order(fields), origin=when),
        date=when,
        message_id=_message_id(fields, when),
        tags=tuple(dict.fromkeys(item.value for item in fields if item.kind == "tag")),
        stops=markings.hard_stops(whole),
        captions=settled.captions,
    )


def _covert(chunk: Chunk, adapted: Adapted) -> Chunk:
    """Take a part of which a page would not show all for one of an unknown level."""
    if not adapted.covert:
        return chunk
    span = adapted.original(chunk.span)
    at = bisect_right(adapted.covert, span.start, key=lambda one: one.end)
    if chunk.between or at == len(adapted.covert) or not span.overlaps(adapted.covert[at]):
        return chunk
    unknown = Marking(Level.U, known=False)
    return replace(chunk, raised=markings.join(chunk.raised, unknown) if chunk.raised else unknown)


def _fields(text: str, draft: Draft, addressed: Sequence[tuple[Chunk, str | None]]) -> Iterator[Field]:
    """Give the fields that the readers found, and those inside them and over several portions."""
    yield from draft.fields
    yield from details.read(text, draft.chunks)
    yield from zones.find(text, addressed)
    yield from excisions.find(text, draft.chunks)


def _ordered(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Order fields as they stand, a whole before its parts."""
    return tuple(sorted(fields, key=lambda item: (item.span.start, -item.span.end, item.kind)))


def _addresses(chunks: Sequence[Chunk]) -> tuple[str | None, ...]:
    """Give each chunk the address of its portion; furniture has none."""
    used: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    found: list[str | None] = []
    for chunk in chunks:
        if chunk.between:
            found.append(None)
            continue
        found.append(_address(chunk, used, kinds))
    return tuple(found)


def _address(chunk: Chunk, used: Counter[str], kinds: Counter[str]) -> str:
    base = chunk.address
    if base is None:
        kinds[chunk.kind.value] += 1
        count = kinds[chunk.kind.value]
        bare = chunk.kind in _ONCE and count == 1
        return chunk.kind.value if bare else f"{chunk.kind.value}:{count}"
    used[base] += 1
    if base.endswith(LOST):
        return f"{base}{used[base]}"
    return base if used[base] == 1 else f"{base}:{used[base]}"


def _parents(addressed: Iterable[tuple[Chunk, str | None]]) -> dict[str, str]:
    """Give the bullets and lettered items of each numbered paragraph that paragraph's address."""
    found: dict[str, str] = {}
    current: str | None = None
    for chunk, address in addressed:
        if address and chunk.ordinal is not None:
            current = chunk.parent or address
        elif address and current and chunk.kind is SectionKind.BULLET:
            found[address] = current
        elif chunk.kind not in {SectionKind.BULLET, SectionKind.FURNITURE, SectionKind.TABLE}:
            current = None
    return found


def _portion(chunk: Chunk, address: str, settled: Levels, chart: Chart, parent: str | None) -> Portion:
    mine = level.effective(chunk, settled)
    span = chart.span(chunk.span)
    mark = chunk.mark
    return Portion(
        address=address,
        section=chunk.kind,
        span=span,
        marking=mine.marking,
        basis=mine.basis,
        number=None if chunk.number is None else chart.span(chunk.number),
        ordinal=chunk.ordinal,
        mark=None if mark is None else chart.place(mark),
        skeleton=chart.shown(chunk.skeleton),
        furniture=chart.furniture(chunk, span),
        closed=chart.shown(chunk.closed),
        parent=chunk.parent or parent,
        header=chunk.header,
        own=mine.own,
    )


# --- facts ---------------------------------------------------------------------------------------


def _first(fields: Sequence[Field], kind: str) -> str:
    return next((item.value for item in fields if item.kind == kind), "")


def _order(fields: Sequence[Field]) -> str:
    """Give the E.O. line; where it names an order alone, with the value that stands behind Classified By."""
    order, declared = _first(fields, "eo-line"), _first(fields, "classified-by-decl")
    return f"{order}: DECL: {declared}" if declared and _ORDER_ALONE.match(order) else order


def _date(fields: Sequence[Field]) -> dt.date | None:
    """Give the day of the date-time group; a memorandum has the day alone."""
    if group := _first(fields, "dtg"):
        return routing.date_of(group)
    day = _first(fields, "dtg-date")
    return dt.date.fromisoformat(day) if day else None


def _reasons(fields: Sequence[Field]) -> tuple[str, ...]:
    written = _first(fields, "classified-by-reasons")
    return tuple(written.split(",")) if written else ()


def _message_id(fields: Sequence[Field], when: dt.date | None) -> str | None:
    """Give `07ASTANA1668`; None where post or serial is missing."""
    post, _, serial = _first(fields, "message-number").rpartition(" ")
    if not post or not serial.isdigit():
        return None
    year = f"{when.year % 100:02d}" if when else ""
    name = "".join(sign for sign in post.upper() if sign.isalnum())
    return f"{year}{name}{int(serial)}"
