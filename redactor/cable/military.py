"""The military message: sets of fields, ended by `//` wherever that stands, and numbered remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.cable import body, header, heads, patterns
from redactor.cable.base import Chunk, Draft, Evidence, Part, Source, merge
from redactor.cable.lex import split
from redactor.cable.one_of import one_of
from redactor.cable.survey import survey
from redactor.markings import read_prosign
from redactor.markings.types import Level, Marking
from redactor.model import Claim, Field, ParseNote, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.cable.lex import Line
    from redactor.cable.place import Place

_HEADER_LINES = 80
# Two of these outweigh all that a telegram's header can show.
_WEIGHT = 20
_ENOUGH = 2
# A set that is not ended is no longer than this.
_LONGEST_SET = 200

# The sets that messages of this kind have, by what they are.
_SETS = {
    "MSGID": SectionKind.MESSAGE_NUMBER,
    "SUBJ": SectionKind.SUBJECT,
    "REF": SectionKind.REFERENCES,
    "NARR": SectionKind.REFERENCES,
    "AMPN": SectionKind.REFERENCES,
    "POC": SectionKind.DRAFTING,
    "RMKS": SectionKind.PARAGRAPH,
    "REMARKS": SectionKind.PARAGRAPH,
    "GENTEXT": SectionKind.PARAGRAPH,
    "AKNLDG": SectionKind.TRAILER,
    "DECL": SectionKind.EO_LINE,
    "CANX": SectionKind.TRAILER,
    "EXER": SectionKind.TRAILER,
    "OPER": SectionKind.TRAILER,
    "PERID": SectionKind.TRAILER,
}
_TEXT = frozenset({"RMKS", "REMARKS", "GENTEXT"})
_NAMES = "|".join(sorted(_SETS, key=len, reverse=True))

# "SUBJ/PERMISSIVE LEAVE//", "RMKS/1. TEXT", "NARR/" match; "REF A IS" and "SUBJECT/OBJECT" must not.
SET = re.compile(rf"^(?P<label>(?P<name>{_NAMES})[ ]?/)(?P<value>.*)$")

# "RTTUZYUW RUEWMCS0000 1931224-UUUU--RUCRNAD" matches; "RATHER LATE 1931224" must not.
_ROUTING = re.compile(
    r"^[ZOPRMYW][A-Z]{6,7}[ ]{1,3}R[A-Z]{4,8}\d{3,5}[ ]{1,3}\d{7}-(?P<letters>[A-Z]{4})--[A-Z]{3,12}\.?$"
)
_SIGN = one_of(SET, _ROUTING)

# "ROUTINE" and "PRIORITY" alone on a line match; "ROUTINE MATTERS" must not.
_PRECEDENCE = re.compile(r"^(?:FLASH|IMMEDIATE|PRIORITY|ROUTINE)$")

# "NAVADMIN 078/95" and "ALNAV 012/08" match; "NAVADMIN SAYS" must not.
_SERIAL = re.compile(r"^(?P<series>[A-Z]{4,12})[ ]{1,3}(?P<serial>\d{1,4}/\d{2,4})$")

# "FM CNO WASHINGTON DC//N1//" and "TO NAVADMIN" match; "FMLN" and "TO: ALL" must not.
_ADDRESS = re.compile(r"^(?P<label>(?P<kind>FM|TO|INFO)[ \t]+)(?P<value>\S.*)$")

# "9. RELEASED BY VADM E. FARRADAY, N4.//" and "RELEASED BY H.C. FARRADAY//" match; "RELEASED BY JUNE" must not.
_RELEASED = re.compile(
    r"^(?:\d{1,2}\.[ ]{1,3})?(?:\([A-Z]\)[ ])?RELEASED[ ]BY[ ]?:?[ ](?P<name>[A-Z][^/]{2,80}?)\.?//$"
)
# How near the end a message says who released it.
_LAST_LINES = 8

# The text's head in a GENTEXT set: "GENTEXT/REMARKS/1. TEXT" has one; "GENTEXT/1. TEXT" has none.
_HEADED = re.compile(r"^[A-Z][A-Z ]{2,40}/(?!/)")


@dataclass(frozen=True, slots=True)
class Military:
    """Reads GENADMIN and other messages made of sets."""

    name: str = "military-message"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the sets and the routing line that only such a message has, if they are enough."""
        found: dict[str, Evidence] = {}
        for line in source.lines[:_HEADER_LINES]:
            if not _SIGN.match(line.body):
                continue
            match = SET.match(line.body)
            what = f"set-{match['name'].lower()}" if match else ""
            what = what or "military-routing"
            if what not in found:
                found[what] = Evidence(what, line.span, _WEIGHT)
        return tuple(found.values()) if len(found) >= _ENOUGH else ()

    def read(self, source: Source) -> Draft:
        """Read header and sets up to the remarks, then the text."""
        prepared = _prepare(source)
        parts, start = header.read(prepared, _GRAMMAR)
        if start == len(prepared.lines):
            return merge(parts)
        surveyed = replace(survey(prepared, start), own=read_set, counts_letters=True)
        draft = merge((*parts, body.read(prepared, start, surveyed)))
        return replace(draft, fields=(*draft.fields, *_releaser(prepared)))


def _releaser(source: Source) -> Iterator[Field]:
    """Give who released the message, where its last lines say so."""
    for line in source.lines[-_LAST_LINES:]:
        match = _RELEASED.search(line.body)
        if match is not None:
            span = Span(line.first + match.start("name"), line.first + match.end("name"))
            yield Field("releaser", span, match["name"])


def _prepare(source: Source) -> Source:
    """Cut the label of a text set off its first line, so that the text's number stands at a line's head."""
    cut: list[Line] = []
    for line in source.lines:
        match = SET.match(line.body)
        if match is None or match["name"] not in _TEXT:
            cut.append(line)
            continue
        at = match.end("label")
        headed = _HEADED.match(line.body[at:]) if match["name"] == "GENTEXT" else None
        at += headed.end() if headed else 0
        at += len(line.body[at:]) - len(line.body[at:].lstrip())
        cut.extend(split(line, line.first + at) if at < len(line.body) else (line,))
    return Source(source.text, tuple(cut))


def _is_over(place: Place) -> bool:
    """Say whether the text begins: the label of a text set stood before."""
    return SectionKind.HEADING in place.seen


def routing(place: Place) -> Part | None:
    """Read the routing line; the four letters in it say the class as the prosign does."""
    match = _ROUTING.match(place.line.body)
    if match is None:
        return None
    claimed = read_prosign(f"ZNR {match['letters'] + match['letters'][-1]}")
    claims = () if claimed is None else (Claim("prosign", place.line.span, claimed),)
    chunk = Chunk(SectionKind.TRANSMISSION, place.line.span, header=place.header)
    return Part((chunk,), claims, (), (), place.index + 1)


def precedence(place: Place) -> Part | None:
    """Read a precedence on a line of its own, above the date."""
    if not place.header or not _PRECEDENCE.match(place.line.body) or SectionKind.BANNER in place.seen:
        return None
    chunk = Chunk(SectionKind.TRANSMISSION, place.line.span, header=place.header)
    found = Field("precedence", place.line.span, place.line.body)
    return Part((chunk,), (), (found,), (), place.index + 1)


def serial(place: Place) -> Part | None:
    """Read the series and the number of the message in it."""
    match = _SERIAL.match(place.line.body)
    if match is None or not place.header:
        return None
    chunk = Chunk(SectionKind.MESSAGE_NUMBER, place.line.span, header=place.header)
    found = Field("series-number", place.line.span, f"{match['series']} {match['serial']}")
    return Part((chunk,), (), (found,), (), place.index + 1)


def address(place: Place) -> Part | None:
    """Read FM, TO or INFO with the office symbols behind `//`, and the lines under it up to the next field."""
    match = _ADDRESS.match(place.line.body)
    if match is None or not place.header or SectionKind.BANNER in place.seen:
        return None
    lines, last = place.source.lines, place.index
    while last + 1 < len(lines) and lines[last + 1].blanks == 0 and not _ends(place.at(last + 1)):
        last += 1
    kind = {"FM": SectionKind.FROM, "TO": SectionKind.TO, "INFO": SectionKind.INFO}[match["kind"]]
    label = Span(place.line.first, place.line.first + match.end("label"))
    chunk = Chunk(kind, Span(label.start, lines[last].last), (label,), header=place.header)
    return Part((chunk,), (), (), (), last + 1)


def _ends(place: Place) -> bool:
    line = place.line
    known = (_ADDRESS, _ROUTING, _SERIAL, SET, patterns.BREAK, patterns.DATE_LINE, patterns.PROSIGN)
    return any(one.match(line.body) for one in known) or header.is_banner(line) or not line.body.isupper()


def read_set(place: Place) -> Part | None:
    """Read a set up to the `//` that ends it, over as many lines as that takes."""
    match = SET.match(place.line.body)
    if match is None:
        return None
    lines, last = place.source.lines, _last_line(place)
    label = Span(place.line.first, place.line.first + match.end("label"))
    whole = Span(label.start, lines[last].last)
    ended = lines[last].body.endswith("//")
    kind = SectionKind.HEADING if match["name"] in _TEXT else _SETS[match["name"]]
    chunk = Chunk(
        kind,
        whole,
        (label,),
        raised=heads.joined_marks(place.source.text, lines[place.index + 1 : last + 1]),
        header=place.header,
    )
    notes: tuple[ParseNote, ...] = ()
    if not ended and match["name"] not in _TEXT:
        notes = (ParseNote("set-not-ended", label),)
    value = Span(min(label.end, whole.end), whole.end)
    found = _field(match["name"], value, " ".join(value.of(place.source.text).split()).removesuffix("//"))
    claims = (Claim("eo-line", whole, Marking(Level.C, known=False)),) if match["name"] == "DECL" else ()
    if kind is SectionKind.SUBJECT:
        chunk, notes = _marked_subject(place, chunk, value, notes)
        found = _unmarked(place.source.text, found, chunk)
    return Part((chunk,), claims, found, notes, last + 1)


def _last_line(place: Place) -> int:
    """Give the set's last line: where `//` ends a line, or before the next set, a blank line or a paragraph."""
    lines, last = place.source.lines, place.index
    match = SET.match(lines[last].body)
    if match is not None and match["name"] in _TEXT:
        return last
    while not lines[last].body.endswith("//") and last + 1 < min(len(lines), place.index + _LONGEST_SET):
        following = lines[last + 1]
        if following.blanks or SET.match(following.body) or heads.opens_body(following):
            break
        last += 1
    return last


def _marked_subject(
    place: Place, chunk: Chunk, value: Span, notes: tuple[ParseNote, ...]
) -> tuple[Chunk, tuple[ParseNote, ...]]:
    head = heads.mark_at(place.source.text, value.start, value.end)
    if head is None or not heads.is_mark(head):
        return chunk, notes
    shown = (Span(chunk.span.start, head.whole.end),) if head.shows else chunk.skeleton
    return replace(chunk, mark=head.mark, skeleton=shown), (*notes, *head.notes)


def _unmarked(text: str, found: tuple[Field, ...], chunk: Chunk) -> tuple[Field, ...]:
    """Give the subject without the mark at its head."""
    if chunk.mark is None:
        return found
    said = [Span(min(chunk.mark.span.end, one.span.end), one.span.end) for one in found]
    return tuple(
        replace(one, value=" ".join(rest.of(text).split()).removesuffix("//"))
        for one, rest in zip(found, said, strict=True)
    )


def _field(name: str, value: Span, said: str) -> tuple[Field, ...]:
    kind = {"SUBJ": "subject", "MSGID": "message-set", "POC": "contact"}.get(name)
    return (Field(kind, value, said),) if kind and said else ()


_GRAMMAR = header.Grammar(
    readers=(
        header.page_line,
        read_set,
        routing,
        precedence,
        address,
        serial,
        *(one for one in header.READERS if one is not header.page_line),
    ),
    is_over=_is_over,
    unknown=header.TELEGRAM.unknown,
    longest=600,
)
