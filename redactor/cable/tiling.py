"""From offsets of the adapted text to the original's, and from chunks to sections that tile it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from redactor.model import Claim, Field, Mark, ParseNote, Section, SectionKind
from redactor.spans import Span, subtract, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from redactor.cable.adapt import Adapted
    from redactor.cable.base import Chunk

_START = attrgetter("start")
_Placed = TypeVar("_Placed", Claim, Field, Mark, ParseNote)


@dataclass(frozen=True, slots=True)
class Chart:
    """Maps spans of the adapted text to the decoded original, `length` characters long."""

    adapted: Adapted
    length: int

    def span(self, span: Span) -> Span:
        """Give the original's span; what was read over inside it is inside."""
        return self.adapted.original(span) if self.adapted.starts else span

    def place(self, item: _Placed) -> _Placed:
        """Give a note, claim, field or mark with the original's span."""
        return replace(item, span=self.span(item.span)) if self.adapted.starts else item

    def shown(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Give the original's spans without the hidden characters, which are never shown."""
        placed = tuple(self.span(span) for span in spans if len(span))
        return subtract(placed, self._hidden(placed)) if placed and self.adapted.gone else placed

    def furniture(self, chunk: Chunk, span: Span) -> tuple[Span, ...]:
        """Give the furniture inside a chunk: page lines, stray captions, hidden characters."""
        placed = tuple(self.span(one) for one in chunk.furniture)
        if not self.adapted.gone:
            return placed
        return union((*placed, *self._hidden((span,))))

    def _hidden(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Give the hidden runs inside any of `spans`."""
        hidden = self.adapted.gone
        found: list[Span] = []
        for span in spans:
            index = bisect_left(hidden, span.start, key=_START)
            while index < len(hidden) and hidden[index].start < span.end:
                found.append(hidden[index])
                index += 1
        return tuple(found)

    def sections(self, addressed: Iterable[tuple[Chunk, str | None]]) -> tuple[Section, ...]:
        """Tile the original: each section reaches to the next one, blank lines included."""
        given = tuple(addressed)
        rough = list(self._rough(given))
        ends = [start for _, start, _ in rough[1:]] + [self.length]
        whole = tuple(
            Section(kind, Span(start, end), address)
            for (kind, start, address), end in zip(rough, ends, strict=True)
            if start != end
        )
        if not self.adapted.gone:
            return whole
        reach = {address: self.span(chunk.span).end for chunk, address in given if address}
        return tuple(self._carve(whole, reach))

    def _rough(
        self, addressed: Iterable[tuple[Chunk, str | None]]
    ) -> Iterator[tuple[SectionKind, int, str | None]]:
        """Give what each section is, where it starts and whose it is; the text before the first chunk is blank."""
        yield SectionKind.FURNITURE, 0, None
        for chunk, address in addressed:
            yield chunk.kind, self.span(chunk.span).start, address
            for one in chunk.furniture:
                inside = self.span(one)
                yield SectionKind.FURNITURE, inside.start, address
                yield chunk.kind, inside.end, address

    def _carve(self, sections: Iterable[Section], reach: Mapping[str, int]) -> Iterator[Section]:
        """Cut hidden characters out of the sections they stand in; behind a portion's end they are nobody's."""
        hidden = self.adapted.gone
        at = 0
        for section in sections:
            start, end = section.span.start, section.span.end
            while at < len(hidden) and hidden[at].end <= start:
                at += 1
            index = at
            while index < len(hidden) and hidden[index].start < end:
                run = Span(max(hidden[index].start, start), min(hidden[index].end, end))
                if run.start > start:
                    yield Section(section.kind, Span(start, run.start), section.portion)
                inside = run.end <= reach.get(section.portion or "", 0)
                yield Section(SectionKind.FURNITURE, run, section.portion if inside else None)
                start = run.end
                index += 1
            if start < end:
                yield Section(section.kind, Span(start, end), section.portion)
