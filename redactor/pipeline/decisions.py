"""Bind a reviewer's entries to the removals of this run by their commitments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError
from redactor.model import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.errors import Place
    from redactor.model import Cable, Redaction, ReviewEntry
    from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class Review:
    """A decisions file that was read: whose document it speaks of, and what it says."""

    document: str
    entries: tuple[ReviewEntry, ...]


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry, or one target of it, that fits nothing open in this run: it opened nothing."""

    target: str
    place: Place
    because: str


@dataclass(frozen=True, slots=True)
class Binder:
    """What custody knows of a run's removals: the document's public id, and each removal's commitment."""

    identify: Callable[[Cable, tuple[Redaction, ...]], str]
    commit: Callable[[Cable, tuple[Redaction, ...]], tuple[str, ...]]


def settle(
    review: Review, cable: Cable, redactions: tuple[Redaction, ...], binder: Binder
) -> tuple[tuple[Settlement, ...], tuple[Stale, ...]]:
    """Give what the entries settle, and every target that is stale.

    An entry settles a removal when it names the removal, or the portion that the removal stands in,
    and states the removal's commitment. Raises PolicyError where a target fits two portions.
    """
    if review.document != binder.identify(cable, redactions):
        return (), _of_another(review) if any(item.decision.hold for item in redactions) else ()
    paired = tuple(zip(redactions, binder.commit(cable, redactions), strict=True))
    settlements: list[Settlement] = []
    stale: list[Stale] = []
    for entry in review.entries:
        spans: set[Span] = set()
        for target in entry.targets:
            named = _named(target, entry, redactions)
            fitting = {item.span for item, known in paired if item in named and known in entry.commitments}
            spans |= fitting
            if not fitting:
                because = "the text it speaks of has changed" if named else "nothing here has that address"
                stale.append(Stale(target, entry.place, because))
        if spans:
            settlements.append(Settlement(entry, tuple(sorted(spans))))
    return tuple(settlements), tuple(stale)


def _of_another(review: Review) -> tuple[Stale, ...]:
    return tuple(
        Stale(target, entry.place, "the decisions are of another document")
        for entry in review.entries
        for target in entry.targets
    )


def _named(target: str, entry: ReviewEntry, redactions: tuple[Redaction, ...]) -> tuple[Redaction, ...]:
    """Find the removals a target names: `#7` by number, else by the portion's address."""
    if target.startswith("#"):
        return tuple(item for item in redactions if f"#{item.number}" == target)
    exact = tuple(item for item in redactions if item.decision.portion == target)
    if exact:
        return exact
    loose = {item.decision.portion for item in redactions if _fits(target, item.decision.portion)}
    if len(loose) > 1:
        addresses = ", ".join(sorted(address for address in loose if address))
        raise PolicyError(
            (
                Diagnostic(
                    "RP310",
                    f"`{target}` fits {len(loose)} portions: {addresses}",
                    entry.place,
                    help="name one of them in full",
                ),
            )
        )
    return tuple(item for item in redactions if item.decision.portion in loose)


def _fits(target: str, address: str | None) -> bool:
    """Say whether a short address could mean this one: `heading` for `heading:2`, `8` for `2:8`."""
    return address is not None and target in {address.partition(":")[0], address.rpartition(":")[2]}
