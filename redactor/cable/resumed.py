"""The name of a classifier behind a REF list that was printed between it and its label."""

from __future__ import annotations

from redactor.cable import patterns
from redactor.cable.place import Place, starts_field
from redactor.model import SectionKind

# Over how many lines a list that slipped in between label and name is looked over for the label.
_FARTHEST = 30
# Over how many lines a name and its reasons are wrapped.
_LONGEST = 4


def at(place: Place) -> bool:
    """Say whether the line begins with the name that an empty `Classified By:` above still lacks."""
    if not place.header or SectionKind.CLASSIFIED_BY not in place.seen or starts_field(place):
        return False
    body = place.line.body
    if (
        patterns.REFERENCE_ITEM.match(body)
        or patterns.REFERENCE_ID.match(body)
        or not patterns.WORD.match(body)
    ):
        return False
    lines = place.source.lines
    near = lines[place.index : place.index + _LONGEST]
    until = next((at for at, line in enumerate(near) if at and line.blanks), len(near))
    reasoned = any(patterns.REASON.search(line.body) for line in near[:until])
    return reasoned and _is_awaited(place)


def _is_awaited(place: Place) -> bool:
    """Say whether the nearest `Classified By:` above has nothing behind it, and a REF list under it."""
    lines = place.source.lines
    listed = False
    for index in range(place.index - 1, max(-1, place.index - _FARTHEST), -1):
        body = lines[index].body
        match = patterns.CLASSIFIED_BY.match(body)
        if match is not None:
            return listed and match.end() == len(body)
        listed = listed or patterns.REFERENCES.match(body) is not None
    return False
