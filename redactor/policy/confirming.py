"""What a reviewer's record of somebody else's decision changes: a level, a privacy ground, a hard stop.

And what a reviewer removes by words: those become findings like any other, so that every mention goes
and the guards know of it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.markings import Level, Status
from redactor.model import Action, ConfirmKind, DecidedBy, EntityKind, EntryKind, Finding
from redactor.policy.ceilings import Ballot
from redactor.policy.facts import record_status
from redactor.policy.settle import Outcome, weigh
from redactor.spans import Span, covered, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.markings import Marking
    from redactor.model import Portion, ReviewEntry, Settlement
    from redactor.policy.ceilings import Vote
    from redactor.policy.facts import Facts, Matter
    from redactor.policy.settle import Scene
    from redactor.view import View

DECLASSIFIED = "confirm:declassified"
"""Reserved: stands among the rules of text that was judged as declassified by a named authority."""

CONSENTED = "confirm:consent"
"""Reserved: the rule of kept text that only the person's own privacy closed."""

DETECTOR = "review"
"""Names the findings that a reviewer's words make."""

# Grounds that a person may waive for their own name and data.
_PRIVACY = frozenset({"B6", "B7C", "PRIVACY"})


def referred(settlements: Iterable[Settlement]) -> bool:
    """Say whether the result of a referral is recorded, so that hard stops no longer stop."""
    return any(one.entry.confirms(ConfirmKind.REFERRAL) for one in settlements)


def declassified(matter: Matter, portion: Portion) -> bool:
    """Say whether a named authority declassified this portion.

    What another agency or government must release (RD, NATO) nobody here declassifies.
    """
    named = any(
        one.entry.confirms(ConfirmKind.DECLASSIFIED) and portion.address in one.portions
        for one in matter.settlements
    )
    return named and record_status(matter, portion) is not Status.BLOCKED


def lowered(marking: Marking) -> Marking:
    """Give the marking of declassified text: SBU, for what the classification had absorbed is unseen.

    Controls stay: they are not what was declassified.
    """
    if marking.known and not marking.level.classified:
        return marking
    return replace(marking, level=Level.SBU, known=True)


def removals_of(settlements: Iterable[Settlement], address: str) -> tuple[ReviewEntry, ...]:
    """Give the entries that remove the portion at an address."""
    return tuple(
        one.entry for one in settlements if one.entry.kind is EntryKind.REMOVE and address in one.portions
    )


def removals_at(settlements: Iterable[Settlement], finding: Finding) -> tuple[ReviewEntry, ...]:
    """Give the entries whose words this finding is."""
    if finding.detector != DETECTOR:
        return ()
    return tuple(
        one.entry for one in settlements if one.entry.kind is EntryKind.REMOVE and finding.span in one.spans
    )


def mentions(view: View, words: str) -> tuple[Span, ...]:
    """Give every place where the words stand, however folded or wrapped, in text order."""
    found = views.find_words(view, views.fold_term(words))
    return tuple(sorted({view.original(span) for span in found}))


def findings_of(settlements: Iterable[Settlement]) -> tuple[Finding, ...]:
    """Make the findings of the words that a reviewer removes."""
    spans = {span for one in settlements if one.entry.kind is EntryKind.REMOVE for span in one.spans}
    return tuple(
        Finding(span, EntityKind.OTHER, DETECTOR, 1000, contexts=frozenset({DETECTOR}))
        for span in sorted(spans)
    )


def consenting(settlements: Sequence[Settlement], findings: Sequence[Finding]) -> frozenset[int]:
    """Give the findings, by index, that are the name or the data of somebody who consents.

    The name is open at every mention of the same person; a protect note is stronger than a consent.
    """
    given = union(
        span for one in settlements if one.entry.confirms(ConfirmKind.CONSENT) for span in one.spans
    )
    if not given:
        return frozenset()
    named = [item for item in findings if covered(item.span, given)]
    persons = {item.person for item in named if item.person is not None}
    return frozenset(
        index
        for index, item in enumerate(findings)
        if item.detector != DETECTOR and (covered(item.span, given) or item.person in persons)
    )


def waived(ballot: Ballot, scene: Scene, facts: Facts, before: Outcome) -> Outcome:
    """Give the outcome of a finding after its person consented: what only privacy closed is open."""
    if before.kept or facts.contexts:
        return before
    left = tuple(vote for vote in ballot.votes if not _private(vote))
    if len(left) == len(ballot.votes):
        return before
    if not left:
        return Outcome(Action.KEEP, (CONSENTED,), decided_by=DecidedBy.REVIEWER)
    return weigh(Ballot(ballot.released_by, left), scene)


def _private(vote: Vote) -> bool:
    """Say whether a vote rests on privacy and on nothing else."""
    return bool(vote.authorities) and not vote.hold and {item.code for item in vote.authorities} <= _PRIVACY
