"""Header blocks: a cover, the telegram's own header, those of further sections and of quoted telegrams."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from redactor.markings.distance import letters
from redactor.model import Field, ParseNote, SectionKind
from redactor.spans import BY_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.cable.base import Chunk

# What stands once in a header: where it stands again, another header has begun.
_ONCE = frozenset(
    {
        SectionKind.DATE,
        SectionKind.FROM,
        SectionKind.MESSAGE_NUMBER,
        SectionKind.EO_LINE,
        SectionKind.TAGS,
        SectionKind.SUBJECT,
        SectionKind.CLASSIFIED_BY,
    }
)
_HEADER = _ONCE | {
    SectionKind.TRANSMISSION,
    SectionKind.TO,
    SectionKind.INFO,
    SectionKind.BANNER,
    SectionKind.CAPTION,
    SectionKind.PASS_LINE,
    SectionKind.REFERENCES,
}
# Neither header nor text: they end no block.
_BETWEEN = frozenset({SectionKind.FURNITURE, SectionKind.UNKNOWN, SectionKind.DRAFTING})
_COMPARED = ("from-post", "message-number", "dtg", "subject", "tag")


def number(chunks: Sequence[Chunk], fields: Iterable[Field]) -> tuple[Field, ...]:
    """Give each field the number of the header block that it stands in."""
    placed = list(_blocks(sorted(chunks, key=BY_PLACE)))
    starts = [chunk.span.start for chunk, _ in placed]

    def block(item: Field) -> int:
        index = bisect_right(starts, item.span.start) - 1
        # A value that is missing stands at the end of its field.
        last = placed[index][0].span.end + (not len(item.span)) if index >= 0 else 0
        held = index >= 0 and item.span.start < max(last, starts[index] + 1)
        return placed[index][1] if held else 0

    return tuple(
        Field(item.kind, item.span, item.value, at) if (at := block(item)) else item for item in fields
    )


def _blocks(chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, int]]:
    """Give each chunk and the number of its block, 0 outside of headers."""
    count = 0
    seen: set[SectionKind] = set()
    inside = False
    last: SectionKind | None = None
    for chunk in chunks:
        if chunk.kind in _HEADER:
            again = (
                chunk.kind in _ONCE and chunk.kind in seen and chunk.kind is not last and not _resumed(chunk)
            )
            if not inside or again:
                count += 1
                seen = set()
            inside, last = True, chunk.kind
            seen.add(chunk.kind)
            yield chunk, count
            continue
        inside = inside and chunk.kind in _BETWEEN
        yield chunk, count if inside else 0


def _resumed(chunk: Chunk) -> bool:
    """Say whether a chunk is the rest of a Classified By that a list cut in two: it has no label."""
    return chunk.kind is SectionKind.CLASSIFIED_BY and not chunk.skeleton


def disagreements(fields: Sequence[Field]) -> tuple[ParseNote, ...]:
    """Note each fact that a later header states differently from the first that states it."""
    notes: list[ParseNote] = []
    for kind in _COMPARED:
        stated: dict[int, list[Field]] = {}
        for item in fields:
            if item.kind == kind and item.block:
                stated.setdefault(item.block, []).append(item)
        if not stated:
            continue
        first = _said(stated.pop(min(stated)))
        notes.extend(
            ParseNote("header-disagrees", items[0].span, f"{kind} differs from the first header's")
            for items in stated.values()
            if _said(items) != first
        )
    return tuple(notes)


def _said(items: Iterable[Field]) -> frozenset[str]:
    return frozenset(letters(item.value) for item in items)
