"""Pieces: the characters to remove with their reason, before they become numbered redactions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, RemovalKind

if TYPE_CHECKING:
    from redactor.model import Cable, Decision, Verdict

INDENT = " \t\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
"""Blanks within a line: how many there are, and which, can tell what stood beside them."""

BLANK = INDENT + "\n"
"""Characters that carry no content: the planner places them, whoever decided on them."""

QUIET = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})
"""Removals that need no authority, have no marker and count nowhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the original, to be removed for what `decision` says."""

    start: int
    end: int
    decision: Decision

    @property
    def kind(self) -> RemovalKind | None:
        """Say what sort of removal it is."""
        return self.decision.removal


def quiet(decision: Decision, rule: RemovalKind = RemovalKind.FURNITURE) -> Decision:
    """Give the decision that removes blanks, or a line, under a reserved rule that needs no authority."""
    return replace(
        decision,
        action=Action.WITHHOLD,
        rules=(rule.value,),
        authorities=(),
        removal=rule,
        what="",
        value="",
        hold=False,
        entity=None,
        harm=(),
        describe=(),
    )


def empty(text: str, start: int, end: int) -> bool:
    """Say whether nothing but blanks stands there."""
    return not text[start:end].strip(BLANK)


def of(cable: Cable, verdict: Verdict) -> list[Piece]:
    """Give one piece for each removal, in order: a portion's parts joined, their ends tidied."""
    raw = [
        Piece(decision.span.start, decision.span.end, decision)
        for decision in verdict.decisions
        if decision.removal is not None
    ]
    return _tidied(cable.text, _joined(cable.text, raw))


def _joined(text: str, raw: list[Piece]) -> list[Piece]:
    """Join the parts of one withheld portion, and furniture that lies in or against them."""
    pieces: list[Piece] = []
    for piece in raw:
        last = pieces[-1] if pieces else None
        if last is None or not empty(text, last.end, piece.start):
            pieces.append(piece)
        elif last.kind is RemovalKind.PORTION and _continues(last, piece):
            pieces[-1] = replace(last, end=piece.end)
        elif _leads(last, piece):
            pieces[-1] = replace(piece, start=last.start)
        else:
            pieces.append(piece)
    return pieces


def _continues(last: Piece, piece: Piece) -> bool:
    """Say whether a piece belongs to the removal of the portion before it."""
    if piece.decision.portion != last.decision.portion:
        return False
    return piece.kind is RemovalKind.FURNITURE or _same_reasons(last, piece)


def _leads(last: Piece, piece: Piece) -> bool:
    """Say whether furniture at the head of a withheld portion's text is part of what is withheld."""
    inside = last.kind is RemovalKind.FURNITURE and last.decision.portion is not None
    return inside and piece.kind is RemovalKind.PORTION and piece.decision.portion == last.decision.portion


def _same_reasons(left: Piece, right: Piece) -> bool:
    return replace(left.decision, span=right.decision.span) == right.decision


def _tidied(text: str, pieces: list[Piece]) -> list[Piece]:
    """Fit the ends of each withheld portion to its text; blanks alone are furniture, blank lines stay."""
    tidy: list[Piece] = []
    for index, piece in enumerate(pieces):
        floor = tidy[-1].end if tidy else 0
        ceiling = pieces[index + 1].start if index + 1 < len(pieces) else len(text)
        if not empty(text, piece.start, piece.end):
            tidy.append(_fitted(text, piece, floor, ceiling) if piece.kind is RemovalKind.PORTION else piece)
        elif "\n" not in text[piece.start : piece.end]:
            tidy.append(replace(piece, decision=quiet(piece.decision)))
    return tidy


def _fitted(text: str, piece: Piece, floor: int, ceiling: int) -> Piece:
    """Drop line ends from the end, then take in the blanks beside it: they belong to what is removed."""
    end = piece.start + len(text[piece.start : piece.end].rstrip(BLANK))
    while end < ceiling and text[end] in INDENT:
        end += 1
    start = piece.start
    while start > floor and text[start - 1] in INDENT:
        start -= 1
    return replace(piece, start=start, end=end)
