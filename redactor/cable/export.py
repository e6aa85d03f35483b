"""Telegrams as mail programs and web forms gave them out: a form's lines above the header, or only an extract."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import body, header, patterns, telegram
from redactor.cable.base import Chunk, Draft, Evidence, Part, Source, merge
from redactor.cable.one_of import one_of
from redactor.cable.place import LABELLED, starts_field
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from redactor.cable.lex import Line
    from redactor.cable.place import Place

_FIRST_LINES = 60
# One of these outweighs all that a telegram's header shows without them.
_WEIGHT = 5
# One such label may stand in any telegram; so many are a form's.
_ROUTED = 3

# The publisher's sentence over an extract; "This record is partial" must not match.
_EXTRACT = re.compile(
    r"^This record is a partial extract of the original cable\. "
    r"The full text of the original cable is not available\.$"
)
# "Cable", "Text:" and "Cable Text:" match; "Cable traffic" must not.
_FORM = re.compile(r"^(?:Cable|Text:|Cable[ ]Text:)$")
# "UNCLASSIFIED   PTQ1234" and "CONFIDENTIAL PTO0417" end in a form's number; "CONFIDENTIAL ASTANA 417" must not.
_FORM_NUMBER = re.compile(rf"^(?P<words>[A-Z ]{{5,24}}?){patterns.FORM_NUMBER.pattern}")
# "CXASTANA:" and "CXTLAVIV:" match: the post's own distribution; "CX:" must not.
_COPIES = re.compile(r"^CX[A-Z]{3,8}:$")
# "ACTION: ECON", "DISSEMINATION: POL", "CHARGE: PROG" match; "ACTION REQUEST: we" must not.
_ROUTING = re.compile(r"^(?P<label>(?P<name>ACTION|INFO|DISSEMINATION|CHARGE)[ ]?:[ \t]*)(?P<value>.*)$")
# "APPROVED: DCM: EFARRADAY" and "CLEARED: NONE" match; "CLEARED FOR TAKE-OFF" must not.
_DRAFTING = re.compile(r"^(?P<label>(?P<name>APPROVED|DRAFTED|CLEARED|RELEASED)[ ]?:[ \t]*)(?P<value>.*)$")
# "060952Z Sep 05" alone on a line matches, as an extract has it; "060952Z" must not.
_DATE = re.compile(r"^\d{6}Z[ ]{1,3}[A-Z][a-z]{2}[ ]{1,3}\d{2}$")

_SIGNS = (
    ("partial-extract", _EXTRACT),
    ("form-title", _FORM),
    ("form-number", _FORM_NUMBER),
    ("post-copies", _COPIES),
)
_SIGN = one_of(*(pattern for _, pattern in _SIGNS))
_FIELDS = {"APPROVED": "approver", "DRAFTED": "drafter", "CLEARED": "clearer", "RELEASED": "releaser"}


@dataclass(frozen=True, slots=True)
class Export:
    """Reads telegrams of the 1980s to 2009 that an export put a form's lines over, or cut to an extract."""

    name: str = "exported-telegram"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the export's own lines, and the telegram's under them."""
        found: dict[str, Evidence] = {}
        for line in source.lines[:_FIRST_LINES]:
            for what, pattern in _SIGNS if _SIGN.match(line.body) else ():
                if what not in found and pattern.match(line.body):
                    found[what] = Evidence(what, line.span, _WEIGHT)
        routed = _routed(source)
        found.update({} if routed is None else {"form-routing": routed})
        return (*found.values(), *telegram.Telegram().evidence(source)) if found else ()

    def read(self, source: Source) -> Draft:
        """Read the form's lines and the header under them, then the text."""
        prepared = header.prepare(source)
        parts, start = header.read(prepared, _GRAMMAR)
        if any(note.code == "partial-extract" for part in parts for note in part.notes):
            parts = telegram.doubted(source.text, parts)
        if start == len(prepared.lines):
            return merge(parts)
        return merge((*parts, body.read(prepared, start)))


def _routed(source: Source) -> Evidence | None:
    """Give the first of the form's labelled lines where enough different ones stand in front of a telegram."""
    found: dict[str, Line] = {}
    for line in source.lines[:_FIRST_LINES]:
        match = _ROUTING.match(line.body) or _DRAFTING.match(line.body)
        if match is not None:
            found.setdefault(match["name"], line)
    if len(found) < _ROUTED:
        return None
    return Evidence("form-routing", next(iter(found.values())).span, _WEIGHT)


def extract(place: Place) -> Part | None:
    """Read the publisher's sentence that says the text is an extract."""
    if not _EXTRACT.match(place.line.body):
        return None
    return _one_line(place, SectionKind.TRANSMISSION, "partial-extract")


def form(place: Place) -> Part | None:
    """Read the title of the form, and the post's name over its own distribution."""
    if place.seen & LABELLED or not (_FORM.match(place.line.body) or _COPIES.match(place.line.body)):
        return None
    return _one_line(place, SectionKind.TRANSMISSION, "export-form")


def distribution(place: Place) -> Part | None:
    """Read to which sections of the post the telegram went."""
    match = None if place.seen & LABELLED else _ROUTING.match(place.line.body)
    if match is None:
        return None
    kind = "action" if match["name"] == "ACTION" else "distribution"
    return _labelled(place, match, SectionKind.TRANSMISSION, kind)


def drafting(place: Place) -> Part | None:
    """Read who approved, drafted and cleared it."""
    match = None if place.seen & LABELLED else _DRAFTING.match(place.line.body)
    return None if match is None else _labelled(place, match, SectionKind.DRAFTING, _FIELDS[match["name"]])


def date(place: Place) -> Part | None:
    """Read a date-time group alone on its line, its month in small letters."""
    line = place.line
    if not _DATE.match(line.body):
        return None
    closed = (line.span,) if place.opens(SectionKind.DATE) else ()
    chunk = Chunk(SectionKind.DATE, line.span, closed=closed, header=place.header)
    return Part((chunk,), (), (Field("dtg", line.span, line.body.upper()),), (), place.index + 1)


def numbered_form(place: Place) -> Part | None:
    """Read the classification over a form, with the form's number behind it."""
    match = _FORM_NUMBER.match(place.line.body)
    found = markings.read_banner(match["words"].strip()) if match and place.header else None
    if found is None:
        return None
    span = place.line.span
    chunk = Chunk(SectionKind.BANNER, span, header=place.header)
    claim = Claim("banner", span, found.marking, found.repaired)
    return Part((chunk,), (claim,), (), (ParseNote("export-form", span),), place.index + 1)


def _one_line(place: Place, kind: SectionKind, code: str) -> Part:
    span = place.line.span
    return Part((Chunk(kind, span, header=place.header),), (), (), (ParseNote(code, span),), place.index + 1)


def _labelled(place: Place, match: re.Match[str], kind: SectionKind, field: str) -> Part:
    """Read a labelled line, and the indented lines under it that have no label."""
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and _goes_on(place.at(last + 1)):
        last += 1
    line = place.line
    label = Span(line.first, min(line.first + match.end("label"), line.last))
    chunk = Chunk(kind, Span(line.first, lines[last].last), (label,), header=place.header)
    value = Span(label.end, lines[last].last)
    said = " ".join(value.of(place.source.text).split())
    return Part((chunk,), (), (Field(field, value, said),) if said else (), (), last + 1)


def _goes_on(place: Place) -> bool:
    line = place.line
    labelled = _ROUTING.match(line.body) or _DRAFTING.match(line.body) or _COPIES.match(line.body)
    return not (
        labelled or line.blanks or line.first == line.start or starts_field(place) or header.is_banner(line)
    )


_GRAMMAR = replace(
    header.TELEGRAM,
    readers=(
        header.page_line,
        extract,
        numbered_form,
        form,
        distribution,
        drafting,
        date,
        *header.READERS[1:],
    ),
)
