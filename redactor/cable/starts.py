"""Where the parts of a body start: numbers, marks, bullets, fields of a quoted telegram, the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.cable import enumeration, header, heads, limits, numbering, patterns, signers
from redactor.cable.base import Chunk, Part, Source
from redactor.cable.numbering import Placed, Runs, Zone
from redactor.cable.one_of import one_of
from redactor.cable.place import Place
from redactor.markings.types import MarkState
from redactor.model import ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from redactor.cable.heads import HeadMark, Number
    from redactor.cable.lex import Line
    from redactor.cable.survey import Survey

_EMPTY = Span(0, 0)
# Whatever a line may begin with but a number that counts, a field and a mark: most lines begin with nothing of it.
_LABELLED = one_of(
    patterns.TRAILER, patterns.LOST_NUMBER, patterns.BULLET, patterns.SUB_ITEM, patterns.NUMBER
)


@dataclass(frozen=True, slots=True)
class Start:
    """What starts at a text line: a chunk whose span is still open, or a whole field (`part`).

    `zone` says how far the chunk may reach; `item` that it is a bullet or a lettered item; `until` is
    the position behind a field; `count` the place of a lettered item among its like, 0 elsewhere.
    """

    chunk: Chunk
    zone: Zone = Zone.INTACT
    item: bool = False
    notes: tuple[ParseNote, ...] = ()
    part: Part | None = None
    until: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Starts:
    """Every start of a body by the position of its text line.

    `final` is where a signature may stand; `heads[i]` how much of line i is number, label and mark.
    """

    at: Mapping[int, Start]
    loose_marks: bool
    final: int
    heads: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Scan:
    """What a start is judged by: the text, its lines, and the numbers already placed."""

    source: Source
    surveyed: Survey
    lines: Sequence[Line]
    parted: Sequence[bool]
    placed: Mapping[int, tuple[Number, Placed]]
    zones: Mapping[int, Zone]
    lists: enumeration.Lists

    def fresh(self, position: int) -> bool:
        """Say whether the line does not begin inside a sentence."""
        if position == 0 or self.parted[position]:
            return True
        return patterns.SENTENCE_END.search(self.lines[position - 1].body) is not None


def find(source: Source, surveyed: Survey, lines: Sequence[Line], parted: Sequence[bool]) -> Starts:
    """Find every start of a body."""
    scan = _numbers(_Scan(source, surveyed, lines, parted, {}, {}, enumeration.Lists()))
    final = signers.final(lines)
    at: dict[int, Start] = {}
    skip = fields = 0
    current: Start | None = None
    zone = Zone.GAP
    for position in range(len(lines)):
        if position < skip:
            continue
        zone = scan.zones.get(position, zone)
        if position > final:
            at[position] = Start(Chunk(SectionKind.TRAILER, _EMPTY), Zone.GAP)
            continue
        found = _start(scan, position, zone, current, follows_field=skip == position and position > 0)
        if found is not None:
            at[position] = found
            current = found
            skip = found.until
            fields += found.part is not None
            limits.FIELDS.check(fields, len(source.text))
            limits.PORTIONS.check(len(at), len(source.text))
    loose = any(start.chunk.mark and not start.chunk.number and not start.item for start in at.values())
    heads_of = [0] * len(lines)
    for position, start in at.items():
        heads_of[position] = _head_length(lines[position], start)
    return Starts(_with_lost_items(at), loose, final, heads_of)


def _head_length(line: Line, start: Start) -> int:
    if start.part is not None:
        return 0
    ends = [span.end for span in start.chunk.skeleton]
    if start.chunk.mark is not None:
        ends.append(start.chunk.mark.span.end)
    return max(ends, default=line.first) - line.first


def _with_lost_items(at: dict[int, Start]) -> dict[int, Start]:
    """Where an item's letter shows that the one before it is lost, what stands before it reaches no further."""
    order = sorted(at)
    for before, here in pairwise(order):
        if at[here].count > 1 and at[before].count != at[here].count - 1:
            at[before] = replace(at[before], zone=Zone.GAP)
    return at


def _count(label: str) -> int:
    """Give the place of a lettered or numbered item among its like: `b.` is 2."""
    sign = label.strip().strip("().").lower()
    if sign.isdigit():
        return int(sign)
    return ord(sign) - ord("a") + 1 if len(sign) == 1 and sign.isalpha() and sign.isascii() else 0


def _numbers(scan: _Scan) -> _Scan:
    """Place every number at a line's head."""
    sequence = Runs()
    placed: dict[int, tuple[Number, Placed]] = {}
    bare = _bare_numbers(scan)
    for position, line in enumerate(scan.lines):
        number = bare.get(position) or heads.number_at(scan.source.text, line.first, line.last)
        if number is None:
            continue
        mark = _mark_behind(scan.source.text, number.whole.end, line.last)
        marked = mark is not None and heads.is_mark(mark)
        here = sequence.place(number, marked=marked, fresh=scan.fresh(position))
        if here is not None:
            placed[position] = (number, here)
    order = sorted(placed)
    zones = dict(zip(order, numbering.zones([placed[position][1] for position in order]), strict=True))
    lists = enumeration.survey(scan.lines, placed)
    return replace(scan, placed=placed, zones=zones, lists=lists)


def _bare_numbers(scan: _Scan) -> Mapping[int, Number]:
    """Give the numbers without a point that the next number with one goes on from, or none follows them."""
    found: dict[int, Number] = {}
    following = 0
    for position in range(len(scan.lines) - 1, -1, -1):
        line = scan.lines[position]
        if not line.body[0].isdigit():
            continue
        number = heads.number_at(scan.source.text, line.first, line.last)
        if number is not None:
            following = number.written if number.pointed else following
            continue
        number = heads.bare_number_at(scan.source.text, line.first, line.last)
        if number is not None and following in {0, number.written + 1}:
            found[position] = number
    return found


def _mark_behind(text: str, start: int, end: int) -> HeadMark | None:
    """Read a mark behind a number, or behind the word `Summary:` and its like."""
    word = patterns.WORD_BEFORE_MARK.match(text[start : min(end, start + 48)])
    return heads.mark_at(text, start + word.end() if word else start, end)


def _start(
    scan: _Scan, position: int, zone: Zone, current: Start | None, *, follows_field: bool
) -> Start | None:
    line = scan.lines[position]
    if position in scan.placed:
        return _numbered(scan, position)
    field = _field(scan, position, follows_field=follows_field)
    if field is not None:
        return field
    if not _LABELLED.match(line.body):
        return _marked(scan, position, zone, current, None)
    if patterns.TRAILER.match(line.body):
        return Start(Chunk(SectionKind.TRAILER, _EMPTY), Zone.GAP)
    return (
        _marked(scan, position, zone, current, _label(line.body))
        or _listed(scan, position, zone)
        or _stray_number(scan, position)
    )


def _numbered(scan: _Scan, position: int) -> Start:
    number, placed = scan.placed[position]
    line = scan.lines[position]
    head = _mark_behind(scan.source.text, number.whole.end, line.last)
    chunk = Chunk(
        SectionKind.PARAGRAPH,
        _EMPTY,
        skeleton=(Span(line.first, min(number.whole.end, line.last)),),
        number=number.span,
        ordinal=placed.ordinal,
        address=placed.address,
        parent=replace(placed, letter="").address if placed.letter else None,
    )
    notes = _number_notes(number, placed)
    if head is not None:
        chunk = with_mark(chunk, head, from_start=head.whole.start == number.whole.end)
        notes += head.notes
    if chunk.mark is None:
        notes += (ParseNote("paragraph-unmarked", number.span),)
    return Start(chunk, scan.zones[position], notes=notes)


def _number_notes(number: Number, placed: Placed) -> tuple[ParseNote, ...]:
    notes: tuple[ParseNote, ...] = ()
    if number.odd or number.written != placed.ordinal:
        notes += (ParseNote("number-mangled", number.span, f"read as {placed.ordinal}"),)
    if placed.gap:
        notes += (ParseNote("number-gap", number.span),)
    if placed.run > 1 and placed.ordinal == 1:
        notes += (ParseNote("number-run", number.span, f"run {placed.run}"),)
    return notes


def with_mark(chunk: Chunk, head: HeadMark, *, from_start: bool) -> Chunk:
    """Give the chunk its mark; one that may be shown joins the skeleton."""
    if head.shows and from_start:
        first = chunk.skeleton[0].start if chunk.skeleton else head.whole.start
        return replace(chunk, mark=head.mark, skeleton=(Span(first, head.whole.end),))
    return replace(chunk, mark=head.mark)


def _marked(
    scan: _Scan, position: int, zone: Zone, current: Start | None, label: re.Match[str] | None
) -> Start | None:
    """Take a mark without a number as a start; inside a sentence only where it closes more."""
    line = scan.lines[position]
    lost = label is not None and label.re is patterns.LOST_NUMBER
    begin = line.first + (label.end() if label else 0)
    head = _mark_behind(scan.source.text, begin, line.last)
    if head is None or not heads.is_mark(head) or _enumerates(scan, position, head):
        return _lost(line) if lost else None
    if not label and not scan.fresh(position) and not _closes(zone, head, current):
        return None
    head = _whole_or_damaged(scan, position, head)
    if not label and scan.surveyed.counts_letters:
        head = _doubted(scan.source.text, head)
    kind = SectionKind.BULLET if label and not lost else SectionKind.PARAGRAPH
    skeleton = (Span(line.first, begin),) if label else ()
    chunk = with_mark(Chunk(kind, _EMPTY, skeleton), head, from_start=head.whole.start == begin)
    notes = head.notes
    if lost or not label:
        code = "number-lost" if lost else "mark-without-number"
        notes += (ParseNote(code, head.mark.span),)
    listed = bool(label) and not lost
    count = _count(label["label"]) if label and listed and label.re is not patterns.BULLET else 0
    return Start(chunk, zone, listed, notes, count=count)


def _label(body: str) -> re.Match[str] | None:
    """Match what may stand before a mark in a number's place: a lost number, a bullet, an item's label."""
    return patterns.LOST_NUMBER.match(body) or patterns.BULLET.match(body) or _item(body)


def _item(body: str) -> re.Match[str] | None:
    """Match an item's label that cannot be a mark: `(C)`, `(s)`, `U)` and an unknown `(X)` may be one."""
    match = patterns.SUB_ITEM.match(body)
    return None if match is None or patterns.MARK_LIKE_ITEM.match(body) else match


def _whole_or_damaged(scan: _Scan, position: int, head: HeadMark) -> HeadMark:
    """Trust no half bracket and no late item of a list: `C) oranges` and a `(C)` far behind a `(B)` may count."""
    text = scan.source.text
    late = position in scan.lists.late and _single(scan, head)
    written = head.mark.span.of(text)
    if not late and ((written.startswith("(") and written.endswith(")")) or "TEXT" in written.upper()):
        return head
    return replace(head, mark=replace(head.mark, state=MarkState.DAMAGED))


def _doubted(text: str, head: HeadMark) -> HeadMark:
    """Take one letter in brackets for neither a mark nor an item's letter where it may be both."""
    if len(head.mark.span.of(text).strip("()[] ")) > 1:
        return head
    return replace(head, mark=replace(head.mark, state=MarkState.DAMAGED, marking=None))


def _lost(line: Line) -> Start:
    """Start an unmarked paragraph at a pilcrow whose number is gone."""
    return Start(Chunk(SectionKind.PARAGRAPH, _EMPTY), Zone.GAP, notes=(ParseNote("number-lost", line.span),))


def _closes(zone: Zone, head: HeadMark, current: Start | None) -> bool:
    """Say whether a mark inside a sentence must count: a number before it may be gone, and it says more."""
    if zone is Zone.INTACT or head.mark.marking is None:
        return zone is not Zone.INTACT
    now = current.chunk.mark.marking if current and current.chunk.mark else None
    return now is not None and head.mark.marking.level > now.level


def _enumerates(scan: _Scan, position: int, head: HeadMark) -> bool:
    """Say whether `(C)` counts items: it goes on from `(A)`, or near it stands a `(B)`."""
    letter = _single(scan, head)
    if not letter:
        return False
    return position in scan.lists.counted or enumeration.near_its_like(scan.lines, position, letter)


def _single(scan: _Scan, head: HeadMark) -> str:
    """Give the one letter of a mark that could be an item's, or nothing."""
    letter = scan.source.text[head.mark.span.start : head.mark.span.end].strip("()[] ")
    counts = head.mark.state in {MarkState.READ, MarkState.REPAIRED, MarkState.DAMAGED}
    return letter if len(letter) == 1 and counts else ""


def _listed(scan: _Scan, position: int, zone: Zone) -> Start | None:
    """Take a bullet or a lettered item as a start of its own: without a mark it has the document's level."""
    line = scan.lines[position]
    match = patterns.BULLET.match(line.body) or patterns.SUB_ITEM.match(line.body)
    if match is None:
        return None
    chunk = Chunk(SectionKind.BULLET, _EMPTY, (Span(line.first, line.first + match.end()),))
    count = 0 if patterns.BULLET.match(line.body) else _count(match["label"])
    return Start(chunk, zone, item=True, notes=(ParseNote("item-unmarked", line.span),), count=count)


def _stray_number(scan: _Scan, position: int) -> Start | None:
    """Start unmarked text at a number that counts no paragraph, where a sentence may start."""
    line = scan.lines[position]
    number = heads.number_at(scan.source.text, line.first, line.last)
    if number is None or not number.pointed or not scan.fresh(position):
        return None
    return Start(
        Chunk(SectionKind.PARAGRAPH, _EMPTY), Zone.GAP, notes=(ParseNote("number-unplaced", number.span),)
    )


def _field(scan: _Scan, position: int, *, follows_field: bool) -> Start | None:
    """Read a header field inside the body: a quoted telegram's, or a second section's."""
    place = Place(scan.source, scan.surveyed.text[position], header=False)
    part = scan.surveyed.own(place) if scan.surveyed.own else None
    part = part or _common_field(place, follows_field=follows_field)
    if part is None or not part.chunks or part.chunks[0].between:
        return None
    until = position
    while until < len(scan.lines) and scan.surveyed.text[until] < part.next:
        until += 1
    note = ParseNote("header-in-body", part.chunks[0].span)
    part = replace(part, notes=(*part.notes, note))
    return Start(part.chunks[0], Zone.GAP, part=part, until=until)


def _common_field(place: Place, *, follows_field: bool) -> Part | None:
    """Read a field that every format has, where the line is sure to be one."""
    line = place.line
    sure = patterns.FIELD_HEADS.match(line.body) is not None
    if not sure and not (follows_field and line.body.isupper()) and not header.is_banner(line):
        return None
    return header.line(place)
