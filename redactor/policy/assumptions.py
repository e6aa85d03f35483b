"""Assumptions: the declared reading of unmarked header characters that parse by a closed grammar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.markings import Marking
from redactor.policy.facts import marking_of
from redactor.spans import Span, intersect, subtract

if TYPE_CHECKING:
    from redactor.model import Assumption, Cable, Policy, Portion


@dataclass(frozen=True, slots=True)
class Reading:
    """Characters of one portion that are read as one marking; `assumption` is its id, empty for none."""

    spans: tuple[Span, ...]
    marking: Marking
    assumption: str = ""


def assumption_for(policy: Policy, cable: Cable, portion: Portion) -> Assumption | None:
    """Give the assumption that speaks of this portion, or None; of several the strictest.

    It speaks only of a header portion without a mark, in a document whose level is known.
    """
    if not portion.header or portion.mark is not None:
        return None
    if not (cable.marking.known and portion.marking.known):
        return None
    fitting = [assumption for assumption in policy.assumptions if portion.section in assumption.sections]
    return max(fitting, key=lambda assumption: (assumption.level, assumption.id), default=None)


def readings(policy: Policy, cable: Cable, portion: Portion, *, assume: bool = True) -> tuple[Reading, ...]:
    """Give the portion's readings: the assumed characters, where there are any, then all others.

    Labels and furniture belong to no reading. The assumed level takes the place of the whole marking:
    a caption on the document does not reach a field that the policy reads on its own.
    """
    body = subtract((portion.span,), (*portion.skeleton, *portion.furniture))
    marking = marking_of(portion, policy)
    assumption = assumption_for(policy, cable, portion) if assume else None
    if assumption is None:
        return (Reading(body, marking),)
    closed = intersect(body, portion.closed)
    assumed = Reading(closed, Marking(assumption.level), assumption.id)
    rest = Reading(subtract(body, closed), marking)
    return (assumed, rest) if closed else (rest,)
