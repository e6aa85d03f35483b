"""No decision of a reviewer breaks a guarantee: each one is held against what the decision shows.

That a policy by itself keeps its guarantees is proved when it is loaded. What a reviewer opens lies
outside that proof, so the guarantees are asked again, of the very facts of the text that was opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError
from redactor.markings import Truth
from redactor.model import ConfirmKind, DecidedBy, EntryKind
from redactor.policy.confirming import CONSENTED, DECLASSIFIED
from redactor.policy.matching import evaluate
from redactor.policy.questions import on_entity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from redactor.model import Guarantee, Policy, ReviewEntry, Settlement
    from redactor.policy.facts import Facts
    from redactor.policy.judging import Sheet
    from redactor.policy.settle import Outcome
    from redactor.policy.sightings import Sighting


def refuse_broken(
    policy: Policy,
    settlements: Sequence[Settlement],
    sheets: Iterable[Sheet],
    sightings: Iterable[Sighting],
) -> None:
    """Raise PolicyError, naming the guarantee, where what a reviewer opened is what it says is never shown."""
    promised = tuple(item for item in policy.guarantees if item.kind == "never")
    if not promised:
        return
    read = tuple(sheets)
    opened = {sheet.portion.address for sheet in read if any(_opened(one.outcome) for one in sheet.judged)}
    broken = [*_portions(promised, read), *_findings(promised, sightings, opened)]
    if broken:
        raise PolicyError(
            tuple(
                _diagnostic(guarantee, address, settlements) for guarantee, address in dict.fromkeys(broken)
            )
        )


def _portions(promised: Sequence[Guarantee], sheets: Iterable[Sheet]) -> Iterator[tuple[Guarantee, str]]:
    """Give each guarantee that a portion breaks, with the portion's address."""
    about = [guarantee for guarantee in promised if not on_entity(guarantee.condition)]
    for sheet in sheets:
        opened = [one for one in sheet.judged if _opened(one.outcome)]
        yield from (
            (item, sheet.portion.address)
            for item in about
            if any(_breaks(item, one.facts, one.outcome) for one in opened)
        )


def _findings(
    promised: Sequence[Guarantee], sightings: Iterable[Sighting], opened: AbstractSet[str]
) -> Iterator[tuple[Guarantee, str]]:
    """Give each guarantee that a finding breaks, with the address of its portion.

    What stands in a portion that a reviewer opened is shown by that decision, whatever rule keeps it.
    """
    about = [guarantee for guarantee in promised if on_entity(guarantee.condition)]
    for one in sightings:
        if one.portion in opened or _opened(one.outcome):
            yield from ((item, one.portion) for item in about if _breaks(item, one.facts, one.outcome))


def _opened(outcome: Outcome) -> bool:
    """Say whether a reviewer's word decided that something of it is shown."""
    spoken = outcome.decided_by is DecidedBy.REVIEWER or {DECLASSIFIED, CONSENTED} & set(outcome.rules)
    return bool(spoken) and not outcome.hold


def _breaks(guarantee: Guarantee, facts: Facts, outcome: Outcome) -> bool:
    """Say whether a reader learns more than the guarantee allows of what it possibly speaks of."""
    if outcome.action.at_most(guarantee.action):
        return False
    return evaluate(guarantee.condition, facts) is not Truth.NO


def _diagnostic(guarantee: Guarantee, address: str, settlements: Sequence[Settlement]) -> Diagnostic:
    """Name the guarantee and the portion, at the decision that opened it."""
    entry = _entry_of(address, settlements)
    return Diagnostic(
        "RP313",
        f"a decision on portion {address} would break the policy's guarantee `{guarantee.id}`",
        entry.place,
        help="uphold it, or have a named authority declassify it and `confirm` that",
        second=guarantee.place,
        second_label="the guarantee",
    )


def _entry_of(address: str, settlements: Sequence[Settlement]) -> ReviewEntry:
    """Find the entry that opened a portion, else the first that opens anything."""
    opening = [
        one.entry
        for one in settlements
        if one.entry.kind is EntryKind.RELEASE
        or one.entry.confirms(ConfirmKind.DECLASSIFIED)
        or one.entry.confirms(ConfirmKind.CONSENT)
    ]
    named = [one.entry for one in settlements if address in one.portions and one.entry in opening]
    return (named or opening)[0]
