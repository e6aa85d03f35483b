"""Render: text and redactions become the finished copy, with our own lines and every byte position."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from redactor.model import AudienceKind, OwnLine, Release, ReleaseState
from redactor.release import banner as banners
from redactor.release import stamp as stamps
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Cable, Policy, Portion, Redaction, Verdict


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A stretch of the rendered original: kept text of one portion, or what replaces one removal."""

    text: str
    portion: str | None
    removal: bool = False


@dataclass(frozen=True, slots=True)
class _Body:
    """The rendered original: its text, and (at, length) in bytes of each removal and of each portion."""

    text: str
    places: tuple[tuple[int, int], ...]
    portions: tuple[tuple[str, int, int], ...]


def render(cable: Cable, policy: Policy, verdict: Verdict, redactions: tuple[Redaction, ...]) -> Release:
    """Give the finished copy: our own lines, the original with its removals replaced, one line end."""
    reached = stamps.state(verdict, redactions)
    new, old = banners.banner(cable, policy, verdict), banners.old_banner(cable)
    stamp = stamps.stamp(policy.audience, reached, redactions)
    struck = policy.audience.kind is AudienceKind.PUBLIC and old != new
    lines = [("banner", new), ("stamp", stamp), ("struck", f"(was: {old}, struck)" if struck else "")]
    if reached is ReleaseState.DRAFT:
        lines[:2] = lines[1::-1]  # nobody may take a draft for a release: its stamp comes first
    written = [(kind, line) for kind, line in lines if line]
    if not verdict.denied:
        written.append(("blank", ""))
    head, own = _own(written)
    body = _body(cable, redactions, len(head.encode()))
    text = head + body.text
    if not text.endswith("\n"):
        own = (*own, OwnLine("end", len(text.encode()), 1))
        text += "\n"
    return Release(text, reached, redactions, body.places, own, new, stamp, body.portions)


def _own(lines: list[tuple[str, str]]) -> tuple[str, tuple[OwnLine, ...]]:
    """Write our lines, each with its line end, and say where they stand."""
    own: list[OwnLine] = []
    text = ""
    for kind, line in lines:
        own.append(OwnLine(kind, len(text.encode()), len(line.encode()) + 1))
        text += line + "\n"
    return text, tuple(own)


def _body(cable: Cable, redactions: tuple[Redaction, ...], at: int) -> _Body:
    """Replace every removal; `at` is the byte at which the body begins."""
    chunks = tuple(_chunks(cable, redactions))
    places: list[tuple[int, int]] = []
    portions: dict[str, tuple[int, int]] = {}
    for chunk in chunks:
        size = len(chunk.text.encode())
        if chunk.removal:
            places.append((at, size))
        if chunk.portion is not None and size:
            first, _ = portions.get(chunk.portion, (at, at))
            portions[chunk.portion] = (first, at + size)
        at += size
    return _Body(
        "".join(chunk.text for chunk in chunks),
        tuple(places),
        tuple((address, first, end - first) for address, (first, end) in portions.items()),
    )


def _chunks(cable: Cable, redactions: tuple[Redaction, ...]) -> Iterator[_Chunk]:
    """Cut the text at every removal and at both ends of every portion."""
    portions = sorted(cable.portions, key=lambda portion: portion.span)
    position = 0
    for redaction in redactions:
        yield from _kept(cable.text, portions, Span(position, redaction.span.start))
        yield _Chunk(redaction.replacement, redaction.decision.portion, removal=True)
        position = redaction.span.end
    yield from _kept(cable.text, portions, Span(position, len(cable.text)))


def _kept(text: str, portions: list[Portion], span: Span) -> Iterator[_Chunk]:
    """Cut a kept stretch at the ends of its portions."""
    position = span.start
    first = bisect_right(portions, position, key=lambda portion: portion.span.end)
    for portion in islice(portions, first, None):
        if portion.span.start >= span.end:
            break
        start, end = max(portion.span.start, position), min(portion.span.end, span.end)
        if position < start:
            yield _Chunk(text[position:start], None)
        if start < end:
            yield _Chunk(text[start:end], portion.address)
        position = max(position, end)
    if position < span.end:
        yield _Chunk(text[position : span.end], None)
