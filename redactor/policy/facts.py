"""What rules may ask: the facts of a portion as it is read, and of a finding in it; no text among them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings import Level, Marking, Status, Truth
from redactor.model import AudienceKind, Basis, EntityKind, SectionKind
from redactor.policy.posts import posts_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping

    from redactor.markings import Declassification
    from redactor.model import Cable, Finding, Matcher, Policy, Portion, Settlement
    from redactor.view import View

UNLEVELLED = Marking(Level.U)
"""The marking of characters that carry none of their own: labels, numbers, blanks."""


_NO_ATOMS: Mapping[Matcher, Truth] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Matter:
    """Everything that a verdict rests on, and nothing else."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]
    policy: Policy
    as_of: dt.date
    role_of: Callable[[str], str | None]
    settlements: tuple[Settlement, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts that conditions are evaluated on.

    An unknown fact is a value of its own: a marking that is not `known`, the basis and the section
    `unknown`, the status `needs_human`, `tags` or `score` None, a Truth UNKNOWN, a `possible` finding.
    `date` None, `posts` empty or unread. `entity` is None where no finding is asked about. `listed` says for
    each list whether the finding is on it, `atoms` what each matcher of the text itself answers.
    """

    marking: Marking
    section: SectionKind
    address: str
    basis: Basis
    status: Status
    tags: tuple[str, ...] | None
    releasable: Truth
    entity: EntityKind | None = None
    possible: bool = False
    score: int | None = None
    contexts: frozenset[str] = frozenset()
    listed: Mapping[str, Truth] = field(default_factory=dict)
    date: dt.date | None = None
    posts: tuple[str, ...] = ()
    atoms: Mapping[Matcher, Truth] = field(default_factory=dict)


def document_status(matter: Matter) -> Status:
    """Give the declassification status of the document as a whole."""
    cable = matter.cable
    return markings.status(
        cable.declassification, origin=cable.date, as_of=matter.as_of, marking=cable.marking
    )


def marking_of(portion: Portion, policy: Policy) -> Marking:
    """Give the portion's marking as far as the policy lets captions reach."""
    if policy.captions_reach != "classified" or portion.own is None:
        return portion.marking
    plain = portion.marking.known and not portion.marking.level.classified
    return portion.own if plain else portion.marking


def facts_of(
    matter: Matter,
    portion: Portion,
    marking: Marking,
    *,
    confirmed: bool = False,
    atoms: Mapping[Matcher, Truth] = _NO_ATOMS,
) -> Facts:
    """Give the facts of a portion, or of a part of it, that is read as `marking`.

    `confirmed` says that a named authority declassified it.
    """
    cable = matter.cable
    return Facts(
        marking=marking,
        section=portion.section,
        address=portion.address,
        basis=portion.basis,
        status=Status.CONFIRMED if confirmed else record_status(matter, portion),
        tags=cable.tags or None,
        releasable=_releasable(matter, marking),
        date=cable.date,
        posts=posts_of(cable),
        atoms=atoms,
    )


def with_finding(
    facts: Facts,
    finding: Finding,
    *,
    contexts: frozenset[str],
    listed: Mapping[str, Truth],
    atoms: Mapping[Matcher, Truth] = _NO_ATOMS,
) -> Facts:
    """Give the facts of a finding that stands where `facts` are true."""
    # Written out: `replace` takes three times as long, and a cable has thousands of findings.
    return Facts(
        facts.marking,
        facts.section,
        facts.address,
        facts.basis,
        facts.status,
        facts.tags,
        facts.releasable,
        finding.kind,
        finding.possible,
        finding.score,
        contexts,
        listed,
        facts.date,
        facts.posts,
        atoms,
    )


def record_status(matter: Matter, portion: Portion) -> Status:
    """Give the portion's status before any reviewer speaks: the E.O. line speaks for the record, what blocks it stands by portion.

    The record's level counts, not the portion's: an E.O. line that says N/A on a classified cable is a
    conflict in its unclassified portions too.
    """
    cable = matter.cable
    return _record_status(cable.declassification, cable.date, matter.as_of, cable.marking, portion.marking)


@lru_cache(maxsize=1024)
def _record_status(
    declassification: Declassification,
    origin: dt.date | None,
    as_of: dt.date,
    marking: Marking,
    own: Marking,
) -> Status:
    """Give the status of text marked `own` in a record marked `marking`."""
    record = replace(marking, controls=frozenset(), fgi=frozenset(), compartments=frozenset())
    return markings.status(declassification, origin=origin, as_of=as_of, marking=markings.join(record, own))


def _releasable(matter: Matter, marking: Marking) -> Truth:
    """Say whether the audience's countries may have text of this marking."""
    audience = matter.policy.audience
    if audience.kind is not AudienceKind.FOREIGN or not audience.countries:
        return Truth.UNKNOWN
    return markings.releasable_to(marking, frozenset(audience.countries), date=matter.cable.date)
