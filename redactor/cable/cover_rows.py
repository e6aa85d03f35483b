"""The rows of a cover sheet: a label, a colon and a value, each read as the header field that it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import addresses, fields, heads, patterns, routing, tagsline, vocabulary
from redactor.cable.base import Chunk, Part, Source
from redactor.cable.place import Place
from redactor.cable.shown import Sheet
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from redactor.cable.lex import Line

# "MRN: 23 VELMORA 2544", "Date/DTG:", "E.O.: 13526" and "Drafted By:" match; "TAGS: PGOV" of a telegram does,
# too, and "From: the minister" in a text: one label alone makes no cover. "REF: A" and "DRAFTED BY X" must not.
ROW = re.compile(
    r"""^(?P<label>(?P<name>MRN|Date/DTG|From|Sent|To|Cc|Bcc|Origin|Action|Info|XMT|E\.O\.|TAGS|Captions?|Pass[ ]Line|References?|Ref|Subject
        |Classification|Signature|Drafted[ ]By|Cleared[ ]By|Approved[ ]By|Released[ ]By|Dissemination[ ]Rule
        |Attachments?)[ \t]{0,4}:[ \t]*)(?P<value>.*)$""",
    re.VERBOSE,
)

# Labels that only a cover has.
SURE = frozenset({"MRN", "Date/DTG"})
# Labels of the rows behind the text, each with the field that nothing else reads from its section.
CLOSING = {
    "Signature": (SectionKind.SIGNATURE, ""),
    "Drafted By": (SectionKind.DRAFTING, "drafter"),
    "Cleared By": (SectionKind.DRAFTING, "clearer"),
    "Approved By": (SectionKind.DRAFTING, "approver"),
    "Released By": (SectionKind.DRAFTING, "releaser"),
    "Info": (SectionKind.INFO, ""),
    "XMT": (SectionKind.TRAILER, "excluded"),
    "Dissemination Rule": (SectionKind.TRAILER, "dissemination-rule"),
    "Attachments": (SectionKind.TRAILER, "attachments"),
    "Attachment": (SectionKind.TRAILER, "attachments"),
}
_OPENING = {
    "MRN": SectionKind.MESSAGE_NUMBER,
    "Date/DTG": SectionKind.DATE,
    "From": SectionKind.FROM,
    "To": SectionKind.TO,
    "Action": SectionKind.TO,
    "Origin": SectionKind.TRANSMISSION,
    "E.O.": SectionKind.EO_LINE,
    "TAGS": SectionKind.TAGS,
    "Captions": SectionKind.CAPTION,
    "Caption": SectionKind.CAPTION,
    "Pass Line": SectionKind.PASS_LINE,
    "Reference": SectionKind.REFERENCES,
    "References": SectionKind.REFERENCES,
    "Ref": SectionKind.REFERENCES,
    "Subject": SectionKind.SUBJECT,
    "Classification": SectionKind.BANNER,
}
# Rows of a mail program: they tell of the mail, not of the telegram.
_MAIL = frozenset({"Sent", "Cc", "Bcc"})
# What a row says where it says nothing.
_NOTHING = frozenset({"", "N/A", "NA", "NONE", "UNKNOWN", "-"})

# "Sep 16, 2023 / 160150Z SEP 23" and "160150Z Sep 23" match; "Sep 16" must not.
_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}[ ]\d{1,2},[ ]\d{4}[ ]{0,2}/[ ]{0,2})?(?P<group>\d{6}Z[ ]{1,3}[A-Z][A-Za-z]{2}[ ]{1,3}\d{2})"
)

# "23 VELMORA 2544" matches; "VELMORA 2544" must not.
_NUMBER = re.compile(
    r"(?P<year>\d{2})[ ]{1,2}(?P<post>[A-Z][A-Z'.-]*(?:[ ][A-Z'.-]+){0,4})[ ]{1,2}(?P<serial>\d{1,7})"
)

# "\nPOL:Brannock, Tam" and "; DAO:Serrin, Paul" begin one more; "\nBrannock" is the rest of the one before.
_PERSON = re.compile(r"(?P<sign>;|\n)[ \t]{0,40}(?=[A-Z][A-Z0-9/ &.-]{1,24}:[ ]?[A-Z])")

# "| :--- | :--- |" under a table's first row matches; "| A | B |" must not.
_TABLE_HEAD = re.compile(r"^\|(?:[ ]?:?-{2,20}:?[ ]?\|){1,8}$")

# "AMEMBASSY VELMORA (VELMORA 131 - PRIORITY)" ends in the number and the precedence; "AMEMBASSY VELMORA" must not.
_SENDER = re.compile(r"\((?P<number>[A-Z][A-Z' ]{1,40}[ ]\d{1,7})[ ]-[ ](?P<precedence>[A-Z]{5,9})\)$")

# "SENSITIVE; NOFORN" and "SENSITIVE, SIPDIS" are cut in two.
_CAPTIONS = re.compile(r"[^;,/\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row over its lines: its label's name, and where its value stands."""

    name: str
    lines: tuple[Line, ...]
    label: Span
    value: Span

    @property
    def span(self) -> Span:
        """Give the whole row."""
        return Span(self.label.start, max(self.value.end, self.lines[-1].last))

    def said(self, text: str) -> str:
        """Give the value on one line."""
        return " ".join(self.value.of(text).split())


def row_at(lines: Sequence[Line], index: int, ends: Callable[[int], bool]) -> Row | None:
    """Read the row whose label stands at `index`; it goes on up to a blank line or where `ends` says."""
    match = ROW.match(lines[index].body)
    if match is None:
        return None
    last = index
    while last + 1 < len(lines) and lines[last + 1].blanks == 0 and not ends(last + 1):
        if _TABLE_HEAD.match(lines[last + 1].body):
            break
        last += 1
    first = lines[index].first
    start = min(first + match.end("label"), lines[index].last)
    value = Span(start, lines[last].last)
    return Row(match["name"], tuple(lines[index : last + 1]), Span(first, start), value)


def opening(text: str, row: Row, seen: frozenset[SectionKind]) -> Part:
    """Read a row over the text as the header field that it is; only the first of a kind is opened."""
    kind = _OPENING.get(row.name, SectionKind.UNKNOWN)
    chunk = Chunk(kind, row.span, (row.label,), header=True)
    if row.name in _MAIL:
        return Part((replace(chunk, raised=heads.joined_marks(text, row.lines)),))
    reader = _READERS.get(kind)
    part = reader(text, row, chunk) if reader else _plain(text, row, chunk)
    if kind in seen:
        part = replace(part, chunks=tuple(replace(one, closed=()) for one in part.chunks))
    return part


def closing(text: str, row: Row) -> Part:
    """Read a row behind the text: who signed, drafted, cleared and approved, and where it went."""
    kind, field = CLOSING[row.name]
    chunk = Chunk(kind, row.span, (row.label,), raised=heads.joined_marks(text, row.lines))
    value = Sheet(row.value.start, row.value.of(text))
    if field == "excluded":
        found = addresses.read(field, value) if row.said(text).upper() not in _NOTHING else ()
    elif kind is SectionKind.DRAFTING:
        found = tuple(Field(field, one.span, one.read()) for one in _people(value))
    else:
        found = (Field(field, row.value, row.said(text)),) if field and row.said(text) else ()
    return Part((chunk,), (), found, (ParseNote("cover-row", row.label),))


def _people(value: Sheet) -> Iterator[Sheet]:
    """Give each person of a row: one opens a line or stands behind a semicolon, with an office and a colon."""
    start = 0
    for match in _PERSON.finditer(value.words):
        if value.words[start : match.start()].strip(" ;\n"):
            yield value.part(start, match.start())
        start = match.end("sign")
    last = value.part(start)
    if last.words:
        yield last


def _plain(text: str, row: Row, chunk: Chunk) -> Part:
    raised = heads.joined_marks(text, row.lines)
    found = (Field(chunk.kind.value, row.value, row.said(text)),) if row.said(text) else ()
    return Part((replace(chunk, raised=raised),), (), found, ())


def _date(text: str, row: Row, chunk: Chunk) -> Part:
    match = _DATE.fullmatch(row.value.of(text).strip())
    if match is None:
        return _with_note(_plain(text, row, chunk), "date-unreadable", row.value)
    group = Span(row.value.start + match.start("group"), row.value.start + match.end("group"))
    found = Field("dtg", group, match["group"].upper())
    return Part((replace(chunk, closed=(row.value,)),), (), (found,), ())


def _number(text: str, row: Row, chunk: Chunk) -> Part:
    match = _NUMBER.fullmatch(row.value.of(text))
    if match is None:
        return _plain(text, row, chunk)
    listed = vocabulary.is_post(match["post"])
    notes = () if listed else (ParseNote("post-unlisted", row.value),)
    at = row.value.start + match.start("year")
    year = str(routing.full_year(int(match["year"])))
    found = (
        Field("message-number", row.value, f"{match['post']} {match['serial']}"),
        Field("message-year", Span(at, at + len(match["year"])), year),
    )
    return Part((replace(chunk, closed=(row.value,) if listed else ()),), (), found, notes)


def _sender(text: str, row: Row, chunk: Chunk) -> Part:
    listed = vocabulary.is_address(row.value.of(text))
    notes = () if listed else (ParseNote("post-unlisted", row.value),)
    match = _SENDER.search(row.value.of(text))
    found = tuple(
        Field(kind, Span(row.value.start + match.start(name), row.value.start + match.end(name)), match[name])
        for kind, name in (("message-number", "number"), ("precedence", "precedence"))
        if match
    )
    return Part((replace(chunk, closed=(row.value,) if listed else ()),), (), found, notes)


def _origin(text: str, row: Row, chunk: Chunk) -> Part:
    found = (Field("origin", row.value, row.said(text)),) if row.said(text) else ()
    return Part((replace(chunk, raised=heads.joined_marks(text, row.lines)),), (), found)


def _recipients(_: str, __: Row, chunk: Chunk) -> Part:
    return Part((chunk,))


def _tags(text: str, row: Row, chunk: Chunk) -> Part:
    found = tagsline.read(text, row.value)
    return Part((replace(chunk, closed=found.closed),), (), found.fields, found.notes)


def _order(text: str, row: Row, chunk: Chunk) -> Part:
    value = row.said(text)
    claims: tuple[Claim, ...] = ()
    if patterns.DECLASSIFICATION.search(value):
        claims = (Claim("eo-line", row.span, Marking(Level.C, known=False)),)
    return Part((chunk,), claims, (Field("eo-line", row.span, f"E.O. {value}"),), ())


def _captions(text: str, row: Row, chunk: Chunk) -> Part:
    """Read each caption of a row; one that nobody knows may forbid foreign release."""
    claims: list[Claim] = []
    found: list[Field] = []
    for match in _CAPTIONS.finditer(row.value.of(text)):
        span = Span(row.value.start + match.start(), row.value.start + match.end())
        said = " ".join(match.group().split())
        if said.upper() in _NOTHING:
            continue
        marking = markings.read_caption(said)
        claims.append(Claim("caption", span, marking or Marking(Level.U, opaque=True)))
        found.append(Field("caption", span, said))
    return Part((chunk,), tuple(claims), tuple(found), ())


def _classification(text: str, row: Row, chunk: Chunk) -> Part:
    read_as = markings.read_banner(row.said(text))
    if read_as is None:
        floor = Marking(Level.U, known=False)
        claim = Claim("banner-unreadable", row.value, floor, repaired=True)
        return Part((chunk,), (claim,), (), (ParseNote("banner-unreadable", row.value),))
    return Part((chunk,), (Claim("cover", row.value, read_as.marking, read_as.repaired),), (), ())


def _subject(text: str, row: Row, chunk: Chunk) -> Part:
    return _whole(fields.subject(Place(Source(text, row.lines), 0)), row) or _plain(text, row, chunk)


def _references(text: str, row: Row, chunk: Chunk) -> Part:
    if row.said(text).upper() in _NOTHING:
        return Part((chunk,))
    return _whole(fields.reference_list(Place(Source(text, row.lines), 0)), row) or _plain(text, row, chunk)


def _whole(part: Part | None, row: Row) -> Part | None:
    """Take a telegram field's reading of a row only where it read every line."""
    return part if part is not None and part.next == len(row.lines) else None


def _with_note(part: Part, code: str, span: Span) -> Part:
    return replace(part, notes=(*part.notes, ParseNote(code, span)))


_READERS: Mapping[SectionKind, Callable[[str, Row, Chunk], Part]] = {
    SectionKind.MESSAGE_NUMBER: _number,
    SectionKind.DATE: _date,
    SectionKind.FROM: _sender,
    SectionKind.TO: _recipients,
    SectionKind.TRANSMISSION: _origin,
    SectionKind.TAGS: _tags,
    SectionKind.EO_LINE: _order,
    SectionKind.CAPTION: _captions,
    SectionKind.BANNER: _classification,
    SectionKind.SUBJECT: _subject,
    SectionKind.REFERENCES: _references,
}
