"""What the tests of a policy have seen of it: each region that its rules decide, each `unless` that spares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import detect
from redactor.errors import Diagnostic
from redactor.markings import Truth
from redactor.policy import verdict
from redactor.policy.ceilings import CEILING
from redactor.policy.facts import Matter
from redactor.policy.matching import evaluate
from redactor.spans import Span
from redactor.workbench.regions import Region, regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.errors import Place
    from redactor.model import Policy, Rule
    from redactor.pipeline import Computed
    from redactor.policy.ceilings import Ballot
    from redactor.policy.facts import Facts
    from redactor.policy.sightings import Sighting
    from redactor.policy.verdict import Examination
    from redactor.workbench.bench import Laid, Stand
    from redactor.workbench.trial import Result


@dataclass(frozen=True, slots=True)
class Spared:
    """That the `unless` of a rule keeps it from something that it matches."""

    rule: str


Goal = Region | Spared
"""One thing that the tests of a policy should see."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which goals the tests have reached, and which they have not.

    `composed` are regions where rules meet that the tests have seen apart: rules meet by intersection,
    whatever their order, so what they do together follows. They count as reached. `unconfirmed` counts regions that no imaginary cable confirms: they ask nothing of the tests.
    `mapped` is False where the regions could not be found, so that every rule by itself is a goal.
    """

    reached: tuple[Goal, ...]
    missed: tuple[Goal, ...]
    composed: tuple[Region, ...] = ()
    unconfirmed: int = 0
    mapped: bool = True

    @property
    def percent(self) -> int:
        """Give the share that was reached, rounded down; a policy without goals is covered."""
        reached = len(self.reached) + len(self.composed)
        return 100 * reached // self.total if self.total else 100

    @property
    def total(self) -> int:
        """Count the goals."""
        return len(self.reached) + len(self.composed) + len(self.missed)


def coverage(laid: Laid, results: Iterable[Result]) -> Coverage:
    """Say what the tests have seen of their policy. Only a test that passed has seen anything.

    Of a policy that extends another only what its own rules take part in is a goal: the rest is for the
    tests of its base.
    """
    seen: set[Goal] = set()
    for stand, result in zip(laid.stands, results, strict=True):
        if result.passed and result.computed is not None:
            seen |= set(_seen(stand, result.computed))
    found = regions(laid.policy)
    if found is None:
        return _by_rules(laid.policy, seen)
    every: tuple[Goal, ...] = (*found.regions, *_sparing(laid.policy))
    goals = tuple(goal for goal in every if not laid.extends or _own(goal, laid))
    return _divided(goals, seen, len(found.unconfirmed))


def _own(goal: Goal, laid: Laid) -> bool:
    """Say whether a rule of the policy's own file takes part in a goal."""
    rules = (goal.rule,) if isinstance(goal, Spared) else goal.rules
    return any(laid.own(rule.removeprefix(CEILING)) for rule in rules)


def _divided(
    goals: tuple[Goal, ...], seen: set[Goal], unconfirmed: int = 0, *, mapped: bool = True
) -> Coverage:
    """Part the goals by what the tests have seen of them."""
    regions_seen = [goal for goal in seen if isinstance(goal, Region)]
    reached = tuple(goal for goal in goals if goal in seen)
    left = [goal for goal in goals if goal not in seen]
    composed = tuple(goal for goal in left if isinstance(goal, Region) and _composed(goal, regions_seen))
    missed = tuple(goal for goal in left if goal not in composed)
    return Coverage(reached, missed, composed, unconfirmed, mapped)


def _composed(region: Region, seen: Iterable[Region]) -> bool:
    """Say whether each of the rules that meet in a region was seen without any that does not belong to it."""
    parts: set[str] = set()
    for one in seen:
        alike = (one.on_entity, one.assumption) == (region.on_entity, region.assumption)
        if alike and set(one.rules) <= set(region.rules):
            parts |= set(one.rules)
    return parts == set(region.rules)


def _sparing(policy: Policy) -> Iterator[Spared]:
    yield from (Spared(rule.id) for rule in _rules(policy) if rule.unless is not None)


def _rules(policy: Policy) -> tuple[Rule, ...]:
    return (*policy.release, *policy.protect)


def _by_rules(policy: Policy, seen: set[Goal]) -> Coverage:
    """Ask only that each rule decides once: a region for each, whatever decides beside it."""
    named = {rule.removeprefix(CEILING) for goal in seen if isinstance(goal, Region) for rule in goal.rules}
    single = {rule.id: Region(rule.on_entity, "", (rule.id,)) for rule in _rules(policy)}
    plain: set[Goal] = {goal for name, goal in single.items() if name in named}
    spared = {goal for goal in seen if isinstance(goal, Spared)}
    return _divided((*single.values(), *_sparing(policy)), plain | spared, mapped=False)


# --- what was seen -------------------------------------------------------------------------------


def _seen(stand: Stand, computed: Computed) -> Iterator[Goal]:
    """Give the goals that one passing test reaches, in the portions that it looks at."""
    examined = _examined(stand, computed)
    wanted = stand.ready.test.portions
    denied = computed.verdict.denied
    for sheet in examined.sheets:
        if wanted and sheet.portion.address not in wanted:
            continue
        for one in sheet.judged:
            if one.reading.spans and not (denied and one.before.kept):
                yield Region(on_entity=False, assumption=one.reading.assumption, rules=_deciding(one.ballot))
    for sighting in () if denied else examined.sightings:
        if _judged_alone(examined, sighting) and not (wanted and sighting.portion not in wanted):
            yield Region(on_entity=True, assumption="", rules=_deciding(sighting.ballot))
    yield from _spared(examined)


def _examined(stand: Stand, computed: Computed) -> Examination:
    """Ask the rules once more, for what they say of each thing."""
    prepared, test = computed.prepared, stand.ready.test
    matter = Matter(
        prepared.cable,
        prepared.view,
        prepared.findings,
        stand.policy,
        test.as_of,
        detect.role_of,
        computed.settlements,
    )
    return verdict.examine(matter)


def _deciding(ballot: Ballot) -> tuple[str, ...]:
    """Give the rules that decide: every vote to show less, or those that release."""
    return tuple(sorted({vote.rule for vote in ballot.votes} or set(ballot.released_by)))


def _judged_alone(examined: Examination, sighting: Sighting) -> bool:
    """Say whether a finding stands in text that is shown as it is marked, so that its own rules decide."""
    sheet = next(sheet for sheet in examined.sheets if sheet.portion.address == sighting.portion)
    whole, span = sheet.portion.span, sighting.finding.span
    one = sheet.judge_of(Span(max(span.start, whole.start), min(span.end, whole.end)))
    return one.outcome.kept and not one.reading.assumption


def _spared(examined: Examination) -> Iterator[Spared]:
    """Give the rules whose `unless` kept them from what they match."""
    for facts, on_entity in _facts(examined):
        for rule in _rules(examined.matter.policy):
            if rule.unless is None or rule.on_entity is not on_entity:
                continue
            matches = evaluate(rule.when, facts) is not Truth.NO
            if matches and evaluate(rule.unless, facts) is Truth.YES:
                yield Spared(rule.id)


def _facts(examined: Examination) -> Iterator[tuple[Facts, bool]]:
    """Give the facts of everything that rules were asked about."""
    yield from ((one.facts, False) for sheet in examined.sheets for one in sheet.judged if one.reading.spans)
    yield from ((one.facts, True) for one in examined.sightings)


# --- what is lacking -----------------------------------------------------------------------------


def lacking(goal: Goal, policy: Policy) -> Diagnostic:
    """Say what no test has seen, and what test would."""
    if isinstance(goal, Spared):
        message = f"no test has seen the `unless` of `{goal.rule}` spare anything"
        place = _place(policy, (goal.rule,))
        return Diagnostic("RT302", message, place, help="write a test in which its `unless` holds")
    ids = tuple(rule.removeprefix(CEILING) for rule in goal.rules)
    named = " and ".join(f"`{rule}`" for rule in ids)
    what = "a finding" if goal.on_entity else "text"
    assumed = f", read as `{goal.assumption}` says," if goal.assumption else ""
    message = f"no test has seen {what}{assumed} that {named} decide{'s' * (len(ids) == 1)}"
    help_ = f"for instance {', '.join(goal.facts)}" if goal.facts else "write a test in which it does"
    return Diagnostic("RT301", message, _place(policy, ids), help=help_)


def _place(policy: Policy, ids: tuple[str, ...]) -> Place | None:
    """Give the place of the first of these rules that the policy itself holds."""
    return next((rule.place for rule in _rules(policy) if rule.id in ids), None)
