"""Judge portions: each reading of each portion gets its facts, its ballot and its outcome."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, SectionKind
from redactor.policy import atoms, confirming
from redactor.policy.assumptions import Reading, readings
from redactor.policy.facts import Facts, Matter, facts_of
from redactor.policy.settle import Outcome, Scene, combine, entries_on, rule_on, taken_away
from redactor.policy.weighing import Weighing
from redactor.spans import Span, covered, subtract, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.model import Portion, Settlement
    from redactor.policy.atoms import Searched
    from redactor.policy.ceilings import Ballot

REMARKED = frozenset({SectionKind.BANNER, SectionKind.CAPTION})
"""Sections that the release writes anew: no rule speaks of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading of a portion and what was decided of it; `before` is the outcome without a reviewer."""

    portion: Portion
    reading: Reading
    facts: Facts
    ballot: Ballot
    before: Outcome
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Core:
    """Characters that a portion withholds as one removal."""

    span: Span
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Sheet:
    """A portion with all its readings judged, the assumed one first; `assumption` is its id or empty."""

    portion: Portion
    judged: tuple[Judged, ...]

    @property
    def rest(self) -> Judged:
        """Give the reading of the characters that nobody assumes anything of."""
        return self.judged[-1]

    @property
    def assumption(self) -> str:
        """Give the assumption that speaks of the portion."""
        return self.judged[0].reading.assumption

    def shown(self) -> tuple[Span, ...]:
        """Give the characters that the portion's own result shows, before anyone looks for entities."""
        return union(span for one in self.judged if one.outcome.kept for span in one.reading.spans)

    def visible(self, readings: Sequence[Judged] | None = None) -> tuple[Span, ...]:
        """Give what is shown, of these readings or all, with furniture inside: a broken sentence is one stretch."""
        wanted = self.judged if readings is None else readings
        shown = union(span for one in wanted if one.outcome.kept for span in one.reading.spans)
        if not shown:
            return ()
        reach = Span(shown[0].start, shown[-1].end)
        return union([*shown, *(span for span in self.portion.furniture if reach.covers(span))])

    def cores(self, text: str) -> tuple[Core, ...]:
        """Give the portion's removals: one, or one on each side of text that stays.

        A removal runs from the first to the last character that is closed; blanks around it stay.
        """
        if all(one.outcome.kept for one in self.judged):
            return ()
        stretches = subtract((self.portion.span,), self.shown())
        held: defaultdict[int, list[Core]] = defaultdict(list)
        for one in self.judged:
            for span in () if one.outcome.kept else one.reading.spans:
                tight = _tight(text, span)
                if len(tight):
                    place = bisect_right(stretches, tight.start, key=lambda item: item.start)
                    held[place].append(Core(tight, one.outcome))
        return tuple(_joined(parts) for _, parts in sorted(held.items()))

    def judge_of(self, span: Span) -> Judged:
        """Give the reading that a finding at `span` stands in: an assumed one only where it lies inside."""
        if len(self.judged) == 1:
            return self.judged[0]
        return next((one for one in self.judged[:-1] if covered(span, one.reading.spans)), self.rest)


def judge_portions(searched: Searched, *, assume: bool = True) -> tuple[Sheet, ...]:
    """Judge every portion that rules speak of, in text order."""
    portions = sorted(searched.matter.cable.portions, key=lambda portion: portion.span)
    weighing = Weighing(searched.matter)
    return tuple(
        _judge_portion(searched, portion, weighing, assume=assume)
        for portion in portions
        if portion.section not in REMARKED
    )


def inner_settlements(matter: Matter, sheets: Iterable[Sheet]) -> tuple[Settlement, ...]:
    """Leave out of the settlements what speaks of whole portions on hold: it opens no name inside them."""
    hulls = tuple(
        _tight(matter.cable.text, Span(one.reading.spans[0].start, one.reading.spans[-1].end))
        for sheet in sheets
        for one in sheet.judged
        if one.before.hold and one.reading.spans
    )
    starts = tuple(hull.start for hull in hulls)
    return tuple(
        replace(
            settlement, spans=tuple(span for span in settlement.spans if not _holds_hull(span, hulls, starts))
        )
        for settlement in matter.settlements
    )


def _joined(parts: list[Core]) -> Core:
    """Join what stands between two stretches of kept text."""
    span = Span(min(part.span.start for part in parts), max(part.span.end for part in parts))
    return Core(span, combine(part.outcome for part in parts))


def _tight(text: str, span: Span) -> Span:
    """Drop the blanks at both ends of a span; empty where it is all blank."""
    inside = span.of(text)
    start = span.start + len(inside) - len(inside.lstrip())
    return Span(start, max(start, span.end - len(inside) + len(inside.rstrip())))


def _holds_hull(span: Span, hulls: tuple[Span, ...], starts: tuple[int, ...]) -> bool:
    """Say whether a span reaches over the whole of a portion's text that was on hold."""
    index = bisect_left(starts, span.start)
    return index < len(hulls) and span.covers(hulls[index])


def _judge_portion(searched: Searched, portion: Portion, weighing: Weighing, *, assume: bool) -> Sheet:
    matter = searched.matter
    found = readings(matter.policy, matter.cable, portion, assume=assume)
    confirmed = bool(matter.settlements) and confirming.declassified(matter, portion)
    if confirmed:
        found = tuple(replace(one, marking=confirming.lowered(one.marking)) for one in found)
    return Sheet(
        portion, tuple(_judge(searched, portion, one, weighing, confirmed=confirmed) for one in found)
    )


def _judge(
    searched: Searched, portion: Portion, reading: Reading, weighing: Weighing, *, confirmed: bool
) -> Judged:
    matter = searched.matter
    answers = atoms.of_portion(searched, portion, reading.spans)
    facts = facts_of(matter, portion, reading.marking, confirmed=confirmed, atoms=answers)
    votes, before = weighing.of_portion(facts)
    scene = Scene(matter, facts)
    entries = entries_on(matter.settlements, reading.spans, matter.cable.text) if before.hold else ()
    outcome = rule_on(votes, scene, before, entries)
    removing = confirming.removals_of(matter.settlements, portion.address)
    outcome = taken_away(outcome, scene, removing, Action.WITHHOLD)
    if confirmed:
        outcome = replace(outcome, rules=tuple(sorted({*outcome.rules, confirming.DECLASSIFIED})))
    return Judged(portion, reading, facts, votes, before, outcome)
