"""What one damage does to a cable: which pieces it may hit, what they become, and what is then read lower."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from redactor import cable
from redactor.markings.types import MarkState
from redactor.model import Basis

if TYPE_CHECKING:
    from redactor.markings.types import Marking
    from redactor.model import Cable
    from redactor.spans import Span

Reading: TypeAlias = "tuple[Marking | None, bool]"


def readings(text: str) -> list[Reading]:
    """Give for each character its marking (None: furniture, blank) and whether it is opened closed grammar."""
    read = cable.read(text.encode())
    found: list[Reading] = [(None, False)] * len(text)
    for portion in read.portions:
        found[portion.span.start : portion.span.end] = [(portion.marking, False)] * len(portion.span)
        if portion.basis is Basis.INHERITED and read.marking.known and portion.header:
            for span in portion.closed:
                found[span.start : span.end] = [(portion.marking, True)] * len(span)
    return found


def opened(before: Reading, after: Reading, *, controls: bool = True) -> bool:
    """Say whether a character is read lower than it was, its controls included or not."""
    was, now = before[0], after[0]
    if after[1] and not before[1]:
        return True
    if was is None or now is None or not now.known:
        return False
    less = controls and not was.controls <= now.controls
    return not was.known or now.level < was.level or less


def lower(
    before: str, after: str, start: int, end: int, was: list[Reading], *, controls: bool = True
) -> list[int]:
    """Give the characters that are read lower once `before[start:end]` became what stands in `after`."""
    now = readings(after)
    gone = [((None, False), (None, False))] * (end - start)
    pairs = [*zip(was[:start], now[:start], strict=True), *gone]
    pairs += zip(was[end:], now[len(now) - len(before) + end :], strict=True)
    return [
        index
        for index, pair in enumerate(pairs)
        if opened(*pair, controls=controls) and not before[index].isspace()
    ]


def damages(text: str, start: int, end: int) -> list[str]:
    """Give what the piece may have become: nothing, and each of its characters lost or changed."""
    found = [""]
    piece = text[start:end]
    for index in range(len(piece)):
        found.extend((piece[:index] + piece[index + 1 :], piece[:index] + "?" + piece[index + 1 :]))
        found.append(piece[:index] + "z" + piece[index + 1 :])
    return found


# The claims whose places a damage may hit, and the notes of page lines.
_LINES = frozenset({"banner", "running", "prosign"})
_PAGES = frozenset({"page-line"})


def stated(read: Cable) -> bool:
    """Say whether the classification line is at least the level of every mark: the theorem speaks of these."""
    lines = [claim.marking.level for claim in read.claims if claim.kind == "banner" and not claim.repaired]
    # A caption that stands on the classification line alone is gone with the line, and nobody can notice;
    # tests/cable/test_fail_closed.py damages such a line by itself.
    bare = {claim.span for claim in read.claims if claim.kind == "banner"}.isdisjoint(
        claim.span for claim in read.claims if claim.kind == "caption"
    )
    whole = bare and all(
        portion.mark is None or portion.mark.state is not MarkState.DAMAGED for portion in read.portions
    )
    return whole and bool(lines) and read.marking.level <= max(lines)


def controlled(read: Cable) -> bool:
    """Say whether the captions hold the controls of every mark too."""
    return all(portion.marking.controls <= read.captions.controls for portion in read.portions)


def targets(read: Cable) -> tuple[Span, ...]:
    """Give every mark, number, page line, classification line and prosign of a cable."""
    found = {claim.span for claim in read.claims if claim.kind in _LINES}
    found |= {note.span for note in read.notes if note.code in _PAGES}
    for portion in read.portions:
        found |= {portion.number} if portion.number is not None else set()
        if portion.mark is not None and portion.mark.state is not MarkState.WORD:
            found.add(portion.mark.span)
    return tuple(sorted(found))
