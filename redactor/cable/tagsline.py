"""The TAGS field: codes of the vocabulary, persons, and what a web page left over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.cable import patterns, vocabulary
from redactor.model import Field, ParseNote
from redactor.spans import Span

if TYPE_CHECKING:
    from redactor.cable.place import Place


@dataclass(frozen=True, slots=True)
class Tags:
    """What a TAGS field holds: `closed` are the spans that its closed grammar reads."""

    closed: tuple[Span, ...]
    fields: tuple[Field, ...]
    notes: tuple[ParseNote, ...]


def goes_on(place: Place) -> bool:
    """Say whether the TAGS field goes on over this line: a comma before it, or a tag at its head."""
    before = place.source.lines[place.index - 1].body
    head = patterns.TAG.match(place.line.body)
    if head is None or head["person"]:
        return before.endswith(",")
    return before.endswith(",") or (head["code"] or "").upper() in vocabulary.tag_kinds()


def read(text: str, span: Span) -> Tags:
    """Read the tags in `span`.

    After the first word that the vocabulary lacks nothing is closed any more: it may be a name, and so
    may what follows it (`OVIP BIDEN AL`).
    """
    closed: list[Span] = []
    fields: list[Field] = []
    notes: list[ParseNote] = []
    unknown = False
    joins = False
    for match in patterns.TAG.finditer(text, span.start, span.end):
        place = Span(*match.span())
        kind = "" if match["person"] else vocabulary.tag_kinds().get(match["code"].upper(), "")
        fields.append(_field(match.group("person"), match.group("code"), place, kind))
        notes.extend(_notes(place, kind, linked=bool(match["link"]), person=bool(match["person"])))
        unknown = unknown or not (kind or match["person"])
        if kind and not unknown:
            start = closed.pop().start if closed and joins else place.start
            closed.append(Span(start, place.end))
        joins = bool(kind)
    return Tags(tuple(closed), tuple(fields), tuple(notes))


def _field(person: str | None, code: str | None, place: Span, kind: str) -> Field:
    if person is not None:
        return Field("tag-person", place, person.strip("()"))
    return Field("tag" if kind else "tag-unknown", place, (code or "").upper())


def _notes(place: Span, kind: str, *, linked: bool, person: bool) -> tuple[ParseNote, ...]:
    if person:
        return (ParseNote("tags-person", place),)
    notes = (ParseNote("tags-link", place),) if linked else ()
    return notes if kind else (*notes, ParseNote("tag-unknown", place))
