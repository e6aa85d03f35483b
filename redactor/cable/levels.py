"""The document's marking from everything that claims one, and each part's own from it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import limits
from redactor.markings.types import Level, Marking, MarkState
from redactor.model import Basis, Claim, ParseNote, SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.cable.base import Chunk

# Places outside the portions that state one level, each on its own.
_EXACT = frozenset({"banner", "prosign", "running", "cover", "trailer"})


@dataclass(frozen=True, slots=True)
class Levels:
    """The document's marking with and without its captions, the captions alone, and every claim.

    `stated` is the highest level that a place outside the portions states, None where none does.
    """

    document: Marking
    bare: Marking
    captions: Marking
    claims: tuple[Claim, ...]
    stated: Level | None


@dataclass(frozen=True, slots=True)
class Effective:
    """A part's marking with the captions, its own without them, and why it has it."""

    marking: Marking
    own: Marking
    basis: Basis


def settle(chunks: Sequence[Chunk], claims: Iterable[Claim]) -> Levels:
    """Join everything that claims a marking for the document; say whether its level is known."""
    given = (*claims, *(claim for chunk in chunks for claim in _classifier_claim(chunk)))
    inside = [claim for claim in given if claim.kind in {"quoted", "portion"}]
    outside = [claim for claim in given if claim.kind not in {"quoted", "portion"}]
    marked = [claim for chunk in chunks for claim in _mark_claim(chunk)]
    spoken = [claim for claim in outside if claim.kind != "caption"]
    captions = [claim.marking for claim in outside if claim.kind == "caption"]
    portions = [_certain(claim.marking) for claim in (*inside, *marked)]
    _look((*given, *marked), chunks)
    base = markings.combine(*(_certain(claim.marking) for claim in spoken))
    whole = markings.combine(base, *(_certain(marking) for marking in captions))
    document = markings.join(whole, *portions)
    known = _is_known(document.level, outside)
    controls = replace(markings.combine(*(_certain(marking) for marking in captions)), level=Level.U)
    return Levels(
        document=replace(document, known=known),
        bare=replace(markings.join(replace(base, level=whole.level), *portions), known=known),
        captions=controls,
        claims=tuple(sorted((*given, *marked), key=lambda claim: (claim.span, claim.kind))),
        stated=max((claim.marking.level for claim in outside), default=None),
    )


def _look(claims: Sequence[Claim], chunks: Sequence[Chunk]) -> None:
    """Refuse a text of more compartments than any cable has: all of them stand in every unmarked portion's marking."""
    raised = (chunk.raised for chunk in chunks if chunk.raised is not None)
    given = (*(claim.marking for claim in claims), *raised)
    known = {one for marking in given for one in marking.compartments}
    limits.COMPARTMENTS.check(len(known), max((chunk.span.end for chunk in chunks), default=0))


def _certain(marking: Marking) -> Marking:
    """Give the marking without its doubt: whether the document's level is known is decided once."""
    return marking if marking.known else replace(marking, known=True)


def _classifier_claim(chunk: Chunk) -> tuple[Claim, ...]:
    """Take a `Classified By` of the header as saying "classified", as the E.O. line does, and not at which level."""
    if chunk.kind is not SectionKind.CLASSIFIED_BY or not chunk.header:
        return ()
    return (Claim("classified-by", chunk.span, Marking(Level.C, known=False)),)


def _mark_claim(chunk: Chunk) -> tuple[Claim, ...]:
    mark = chunk.mark
    if mark is None or mark.marking is None or mark.state is MarkState.WORD:
        return ()
    return (Claim("portion", mark.span, mark.marking, mark.state is not MarkState.READ),)


def _is_known(level: Level, outside: Sequence[Claim]) -> bool:
    """Say whether unmarked text is known to be at `level`: DESIGN.md 4, never from portion marks alone."""
    exact = [claim for claim in outside if claim.kind in _EXACT and claim.marking.known]
    if level.classified:
        return any(claim.marking.level is level for claim in exact)
    lines = [claim for claim in exact if claim.kind == "banner"]
    captioned = max((claim.marking.level for claim in outside if claim.kind == "caption"), default=Level.U)
    for line in lines:
        says_so = max(line.marking.level, captioned) is level
        second = any(claim.kind != "banner" and claim.marking.level <= line.marking.level for claim in exact)
        if says_so and (not line.repaired or second):
            return True
    return False


def effective(chunk: Chunk, levels: Levels) -> Effective:
    """Give a part's marking: its mark's, or the document's, or at least both where the mark is unreadable."""
    mark = chunk.mark
    if mark is None or mark.state is MarkState.WORD:
        return _inherited(chunk, levels)
    if mark.state is MarkState.DAMAGED or mark.marking is None:
        return _unreadable(mark.marking or markings.BOTTOM, levels)
    own = markings.join(mark.marking, chunk.raised) if chunk.raised else markings.close(mark.marking)
    conflict = levels.stated is not None and own.level > levels.stated
    return Effective(_captioned(own, levels.captions), own, Basis.CONFLICT if conflict else Basis.MARKED)


def _inherited(chunk: Chunk, levels: Levels) -> Effective:
    if chunk.raised is None:
        return Effective(levels.document, levels.bare, Basis.INHERITED)
    raised = (chunk.raised,)
    within = all(marking.known and marking.level <= levels.document.level for marking in raised)
    known = levels.document.known and within
    return Effective(
        replace(markings.join(levels.document, *raised), known=known),
        replace(markings.join(levels.bare, *raised), known=known),
        Basis.INHERITED,
    )


def _unreadable(read: Marking, levels: Levels) -> Effective:
    return Effective(
        replace(markings.join(levels.document, read), known=False),
        replace(markings.join(levels.bare, read), known=False),
        Basis.UNKNOWN,
    )


def _captioned(own: Marking, captions: Marking) -> Marking:
    """Add the captions' controls to a mark, for foreign release; the level that a caption states is the document's."""
    joined = markings.combine(own, captions)
    return replace(joined, level=own.level, known=own.known)


def conflicts(chunks: Sequence[Chunk], levels: Levels) -> tuple[ParseNote, ...]:
    """Note every claim that disagrees with the others on the level."""
    notes: list[ParseNote] = []
    top = levels.document.level
    for claim in levels.claims:
        # SENSITIVE under UNCLAS is how an SBU telegram says so, and no disagreement.
        if claim.kind in _EXACT and top.classified and claim.marking.level < top:
            detail = f"{claim.kind} says less than the document's level"
            notes.append(ParseNote("claims-disagree", claim.span, detail))
    notes.extend(
        ParseNote("mark-above-document", claim.span)
        for chunk in chunks
        for claim in _mark_claim(chunk)
        if levels.stated is not None and claim.marking.level > levels.stated
    )
    if not levels.document.known:
        notes.append(ParseNote("level-unknown", levels.claims[0].span if levels.claims else chunks[0].span))
    return tuple(notes)
