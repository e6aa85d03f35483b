"""Denial: when nothing of the body is left, nothing at all is shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import Action, Basis, RemovalKind, SectionKind
from redactor.policy import composing
from redactor.policy.ceilings import DEFAULT_PORTION, ballot
from redactor.policy.composing import FURNITURE, SKELETON, Tile
from redactor.policy.facts import Facts, Matter, document_status
from redactor.policy.judging import REMARKED
from redactor.policy.settle import Outcome, Scene, combine, in_order, weigh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Cable, Decision, Portion

BODY = frozenset(
    {
        SectionKind.PARAGRAPH,
        SectionKind.BULLET,
        SectionKind.SUMMARY,
        SectionKind.COMMENT,
        SectionKind.TABLE,
    }
)
"""Sections that a reader comes for: without any of them a copy says nothing."""

_QUIET = frozenset({RemovalKind.FURNITURE, RemovalKind.REMARK})


def shows_body(cable: Cable, decisions: Sequence[Decision]) -> bool:
    """Say whether a word of the body is shown; labels, numbers, marks and punctuation are none."""
    return any(
        decision.removal is None
        and decision.section in BODY
        and SKELETON not in decision.rules
        and any(char.isalnum() for char in decision.span.of(cable.text))
        for decision in decisions
    )


def deny(matter: Matter, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Remove everything: each portion whole, for its own rules and authorities; blanks as furniture."""
    below = [(item.span, _quietened(item)) for item in decisions]
    portions = [portion for portion in matter.cable.portions if portion.section not in REMARKED]
    portions.sort(key=lambda portion: portion.span)
    loud: defaultdict[str | None, list[Decision]] = defaultdict(list)
    for item in decisions:
        if item.removal is not None and item.removal not in _QUIET:
            loud[item.portion].append(item)
    fallback = _fallback(matter, [item for items in loud.values() for item in items])
    tops: list[Tile] = [
        (portion.span, _whole(portion, loud.get(portion.address, []), fallback)) for portion in portions
    ]
    return tuple(replace(item, span=span) for span, item in composing.lay_over(below, tops))


def unplaced(matter: Matter) -> Outcome:
    """Decide on characters that belong to no portion: nothing is known of them."""
    cable = matter.cable
    facts = Facts(
        marking=replace(cable.marking, known=False),
        section=SectionKind.UNKNOWN,
        address="",
        basis=Basis.UNKNOWN,
        status=document_status(matter),
        tags=cable.tags or None,
        releasable=Truth.UNKNOWN,
    )
    return weigh(ballot(matter.policy, facts, on_entity=False), Scene(matter, facts))


def _quietened(decision: Decision) -> Decision:
    """Remove as furniture what would have stayed."""
    if decision.removal is not None:
        return decision
    return composing.quiet(decision.span, FURNITURE, None, decision.section)


def _whole(portion: Portion, found: list[Decision], fallback: Outcome) -> Decision:
    """Remove a whole portion for every reason that took a part of it."""
    outcome = combine([_outcome(item) for item in found]) if found else fallback
    outcome = replace(outcome, action=Action.WITHHOLD)
    what = composing.word_for(portion.section, Action.WITHHOLD)
    return composing.removal(portion.span, portion, outcome, RemovalKind.PORTION, what)


def _outcome(decision: Decision) -> Outcome:
    return Outcome(
        decision.action,
        decision.rules,
        decision.authorities,
        hold=decision.hold,
        decided_by=decision.decided_by,
        harm=decision.harm,
        describe=decision.describe,
    )


def _fallback(matter: Matter, removed: Sequence[Decision]) -> Outcome:
    """Decide on a portion that rules would show: it goes on the grounds on which the body went."""
    authorities = in_order(item for decision in removed for item in decision.authorities)
    grounds = authorities or unplaced(matter).authorities
    return Outcome(Action.WITHHOLD, (DEFAULT_PORTION,), grounds, hold=not grounds)
