"""Plan: decisions become disjoint, numbered redactions, each keeping every reason."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.model import Redaction, RemovalKind
from redactor.release import lines, marker
from redactor.release import pieces as parts
from redactor.release.pieces import BLANK, QUIET, Piece
from redactor.spans import Span
from redactor.view.markup import parts_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.model import Cable, Decision, Verdict


def plan(cable: Cable, verdict: Verdict) -> tuple[Redaction, ...]:
    """Give the removals in text order, numbered from 1.

    Every character that a decision removes lies in exactly one of them; besides, they hold only blanks
    (and all of a denied text). How many blanks, page lines and routing words stood in or behind a
    withheld portion cannot be told from the result.
    """
    pieces = parts.of(cable, verdict)
    if verdict.denied:
        return _numbered(_all_of(cable, verdict, pieces), [])
    pieces = lines.trail(cable.text, lines.vanish(cable, pieces))
    pieces += _tail(cable.text, verdict, pieces)
    return _numbered(pieces, _replacements(cable.text, pieces))


def _numbered(pieces: list[Piece], replacements: list[str]) -> tuple[Redaction, ...]:
    shown = replacements or [""] * len(pieces)
    return tuple(
        Redaction(index + 1, Span(piece.start, piece.end), shown[index], piece.decision)
        for index, piece in enumerate(pieces)
    )


def _all_of(cable: Cable, verdict: Verdict, pieces: list[Piece]) -> list[Piece]:
    """Widen the removals of a denied cable until they tile it: furniture and what was left go along."""
    named = [piece for piece in pieces if piece.kind is not RemovalKind.FURNITURE]
    if not named:
        first = verdict.decisions[:1]
        return [Piece(0, len(cable.text), parts.quiet(decision, RemovalKind.REMARK)) for decision in first]
    places = {portion.address: portion.span for portion in cable.portions}
    starts = [0, *(_start_of(places, left, right) for left, right in pairwise(named))]
    ends = [*starts[1:], len(cable.text)]
    return [replace(piece, start=starts[i], end=ends[i]) for i, piece in enumerate(named)]


def _start_of(places: Mapping[str, Span], left: Piece, right: Piece) -> int:
    """Say where a denied removal begins: with its portion's label, number and mark."""
    portion = places.get(right.decision.portion or "")
    if portion is not None and left.end <= portion.start <= right.start:
        return portion.start
    return right.start


def _tail(text: str, verdict: Verdict, pieces: list[Piece]) -> list[Piece]:
    """Remove the blanks that end the text, but for one line end right behind its last character."""
    last = len(text.rstrip(BLANK))
    start = last + 1 if text[last : last + 1] == "\n" else last
    start = max(start, pieces[-1].end if pieces else 0)
    if start >= len(text):
        return []
    return [Piece(start, len(text), parts.quiet(_at(verdict, start)))]


def _at(verdict: Verdict, offset: int) -> Decision:
    """Give the decision on the character at `offset`."""
    return next(decision for decision in verdict.decisions if decision.span.holds(offset))


def _replacements(text: str, pieces: list[Piece]) -> list[str]:
    """Write each removal's replacement; one blank parts a portion's marker from text on its line."""
    shown: list[str] = []
    before = "\n"
    position = 0
    for index, piece in enumerate(pieces):
        before = text[position : piece.start][-1:] or before
        follows = pieces[index + 1].start if index + 1 < len(pieces) else len(text)
        after = text[piece.end] if piece.end < follows else "\n"
        replacement = _replacement(text, piece, before, after)
        shown.append(replacement)
        before = replacement[-1:] or before
        position = piece.end
    return shown


def _replacement(text: str, piece: Piece, before: str, after: str) -> str:
    if piece.kind in QUIET:
        parted = parts.empty(text, piece.start, piece.end) or parts_words(text[piece.start : piece.end])
        return " " if parted and before not in BLANK and after not in BLANK else ""
    written = str(marker.of(piece.decision))
    if piece.kind is not RemovalKind.PORTION:
        return written
    return f"{'' if before in BLANK else ' '}{written}{'' if after in BLANK else ' '}"
