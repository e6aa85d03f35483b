"""Read, check and resolve authorities: the grounds that a removal names.

The registry is data/authorities.toml. An authority in a policy is a code and its parts:
`B1 1.4(b),1.4(d)`, `B3 INA`, `B5 deliberative`, `B6`, `CLASS`, `DISSEM NOFORN`.

Two authorities take their parts from the cable when the rule fires:

- `B1 from-cable` (or `from-cable` alone) is `Authority("B1", ("from-cable",))`. `resolve` puts the
  reasons of the cable's own Classified By line in its place, and gives None where there are none.
- `DISSEM` alone is `Authority("DISSEM")`. `resolve` names the control: those the rule's own matcher
  names, else for a foreign audience the release mark that keeps it away.

`parse_authority` and `check` run when a policy is loaded; `resolve` runs each time a rule fires, with
the `Firing` it happens in, and gives None where a condition of the authority is not certainly met.
Where the audience is lawful (foia, mdr, systematic) a removal whose authorities all resolve to None
is a hold. An agreed ground (CLASS, SBU, ...) resolves to None under a law: it is no ground there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from redactor.markings.types import Foreign, Marking, Status
from redactor.model import Audience, AudienceKind, Authority, Basis, EntityKind
from redactor.policy.authority_checks import Setting, check, describe_audience, lacks_ground
from redactor.policy.authority_reading import parse_authority
from redactor.policy.authority_registry import (
    FROM_CABLE,
    LATE_REASON,
    YOUNG_PRIVILEGE,
    Row,
    control_names,
    registry,
)

__all__ = [
    "FROM_CABLE",
    "PERSONAL",
    "Firing",
    "Setting",
    "check",
    "control_names",
    "describe_audience",
    "lacks_ground",
    "parse_authority",
    "registry",
    "resolve",
]

# Kinds of finding that are a person or data about one (DOMAIN.md 10, identity data).
PERSONAL = frozenset(
    {
        EntityKind.PERSON,
        EntityKind.PHONE,
        EntityKind.EMAIL,
        EntityKind.IP,
        EntityKind.ID_NUMBER,
        EntityKind.ADDRESS,
        EntityKind.BIRTH,
    }
)

# Statuses at which nobody doubts that a classified record still is classified.
_STILL_CLASSIFIED = frozenset({Status.NOT_REACHED, Status.EXEMPT, Status.BLOCKED})


@dataclass(frozen=True, slots=True)
class Firing:
    """The facts in which a rule fires; a fact that is not known is None.

    `marking` and `basis` are the portion's, `record` is the whole document's marking. `reasons` are
    `Cable.reasons`, `origin` is `Cable.date`, `status` the declassification status at `as_of`.
    `entity` is the finding's kind, None for a portion. `controls` are those that the rule's own
    `controls` matcher names. `by_reviewer` says that a person decided, not a rule.
    """

    audience: Audience
    marking: Marking
    record: Marking
    basis: Basis
    reasons: tuple[str, ...]
    origin: dt.date | None
    as_of: dt.date
    status: Status | None
    entity: EntityKind | None = None
    controls: tuple[str, ...] = field(default=())
    law_enforcement: bool = False
    by_reviewer: bool = False


# --- resolving when a rule fires -----------------------------------------------------------------


def resolve(authority: Authority, firing: Firing) -> Authority | None:
    """Give the authority with the parts it has here, or None where it is not certainly a ground."""
    row = registry().rows[authority.code]
    if not _conditions_hold(row, firing):
        return None
    if row.part == "reason":
        return _resolve_reasons(authority, firing)
    if row.part == "privilege":
        return _resolve_privileges(authority, firing)
    if row.part == "control":
        return authority if authority.parts else Authority(authority.code, _controls(firing))
    return authority if authority.parts or not row.part_needed else None


def _conditions_hold(row: Row, firing: Firing) -> bool:
    """Say whether the code is a ground for this audience, record and kind of thing at all."""
    if row.lawful != firing.audience.lawful or (row.lawful and firing.audience.under not in row.under):
        return False
    if "enforcement" in row.when and not firing.law_enforcement:
        return False
    return "person" not in row.when or firing.by_reviewer or firing.entity in PERSONAL


def _resolve_reasons(authority: Authority, firing: Firing) -> Authority | None:
    """Give B1 with reasons that hold for this record, or None."""
    if not _classified(firing):
        return None
    parts = dict.fromkeys(
        reason for part in authority.parts for reason in (firing.reasons if part == FROM_CABLE else (part,))
    )
    if not parts or not all(_reason_holds(part, firing) for part in parts):
        return None
    return Authority(authority.code, tuple(parts))


def _resolve_privileges(authority: Authority, firing: Firing) -> Authority | None:
    """Give B5 with the privileges that hold for this record, or None.

    The deliberative process of a record of 25 years or more is privileged no longer; a record without
    a date may be one, unless a reviewer says otherwise.
    """
    old = _is_old(firing)
    parts = tuple(part for part in authority.parts if part != YOUNG_PRIVILEGE or not old)
    return Authority(authority.code, parts) if parts else None


def _is_old(firing: Firing) -> bool:
    """Say whether the record is 25 years old or may be."""
    if firing.origin is None:
        return not firing.by_reviewer
    ours, then = firing.as_of, firing.origin
    return (ours.year - 25, ours.month, ours.day) >= (then.year, then.month, then.day)


def _classified(firing: Firing) -> bool:
    """Say whether the removed text is certainly classified.

    Text marked unclassified is not, but a portion without a mark of its own is as classified as the
    record (the unmarked and compilation cases of 32 CFR 2001.13(c)), and a reviewer may say so of any
    portion of a classified record. What a named authority declassified is not, whoever says so.
    """
    if firing.status is Status.CONFIRMED:
        return False
    unmarked = firing.basis in {Basis.INHERITED, Basis.UNKNOWN}
    if not (
        firing.marking.level.classified
        or (firing.record.level.classified and (unmarked or firing.by_reviewer))
    ):
        return False
    return firing.by_reviewer or firing.status in _STILL_CLASSIFIED


def _reason_holds(reason: str, firing: Firing) -> bool:
    """Say whether a reason fits the record's age: 1.4 up to 25 years, 25X after them."""
    late = LATE_REASON.fullmatch(reason)
    if firing.origin is None:
        return firing.by_reviewer or late is None
    if late:
        return _years_after(firing.origin, int(late["years"])) < firing.as_of
    return firing.by_reviewer or firing.as_of <= _years_after(firing.origin, 25)


def _years_after(date: dt.date, years: int) -> dt.date:
    """Give the last day of the year that many years later: when automatic declassification falls due."""
    return dt.date(min(date.year + years, dt.MAXYEAR), 12, 31)


def _controls(firing: Firing) -> tuple[str, ...]:
    """Name the controls that keep text from the audience.

    Text with no foreign-release decision is handled as NOFORN for a foreign audience (DOMAIN.md 4).
    """
    named = tuple(sorted(set(firing.controls) & _stated(firing.marking)))
    if named or firing.audience.kind is not AudienceKind.FOREIGN:
        return named or tuple(sorted(firing.controls))[:1]
    foreign = firing.marking.foreign
    if foreign is not None and foreign.release:
        return ("REL TO",)
    if foreign is not None and foreign.display:
        return ("DISPLAY ONLY",)
    return ("RELIDO",) if foreign is not None and foreign.relido else ("NOFORN",)


def _stated(marking: Marking) -> frozenset[str]:
    """Give the controls of a marking, NOFORN among them where it stands as a release mark."""
    noforn = frozenset({"NOFORN"}) if marking.foreign == Foreign() else frozenset[str]()
    return marking.controls | noforn
