"""What all rules together say of one portion or finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action
from redactor.policy.authorities import Firing, resolve
from tests.reference.conditions import asked_for, certainly, possibly
from tests.reference.nouns import KEPT, Ask, Cell, Say, World
from tests.reference.readings import marking_of

if TYPE_CHECKING:
    from redactor.model import Authority, Portion


def portion_cell(world: World, portion: Portion, *, assumed: bool) -> Cell:
    ask = Ask(world, portion, marking_of(world, portion, assumed=assumed), assumed=assumed)
    says = releases(ask, on_entity=False) if ask.marking.known else _default(ask, on_entity=False)
    return cell_of(ask, says + protects(ask, on_entity=False))


def _default(ask: Ask, *, on_entity: bool) -> list[Say]:
    otherwise = ask.world.policy.otherwise
    if on_entity:
        return [Say("default-entity", Action.LABEL, _resolved(ask, otherwise.entity))]
    return [Say("default-portion", Action.WITHHOLD, _resolved(ask, otherwise.portion))]


def asks(ask: Ask, says: list[Say]) -> list[Say]:
    """Leave to a person what rules would close of a possible name, where the policy asks for that."""
    asked = says and ask.finding is not None and ask.finding.possible and ask.world.policy.detect == "review"
    return [Say("possible-name", Action.WITHHOLD, (), hold=True)] if asked else []


def releases(ask: Ask, *, on_entity: bool) -> list[Say]:
    matching = [r for r in ask.world.policy.release if r.on_entity == on_entity and certainly(r, ask)]
    if not matching:
        return _default(ask, on_entity=on_entity)
    best = [r for r in matching if not any(r.action.value < other.action.value for other in matching)]
    if best[0].action is Action.KEEP:
        return []
    return [Say(f"ceiling:{r.id}", r.action, _resolved(ask, r.authorities)) for r in best]


def protects(ask: Ask, *, on_entity: bool) -> list[Say]:
    says = []
    for rule in ask.world.policy.protect:
        if rule.on_entity == on_entity and possibly(rule, ask):
            named = asked_for(rule.when, "controls")
            grounds = _resolved(ask, rule.authorities, tuple(named))
            action = Action.WITHHOLD if rule.hold else rule.action
            says.append(
                Say(rule.id, action, grounds, protects=True, certain=certainly(rule, ask), hold=rule.hold)
            )
    return says


def _resolved(
    ask: Ask, written: tuple[Authority, ...], controls: tuple[str, ...] = ()
) -> tuple[Authority, ...]:
    cable = ask.world.cable
    firing = Firing(
        ask.world.policy.audience, ask.marking, cable.marking, ask.portion.basis, cable.reasons, cable.date,
        ask.world.as_of, ask.status(), ask.finding.kind if ask.finding else None, controls,
    )  # fmt: skip
    return tuple(
        found for found in (resolve(authority, firing) for authority in written) if found is not None
    )


def cell_of(ask: Ask, says: list[Say]) -> Cell:
    if not says:
        return KEPT
    action = Action.KEEP
    for say in says:
        action = action.meet(say.action)
    rules = frozenset(say.rule for say in says)
    sure = [say for say in says if say.certain and say.grounds] or says
    authorities = frozenset(ground for say in sure for ground in say.grounds)
    if action is Action.KEEP:
        return KEPT
    if any(not say.grounds for say in says):
        action = action.meet(Action.LABEL)
    rest = [say for say in says if not (say.protects and say.certain and not say.hold and say.grounds)]
    lawful = ask.world.policy.audience.lawful
    unsure = (ask.finding is not None and ask.finding.possible) or any(not say.certain for say in rest)
    doubt = bool(rest) and (
        any(say.hold for say in rest) or not any(say.grounds for say in rest) or (lawful and unsure)
    )
    if doubt and len(rest) == len(says):
        return Cell(Action.WITHHOLD, rules, authorities, hold=True)
    return Cell(action.meet(Action.LABEL) if doubt else action, rules, authorities)


def join_cells(members: list[Cell]) -> Cell:
    """Join removals: the strictest action, every rule and authority, any hold."""
    action = Action.KEEP
    for cell in members:
        action = action.meet(cell.action)
    values = {cell.value for cell in members if cell.action is action}
    if len(values) > 1:  # two values for one removal tell which was which
        action, values = Action.LABEL, {""}
    return Cell(
        action,
        frozenset(rule for cell in members for rule in cell.rules),
        frozenset(authority for cell in members for authority in cell.authorities),
        any(cell.hold for cell in members),
        values.pop() if values else "",
    )
