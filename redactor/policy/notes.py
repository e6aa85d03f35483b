"""What else a sentence says of a protected person, beside the name, the title and the note."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, AudienceKind, EntityKind
from redactor.policy.ceilings import Ballot
from redactor.policy.opening import in_view, read_name
from redactor.policy.settle import Scene, entries_on, rule_on, weigh
from redactor.policy.sightings import TEXT, Cut
from redactor.spans import Span, covered, intersect, subtract

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.model import Finding, Portion, Settlement
    from redactor.policy.facts import Matter
    from redactor.policy.judging import Sheet
    from redactor.policy.sightings import Sighting
    from redactor.view import View

PROTECT_NOTE = "protect-note"

_STRANGERS = frozenset({AudienceKind.PUBLIC, AudienceKind.FOREIGN})

# What may end a sentence: its mark, what closes behind it, blanks, and something that begins another.
# matches ". " in "he left. Then" and `." ` in `left." Then`; must not match in "left. then" or "3.5"
_STOP = re.compile(
    r"""
    [.!?] ["')\]]{0,4} \s
    (?= ["'(\[]{0,4} [A-Z0-9] )
    """,
    re.VERBOSE,
)

_LONG_WORD = 5
"""A word of so many letters is no abbreviation; a shorter one only in lower case."""


@dataclass(frozen=True, slots=True)
class Rest:
    """The rest of a sentence that speaks of a protected person."""

    portion: str
    spans: tuple[Span, ...]
    sighting: Sighting


def rests(matter: Matter, sheets: Sequence[Sheet], sightings: Iterable[Sighting]) -> tuple[Rest, ...]:
    """Give what stays of each sentence that a removed protect note stands in, in text order."""
    of_portion = {sheet.portion.address: sheet for sheet in sheets}
    noted = [one for one in sightings if one.finding.reach and PROTECT_NOTE in one.facts.contexts]
    reaches = [one.finding.span for one in noted]
    found = []
    for one in noted:
        sheet = of_portion[one.portion]
        if one.outcome.kept or not covered(one.finding.span, sheet.visible()):
            continue
        sentence = sentence_around(matter.view, sheet.portion, one.finding.span)
        left = intersect(subtract((sentence,), reaches), sheet.shown())
        spans = tuple(span for span in left if any(char.isalnum() for char in span.of(matter.cable.text)))
        if spans:
            found.append(Rest(one.portion, spans, one))
    return tuple(found)


def cuts_for(matter: Matter, found: Iterable[Rest], settlements: Sequence[Settlement]) -> tuple[Cut, ...]:
    """Hold back the rest of such sentences from strangers, where the text has no other name for the person."""
    if matter.policy.audience.kind not in _STRANGERS:
        return ()
    return tuple(
        cut
        for rest in found
        if not _named_otherwise(matter, rest.sighting.finding)
        for span in rest.spans
        for cut in _held(matter, rest.sighting, span, settlements)
    )


def notices(found: Iterable[Rest]) -> tuple[str, ...]:
    """Say where a reader should look for words that still describe a protected person."""
    addresses = dict.fromkeys(rest.portion for rest in found)
    return tuple(
        f"portion {address}: read what else the sentence says of a protected person" for address in addresses
    )


def sentence_around(view: View, portion: Portion, span: Span) -> Span:
    """Give the sentence of a portion that `span` stands in; in doubt a longer one."""
    whole, inner = in_view(view, portion.span), in_view(view, span)
    first, last = whole.start, whole.end
    for stop in _STOP.finditer(view.text, whole.start, whole.end):
        if not _ends(view.text, whole.start, stop.start()):
            continue
        if stop.end() <= inner.start:
            first = stop.end()
        elif stop.start() >= inner.end:
            last = stop.start() + 1
            break
    return view.original(Span(first, last))


def _ends(text: str, floor: int, stop: int) -> bool:
    """Say whether the word before a stop is none that is written with a period, such as Dr. or U.S."""
    start = stop
    while start > max(floor, stop - _LONG_WORD) and not text[start - 1].isspace():
        start -= 1
    word = text[start:stop]
    return len(word) == _LONG_WORD or word[:1].islower()


def _named_otherwise(matter: Matter, finding: Finding) -> bool:
    """Say whether the text has two names for the person."""
    if finding.person is None:
        return False
    names = {
        read_name(in_view(matter.view, other.span).of(matter.view.text)).words
        for other in matter.findings
        if other.person == finding.person and not other.reach
    }
    return len(names) > 1


def _held(matter: Matter, sighting: Sighting, span: Span, settlements: Sequence[Settlement]) -> Iterable[Cut]:
    """Put one stretch of the sentence on hold, or do what a reviewer decided of it."""
    votes = tuple(replace(vote, action=Action.WITHHOLD, hold=True) for vote in sighting.ballot.votes)
    ballot, scene = Ballot((), votes), Scene(matter, sighting.facts, EntityKind.PERSON)
    outcome = weigh(ballot, scene)
    outcome = rule_on(ballot, scene, outcome, entries_on(settlements, (span,), matter.cable.text))
    if not outcome.kept:
        yield Cut(span, outcome, TEXT, kind=EntityKind.PERSON)
