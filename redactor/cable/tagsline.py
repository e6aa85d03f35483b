"""The TAGS field: codes of the vocabulary, persons, and what a web page or a page turn left in it."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import patterns, vocabulary
from redactor.model import Claim, Field, ParseNote
from redactor.spans import Span

if TYPE_CHECKING:
    from redactor.cable.place import Place

# Tags behind which a person's name stands, in brackets or not.
_BEFORE_PERSONS = frozenset({"OVIP", "OREP", "OTRA", "PBIO", "PINR"})
# A run-together word shorter than two tags is none.
_JOINED = 8
_SHORTEST_TAG = 2
# A subject's letters: "PHUMBA" is one and a country.
_SUBJECT = 4
# "COUNTRY" alone on a line may be half a tag; "SUBJECT:" and "IN" must not.
_WORD = re.compile(r"[A-Z]{4,12}")

# "UNCLASSIFIED PAGE 02 VATICA 00283 01 OF 05 241033Z" inside the field is a page turn; "PAGE, PGOV" must not match.
_PAGE_TURN = re.compile(
    r"(?:[A-Z]{3,14}\s{1,3}){0,3}?PAGE\s{1,3}\d{2}\s{1,10}[A-Z][A-Z' ]{1,30}\s\d{4,6}(?:\s\d{2}\sOF\s\d{2})?(?:\s{1,4}\d{6}Z)?\s?"
)


@dataclass(frozen=True, slots=True)
class Tags:
    """What a TAGS field holds: `closed` are the spans that its closed grammar reads."""

    closed: tuple[Span, ...]
    fields: tuple[Field, ...]
    notes: tuple[ParseNote, ...]
    claims: tuple[Claim, ...]


@dataclass(slots=True)
class _Reading:
    """What was read so far; grows tag by tag. `sure` ends with the first word that the vocabulary lacks.

    `commas` says that commas part the tags; `named` that a person's name may follow.
    """

    closed: list[Span] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    notes: list[ParseNote] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    commas: bool = False
    sure: bool = True
    named: bool = False


def goes_on(place: Place) -> bool:
    """Say whether the TAGS field goes on over this line: a comma before it, or a tag at its head."""
    before = place.source.lines[place.index - 1].body
    last = before.split()[-1]
    if _WORD.fullmatch(place.line.body) and _WORD.fullmatch(last) and not _kind(last) and "," in before:
        # "COUNTRY" and "CLEARANCE" are one tag whose words a line end parted.
        return True
    head = patterns.TAG.match(place.line.body)
    if head is None or head["person"]:
        return before.endswith(",") or (head is not None and _kind(before.split()[-1].strip("[](#),")) != "")
    return before.endswith(",") or (_kind(head["code"] or "") != "" and _listed(place.line.body, head.end()))


def _listed(body: str, end: int) -> bool:
    """Say whether a line that begins with a tag lists tags: a comma behind it, or nothing but tags."""
    if body[end : end + 1] == ",":
        return True
    words = re.split(r"[\s,]+", re.sub(r"\([^()]{0,80}\)?|[\[\]#]", " ", body))
    return all(_kind(word) for word in words if word)


def read(text: str, span: Span) -> Tags:
    """Read the tags in `span`.

    After the first word that the vocabulary lacks nothing is closed any more: it may be a name, and so
    may what follows it (`OVIP BIDEN AL`).
    """
    reading = _Reading(commas="," in span.of(text))
    turned = deque(Span(*match.span()) for match in _PAGE_TURN.finditer(text, span.start, span.end))
    reading.notes.extend(ParseNote("page-line", one) for one in turned)
    for match in patterns.TAG.finditer(text, span.start, span.end):
        place = Span(*match.span())
        while turned and turned[0].end <= place.start:
            turned.popleft()
        if turned and turned[0].overlaps(place):
            reading.sure = False
        elif match["person"]:
            _person(reading, place, match["person"])
        else:
            _code(reading, text, Span(*match.span()), match["code"].upper(), linked=bool(match["link"]))
    return Tags(
        _joined(text, reading.closed), tuple(reading.fields), tuple(reading.notes), tuple(reading.claims)
    )


def _person(reading: _Reading, place: Span, written: str) -> None:
    reading.fields.append(Field("tag-person", place, " ".join(written.strip("()").split())))
    reading.notes.append(ParseNote("tags-person", place))
    reading.named = False


def _code(reading: _Reading, text: str, place: Span, code: str, *, linked: bool) -> None:
    kind = _kind(code)
    if linked:
        reading.notes.append(ParseNote("tags-link", place))
    if kind:
        reading.fields.extend((Field("tag", place, code), Field("tag-kind", place, kind)))
        if reading.sure:
            reading.closed.append(place)
    else:
        _unknown(reading, text, place, code)
    reading.named = code in _BEFORE_PERSONS or (reading.named and not kind)


def _joined(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """Put tags side by side into one span, with the blanks and commas between them."""
    found: list[Span] = []
    for span in spans:
        beside = bool(found) and not text[found[-1].end : span.start].strip(" ,;\t\n")
        found.append(Span(found.pop().start, span.end) if beside else span)
    return tuple(found)


def _unknown(reading: _Reading, text: str, place: Span, code: str) -> None:
    """Take a word that is no tag: a caption, tags run together, a person behind OVIP, or a word nobody knows."""
    reading.sure = False
    caption = markings.read_caption(code) if patterns.STRAY_CAPTION.match(code) else None
    if caption is not None:
        reading.fields.append(Field("caption", place, code))
        reading.claims.append(Claim("caption", place, caption))
        reading.notes.append(ParseNote("stray-caption", place))
        return
    parts = _parts(code) if len(code) >= _JOINED else () if reading.named else _pair(code)
    if parts:
        at = place.start
        for part in parts:
            here = Span(at, at + len(part))
            reading.fields.extend((Field("tag", here, part), Field("tag-kind", here, _kind(part))))
            at += len(part)
        reading.notes.append(ParseNote("tags-joined", place))
        return
    before = reading.fields[-1] if reading.fields else None
    if before is not None and (reading.commas or reading.named) and _one_tag(text, before, place):
        # "COUNTRY CLEARANCE" and "IN TURKEY" are one tag, and the first word of it opens nothing.
        del reading.fields[-1 if before.kind == "tag-unknown" else -2 :]
        reading.closed = [span for span in reading.closed if not span.overlaps(before.span)]
        place = Span(before.span.start, place.end)
        code = " ".join(place.of(text).upper().split())
    named = reading.named and " " in code
    reading.fields.append(Field("tag-person" if named else "tag-unknown", place, code))
    reading.notes.append(ParseNote("tag-unknown", place))
    if reading.named:
        reading.notes.append(ParseNote("tags-person", place))


def _one_tag(text: str, before: Field, place: Span) -> bool:
    """Say whether two words are one tag: nothing but a blank between, and the first no tag of four letters."""
    country = before.kind == "tag-kind" and len(before.span) == _SHORTEST_TAG
    beside = not text[before.span.end : place.start].strip() and before.span.end < place.start
    return beside and (country or before.kind == "tag-unknown")


def _parts(code: str) -> tuple[str, ...]:
    """Cut a word into tags where it is several run together in one way only, else give none."""
    if len(code) < _JOINED or not code.isalpha():
        return ()
    ways: dict[int, list[tuple[str, ...]]] = {len(code): [()]}
    for start in range(len(code) - _SHORTEST_TAG, -1, -1):
        ways[start] = [
            (code[start:end], *rest)
            for end in range(start + _SHORTEST_TAG, len(code) + 1)
            if code[start:end] in vocabulary.tag_kinds()
            for rest in ways.get(end, [])[:2]
        ][:2]
    found = sorted(ways[0], key=len)
    # Country codes of two letters fill any gap: only the way with fewest tags counts, where it is alone.
    return found[0] if found and (len(found) == 1 or len(found[0]) < len(found[1])) else ()


def _pair(code: str) -> tuple[str, ...]:
    """Cut a word into a subject and a country, in either order, where that can be done in one way."""
    if len(code) != _SUBJECT + _SHORTEST_TAG:
        return ()
    ways = [
        (code[:at], code[at:])
        for at in (_SHORTEST_TAG, _SUBJECT)
        if {_kind(code[:at]), _kind(code[at:])} == {"subject", "country"}
    ]
    return ways[0] if len(ways) == 1 else ()


def _kind(code: str) -> str:
    return vocabulary.tag_kinds().get(code.upper(), "")
