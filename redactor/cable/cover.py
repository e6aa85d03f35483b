"""The cable since about 2009, and old telegrams issued again: a cover sheet of labelled rows round the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import banners, body, classified, cover_rows, fields, header, heads, patterns, stamps
from redactor.cable.archive import Archive
from redactor.cable.base import Chunk, Draft, Evidence, Part, Source, merge
from redactor.cable.cover_rows import CLOSING, ROW, SURE
from redactor.cable.export import Export
from redactor.cable.military import Military
from redactor.cable.one_of import one_of
from redactor.cable.place import Place, starts_field
from redactor.cable.relayed import Relayed
from redactor.cable.survey import survey
from redactor.cable.telegram import Telegram
from redactor.markings.distance import letters
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.cable.base import Format
    from redactor.cable.lex import Line

# A cover begins within so many lines: seals, banners and stamps stand above it.
_FIRST_LINES = 80
# How far from one row the next may stand.
_NEAR = 6
# Labels that make a cover, one of them sure; together they outweigh all that the text under it can show.
_ENOUGH = 3
_WEIGHT = 50

# The form of a mail program has no MRN but says from whom to whom.
_ADDRESSED = frozenset({"From", "To", "Action"})
# What is known of the form under a mail's rows before its first row.
_MAIL = frozenset({"Sent"})
# A telegram as it was sent, above all labels: they are its own, or a quoted message's.
_SENT = one_of(
    patterns.TRANSMISSION_ID, patterns.ORIGIN_ROUTE, patterns.PROSIGN, patterns.DATE_LINE, patterns.FROM
)

# What may stand under a cover: a telegram as it was sent.
_INNER: tuple[Format, ...] = (Telegram(), Archive(), Export(), Relayed(), Military())


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """Reads cables with a cover sheet; under the cover of an old telegram its own header is read, too."""

    name: str = "cover-sheet"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the labels of the cover's rows, if they are enough."""
        found: dict[str, Evidence] = {}
        for line in source.lines[:_FIRST_LINES]:
            match = ROW.match(line.body)
            if match is not None and match["name"] not in found:
                what = "cover-" + match["name"].lower().replace(" ", "-").replace("/", "-").replace(".", "")
                found[match["name"]] = Evidence(what, line.span, _WEIGHT)
            elif not found and _SENT.match(line.body):
                return ()
        sure = not SURE.isdisjoint(found) or ("Captions" in found and not _ADDRESSED.isdisjoint(found))
        return tuple(found.values()) if sure and len(found) >= _ENOUGH else ()

    def read(self, source: Source) -> Draft:
        """Read the cover, the text under it, and the rows behind it."""
        prepared = header.prepare(source)
        parts, start, seen = _cover(prepared)
        tail = _tail(prepared, start)
        subject = next(
            (letters(item.value) for part in parts for item in part.fields if item.kind == "subject"), ""
        )
        inner = _inner(Source(prepared.text, prepared.lines[:tail]), start, seen, subject)
        drafts = (_under(merge(parts), inner), inner, merge(list(_closing(prepared, tail))))
        return Draft(
            tuple(chunk for draft in drafts for chunk in draft.chunks),
            tuple(claim for draft in drafts for claim in draft.claims),
            tuple(item for draft in drafts for item in draft.fields),
            tuple(note for draft in drafts for note in draft.notes),
        )


def _under(cover: Draft, inner: Draft) -> Draft:
    """Take the cover's class for a page's where the telegram under it lost its own line: that may have said more."""
    told = any(note.code == "cover-over-telegram" for note in inner.notes)
    if not told or any(claim.kind == "banner" for claim in inner.claims):
        return cover
    claims = tuple(
        replace(claim, kind="running") if claim.kind == "banner" else claim for claim in cover.claims
    )
    return replace(cover, claims=claims)


def _cover(source: Source) -> tuple[list[Part], int, frozenset[SectionKind]]:
    """Read what stands above the text; gives its parts, the text's first line, and the kinds that were seen."""
    parts: list[Part] = []
    place = Place(source, 0)
    names: frozenset[str] = frozenset()
    mailed = False
    while place.index < len(source.lines):
        if place.line.blanks and "Sent" in names and not mailed:
            # The form under a mail's own rows has the same labels.
            names, mailed = _MAIL, True
        if not _row_near(place, names):
            break
        match = ROW.match(place.line.body)
        names |= {match["name"]} if match else set()
        part = _row(place) or _above(place)
        parts.append(part)
        place = place.go(part)
    return parts, place.index, place.seen


def _row_near(place: Place, names: frozenset[str]) -> bool:
    """Say whether a row that the cover still lacks begins here or a little further down."""
    lines = place.source.lines
    for index in range(place.index, min(len(lines), place.index + (_NEAR if names else _FIRST_LINES))):
        match = ROW.match(lines[index].body)
        if match is not None:
            return match["name"] not in names
        here = place.at(index)
        text = heads.opens_body(here.line) or banners.is_numbered(here.line)
        if names and (text or (names != _MAIL and starts_field(here))):
            return patterns.RULE.match(here.line.body) is not None
    return False


def _row(place: Place) -> Part | None:
    source = place.source

    def ends(index: int) -> bool:
        line = source.lines[index]
        return bool(
            ROW.match(line.body)
            or starts_field(place.at(index))
            or banners.is_plain(line)
            or banners.is_numbered(line)
            or heads.opens_body(line)
            or stamps.run(source.lines, index)
        )

    row = cover_rows.row_at(source.lines, place.index, ends)
    if row is None:
        return None
    part = cover_rows.opening(source.text, row, place.seen)
    note = ParseNote("cover-row", row.label)
    return replace(part, notes=(*part.notes, note), next=place.index + len(row.lines))


def _above(place: Place) -> Part:
    """Read a line above or between the rows: a page's edge, a classification, a caption, or nobody knows."""
    for reader in (header.page_line, stamps.part, banners.read, fields.caption):
        part = reader(place)
        if part is not None:
            return part
    return header.TELEGRAM.unknown(place)


def _tail(source: Source, start: int) -> int:
    """Give the first of the rows behind the text, or how many lines there are: no paragraph stands behind it."""
    lines = source.lines
    first = len(lines)
    for index in range(len(lines) - 1, start - 1, -1):
        match = ROW.match(lines[index].body)
        if match is not None and match["name"] in CLOSING:
            first = index
        elif heads.opens_body(lines[index]):
            break
    return first


def _inner(source: Source, start: int, seen: frozenset[SectionKind], subject: str) -> Draft:
    """Read the text under the cover: a telegram with a header of its own, or the cable's own text."""
    under = Source(source.text, source.lines[start:])
    if not under.lines:
        return merge(())
    weighed = [(sum(sign.weight for sign in form.evidence(under)), form) for form in _INNER]
    weight, best = max(weighed, key=lambda item: item[0])
    if not weight:
        return _own_text(source, start, seen, subject)
    draft = best.read(under)
    # What the cover opened is not opened again.
    chunks = tuple(replace(one, closed=()) if one.kind in seen else one for one in draft.chunks)
    note = ParseNote("cover-over-telegram", under.lines[0].span, f"read as {best.name}")
    return replace(draft, chunks=chunks, notes=(*draft.notes, note))


def _own_text(source: Source, start: int, seen: frozenset[SectionKind], subject: str) -> Draft:
    """Read the text of a cable that has no header but its cover."""
    parts: list[Part] = []
    place = Place(source, start, seen | {SectionKind.BANNER})
    while place.index < len(source.lines):
        part = _repeated(place, subject)
        if part is None and not heads.opens_body(place.line):
            part = header.line(place, _OWN_READERS)
        if part is None:
            break
        parts.append(_with_claim(source.text, part))
        place = place.go(part)
    if place.index < len(source.lines):
        surveyed = replace(survey(source, place.index), own=_late_row)
        parts.append(body.read(source, place.index, surveyed))
    return merge(parts)


def _with_claim(text: str, part: Part) -> Part:
    """Let a Classified By line with a declassification value claim that the text is classified."""
    floor = Marking(Level.C, known=False)
    claims = tuple(
        Claim("eo-line", chunk.span, floor)
        for chunk in part.chunks
        if chunk.kind is SectionKind.CLASSIFIED_BY and patterns.DECLASSIFICATION.search(chunk.span.of(text))
    )
    return replace(part, claims=(*part.claims, *claims))


_OWN_READERS = (
    header.page_line,
    stamps.part,
    fields.eo_line,
    fields.tags,
    fields.subject,
    fields.reference_list,
    classified.read,
    classified.rest,
    banners.read,
    fields.caption,
)


def _repeated(place: Place, subject: str) -> Part | None:
    """Read the subject where it stands again over the text, without its label."""
    lines, text = place.source.lines, place.source.text
    head = heads.mark_at(text, place.line.first, place.line.last)
    marked = head if heads.is_mark(head) else None
    start = marked.whole.end if marked else place.line.first
    for last in range(place.index, min(place.index + _NEAR, len(lines))):
        if not subject or (last > place.index and lines[last].blanks):
            break
        if letters(text[start : lines[last].last]) != subject:
            continue
        value = Span(start, lines[last].last)
        chunk = Chunk(SectionKind.SUBJECT, Span(place.line.first, value.end), header=True)
        if marked:
            chunk = replace(chunk, mark=marked.mark, skeleton=(marked.whole,) if marked.shows else ())
        found = Field("subject", value, " ".join(value.of(text).split()))
        return Part((chunk,), (), (found,), marked.notes if marked else (), last + 1)
    return None


def _late_row(place: Place) -> Part | None:
    """Read a row that belongs behind the text where it stands inside."""
    lines = place.source.lines
    match = ROW.match(place.line.body)
    if match is None or match["name"] not in CLOSING:
        return None

    def ends(index: int) -> bool:
        return bool(ROW.match(lines[index].body) or heads.opens_body(lines[index]))

    row = cover_rows.row_at(lines, place.index, ends)
    if row is None:
        return None
    return replace(cover_rows.closing(place.source.text, row), next=place.index + len(row.lines))


def _closing(source: Source, tail: int) -> Iterator[Part]:
    """Read the rows behind the text, and the page edges among them."""
    lines = source.lines
    if tail == len(lines):
        return
    surveyed = survey(source, tail)
    yield Part((), surveyed.claims, (), surveyed.notes)
    index = tail
    while index < len(lines):
        if index in surveyed.furniture:
            yield Part((Chunk(SectionKind.FURNITURE, lines[index].span),))
            index += 1
            continue

        def ends(at: int) -> bool:
            return at in surveyed.furniture or ROW.match(lines[at].body) is not None

        row = cover_rows.row_at(lines, index, ends)
        if row is None or row.name not in CLOSING:
            yield _stranger(source.text, lines[index])
            index += 1
            continue
        yield cover_rows.closing(source.text, row)
        index += len(row.lines)


def _stranger(text: str, line: Line) -> Part:
    """Read a line that is no row: what slipped in behind the text may be another cable's, with its own class."""
    raised = heads.joined_marks(text, (line,))
    chunk = Chunk(SectionKind.TRAILER, line.span, raised=raised)
    found = markings.read_banner(line.body) if banners.is_plain(line) or banners.is_numbered(line) else None
    claims = () if found is None else (Claim("quoted", line.span, found.marking, found.repaired),)
    return Part((chunk,), claims)
