"""The body of a telegram: its starts, and the chunks between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.cable import flow, patterns
from redactor.cable.base import Chunk, Part, Source
from redactor.cable.numbering import Zone
from redactor.cable.starts import Start, Starts, find
from redactor.cable.survey import Survey, survey
from redactor.model import LOST, ParseNote, SectionKind
from redactor.spans import BY_PLACE, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.cable.lex import Line


_LINES_OF_A_HEADING = 3
# What may be a paragraph whose number was lost.
_COUNTED = frozenset({SectionKind.PARAGRAPH, SectionKind.HEADING})
# A marked line that is longer than this is text.
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Body:
    """A body on the way to chunks: its text lines, what starts where, and where each block ends.

    Positions count text lines; `lines[i]` is the i-th. `blocks[i]` is the end of the block that holds
    it; `ruled` are the positions right before a rule.
    """

    source: Source
    surveyed: Survey
    starts: Starts
    lines: Sequence[Line]
    parted: Sequence[bool]
    ruled: frozenset[int]
    blocks: Sequence[int]
    around: flow.Setting
    final: int


def read(source: Source, start: int, surveyed: Survey | None = None) -> Part:
    """Read the body from the line `start` on, surveyed already or not; every line of it is in a chunk."""
    surveyed = surveyed or survey(source, start)
    body = _prepare(source, surveyed)
    chunks: list[Chunk] = []
    notes: list[ParseNote] = list(surveyed.notes)
    position = 0
    gaps, gap = _gaps(body.starts), False
    counted: Start | None = None
    while position < len(body.lines):
        here = body.starts.at.get(position)
        if here is not None and here.part is not None:
            chunks.extend(here.part.chunks)
            notes.extend(here.part.notes)
            position = max(here.until, position + 1)
            continue
        end = _end(body, position, here)
        if here is not None and here.chunk.number is not None:
            counted, gap = here, position in gaps
        chunks.append(_uncounted(_chunk(body, position, end, here), here, counted, gap=gap))
        notes.extend(here.notes if here else _loose_notes(chunks[-1]))
        position = end
    chunks.extend(_furniture(body, chunks))
    chunks.sort(key=BY_PLACE)
    parts = [start.part for start in body.starts.at.values() if start.part is not None]
    claims = (*surveyed.claims, *(claim for part in parts for claim in part.claims))
    fields = tuple(field for part in parts for field in part.fields)
    return Part(tuple(chunks), claims, fields, tuple(notes), len(source.lines))


def _prepare(source: Source, surveyed: Survey) -> Body:
    lines = [source.lines[index] for index in surveyed.text]
    parted = _parted(source, surveyed)
    ruled = frozenset(
        position for position, index in enumerate(surveyed.text) if _before_rule(source, surveyed, index + 1)
    )
    found = find(source, surveyed, lines, parted)
    around = flow.setting(lines, found.heads, loose_marks=found.loose_marks)
    blocks = _blocks(lines, parted, ruled, found)
    return Body(source, surveyed, found, lines, parted, ruled, blocks, around, found.final)


def _parted(source: Source, surveyed: Survey) -> list[bool]:
    """Say of each text line whether a blank line stands before it, furniture left out."""
    found: list[bool] = []
    first = next(iter(surveyed.text), 0)  # a body may be furniture from end to end
    for index in surveyed.text:
        found.append(any(line.blanks for line in source.lines[first : index + 1]))
        first = index + 1
    return found


def _before_rule(source: Source, surveyed: Survey, following: int) -> bool:
    return following in surveyed.furniture and patterns.RULE.match(source.lines[following].body) is not None


def _blocks(lines: Sequence[Line], parted: Sequence[bool], ruled: frozenset[int], found: Starts) -> list[int]:
    """Give for each position where its block ends: at a blank line, a rule or a start."""
    ends = [len(lines)] * len(lines)
    for position in range(len(lines) - 2, -1, -1):
        following = position + 1
        cut = parted[following] or following in found.at or position in ruled
        ends[position] = following if cut else ends[following]
    return ends


def _end(body: Body, position: int, here: Start | None) -> int:
    """Give the position behind the last line of the chunk that starts at `position`."""
    zone = here.zone if here else Zone.INTACT
    item = bool(here and here.item)
    loose = here is None or (body.surveyed.joins and here.chunk.mark is None)
    at = position + 1
    while at < len(body.lines) and at not in body.starts.at and not _rule_between(body, at):
        if not _goes_on(body, at, zone, item=item, loose=loose):
            break
        at += 1
    return at


def _rule_between(body: Body, at: int) -> bool:
    return at - 1 in body.ruled


def _goes_on(body: Body, at: int, zone: Zone, *, item: bool, loose: bool) -> bool:
    line = body.lines[at]
    if at in body.ruled and not patterns.SENTENCE_END.search(line.body):
        return False
    # The name at the end, and the same name above it: a relay may have sent the line twice.
    if line.body == body.lines[body.final].body and patterns.SIGNATURE.match(line.body):
        return False
    turned = body.surveyed.text[at] - body.surveyed.text[at - 1] > 1
    unfinished = turned and not patterns.SENTENCE_END.search(body.lines[at - 1].body)
    if loose and (not body.parted[at] or (body.surveyed.joins and unfinished)):
        # Unmarked text takes the document's level either way: its lines stay together.
        return True
    block = body.lines[at : min(body.blocks[at], at + 40)]
    alone = len(block) == 1 and patterns.SIGNATURE.match(line.body) is not None
    if alone and patterns.SENTENCE_END.search(body.lines[at - 1].body):
        # A name behind a finished sentence, and nothing more under it: however little room there was, it signs.
        return False
    bare = at - 1 in body.starts.at and body.starts.heads[at - 1] >= len(body.lines[at - 1].body)
    seam = flow.Seam(body.parted[at], turned, zone, item, bare)
    return flow.goes_on(body.lines[at - 1], block, seam, body.around)


def _chunk(body: Body, position: int, end: int, here: Start | None) -> Chunk:
    lines = body.lines[position:end]
    span = Span(lines[0].first, lines[-1].last)
    furniture = _inside(body, position, end)
    if here is not None:
        kind = SectionKind.HEADING if _is_title(body, end, here.chunk, lines) else here.chunk.kind
        return replace(here.chunk, kind=kind, span=span, furniture=furniture)
    return Chunk(_loose_kind(body, position, end), span, furniture=furniture)


def _uncounted(chunk: Chunk, here: Start | None, counted: Start | None, *, gap: bool) -> Chunk:
    """Give text behind which a number is missing an address that says so: it may have lost its own.

    `gap` says that the next number is not the next one's; a heading stays one where only a run ends.
    """
    if counted is None or chunk.number is not None or chunk.kind not in _COUNTED:
        return chunk
    lost = here is not None and any(note.code == "number-lost" for note in here.notes)
    may_be = gap if chunk.kind is SectionKind.HEADING else counted.zone is Zone.GAP
    return replace(chunk, address=f"{counted.chunk.address}{LOST}") if may_be or lost else chunk


def _gaps(starts: Starts) -> frozenset[int]:
    """Give the positions of the numbered paragraphs behind which a number is skipped."""
    numbered = [at for at in sorted(starts.at) if starts.at[at].chunk.number is not None]
    return frozenset(
        before
        for before, here in pairwise(numbered)
        if any(note.code == "number-gap" for note in starts.at[here].notes)
    )


def _is_title(body: Body, end: int, chunk: Chunk, lines: Sequence[Line]) -> bool:
    """Say whether marked text without a number is a heading: one line, no sentence, a number or a rule behind it."""
    if chunk.kind is not SectionKind.PARAGRAPH or chunk.mark is None or chunk.number is not None:
        return False
    if len(lines) > 1 or len(lines[0].body) > _LONGEST_TITLE or patterns.SENTENCE_END.search(lines[0].body):
        return False
    following = body.starts.at.get(end)
    return end - 1 in body.ruled or (following is not None and following.chunk.number is not None)


def _inside(body: Body, position: int, end: int) -> tuple[Span, ...]:
    """Give the furniture between a chunk's lines, with the blank lines round it: one line end stays."""
    found = []
    for at in range(position + 1, end):
        before, here = body.surveyed.text[at - 1], body.surveyed.text[at]
        if here - before > 1:
            found.append(Span(body.lines[at - 1].end + 1, body.lines[at].start))
    return tuple(found)


def _loose_kind(body: Body, position: int, end: int) -> SectionKind:
    """Say what unmarked, unnumbered text looks like; its level does not depend on it."""
    lines = body.lines[position:end]
    if position == body.final and patterns.SIGNATURE.match(lines[0].body):
        return SectionKind.SIGNATURE
    if end - 1 in body.ruled or patterns.HEADING_WORD.match(lines[0].body):
        return SectionKind.HEADING
    if len(lines) > 1 and sum(bool(patterns.TABLE_ROW.search(line.body)) for line in lines) * 2 > len(lines):
        return SectionKind.TABLE
    short = len(lines) <= _LINES_OF_A_HEADING and flow.may_be_heading(lines, body.around)
    return SectionKind.HEADING if short else SectionKind.PARAGRAPH


def _loose_notes(chunk: Chunk) -> tuple[ParseNote, ...]:
    code = {SectionKind.HEADING: "heading-unmarked", SectionKind.SIGNATURE: "signature"}.get(chunk.kind)
    return (ParseNote(code or "text-unmarked", chunk.span),)


def _furniture(body: Body, chunks: Sequence[Chunk]) -> list[Chunk]:
    """Give the furniture that lies in no chunk."""
    covered = sorted(chunk.span for chunk in chunks)
    found: list[Chunk] = []
    at = 0
    for index in sorted(body.surveyed.furniture):
        span = body.source.lines[index].span
        while at < len(covered) and covered[at].end <= span.start:
            at += 1
        if at == len(covered) or not covered[at].overlaps(span):
            found.append(Chunk(SectionKind.FURNITURE, span))
    return found
