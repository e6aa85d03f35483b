"""Readers of the labelled fields between the classification line and the text."""

from __future__ import annotations

import re
from dataclasses import replace

from redactor import markings
from redactor.cable import (
    archive_patterns,
    banners,
    declared,
    heads,
    labels,
    limits,
    patterns,
    references,
    tagsline,
)
from redactor.cable.base import Chunk, Part
from redactor.cable.place import Place, furniture, run, starts_field
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

_LONGEST_CAPTION = 120
# Over how many further lines a pass line is wrapped.
_LONGEST_PASS = 4
# How near under `A.` the next item of a list stands.
_NEAR_ITEM = 3
# Over how many further lines a subject is wrapped; what follows is text that stands right under it.
_LONGEST_SUBJECT = 5
# Over how many further lines an E.O. line can be wrapped.
_LONGEST_EO = 2
# Forms of the E.O. line that do not say "classified".
_SILENT = frozenset({"na", "missing"})


def labelled(place: Place, kind: SectionKind, match: re.Match[str], last: int) -> Chunk:
    """Make the chunk of a field whose label `match` found, up to the line `last`."""
    line = place.line
    end = place.source.lines[last].last
    limits.check_field(end - line.first)
    label = Span(line.first, min(line.first + match.end("label"), end))
    return Chunk(kind, Span(line.first, end), (label,), furniture=furniture(place, last), header=place.header)


def value_of(chunk: Chunk) -> Span:
    """Give what stands behind the label."""
    return Span(chunk.skeleton[0].end, chunk.span.end)


def label_of(
    place: Place, kind: SectionKind, pattern: re.Pattern[str]
) -> tuple[re.Match[str], tuple[ParseNote, ...]] | None:
    """Give the label that stands at the place, and a note where damage made it hard to read."""
    match = pattern.match(place.line.body)
    if match is not None:
        return match, ()
    match = labels.read(place, kind)
    if match is None:
        return None
    span = Span(place.line.first, place.line.first + match.end("label"))
    return match, (ParseNote("label-repaired", span, f"read as {kind.value}"),)


def caption(place: Place) -> Part | None:
    """Read a caption line; a routing word counts as one with no control."""
    line = place.line
    if len(line.body) > _LONGEST_CAPTION:
        return None
    corrected = patterns.CORRECTED.match(line.body)
    duplicate = archive_patterns.DUPLICATE.match(line.body)
    marking = None if duplicate else markings.read_caption(line.body)
    if marking is None and corrected is None and duplicate is None:
        return None
    notes = [ParseNote("corrected-copy", line.span)] if corrected else []
    if duplicate:
        notes.append(ParseNote("possible-duplicate", line.span))
    if SectionKind.CAPTION in place.seen and line.blanks and place.header:
        notes.append(ParseNote("caption-block-repeated", line.span))
    claims = () if marking is None else (Claim("caption", line.span, marking),)
    chunk = Chunk(SectionKind.CAPTION, line.span, header=place.header)
    return Part((chunk,), claims, (Field("caption", line.span, line.body),), tuple(notes), place.index + 1)


def pass_line(place: Place) -> Part | None:
    """Read a line that says for whom the telegram is, between captions and SUBJECT."""
    line = place.line
    if place.seen & {SectionKind.SUBJECT, SectionKind.CLASSIFIED_BY} or not place.header:
        return None
    if SectionKind.BANNER not in place.seen or not patterns.PASS_LINE.match(line.body):
        return None
    return passed(place)


def passed(place: Place) -> Part:
    """Make the part of a pass line and of what is wrapped under it."""
    last = _pass_end(place)
    span = Span(place.line.first, place.source.lines[last].last)
    written = " ".join(span.of(place.source.text).split())
    chunk = Chunk(SectionKind.PASS_LINE, span, header=place.header)
    # Bare words under a line that breaks off may still be a caption that nobody knows: they close like one.
    claims = tuple(
        Claim("caption", line.span, Marking(Level.U, opaque=True))
        for line in place.source.lines[place.index + 1 : last + 1]
        if not patterns.PASS_SIGNS.search(line.body)
    )
    return Part((chunk,), claims, (Field("pass-line", span, written),), (), last + 1)


def _pass_end(place: Place) -> int:
    """Give the index of the line that a pass line ends on: only one that breaks off goes on.

    What stands under a whole one may be a caption that the vocabulary lacks, and must stay a possible one.
    """
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and last - place.index < _LONGEST_PASS and lines[last + 1].blanks == 0:
        following = place.at(last + 1)
        body = following.line.body
        if not patterns.PASS_OPEN.search(lines[last].body) or starts_field(following) or not body.isupper():
            break
        if markings.read_banner(body) is not None or markings.read_caption(body) is not None:
            break
        last += 1
    return last


def eo_line(place: Place) -> Part | None:
    """Read the E.O. line and what is wrapped under it; a schedule or a date claims that the text is classified."""
    label = label_of(place, SectionKind.EO_LINE, patterns.EO_LINE)
    if label is None:
        return None
    match, notes = label
    last = _eo_end(place)
    chunk = labelled(place, SectionKind.EO_LINE, match, last)
    value = " ".join(value_of(chunk).of(place.source.text).split())
    order = re.search(r"\d{5}", match["label"])
    written = f"E.O. {order[0]}: {value}" if order else f"E.O.: {value}"
    claims: tuple[Claim, ...] = ()
    if _declares(value, written, place):
        # It says "classified", not at which level: a floor, never a known level.
        claims = (Claim("eo-line", chunk.span, Marking(Level.C, known=False)),)
    return Part((chunk,), claims, (Field("eo-line", chunk.span, written),), notes, last + 1)


def _declares(value: str, written: str, place: Place) -> bool:
    """Say whether the value is one of a classified text; a text that only names an order in passing says nothing."""
    if patterns.DECLASSIFICATION.search(value):
        return True
    form = markings.read_eo_line(written).form
    silent = form in _SILENT or (form == "unreadable" and declared.says_nothing(value))
    return place.header and not silent


def _eo_end(place: Place) -> int:
    """Give the index of the line that the value ends on: a label, a caption or a full line's end stops it."""
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and last - place.index < _LONGEST_EO and lines[last + 1].blanks == 0:
        following = place.at(last + 1)
        body = following.line.body
        open_end = patterns.EO_OPEN.search(lines[last].body) is not None
        if not (open_end or patterns.EO_REST.match(body)) or starts_field(following):
            break
        if markings.read_banner(body) is not None or markings.read_caption(body) is not None:
            break
        last += 1
    return last


def tags(place: Place) -> Part | None:
    """Read the TAGS field; each vocabulary tag with its link leftovers is closed grammar."""
    label = label_of(place, SectionKind.TAGS, patterns.TAGS)
    if label is None:
        return None
    match, repaired = label
    last = run(place, lambda following: starts_field(following) or not tagsline.goes_on(following))
    chunk = labelled(place, SectionKind.TAGS, match, last)
    found = tagsline.read(place.source.text, value_of(chunk))
    # What a damaged label heads is not known well enough to be opened.
    closed = found.closed if place.opens(SectionKind.TAGS) and not repaired else ()
    notes = (*repaired, *found.notes)
    return Part((replace(chunk, closed=closed),), found.claims, found.fields, notes, last + 1)


def subject(place: Place) -> Part | None:
    """Read SUBJECT over its wrapped lines, and a mark at its head."""
    label = label_of(place, SectionKind.SUBJECT, patterns.SUBJECT)
    if label is None:
        return None
    match, notes = label
    text = place.source.text
    start = _subject_start(place, match)
    last = min(run(start, _ends_subject), start.index + _LONGEST_SUBJECT)
    chunk = labelled(place, SectionKind.SUBJECT, match, last)
    at = chunk.skeleton[0].end if start is place else start.line.first
    value = Span(min(at, chunk.span.end), chunk.span.end)
    if last > start.index:
        notes += (ParseNote("subject-wrapped", chunk.span, f"over {last - start.index + 1} lines"),)
    if patterns.CORRECTED.match(value.of(text)):
        notes += (ParseNote("corrected-copy", value),)
    head = heads.mark_at(text, value.start, value.end)
    if head is not None and heads.is_mark(head) and label[1]:
        # The mark of what may be no subject says no less than the document.
        chunk = replace(chunk, raised=head.mark.marking or Marking(Level.U, known=False))
    elif head is not None and heads.is_mark(head):
        shown = (Span(chunk.span.start, head.whole.end),) if head.shows else chunk.skeleton
        chunk = replace(chunk, mark=head.mark, skeleton=shown)
        notes += head.notes
    said = Span(head.whole.end, value.end) if head is not None and heads.is_mark(head) else value
    written = " ".join(said.of(text).replace("\\\n", "\n").rstrip("\\").split())
    return Part((chunk,), (), (Field("subject", value, written),), notes, last + 1)


def _ends_subject(place: Place) -> bool:
    """Say whether a line is no wrap of a subject: a field, the text, or a list that begins right under it."""
    if (
        starts_field(place)
        or patterns.FIRST_ITEM.match(place.line.body)
        or patterns.ROW_OF_MEMO.match(place.line.body)
    ):
        return True
    near = place.source.lines[place.index + 1 : place.index + 1 + _NEAR_ITEM]
    if near and banners.is_plain(place.line) and archive_patterns.PAGE.match(near[0].body):
        # A page turn's classification touches the page line.
        return True
    return place.line.body.startswith("A. ") and any(line.body.startswith("B. ") for line in near)


def _subject_start(place: Place, match: re.Match[str]) -> Place:
    """Give where the subject's words begin: on the label's line, or on the next-but-one."""
    following = place.at(place.index + 1)
    if match.end() < len(place.line.body) or following.index >= len(place.source.lines):
        return place
    return place if following.line.blanks > 1 or starts_field(following) else following


def reference_list(place: Place) -> Part | None:
    """Read REF and its items, mangled bullets included; marks on items only raise."""
    label = label_of(place, SectionKind.REFERENCES, patterns.REFERENCES)
    if label is None:
        return None
    match, repaired = label
    last = references.last_line(place)
    chunk = labelled(place, SectionKind.REFERENCES, match, last)
    found = references.read(place.source, place.index, last, chunk.skeleton[0].end)
    return Part((replace(chunk, raised=found.raised),), found.claims, (), (*repaired, *found.notes), last + 1)
