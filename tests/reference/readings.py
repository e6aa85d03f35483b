"""Where an assumption reads unmarked text, and which marking a character then has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.markings import Level, Marking

if TYPE_CHECKING:
    from redactor.model import Portion
    from tests.reference.nouns import World


def assumption_of(world: World, portion: Portion) -> tuple[Level, str] | None:
    if not world.assume or not portion.header or portion.mark is not None:
        return None
    if not world.cable.marking.known or not portion.marking.known:
        return None
    found = [(item.level, item.id) for item in world.policy.assumptions if portion.section in item.sections]
    return max(found) if found else None


def is_assumed(world: World, portion: Portion, at: int) -> bool:
    return assumption_of(world, portion) is not None and any(span.holds(at) for span in portion.closed)


def marking_of(world: World, portion: Portion, *, assumed: bool) -> Marking:
    assumption = assumption_of(world, portion)
    if assumed and assumption is not None:
        return Marking(assumption[0])
    low = portion.marking.known and portion.marking.level in (Level.U, Level.SBU)
    if world.policy.captions_reach == "classified" and low and portion.own is not None:
        return portion.own
    return portion.marking


def is_text(portion: Portion, at: int) -> bool:
    return not any(span.holds(at) for span in (*portion.skeleton, *portion.furniture))
