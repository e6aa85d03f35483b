"""What the tests of a policy have seen of it: each rule decide, each `unless` spare, each default close."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import detect
from redactor.errors import Diagnostic
from redactor.markings import Truth
from redactor.model import RemovalKind
from redactor.policy import verdict
from redactor.policy.ceilings import CEILING, DEFAULT_ENTITY, DEFAULT_PORTION
from redactor.policy.composing import SKELETON
from redactor.policy.facts import Matter
from redactor.policy.matching import ANY, evaluate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.errors import Place
    from redactor.model import Policy, Rule
    from redactor.pipeline import Computed
    from redactor.policy.facts import Facts
    from redactor.policy.verdict import Examination
    from redactor.workbench.bench import Laid, Stand
    from redactor.workbench.trial import Result

DECIDES, SPARES = "decides", "spares"
_QUIET = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that the tests of a policy should see: a rule that decides, or that spares by its `unless`."""

    rule: str
    what: str
    place: Place | None = None

    @property
    def lacking(self) -> Diagnostic:
        """Say that no test has seen it, and what test would."""
        if self.what == SPARES:
            message = f"no test has seen the `unless` of `{self.rule}` spare anything"
            return Diagnostic("RT302", message, self.place, help="write a test in which its `unless` holds")
        message = f"no test has seen `{self.rule}` decide"
        help_ = f"write a test in which it does; where it removes, mark the text `[[{self.rule}: ...]]`"
        return Diagnostic("RT301", message, self.place, help=help_)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which goals the tests have reached, and which they have not."""

    reached: tuple[Goal, ...]
    missed: tuple[Goal, ...]

    @property
    def percent(self) -> int:
        """Give the share that was reached, rounded down; a policy without goals is covered."""
        total = len(self.reached) + len(self.missed)
        return 100 * len(self.reached) // total if total else 100


def coverage(laid: Laid, results: Iterable[Result]) -> Coverage:
    """Say what the tests have seen of their policy. Only a test that passed has seen anything."""
    seen: set[Goal] = set()
    for stand, result in zip(laid.stands, results, strict=True):
        if result.passed and result.computed is not None:
            examined = _examined(stand, result.computed)
            seen |= {Goal(rule, DECIDES) for rule in _deciding(examined, result.computed)}
            seen |= {Goal(rule, SPARES) for rule in _sparing(examined)}
    goals = tuple(_goals(laid.policy))
    reached = tuple(goal for goal in goals if Goal(goal.rule, goal.what) in seen)
    return Coverage(reached, tuple(goal for goal in goals if goal not in reached))


def _goals(policy: Policy) -> Iterator[Goal]:
    """Give everything that tests of a policy should see."""
    for rule in (*policy.release, *policy.protect):
        yield Goal(rule.id, DECIDES, rule.place)
        if rule.unless is not None:
            yield Goal(rule.id, SPARES, rule.place)
    yield Goal(DEFAULT_PORTION, DECIDES)
    if not any(_opens_all(rule) for rule in policy.release):
        yield Goal(DEFAULT_ENTITY, DECIDES)


def _opens_all(rule: Rule) -> bool:
    """Say whether a rule releases whatever is found, so that the default never speaks."""
    plain = rule.unless is None and not rule.when.groups and len(rule.when.matchers) == 1
    return rule.on_entity and plain and ANY in rule.when.matchers[0].values


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


def _deciding(examined: Examination, computed: Computed) -> Iterator[str]:
    """Give the ids of everything that decided: on text, or on a thing found in text that is shown."""
    loud = [item for item in computed.verdict.decisions if item.removal not in _QUIET]
    ids = [rule for item in loud for rule in item.rules if rule != SKELETON]
    shown = [item.span for item in loud if item.removal in {None, RemovalKind.ENTITY}]
    for one in examined.sightings:
        if any(span.overlaps(one.finding.span) for span in shown):
            ids += one.outcome.rules
    yield from (rule.removeprefix(CEILING) for rule in ids)


def _sparing(examined: Examination) -> Iterator[str]:
    """Give the rules whose `unless` kept them from what they match."""
    rules = (*examined.matter.policy.release, *examined.matter.policy.protect)
    for facts, on_entity in _facts(examined):
        for rule in rules:
            if rule.unless is None or rule.on_entity is not on_entity:
                continue
            matches = evaluate(rule.when, facts) is not Truth.NO
            if matches and evaluate(rule.unless, facts) is Truth.YES:
                yield rule.id


def _facts(examined: Examination) -> Iterator[tuple[Facts, bool]]:
    """Give the facts of everything that rules were asked about."""
    yield from ((one.facts, False) for sheet in examined.sheets for one in sheet.judged if one.reading.spans)
    yield from ((one.facts, True) for one in examined.sightings)
