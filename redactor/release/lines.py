"""Lines that vanish whole: furniture between portions, the original's banner and captions.

What remains must look as if the line had never stood there: of the blank lines before and after it
only the longer run stays. Furniture behind a withheld portion, or beside another vanishing line, joins
that removal, so that nobody can tell whether there was any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.model import RemovalKind
from redactor.release.pieces import BLANK, INDENT, QUIET, Piece, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.model import Cable
    from redactor.spans import Span


def vanish(cable: Cable, pieces: list[Piece]) -> list[Piece]:
    """Give the pieces with every vanishing line joined to its neighbour or fitted to its blank lines."""
    text = cable.text
    places = {portion.address: portion.span for portion in cable.portions}
    tight = [_tightened(text, piece) if _lone(places, piece) else piece for piece in pieces]
    joined = _joined(text, [piece for piece in tight if piece.start < piece.end])
    fitted: list[Piece] = []
    index = 0
    while index < len(joined):
        end = _group_end(text, joined, index)
        floor = fitted[-1].end if fitted else 0
        ceiling = joined[end].start if end < len(joined) else len(text)
        fitted.extend(_fitted(text, joined[index:end], floor, ceiling))
        index = end
    return fitted


def _lone(places: Mapping[str, Span], piece: Piece) -> bool:
    """Say whether a piece is a line of its own kind and no part of a portion that is read as text."""
    if piece.kind is RemovalKind.REMARK:
        return True
    if piece.kind is not RemovalKind.FURNITURE:
        return False
    portion = places.get(piece.decision.portion or "")
    return portion is None or not portion.covers(piece.decision.span)


def _tightened(text: str, piece: Piece) -> Piece:
    """Drop blanks from both ends."""
    inside = text[piece.start : piece.end]
    start = piece.start + len(inside) - len(inside.lstrip(BLANK))
    return replace(piece, start=start, end=max(start, piece.start + len(inside.rstrip(BLANK))))


def _whole(text: str, piece: Piece) -> bool:
    """Say whether nothing else stands on the lines of a piece."""
    before = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
    stop = text.find("\n", piece.end)
    after = text[piece.end : stop if stop >= 0 else len(text)]
    return not before.strip(INDENT) and not after.strip(INDENT)


def _joined(text: str, pieces: list[Piece]) -> list[Piece]:
    """Join furniture to the withheld portion or the vanishing line that only blanks part it from."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is None or not empty(text, last.end, piece.start) or not _vanishes(text, piece):
            joined.append(piece)
        elif piece.kind is RemovalKind.FURNITURE and _takes(text, last):
            joined[-1] = replace(last, end=_line_end(text, piece.end))
        elif last.kind is RemovalKind.FURNITURE and _vanishes(text, last):
            joined[-1] = replace(piece, start=last.start)
        else:
            joined.append(piece)
    return joined


def _takes(text: str, last: Piece) -> bool:
    """Say whether furniture right behind this piece disappears in it."""
    return last.kind is RemovalKind.PORTION or _vanishes(text, last)


def _vanishes(text: str, piece: Piece) -> bool:
    return piece.kind in QUIET and not empty(text, piece.start, piece.end) and _whole(text, piece)


def _line_end(text: str, position: int) -> int:
    """Step over the blanks at the end of a line."""
    while position < len(text) and text[position] in INDENT:
        position += 1
    return position


def _group_end(text: str, pieces: list[Piece], index: int) -> int:
    """Give the end of the run of vanishing lines that only blanks part."""
    end = index + 1
    if not _vanishes(text, pieces[index]):
        return end
    while (
        end < len(pieces)
        and _vanishes(text, pieces[end])
        and empty(text, pieces[end - 1].end, pieces[end].start)
    ):
        end += 1
    return end


def _fitted(text: str, group: list[Piece], floor: int, ceiling: int) -> list[Piece]:
    """Fit a run of vanishing lines, or one other piece, to the blanks around it."""
    first, last = group[0], group[-1]
    if not _vanishes(text, first):
        return [_part_line(text, first, ceiling) if first.kind is RemovalKind.REMARK else first]
    start, end = _gap(text, first.start, last.end, floor, ceiling)
    edges = [start, *(piece.start for piece in group[1:]), end]
    return [replace(piece, start=edges[i], end=edges[i + 1]) for i, piece in enumerate(group)]


def _part_line(text: str, piece: Piece, ceiling: int) -> Piece:
    """Take the blanks behind it along: what follows on the line must not begin with them."""
    return replace(piece, end=min(_line_end(text, piece.end), ceiling))


def _gap(text: str, start: int, end: int, floor: int, ceiling: int) -> tuple[int, int]:
    """Widen vanishing lines so that the longer of the blank runs around them is all that stays."""
    above = start - len(text[floor:start]) + len(text[floor:start].rstrip(BLANK))
    below = ceiling - len(text[end:ceiling].lstrip(BLANK))
    before, after = text[above:start], text[end:below]
    if below == len(text):
        return above, below
    if above == 0 or before.count("\n") >= after.count("\n"):
        return above + before.rfind("\n") + 1, end + after.rfind("\n") + 1
    return above + before.index("\n"), _line_end(text, end)


def trail(text: str, pieces: list[Piece]) -> list[Piece]:
    """Give the last removal the blanks that end the text, where it is one that stands for whole lines."""
    if not pieces or not empty(text, pieces[-1].end, len(text)):
        return pieces
    last = pieces[-1]
    if last.kind is RemovalKind.PORTION or last.kind in QUIET:
        return [*pieces[:-1], replace(last, end=len(text))]
    return pieces
