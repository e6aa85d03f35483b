"""The same questions put to z3: conditions as formulas over finite variables, no boxes, no subtraction.

It shares with the prover only the axes with their cells, the registered matchers' answers at a cell, and the
cases that cannot be. How truths combine, what a rule does and what a question asks is written anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TYPE_CHECKING, Any

import z3

from redactor.markings import Truth
from redactor.model import Action, EntityKind, Fact, GroupKind
from redactor.policy.axes import BLANK, SINGLE, Grade, Kind, put
from redactor.policy.boxes import Work
from redactor.policy.constraints import impossible
from redactor.policy.guarantees import conditions_of
from redactor.policy.matcher_regions import SEVERAL, atom_axis, releasable_axis
from redactor.policy.matching import fits
from redactor.policy.sightings import GRAMMATICAL
from redactor.policy.space import OWN, Reading, Space, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactor.model import Condition, Group, Guarantee, Matcher, Policy, Rule

Formula = Any
WIDTH = 8


@dataclass(frozen=True)
class Kleene:
    """A three-valued formula: where it is yes, and where it is not no."""

    yes: Formula
    maybe: Formula

    def __and__(self, other: Kleene) -> Kleene:
        return Kleene(z3.And(self.yes, other.yes), z3.And(self.maybe, other.maybe))

    def __or__(self, other: Kleene) -> Kleene:
        return Kleene(z3.Or(self.yes, other.yes), z3.Or(self.maybe, other.maybe))

    def __invert__(self) -> Kleene:
        return Kleene(z3.Not(self.maybe), z3.Not(self.yes))


TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)  # noqa: FBT003 - z3's own constants
YES, NO, UNKNOWN = Kleene(TRUE, TRUE), Kleene(FALSE, FALSE), Kleene(FALSE, TRUE)
CONSTANT = {Truth.YES: YES, Truth.NO: NO, Truth.UNKNOWN: UNKNOWN}


@dataclass
class Oracle:
    """Formulas over one variable for each axis; `primed` names a second copy of them."""

    space: Space
    policy: Policy
    primed: str = ""
    seen: dict[int, Any] = field(default_factory=dict)

    def variable(self, axis: int) -> Any:
        return self.seen.setdefault(axis, z3.BitVec(f"axis{axis}{self.primed}", WIDTH))

    def where(self, axis: int, holds: Callable[[object], bool]) -> Formula:
        cells = self.space.axes[axis].cells
        return z3.Or([self.variable(axis) == place for place, cell in enumerate(cells) if holds(cell)])

    def domain(self) -> Formula:
        cases = [z3.ULT(self.variable(axis), len(found.cells)) for axis, found in enumerate(self.space.axes)]
        return z3.And([*cases, *(z3.Not(self.inside(box)) for box in impossible(self.space))])

    def inside(self, box: Any) -> Formula:
        return z3.And(
            [
                z3.Or(
                    [self.variable(axis) == place for place in range(mask.bit_length()) if mask >> place & 1]
                )
                for axis, mask in box.items()
            ]
        )

    # --- conditions ------------------------------------------------------------------------------

    def truth(self, condition: Condition, speaker: Speaker) -> Kleene:
        parts = [self.matcher(matcher, speaker) for matcher in condition.matchers]
        parts += [self.group(group, speaker) for group in condition.groups]
        return reduce(Kleene.__and__, parts, YES)

    def group(self, group: Group, speaker: Speaker) -> Kleene:
        parts = [self.truth(part, speaker) for part in group.of]
        if group.kind is GroupKind.ANY:
            return reduce(Kleene.__or__, parts, NO)
        both = reduce(Kleene.__and__, parts, YES)
        return ~both if group.kind is GroupKind.NOT else both

    def matcher(self, matcher: Matcher, speaker: Speaker) -> Kleene:
        marking = speaker.reading.marking
        if matcher.name in {"level", "controls"} and marking is not None:
            return CONSTANT[fits(matcher, put(BLANK, ("level",), Grade(marking.level, "known")))]
        if matcher.name == "releasable_to_audience":
            return self.asked(releasable_axis(self.space, speaker), matcher)
        if matcher.name in SINGLE:
            return self.asked(self.space.single(matcher.name), matcher)
        if matcher.name in SEVERAL and matcher.operator in {"", "any_of", "all_of", "none_of"}:
            return self.several(matcher, speaker)
        axis = atom_axis(self.space, matcher, speaker)
        return Kleene(
            self.where(axis, lambda cell: cell is Truth.YES),
            self.where(axis, lambda cell: cell is not Truth.NO),
        )

    def asked(self, axis: int, matcher: Matcher) -> Kleene:
        key = self.space.axes[axis].key[:1]
        truth = {cell: fits(matcher, put(BLANK, key, cell)) for cell in self.space.axes[axis].cells}
        return Kleene(
            self.where(axis, lambda cell: truth[cell] is Truth.YES),
            self.where(axis, lambda cell: truth[cell] is not Truth.NO),
        )

    def several(self, matcher: Matcher, speaker: Speaker) -> Kleene:
        elements = SEVERAL[matcher.name](self.space, matcher, speaker)
        unsure = FALSE if elements.unsure is None else self.where(*elements.unsure)
        each = [
            Kleene(
                self.where(one.axis, lambda cell, of=one.of: of(cell) is Truth.YES),  # type: ignore[misc]
                z3.Or(unsure, self.where(one.axis, lambda cell, of=one.of: of(cell) is not Truth.NO)),  # type: ignore[misc]
            )
            for one in elements.of
        ]
        if matcher.operator == "all_of":
            return reduce(Kleene.__and__, each, YES)
        found = reduce(Kleene.__or__, each, NO)
        return ~found if matcher.operator == "none_of" else found

    # --- rules -----------------------------------------------------------------------------------

    def applies(self, rule: Rule, reading: Reading) -> Kleene:
        speaker = Speaker(self.policy, reading, rule.on_entity)
        found = self.truth(rule.when, speaker)
        return found if rule.unless is None else found & ~self.truth(rule.unless, speaker)

    def opens(self, fact: Fact, reading: Reading, *, on_entity: bool) -> Formula:
        rules = [rule for rule in self.policy.release if rule.on_entity is on_entity]
        found = z3.Or([self.applies(rule, reading).yes for rule in rules if fact in rule.action.value])
        if on_entity and fact in Action.LABEL.value:
            none = z3.Not(z3.Or([self.applies(rule, reading).yes for rule in rules]))
            found = z3.Or(found, none)
        known = TRUE
        if not on_entity and reading.assumption is None:
            known = self.where(
                self.space.single("level"), lambda cell: isinstance(cell, Grade) and cell.sight != "unsure"
            )
        return z3.And(found, known)

    def closes(self, fact: Fact, reading: Reading, *, on_entity: bool) -> Formula:
        return z3.Or(
            [
                self.applies(rule, reading).maybe
                for rule in self.policy.protect
                if rule.on_entity is on_entity and (rule.hold or fact not in rule.action.value)
            ]
        )

    def portion(self, fact: Fact, reading: Reading) -> Formula:
        return z3.And(
            self.opens(fact, reading, on_entity=False), z3.Not(self.closes(fact, reading, on_entity=False))
        )

    def finding(self, fact: Fact, reading: Reading) -> Formula:
        if self.policy.detect == "none":
            return TRUE
        full = z3.And(
            self.opens(fact, reading, on_entity=True), z3.Not(self.closes(fact, reading, on_entity=True))
        )
        if reading.assumption is None:
            return full
        axis = self.space.single("entity")
        person = self.where(axis, lambda cell: cell == Kind(EntityKind.PERSON, possible=False))
        plain = self.where(
            axis, lambda cell: isinstance(cell, Kind) and not cell.possible and cell.entity in GRAMMATICAL
        )
        unclosed = z3.Not(self.closes(fact, reading, on_entity=True))
        return z3.If(person, full, z3.If(plain, unclosed, TRUE))

    def shown(self, fact: Fact, reading: Reading, *, finding: bool) -> Formula:
        if not finding:
            return self.portion(fact, reading)
        rules = [
            rule for rule in self.policy.release if not rule.on_entity and rule.action is not Action.KEEP
        ]
        in_part = z3.Or([self.applies(rule, reading).yes for rule in rules if fact in rule.action.value])
        return z3.Or(
            z3.And(self.portion(Fact.TEXT, reading), self.finding(fact, reading)),
            z3.And(in_part, self.portion(fact, reading)),
        )

    def fields(self, reading: Reading) -> Formula:
        if reading.assumption is None:
            return TRUE
        sections = reading.assumption.sections
        level = self.space.single("level")
        return z3.And(
            self.where(self.space.single("section"), lambda cell: cell in sections),
            self.where(level, lambda cell: isinstance(cell, Grade) and cell.sight != "unsure"),
        )


def readings(policy: Policy) -> tuple[Reading, ...]:
    assumed = [Reading(one) for one in policy.assumptions]
    return (
        OWN,
        *assumed,
        *(Reading(one, confirmed=True) for one in policy.assumptions if one.level.classified),
    )


def broken(policy: Policy, promise: Guarantee) -> bool:
    """Say whether z3 finds a case that breaks a `never`."""
    oracle = Oracle(Space((promise.condition, *conditions_of(policy)), Work()), policy)
    finding = any(matcher.name == "entity" for matcher in _matchers(promise.condition))
    wanted = oracle.truth(promise.condition, Speaker(policy, OWN, finding)).maybe
    cases = [
        z3.And(oracle.fields(reading), oracle.shown(fact, reading, finding=finding))
        for reading in readings(policy)
        if reading.assumption is None or reading.assumption.id not in promise.except_assumptions
        for fact in Fact
        if fact not in promise.action.value
    ]
    return _satisfiable([wanted, z3.Or(cases), oracle.domain()])


def _matchers(condition: Condition) -> Iterable[Matcher]:
    yield from condition.matchers
    for group in condition.groups:
        for part in group.of:
            yield from _matchers(part)


def looser(stricter: Policy, other: Policy) -> bool:
    """Say whether z3 finds a case of which the first shows something that the other does not.

    Both show whole texts only: what a missing ground leaves to a person is not modelled here.
    """
    space = Space((*conditions_of(stricter), *conditions_of(other)), Work())
    mine, theirs = Oracle(space, stricter), Oracle(space, other)
    theirs.seen = mine.seen
    fact = Fact.TEXT
    cases = [
        z3.And(
            _read_so(mine, left, right),
            _read_so(theirs, right, left),
            mine.shown(fact, left, finding=finding),
            z3.Not(theirs.portion(fact, right) if not finding else theirs.finding(fact, right)),
        )
        for left in readings(stricter)
        for right in readings(other)
        for finding in (False, True)
    ]
    return _satisfiable([z3.Or(cases), mine.domain()])


def _read_so(oracle: Oracle, reading: Reading, other: Reading) -> Formula:
    """Give the text that a policy reads so while the other reads it in its way."""
    if reading.assumption is not None or other.assumption is None:
        return oracle.fields(reading)
    read = {kind for one in oracle.policy.assumptions for kind in one.sections}
    return oracle.where(oracle.space.single("section"), lambda cell: cell not in read)


def _satisfiable(formulas: list[Formula]) -> bool:
    solver = z3.SolverFor("QF_BV")
    solver.add(*formulas)
    answer = solver.check()
    assert answer != z3.unknown
    return bool(answer == z3.sat)
