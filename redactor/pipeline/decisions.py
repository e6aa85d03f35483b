"""Bind a reviewer's entries to the removals of this run by their commitments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, PolicyError
from redactor.model import ConfirmKind, EntityKind, EntryKind, RemovalKind, Settlement
from redactor.policy import confirming
from redactor.policy.authorities import PERSONAL
from redactor.policy.decisions_file import edition
from redactor.policy.opening import read_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from redactor.errors import Place
    from redactor.model import Cable, Policy, Redaction, ReviewEntry, Verdict
    from redactor.spans import Span
    from redactor.view import View

# A reviewer east of Greenwich writes tomorrow's date before it is that day in UTC.
ANY_ZONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Review:
    """A decisions file that was read: whose document it speaks of, and what it says.

    `edition` is the policy and version that it was made under, empty where the file does not say.
    """

    document: str
    entries: tuple[ReviewEntry, ...]
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry, or one target of it, that fits nothing open in this run: it opened nothing."""

    target: str
    place: Place
    because: str


@dataclass(frozen=True, slots=True)
class Binder:
    """What custody knows of a document: its names, its own commitment, and that of each removal.

    `names` are those that the log gave it before; `whole` commits to the original as a whole.
    """

    identify: Callable[[Cable, tuple[Redaction, ...]], str]
    commit: Callable[[Cable, tuple[Redaction, ...]], tuple[str, ...]]
    names: frozenset[str] = frozenset()
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """A target of an entry, by the entry's position, and the removal that it was bound to."""

    position: int
    target: str
    span: Span
    portion: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What the entries have settled so far.

    `settlements` is that by entry, as `decide` takes it. `refused` says of targets why nothing fits.
    """

    fits: frozenset[Fit] = frozenset()
    settlements: tuple[Settlement, ...] = ()
    refused: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bench:
    """What entries are bound under: the cable, the policy, the day, and custody's knowledge."""

    review: Review
    cable: Cable
    policy: Policy
    as_of: dt.date
    binder: Binder


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


# --- entries that speak of the document as a whole -----------------------------------------------


def settle_document(bench: Bench, view: View) -> Settled:
    """Bind what speaks of the whole document: a referral's result, and what a reviewer removes.

    Raises PolicyError where a removal cannot be made as it was decided: what a person closed never
    stays open because a word, a portion or the original is another by now.
    """
    named = bench.review.document in bench.binder.names
    found = [
        settlement
        for entry in bench.review.entries
        if named and (settlement := _of_document(bench, view, entry)) is not None
    ]
    return Settled(settlements=tuple(found))


def _of_document(bench: Bench, view: View, entry: ReviewEntry) -> Settlement | None:
    """Bind one entry, or give None where it does not speak of the document or is out of force."""
    ours = bool(bench.binder.whole) and bench.binder.whole in entry.commitments
    if entry.kind is EntryKind.REMOVE:
        if not ours:
            raise _unmade(entry, "its commitment is not this document's: the original is another by now")
        return _removal(bench.cable, view, entry)
    if ours and entry.confirms(ConfirmKind.REFERRAL) and not out_of_force(bench, entry):
        return Settlement(entry, ())
    return None


def _removal(cable: Cable, view: View, entry: ReviewEntry) -> Settlement:
    """Bind a removal to its portions, or to every place where its words stand."""
    addresses: list[str] = []
    for target in entry.targets:
        found = _addresses(target, entry, {portion.address for portion in cable.portions})
        if not found:
            raise _unmade(entry, f"there is no portion `{target}`")
        addresses += found
    spans: list[Span] = []
    for number, words in enumerate(entry.words, 1):
        places = confirming.mentions(view, words)
        if not places:
            # The words themselves may be what must not be repeated, so only their place is named.
            raise _unmade(entry, f"item {number} of its words stands nowhere in the cable")
        spans += places
    return Settlement(entry, tuple(sorted(set(spans))), tuple(addresses))


def refuse_unmade(bench: Bench, settled: Settled) -> None:
    """Raise PolicyError where a removal that was decided of this document was not bound."""
    bound = [one.entry for one in settled.settlements]
    for entry in bench.review.entries:
        if entry.kind is EntryKind.REMOVE and entry not in bound:
            raise _unmade(entry, "its commitment is not this document's")


def _unmade(entry: ReviewEntry, why: str) -> PolicyError:
    return PolicyError(
        (
            Diagnostic(
                "RP314",
                f"a removal that a reviewer decided cannot be made: {why}",
                entry.place,
                help="correct or take out the entry",
            ),
        )
    )


# --- entries that speak of removals --------------------------------------------------------------


def settle(bench: Bench, redactions: tuple[Redaction, ...], before: Settled) -> Settled:
    """Add to what is settled every removal that an entry names and states the commitment of.

    A target names a removal, or every removal of a portion. Raises PolicyError where a target fits two
    portions.
    """
    if not before.fits and not speaks_of(bench, redactions):
        return before
    known = dict(zip(redactions, bench.binder.commit(bench.cable, redactions), strict=True))
    fits = set(before.fits)
    refused: list[tuple[int, str, str]] = []
    for position, entry in enumerate(bench.review.entries):
        late = out_of_force(bench, entry)
        for target in entry.targets if entry.kind is not EntryKind.REMOVE else ():
            named = _named(target, entry, redactions)
            bound = [item for item in named if known[item] in entry.commitments]
            taken = [item for item in bound if not late and not _unfit(bench, entry, item)]
            fits |= {Fit(position, target, item.span, item.decision.portion or "") for item in taken}
            refused.append((position, target, late or _why_not(bench, entry, named, bound)))
    standing = tuple(one for one in before.settlements if _of_whole(one.entry))
    first = before.refused or tuple(refused)
    return Settled(frozenset(fits), (*standing, *_by_entry(bench.review, fits)), first)


def speaks_of(bench: Bench, redactions: tuple[Redaction, ...]) -> bool:
    """Say whether the decisions are this document's, by a name that the log or this run gives it."""
    document = bench.review.document
    return document in bench.binder.names or document == bench.binder.identify(bench.cable, redactions)


def out_of_force(bench: Bench, entry: ReviewEntry) -> str:
    """Say why an entry is not in force on the day of the run, or nothing."""
    if bench.review.edition and bench.review.edition != edition(bench.policy):
        return f"it was made under {bench.review.edition}, and the policy is {edition(bench.policy)}"
    if entry.until is not None and bench.as_of > entry.until:
        return f"it expired on {entry.until}"
    origin, confirmed = bench.cable.date, entry.confirmation
    if origin is not None and entry.date < origin:
        return "it is dated before the document"
    if confirmed is not None and origin is not None and confirmed.date < origin:
        return "what it confirms is dated before the document"
    if confirmed is not None and confirmed.date > bench.as_of:
        return f"what it confirms was decided on {confirmed.date}, after the day the run judges by"
    return ""


def _of_whole(entry: ReviewEntry) -> bool:
    return entry.kind is EntryKind.REMOVE or entry.confirms(ConfirmKind.REFERRAL)


def _unfit(bench: Bench, entry: ReviewEntry, item: Redaction) -> str:
    """Say why a removal is not one that an entry of this kind decides on, or nothing."""
    decision = item.decision
    if entry.confirmation is None:
        return "" if decision.hold else "nothing is on hold there"
    if entry.confirms(ConfirmKind.DECLASSIFIED):
        if decision.removal is not RemovalKind.PORTION:
            return "only a portion is declassified, not a part of it"
        if decision.marking.known and not decision.marking.level.classified:
            return "it is not classified"
        return ""
    return _not_theirs(bench.cable, entry, item)


def _not_theirs(cable: Cable, entry: ReviewEntry, item: Redaction) -> str:
    """Say why a removal is not the name or the data of the person who consents, or nothing."""
    if item.decision.removal is not RemovalKind.ENTITY or item.decision.entity not in PERSONAL:
        return "a consent speaks of a person's own name and data"
    if item.decision.entity is not EntityKind.PERSON or entry.confirmation is None:
        return ""
    theirs = read_name(entry.confirmation.by)
    name = read_name(item.span.of(cable.text))
    same = bool(name.words) and set(name.words) <= set(theirs.words) and name.surname == theirs.surname
    return "" if same else "it is not the name of the person who consents"


def _why_not(bench: Bench, entry: ReviewEntry, named: Sequence[Redaction], bound: Sequence[Redaction]) -> str:
    if not named:
        return "nothing here has that address"
    if not bound:
        return "the text it speaks of has changed"
    return next((why for item in bound if (why := _unfit(bench, entry, item))), "")


# --- what opened nothing -------------------------------------------------------------------------


def stale_targets(bench: Bench, settled: Settled, verdict: Verdict) -> tuple[Stale, ...]:
    """Give every target that settled nothing, and why."""
    used = {(fit.position, fit.target) for fit in settled.fits}
    why = {(position, target): because for position, target, because in settled.refused}
    whole = {one.entry for one in settled.settlements if _of_whole(one.entry)}
    found = [
        Stale(target, entry.place, why.get((position, target), "the decisions are of another document"))
        for position, entry in enumerate(bench.review.entries)
        for target in (entry.targets or ("the document",))
        if (position, target) not in used and entry not in whole
    ]
    return (*found, *_without_effect(bench, settled, verdict))


def _without_effect(bench: Bench, settled: Settled, verdict: Verdict) -> Iterable[Stale]:
    """Name what was bound and yet opened nothing: another ground than the one that fell closes it."""
    for fit in sorted(settled.fits, key=lambda fit: (fit.position, fit.span)):
        entry = bench.review.entries[fit.position]
        closed = any(item.removal is not None and item.span.overlaps(fit.span) for item in verdict.decisions)
        held = any(item.hold and item.span.overlaps(fit.span) for item in verdict.decisions)
        if entry.kind is EntryKind.UPHOLD and held:
            yield Stale(fit.target, entry.place, "none of its authorities is a ground for this text")
        if entry.confirms(ConfirmKind.CONSENT) and closed:
            yield Stale(fit.target, entry.place, "more than privacy closes it")
        if entry.confirms(ConfirmKind.DECLASSIFIED) and not any(
            confirming.DECLASSIFIED in item.rules for item in verdict.decisions if item.portion == fit.portion
        ):
            yield Stale(fit.target, entry.place, "only another agency or government can declassify it")


def _by_entry(review: Review, fits: Iterable[Fit]) -> tuple[Settlement, ...]:
    grouped = [
        (entry, [fit for fit in fits if fit.position == position])
        for position, entry in enumerate(review.entries)
    ]
    return tuple(
        Settlement(
            entry,
            tuple(sorted({fit.span for fit in mine})),
            tuple(sorted({fit.portion for fit in mine if fit.portion})),
        )
        for entry, mine in grouped
        if mine
    )


# --- addresses -----------------------------------------------------------------------------------


def _named(target: str, entry: ReviewEntry, redactions: tuple[Redaction, ...]) -> tuple[Redaction, ...]:
    """Find the removals a target names: `#7` by number, else by the portion's address."""
    if target.startswith("#"):
        return tuple(item for item in redactions if f"#{item.number}" == target)
    known = {item.decision.portion for item in redactions if item.decision.portion is not None}
    found = _addresses(target, entry, known)
    return tuple(item for item in redactions if item.decision.portion in found)


def _addresses(target: str, entry: ReviewEntry, known: Iterable[str]) -> tuple[str, ...]:
    """Find the portion that an address names, in full or short; raises PolicyError where it fits two."""
    addresses = set(known)
    if target in addresses:
        return (target,)
    loose = sorted(address for address in addresses if _fits(target, address))
    if len(loose) > 1:
        raise PolicyError(
            (
                Diagnostic(
                    "RP310",
                    f"`{target}` fits {len(loose)} portions: {', '.join(loose)}",
                    entry.place,
                    help="name one of them in full",
                ),
            )
        )
    return tuple(loose)


def _fits(target: str, address: str) -> bool:
    """Say whether a short address could mean this one: `heading` for `heading:2`, `8` for `2:8`."""
    return target in {address.partition(":")[0], address.rpartition(":")[2]}
