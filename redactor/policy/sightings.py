"""Judge findings: what rules say of each entity where it stands, and the cuts that follow."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.model import Action, EntityKind, RemovalKind
from redactor.policy import atoms, confirming
from redactor.policy.facts import Facts, Matter, with_finding
from redactor.policy.settle import Outcome, Scene, combine, entries_on, rule_on, taken_away
from redactor.policy.substitutes import VALUED, substitute
from redactor.policy.weighing import Weighing
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from redactor.markings import Truth
    from redactor.model import Finding, Settlement
    from redactor.policy.atoms import Evidence
    from redactor.policy.ceilings import Ballot
    from redactor.policy.judging import Sheet
    from redactor.policy.weighing import Weighed

# The kind of thing, as a marker says it; every word is one of the marker grammar.
WORDS: Mapping[EntityKind, str] = {
    EntityKind.PERSON: "name",
    EntityKind.ORGANIZATION: "organization",
    EntityKind.LOCATION: "place",
    EntityKind.NATIONALITY: "nationality",
    EntityKind.DATE_TIME: "date",
    EntityKind.MONEY: "amount",
    EntityKind.PHONE: "contact",
    EntityKind.EMAIL: "contact",
    EntityKind.URL: "contact",
    EntityKind.IP: "number",
    EntityKind.ID_NUMBER: "number",
    EntityKind.ADDRESS: "address",
    EntityKind.BIRTH: "date",
    EntityKind.COORDINATES: "place",
    EntityKind.POST: "place",
    EntityKind.OTHER: "text",
}

# What the closed grammar of an assumed field itself consists of: a finding of these kinds there is
# true. One of any other kind (a serial number taken for a telephone number) the grammar contradicts.
GRAMMATICAL = frozenset(
    {
        EntityKind.POST,
        EntityKind.LOCATION,
        EntityKind.ORGANIZATION,
        EntityKind.NATIONALITY,
        EntityKind.DATE_TIME,
    }
)

TEXT = "text"


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding in one portion: its facts there, its ballot and its own outcome."""

    index: int
    finding: Finding
    portion: str
    facts: Facts
    ballot: Ballot
    outcome: Outcome
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters of a kept portion that an entity, or a run, takes away."""

    span: Span
    outcome: Outcome
    what: str
    value: str = ""
    kind: EntityKind | None = None
    removal: RemovalKind = RemovalKind.ENTITY


def judge_findings(
    proof: Evidence,
    sheets: Sequence[Sheet],
    listed: Sequence[Mapping[str, Truth]],
    settlements: Sequence[Settlement],
) -> tuple[Sighting, ...]:
    """Judge every finding in every portion that it stands in."""
    matter = proof.searched.matter
    contexts = _contexts(matter.findings)
    consented = confirming.consenting(matter.settlements, matter.findings)
    weighing = Weighing(matter)
    sightings = []
    for index, finding in enumerate(matter.findings):
        for sheet in sheets_at(sheets, finding.span):
            one = sheet.judge_of(_within(finding.span, sheet.portion.span))
            facts = with_finding(
                one.facts,
                finding,
                contexts=contexts[index],
                listed=listed[index],
                atoms=atoms.of_finding(proof, finding, sheet.portion),
            )
            assumed = bool(one.reading.assumption)
            votes, before = _weighed(weighing, finding, facts, assumed=assumed)
            outcome = _outcome(matter, index, facts, votes, before, settlements, consented=index in consented)
            sightings.append(_sighting(matter, index, facts, votes, outcome))
    return tuple(sightings)


def cut_of(sighting: Sighting) -> Cut:
    """Give the removal that a sighting below keep asks for."""
    outcome, finding = sighting.outcome, sighting.finding
    tells = outcome.hold or not outcome.action.at_most(Action.REDACT)
    word = WORDS[finding.kind] if tells else TEXT
    return Cut(finding.span, outcome, word, sighting.value, finding.kind)


def join_cuts(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Join overlapping cuts: one removal, the strictest action, every rule and authority."""
    ordered = sorted(
        cuts, key=lambda cut: (cut.span.start, cut.span.end, cut.what, cut.outcome.rules, cut.value)
    )
    return tuple(_joined(group) for group in _groups(ordered))


def _groups(cuts: Sequence[Cut]) -> Iterator[list[Cut]]:
    """Group cuts, sorted by place, whose characters overlap."""
    group: list[Cut] = []
    end = 0
    for cut in cuts:
        if group and cut.span.start >= end:
            yield group
            group = []
        end = max(end, cut.span.end) if group else cut.span.end
        group.append(cut)
    if group:
        yield group


def _joined(group: list[Cut]) -> Cut:
    """Make one cut of a group; where its members differ in what they tell, it tells only that text went."""
    if len(group) == 1:
        return _alone(group[0])
    span = Span(group[0].span.start, max(cut.span.end for cut in group))
    outcome = combine(cut.outcome for cut in group)
    words = {cut.what for cut in group}
    values = {cut.value for cut in group if cut.outcome.action is outcome.action}
    kinds = {cut.kind for cut in group}
    runs = any(cut.removal is RemovalKind.RUN for cut in group)
    if outcome.action in VALUED and len(values) > 1:
        outcome = replace(outcome, action=Action.LABEL)
    tells = outcome.hold or not outcome.action.at_most(Action.REDACT)
    return Cut(
        span,
        outcome,
        group[0].what if len(words) == 1 and tells else TEXT,
        min(values) if outcome.action in VALUED else "",
        None if runs else group[0].kind if len(kinds) == 1 else EntityKind.OTHER,
        RemovalKind.RUN if runs else RemovalKind.ENTITY,
    )


def _alone(cut: Cut) -> Cut:
    """Make the cut of a group of one."""
    outcome = combine((cut.outcome,))
    tells = outcome.hold or not outcome.action.at_most(Action.REDACT)
    run = cut.removal is RemovalKind.RUN
    return Cut(
        cut.span,
        outcome,
        cut.what if tells else TEXT,
        cut.value if outcome.action in VALUED else "",
        None if run else cut.kind,
        RemovalKind.RUN if run else RemovalKind.ENTITY,
    )


def _outcome(
    matter: Matter,
    index: int,
    facts: Facts,
    votes: Ballot,
    before: Outcome,
    settlements: Sequence[Settlement],
    *,
    consented: bool,
) -> Outcome:
    """Give the outcome of one finding by the rules and the reviewer's word."""
    finding, outcome = matter.findings[index], before
    if not matter.settlements:
        return before
    scene = Scene(matter, facts, finding.kind)
    if outcome.hold:
        entries = entries_on(settlements, (finding.span,), matter.cable.text)
        outcome = rule_on(votes, scene, outcome, entries)
    if consented:
        outcome = confirming.waived(votes, scene, facts, outcome)
    removing = confirming.removals_at(matter.settlements, finding)
    return taken_away(outcome, scene, removing, Action.REDACT)


def _sighting(matter: Matter, index: int, facts: Facts, votes: Ballot, outcome: Outcome) -> Sighting:
    """Find the role that stands in for the name where that is the outcome."""
    finding = matter.findings[index]
    value = substitute(matter, finding, outcome.action)
    if outcome.action in VALUED and not value:
        outcome = replace(outcome, action=Action.LABEL)
    return Sighting(index, finding, facts.address, facts, votes, outcome, value)


def _weighed(weighing: Weighing, finding: Finding, facts: Facts, *, assumed: bool) -> Weighed:
    """Ask the rules; in assumed characters the field's grammar knows better than a detector.

    They parse whole as a post, a date-time group, a serial or tags, so only a certain person, or a
    protect rule that speaks of what the grammar holds, still closes them. No rule speaks of the words
    that a reviewer removes.
    """
    if finding.detector == confirming.DETECTOR:
        return weighing.unspoken(facts)
    if not assumed or (facts.entity is EntityKind.PERSON and not facts.possible):
        return weighing.of_finding(facts)
    if facts.entity in GRAMMATICAL and not facts.possible:
        return weighing.protecting(facts)
    return weighing.unspoken(facts)


def _contexts(findings: tuple[Finding, ...]) -> tuple[frozenset[str], ...]:
    """Give each finding its contexts and those of every other mention of the same person."""
    of_person: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for finding in findings:
        if finding.person is not None:
            of_person[finding.person] |= finding.contexts
    return tuple(
        finding.contexts | (of_person[finding.person] if finding.person is not None else frozenset())
        for finding in findings
    )


def sheets_at(sheets: Sequence[Sheet], span: Span) -> Iterator[Sheet]:
    """Give the portions that share a character with the span."""
    index = bisect_left(sheets, span.start + 1, key=lambda sheet: sheet.portion.span.end)
    while index < len(sheets) and sheets[index].portion.span.start < span.end:
        yield sheets[index]
        index += 1


def _within(span: Span, whole: Span) -> Span:
    """Clip a span to the portion it is looked at in."""
    return span if whole.covers(span) else Span(max(span.start, whole.start), min(span.end, whole.end))
