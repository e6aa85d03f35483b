"""What a guard is given, and what it is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from redactor import view as views
from redactor.errors import GuardError
from redactor.spans import Span, subtract, union
from redactor.view.memory import once

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Cable, Finding, Policy, Release, Verdict
    from redactor.view import View

    Key = tuple[str | None, int, int]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Case:
    """A finished release and everything it was made from; `data` are its bytes."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]
    policy: Policy
    verdict: Verdict
    release: Release
    data: bytes = field(repr=False)


class Guard(Protocol):
    """Raises GuardError where the release must not leave; says nothing otherwise."""

    def __call__(self, case: Case) -> None:
        """Check one finished release."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The text of the original that the release's bytes still show, searchable, with its way back.

    Labels, numbers and marks are left out: they parse whole in a closed vocabulary.
    """

    view: View
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """Give the original characters of a span of the kept view."""
        place = self.view.original(span)
        return Span(self._origin(place.start), self._origin(place.end - 1) + 1)

    def _origin(self, offset: int) -> int:
        index = bisect_right(self.starts, offset) - 1
        return self.origins[index] + offset - self.starts[index]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Kept text as the release's bytes have it, and where it began in the original; `run` counts markers."""

    text: str = field(repr=False)
    origin: int
    run: int


def stretches(case: Case) -> Iterator[Stretch]:
    """Cut what our own lines and the replacements leave of the bytes; each must be its gap in the original.

    Raises GuardError where it is not.
    """
    release = case.release
    own = [(line.at, line.at + line.length) for line in release.own if line.kind != "end"]
    position = max((end for _, end in own), default=0)
    last = min((line.at for line in release.own if line.kind == "end"), default=len(case.data))
    origin, run = 0, 0
    for redaction, (at, length) in zip(release.redactions, release.places, strict=True):
        yield _stretch(case, Span(origin, redaction.span.start), (position, at), run)
        run += bool(redaction.replacement)
        position, origin = at + length, redaction.span.end
    yield _stretch(case, Span(origin, len(case.cable.text)), (position, last), run)


def _stretch(case: Case, gap: Span, place: tuple[int, int], run: int) -> Stretch:
    """Take one stretch of kept text from the bytes, and hold it against the original."""
    first, last = place
    text = case.data[first:last].decode(errors="replace") if first <= last else ""
    if first > last or text != gap.of(case.cable.text):
        raise GuardError("places", "kept text does not stand where the release says")
    return Stretch(text, gap.start, run)


def in_view(case: Case, span: Span) -> Span:
    """Give where a span of the original stands in the searchable view; furniture stands nowhere in it."""
    first = bisect_left(case.view.starts, span.start)
    return Span(first, max(first, bisect_right(case.view.ends, span.end)))


@once
def kept(case: Case) -> Kept:
    """Build the searchable kept text; what a marker or a portion's end parts is never read together."""
    text: list[str] = []
    starts, origins = [0], [0]
    blocks: list[Span] = []
    last: Key | None = None
    length = 0
    for piece, origin, key in _readable(case):
        joins = key == last
        if not joins:
            text.append("\n")
            length += 1
        starts.append(length)
        origins.append(origin)
        text.append(piece)
        first = blocks.pop().start if joins else length
        length += len(piece)
        blocks.append(Span(first, length))
        last = key
    view = views.build("".join(text), furniture=(), blocks=tuple(blocks))
    return Kept(view, tuple(starts), tuple(origins))


def _readable(case: Case) -> Iterator[tuple[str, int, Key]]:
    """Give kept text outside the skeleton: its text, its origin, and what it may be read together with."""
    portions = sorted(case.cable.portions, key=lambda portion: portion.span)
    edges = [(portion.span, portion.address) for portion in portions]
    skeleton = union(span for portion in portions for span in portion.skeleton)
    for stretch in stretches(case):
        whole = Span(stretch.origin, stretch.origin + len(stretch.text))
        for span in subtract((whole,), _within(skeleton, whole)):
            bones = bisect_right(skeleton, span)
            for part, address in _cut(span, edges):
                piece = stretch.text[part.start - whole.start : part.end - whole.start]
                yield piece, part.start, (address, stretch.run, bones)


def _within(spans: Sequence[Span], whole: Span) -> Sequence[Span]:
    """Give those of sorted, disjoint spans that reach into `whole`."""
    first = bisect_right(spans, whole.start, key=lambda span: span.end)
    last = bisect_left(spans, whole.end, key=lambda span: span.start)
    return spans[first:last]


def _cut(span: Span, edges: list[tuple[Span, str]]) -> Iterator[tuple[Span, str | None]]:
    """Cut a span at the ends of the portions."""
    position = span.start
    first = bisect_right(edges, position, key=lambda edge: edge[0].end)
    for edge, address in islice(edges, first, None):
        if edge.start >= span.end:
            break
        start, end = max(edge.start, position), min(edge.end, span.end)
        if position < start:
            yield Span(position, start), None
        yield Span(start, end), address
        position = end
    if position < span.end:
        yield Span(position, span.end), None
