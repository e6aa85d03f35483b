"""Bind a reviewer's entries to the removals of this run by their commitments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError
from redactor.model import Settlement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.errors import Place
    from redactor.model import Cable, Redaction, ReviewEntry
    from redactor.spans import Span

# A reviewer east of Greenwich writes tomorrow's date before it is that day in UTC.
ANY_ZONE = dt.timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Settled:
    """What the entries have settled so far: (entry's position, target, span), sorted.

    `settlements` is the same by entry, as `decide` takes it. `refused` says of targets why nothing fits.
    """

    fits: tuple[tuple[int, str, Span], ...] = ()
    settlements: tuple[Settlement, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()


def refuse_future(review: Review, today: dt.date) -> None:
    """Raise PolicyError where a decision bears a date that has come nowhere on earth yet."""
    late = [entry for entry in review.entries if entry.date > today + ANY_ZONE]
    if late:
        raise PolicyError(
            tuple(
                Diagnostic(
                    "RP311",
                    "a decision has a date in the future",
                    entry.place,
                    help="write the day on which it was taken",
                )
                for entry in late
            )
        )


def settle(
    review: Review, cable: Cable, redactions: tuple[Redaction, ...], binder: Binder, before: Settled
) -> Settled:
    """Add to what is settled every removal on hold that an entry names and states the commitment of.

    A target names a removal, or every removal of a portion. Raises PolicyError where a target fits two
    portions.
    """
    # What was opened may show the message id: once an entry fits, the document is the one it speaks of.
    if not before.fits and review.document != binder.identify(cable, redactions):
        return before
    known = dict(zip(redactions, binder.commit(cable, redactions), strict=True))
    fits = set(before.fits)
    refused: list[tuple[int, str, str]] = []
    for position, entry in enumerate(review.entries):
        for target in entry.targets:
            named = _named(target, entry, redactions)
            bound = [item for item in named if known[item] in entry.commitments]
            fits |= {(position, target, item.span) for item in bound if item.decision.hold}
            refused.append((position, target, _why_not(named, bound)))
    first = before.refused or tuple(refused)
    return Settled(tuple(sorted(fits)), _by_entry(review, fits), first)


def stale_targets(review: Review, settled: Settled) -> tuple[Stale, ...]:
    """Give every target that settled nothing, and why."""
    used = {(position, target) for position, target, _ in settled.fits}
    why = {(position, target): because for position, target, because in settled.refused}
    return tuple(
        Stale(target, entry.place, why.get((position, target), "the decisions are of another document"))
        for position, entry in enumerate(review.entries)
        for target in entry.targets
        if (position, target) not in used
    )


def _why_not(named: Sequence[Redaction], bound: Sequence[Redaction]) -> str:
    if not named:
        return "nothing here has that address"
    return "nothing is on hold there" if bound else "the text it speaks of has changed"


def _by_entry(review: Review, fits: set[tuple[int, str, Span]]) -> tuple[Settlement, ...]:
    spans = [
        tuple(sorted({span for where, _, span in fits if where == position}))
        for position in range(len(review.entries))
    ]
    return tuple(Settlement(entry, mine) for entry, mine in zip(review.entries, spans, strict=True) if mine)


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
