"""Try a case out: build an imaginary cable in which it is true, let the evaluator decide it, and describe it.

Nothing is shown to anybody that the evaluator did not decide so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.markings import Status, Truth
from redactor.model import Action, Basis, SectionKind
from redactor.policy import imagine_cable as cables
from redactor.policy.axes import BLANK, KNOWN, UNSURE, Grade, Key, Kind, put
from redactor.policy.boxes import meet
from redactor.policy.conditions import every_matcher
from redactor.policy.denial import BODY
from redactor.policy.facts import Matter, facts_of
from redactor.policy.matching import fits, held_controls
from redactor.policy.verdict import decide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from redactor.model import Policy
    from redactor.policy.boxes import Box
    from redactor.policy.imagine_cable import Scene
    from redactor.policy.questions import Case
    from redactor.policy.space import Reading, Space

Point = dict[Key, object]

ROLE = "official"

MOST_SCENES = 24
"""Cables that are decided for one case before the next case is tried."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the evaluator said of one imaginary text under one policy."""

    policy: str
    line: str
    action: Action
    rules: tuple[str, ...]
    hold: bool


@dataclass(frozen=True, slots=True)
class Imagined:
    """An imaginary text that breaks a property: what is true of it, and what was decided.

    `beside` is what the comparison is made with: the other policy, or the less strict text.
    """

    facts: tuple[str, ...]
    told: Told
    beside: Told | None = None
    beside_facts: tuple[str, ...] = ()


def imagine(
    space: Space, case: Case, policies: tuple[Policy, ...], breaks: Callable[[Told, Told | None], bool]
) -> Imagined | None:
    """Give the case as an imaginary text that breaks the property under the evaluator, or None."""
    point = pick(space, case.box)
    if case.order is not None:
        return _imagine_pair(space, case, point, policies[0], breaks)
    for told in _attempts(point, case, policies):
        beside = told[1] if len(told) > 1 else None
        if breaks(told[0], beside):
            return Imagined(describe(space, case.box, point), told[0], beside)
    return None


def _imagine_pair(
    space: Space, case: Case, point: Point, policy: Policy, breaks: Callable[[Told, Told | None], bool]
) -> Imagined | None:
    """Imagine a text and a less strict one that differs from it only where the order says so."""
    if case.order is None or case.lower is None:
        return None
    less = meet(case.lower, case.order.down(_box_of(space, point)))
    below = pick(space, less or {}, near=point)
    for lower in _attempts(below, case, (policy,)):
        for told in _attempts(point, case, (policy,)):
            if breaks(told[0], lower[0]):
                changed = {key for key, cell in point.items() if below[key] != cell}
                return Imagined(
                    describe(space, case.box, point),
                    told[0],
                    lower[0],
                    tuple(_word(key, below[key]) for key in sorted(changed)),
                )
    return None


def _box_of(space: Space, point: Point) -> Box:
    """Give the box that holds one case only."""
    return {number: 1 << axis.cells.index(point[axis.key]) for number, axis in enumerate(space.axes)}


def pick(space: Space, box: Box, near: Point | None = None) -> Point:
    """Give one case of a box: the first cell of each axis that the box allows, or that of a case near it."""
    point: Point = {}
    for number, axis in enumerate(space.axes):
        mask = box.get(number, axis.full)
        cells = [cell for place, cell in enumerate(axis.cells) if mask >> place & 1]
        wanted = (near or {}).get(axis.key, _ORDINARY.get(axis.key[0]))
        point[axis.key] = wanted if wanted in cells else cells[0]
    return point


_ORDINARY: Mapping[str, object] = {
    "section": SectionKind.PARAGRAPH,
    "basis": Basis.MARKED,
    "status": Status.NOT_REACHED,
    "tags": True,
}
"""What a text is where nothing else is asked."""


# --- the evaluator -------------------------------------------------------------------------------


def _attempts(point: Point, case: Case, policies: tuple[Policy, ...]) -> Iterator[tuple[Told, ...]]:
    """Let the evaluator decide cables in which the point is true, under each policy."""
    readings = (case.reading, case.beside)[: len(policies)]
    ready = tuple(_ready(policy, point, reading) for policy, reading in zip(policies, readings, strict=True))
    for scene in islice(_scenes(point, case, policies), MOST_SCENES):
        told = tuple(_told(policy, scene) for policy in ready)
        found = tuple(one for one in told if one is not None)
        if len(found) == len(policies):
            yield found


def _scenes(point: Point, case: Case, policies: tuple[Policy, ...]) -> Iterator[Scene]:
    """Give cables in which the point is true for each policy."""
    partners = tuple(frozenset(policy.audience.countries) for policy in policies)
    assumed = any(reading.assumption is not None for reading in (case.reading, case.beside))
    scenes = (
        cables.write(point, marking, setting, assumed=assumed, finding=case.on_entity)
        for marking in cables.markings_for(point, partners)
        for setting in cables.settings_for(point, marking)
    )
    return (scene for scene in scenes if all(_is_true(point, scene, policy) for policy in policies))


def _ready(policy: Policy, point: Point, reading: Reading) -> Policy:
    """Give the policy with lists and answers that make the point true."""
    read = "" if reading.assumption is None else reading.assumption.id
    answers = {
        (whose == "finding", key[4], key[5], key[6:]): cell
        for key, cell in point.items()
        if key[0] == "atom" and key[2] in {read, ""} and isinstance(cell, Truth)
        for whose in ((key[1],) if key[1] else ("finding", "portion"))
        if key[1] == "" or key[2] == read
    }
    answers |= _told_by_nobody(policy, point)
    return cables.with_answers(cables.with_lists(policy, point), answers)


def _told_by_nobody(policy: Policy, point: Point) -> dict[tuple[bool, str, str, tuple[str, ...]], Truth]:
    """Give the answers about a status that no cable has by itself: a named authority confirms it, or a mark blocks."""
    if point.get(("status",)) not in cables.UNWRITTEN:
        return {}
    status = point[("status",)]
    return {
        (on_entity, matcher.name, matcher.operator, matcher.values): fits(
            matcher, put(BLANK, ("status",), status)
        )
        for rule in policy.rules
        for condition in (rule.when, rule.unless)
        if condition is not None
        for matcher in every_matcher(condition)
        if matcher.name == "declassified"
        for on_entity in (False, True)
    }


def _matter(policy: Policy, scene: Scene) -> Matter:
    """Give what a verdict on the scene rests on."""
    blocks = [portion.span for portion in scene.cable.portions]
    view = views.build(scene.cable.text, furniture=(), blocks=blocks)
    return Matter(scene.cable, view, scene.findings, policy, scene.as_of, lambda _title: ROLE)


def _is_true(point: Point, scene: Scene, policy: Policy) -> bool:
    """Say whether what is computed from the cable is what the point says."""
    portion = scene.cable.portions[0]
    facts = facts_of(_matter(policy, scene), portion, portion.marking)
    held = held_controls(facts.marking)
    return all(
        (key[0] != "control" or (key[1] in held) is bool(cell))
        and (key[0] != "status" or facts.status is cell or cell in cables.UNWRITTEN)
        and (key[0] != "date" or facts.date == cell)
        and (key != ("releasable", *policy.audience.countries) or facts.releasable is cell)
        for key, cell in point.items()
    )


def _told(policy: Policy, scene: Scene) -> Told | None:
    """Decide the scene; None where the whole document is denied, so that nothing can be told of the text."""
    matter = _matter(policy, scene)
    findings = () if policy.detect == "none" else scene.findings
    verdict = decide(scene.cable, matter.view, findings, policy, as_of=scene.as_of, role_of=matter.role_of)
    if verdict.denied and scene.cable.portions[0].section not in BODY:
        return None
    decision = next(item for item in verdict.decisions if item.span.holds(scene.at))
    return Told(policy.id, scene.line, decision.action, decision.rules, decision.hold)


# --- words ---------------------------------------------------------------------------------------


def describe(space: Space, box: Box, point: Point) -> tuple[str, ...]:
    """Say what is true of the imaginary text, as far as the case rests on it."""
    keys = [space.axes[number].key for number in sorted(box) if len(space.axes[number].cells) > 1]
    said = [_word(key, point[key]) for key in sorted(keys, key=_place) if point[key] is not False]
    return tuple(dict.fromkeys(said))


_PLACES = ("section", "address", "level", "control", "releasable", "basis", "status", "tag", "tags", "entity")


def _place(key: Key) -> tuple[int, Key]:
    return (_PLACES.index(key[0]) if key[0] in _PLACES else len(_PLACES)), key


def _word(key: Key, cell: object) -> str:
    """Say one fact in words."""
    if isinstance(cell, Truth):
        return _answer(key, cell)
    if isinstance(cell, Grade):
        return _level(cell)
    if isinstance(cell, Kind):
        return f"{'possible ' if cell.possible else ''}{cell.entity.value}"
    return _plain_word(key, cell)


def _plain_word(key: Key, cell: object) -> str:
    match key[0]:
        case "control" | "tag" | "context":
            return key[1] if cell else f"no {key[1]}"
        case "tags":
            return "tags can be read" if cell else "tags cannot be read"
        case "score":
            return "no score" if cell is None else f"score {int(str(cell)) / 1000:g}"
        case _:
            return f"{key[0]} {getattr(cell, 'value', cell) or '3'}"


_ON = {Truth.YES: "on the", Truth.NO: "not on the", Truth.UNKNOWN: "perhaps on the"}


def _answer(key: Key, truth: Truth) -> str:
    match key[0]:
        case "list":
            return f"{_ON[truth]} list {key[1]}"
        case "releasable":
            return f"releasable to the audience: {truth.name.lower()}"
    return f"`{' '.join(word for word in key[4:] if word)}`: {truth.name.lower()}"


def _level(grade: Grade) -> str:
    name = grade.level.name
    if grade.sight == UNSURE:
        return f"level unknown, at least {name}"
    return f"level {name}" if grade.sight == KNOWN else f"level {name} beside a control that cannot be read"
