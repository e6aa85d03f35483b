"""Where a reader stands in the text, and what it has seen so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.cable import heads, labels, patterns
from redactor.cable.one_of import one_of
from redactor.model import SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.cable.base import Part, Source
    from redactor.cable.lex import Line

# What comes after the classification line; once one of these was seen, a line of no kind opens the body.
LABELLED = frozenset(
    {
        SectionKind.EO_LINE,
        SectionKind.TAGS,
        SectionKind.SUBJECT,
        SectionKind.REFERENCES,
        SectionKind.CLASSIFIED_BY,
    }
)
# A field may be opened by an assumption only where it stands in its place: before all of these.
_BEFORE = {
    SectionKind.DATE: LABELLED | {SectionKind.BANNER, SectionKind.FROM, SectionKind.TO, SectionKind.INFO},
    SectionKind.FROM: LABELLED | {SectionKind.BANNER, SectionKind.TO, SectionKind.INFO},
    SectionKind.MESSAGE_NUMBER: LABELLED,
    SectionKind.TAGS: frozenset[SectionKind](),
}

# Lines that begin a field whatever stands before them.
_STARTS = one_of(
    patterns.EO_LINE,
    patterns.TAGS,
    patterns.SUBJECT,
    patterns.REFERENCES,
    patterns.CLASSIFIED_BY,
    patterns.BREAK,
    patterns.PAGE_LINE,
    patterns.PAGE_TURN,
    patterns.STRAY_CAPTION,
    patterns.FROM,
    patterns.DATE_LINE,
    patterns.PROSIGN,
    patterns.RULE,
)
_PAGE = one_of(patterns.PAGE_LINE, patterns.PAGE_TURN)


@dataclass(frozen=True, slots=True)
class Place:
    """The text, the line to read, the kinds seen before it, and whether this is still the header."""

    source: Source
    index: int
    seen: frozenset[SectionKind] = frozenset()
    header: bool = True

    @property
    def line(self) -> Line:
        """Give the line to read."""
        return self.source.lines[self.index]

    @property
    def awaits_banner(self) -> bool:
        """Say whether the classification line is still to come: what is damaged here may be it."""
        return self.header and SectionKind.BANNER not in self.seen and not self.seen & LABELLED

    @property
    def under_banner(self) -> bool:
        """Say whether the line may be the end of a classification line that was broken in two."""
        behind = self.header and SectionKind.BANNER in self.seen and not self.seen & LABELLED
        return behind and SectionKind.CAPTION not in self.seen and self.line.blanks == 0

    def go(self, part: Part) -> Place:
        """Go on behind a part that was read."""
        kinds = frozenset(chunk.kind for chunk in part.chunks)
        return Place(self.source, part.next, self.seen | kinds, self.header)

    def at(self, index: int) -> Place:
        """Look at another line from where the reader stands."""
        return Place(self.source, index, self.seen, self.header)

    def opens(self, kind: SectionKind) -> bool:
        """Say whether a field of this kind may be opened here: in the header, once, in its place."""
        return self.header and kind not in self.seen and not self.seen & _BEFORE[kind]


def starts_field(place: Place) -> bool:
    """Say whether another field, or the body, starts at the place."""
    known = _STARTS.match(place.line.body) is not None
    return known or heads.opens_body(place.line) or labels.at(place)


def turned(place: Place, last: int, go_on: Callable[[Place], int | None]) -> int:
    """Give the last line of a field that goes on behind page lines; `go_on` says where to from there, or None."""
    lines = place.source.lines
    while last + 2 < len(lines) and _is_page_line(lines[last + 1]):
        further = go_on(place.at(last + 2))
        if further is None:
            break
        last = further
    return last


def furniture(place: Place, last: int) -> tuple[Span, ...]:
    """Give the page lines between the place and the line `last`, with the blank lines round them."""
    lines = place.source.lines
    return tuple(
        Span(lines[index - 1].end + 1, lines[index + 1].start)
        for index in range(place.index + 1, last)
        if _is_page_line(lines[index])
    )


def _is_page_line(line: Line) -> bool:
    return _PAGE.match(line.body) is not None


def run(place: Place, stop: Callable[[Place], bool] = starts_field) -> int:
    """Give the index of the last line of the run that starts here: no blank line, no other field."""
    last = place.index
    lines = place.source.lines
    while last + 1 < len(lines) and lines[last + 1].blanks == 0:
        if stop(place.at(last + 1)):
            break
        last += 1
    return last
