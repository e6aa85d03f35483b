"""The name of a protected person where no detector took it for one: in TAGS, in a heading, as a plain word.

The finished copy is searched for every form of what was removed, and refused where one is left. So what
would be found there is removed here, under the rule that protects the person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import view as views
from redactor.policy.opening import in_view
from redactor.policy.sightings import TEXT, Cut, sheets_at
from redactor.spans import covered, union

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.policy.facts import Matter
    from redactor.policy.judging import Sheet
    from redactor.policy.sightings import Sighting
    from redactor.spans import Span


def echoes(
    matter: Matter, sheets: Sequence[Sheet], sightings: Sequence[Sighting]
) -> Iterator[tuple[str, Cut]]:
    """Give a cut, with its portion, for each place where the form of a protected name stands by itself.

    What is found there is judged by itself; what an assumption opens parses by its
    field's grammar.
    """
    judged = union(one.finding.span for one in sightings)
    protected = _protected(matter, sightings)
    for place, form in views.find_mentions(matter.view, protected):
        span = matter.view.original(place)
        if not covered(span, judged):
            yield from _cuts(protected[form], sheets, span)


def _cuts(one: Sighting, sheets: Sequence[Sheet], span: Span) -> Iterator[tuple[str, Cut]]:
    """Give a cut in each portion that the place stands in, but for what an assumption opens."""
    for sheet in sheets_at(sheets, span):
        if not sheet.judge_of(span).reading.assumption:
            yield sheet.portion.address, Cut(span, one.outcome, TEXT, kind=one.finding.kind)


def _protected(matter: Matter, sightings: Sequence[Sighting]) -> dict[str, Sighting]:
    """Give the folded form of each protected name that was removed, with the first sighting of it."""
    forms: dict[str, Sighting] = {}
    for one in sightings:
        if one.finding.contexts and not one.outcome.kept and not one.finding.reach:
            words = in_view(matter.view, one.finding.span).of(matter.view.text)
            forms.setdefault(views.fold_term(words).strip(), one)
    return {form: one for form, one in forms.items() if form}
