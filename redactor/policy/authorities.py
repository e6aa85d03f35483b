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
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from redactor.markings.types import Foreign, Marking, Status
from redactor.model import Audience, AudienceKind, Authority, Basis, EntityKind
from redactor.policy.authority_registry import FROM_CABLE, LATE_REASON, Row, control_names, registry
from redactor.policy.nodes import Fault, shown, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable

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

# What people write for a ground and is none; each with the reason it is not (DOMAIN.md 7).
_HANDLING_WORDS = (
    "LOU",
    "FOUO",
    "CUI",
    "NOFORN",
    "ORCON",
    "NODIS",
    "EXDIS",
    "STADIS",
    "LIMDIS",
    "U",
    "C",
    "S",
    "TS",
)

# Statuses at which nobody doubts that a classified record still is classified.
_STILL_CLASSIFIED = frozenset({Status.NOT_REACHED, Status.EXEMPT, Status.BLOCKED})

# A reason of the order of 1995 that was numbered 1.5; it means the same letter of 1.4.
# matches `1.5(d)`; not `1.4(d)`.
OLD_REASON = re.compile(
    r"""
    1\.5
    \( (?P<letter> [a-g] ) \)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a policy says that decides which authorities it may use."""

    audience: Audience
    law_enforcement: bool = False
    described: bool = False


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


# --- reading -------------------------------------------------------------------------------------


def parse_authority(text: str) -> Authority | Fault:
    """Read one authority as policies, decisions and markers write it."""
    words = " ".join(text.split())
    if words == FROM_CABLE:
        return Authority("B1", (FROM_CABLE,))
    code, _, rest = words.partition(" ")
    row = registry().rows.get(code)
    if row is None:
        return _unknown_code(code)
    parts = tuple(part.strip() for part in rest.split(",")) if rest else ()
    return _read_parts(row, parts)


def _unknown_code(code: str) -> Fault:
    """Say what stands in the place of a code."""
    if code.upper() in _HANDLING_WORDS:
        return Fault(
            "RP103",
            f"`{code}` is a marking and no authority",
            "write `CLASS`, `SBU` or `DISSEM` with the control; under a law name an exemption, as `B1 from-cable`",
        )
    return Fault("RP103", f"unknown authority `{shown(code)}`", suggest(code, tuple(registry().rows)))


def _read_parts(row: Row, parts: tuple[str, ...]) -> Authority | Fault:
    """Read what follows a code."""
    if not parts:
        return Authority(row.code)
    if row.part == "none":
        return Fault("RP104", f"`{row.code}` takes nothing after it", f"write `{row.code}`")
    read: list[str] = []
    for part in parts:
        known = _read_part(row.part, part)
        if known is None:
            return Fault("RP104", f"`{shown(part)}` is no {row.part} of {row.code}", _part_help(row, part))
        read.append(known)
    return Authority(row.code, tuple(dict.fromkeys(read)))


def _read_part(kind: str, part: str) -> str | None:
    """Give a part in the spelling of the registry, or None."""
    if kind == "control":
        return part.upper() if part.upper() in control_names() else None
    if kind == "reason":
        return _read_reason(part)
    folded = {known.casefold(): known for known in registry().parts[kind]}
    return folded.get(part.casefold().replace("work product", "work-product"))


def _read_reason(part: str) -> str | None:
    """Give a reason such as `1.4(d)`, `25X1` or `from-cable`, or None."""
    if part == FROM_CABLE:
        return part
    late = LATE_REASON.fullmatch(part.upper())
    if late and f"25X{late['category']}" in registry().parts["reason"]:
        return part.upper()
    return part.lower() if part.lower() in registry().parts["reason"] else None


def _part_help(row: Row, part: str) -> str:
    """Say what to write after a code."""
    old = OLD_REASON.fullmatch(part)
    if old:
        return f"the order of 2009 numbers it 1.4: write `{row.code} 1.4({old['letter'].lower()})`"
    if row.part == "control":
        return suggest(part, control_names()) or f"write the control's name, as `{row.code} NOFORN`"
    choices = tuple(registry().parts[row.part])
    return suggest(part, choices) or f"one of {', '.join(choices)}"


# --- checking at load ----------------------------------------------------------------------------


def check(authority: Authority, setting: Setting) -> Fault | None:
    """Say why this policy may not use the authority at all, or None."""
    row = registry().rows[authority.code]
    if row.lawful and not setting.audience.lawful:
        return Fault(
            "RP205",
            f"`{authority.code}` is an exemption by law and no ground for {describe_audience(setting.audience)}",
            "the grounds here are CLASS, SBU, DISSEM, SOURCE and PRIVACY",
        )
    if row.part_needed and not authority.parts:
        return _part_missing(row)
    if "enforcement" in row.when and not setting.law_enforcement:
        return Fault(
            "RP209",
            f"`{row.code}` needs records compiled for law enforcement",
            "add `law_enforcement: yes` to the policy if they are",
        )
    if "described" in row.when and not setting.described:
        return Fault("RP220", f"`{row.code}` needs a scope note", "add `describe:` to the rule")
    return None


def _part_missing(row: Row) -> Fault:
    """Say what a bare code lacks."""
    if row.part == "reason":
        return Fault(
            "RP206", "`B1` needs a reason", "write `B1 1.4(d)`, or `B1 from-cable` for the cable's own"
        )
    if row.part == "statute":
        return Fault(
            "RP208", "`B3` needs its statute", "write `B3 INA`, or another of `docs/reference/authorities.md`"
        )
    return Fault(
        "RP208",
        f"`{row.code}` needs its {row.part}",
        f"write `{row.code} {next(iter(registry().parts[row.part]))}`",
    )


def lacks_ground(authorities: Iterable[Authority], setting: Setting) -> Fault | None:
    """Say that a lawful removal names no ground in law, or None; agreed grounds may stand beside one."""
    codes = tuple(authority.code for authority in authorities)
    if not setting.audience.lawful or any(registry().rows[code].lawful for code in codes):
        return None
    return Fault(
        "RP204",
        f"{' and '.join(f'`{code}`' for code in codes)} is no ground in law to withhold from the public",
        "name an exemption, such as `B1 from-cable` or `B5 deliberative`, or write `do: hold`",
    )


def describe_audience(audience: Audience) -> str:
    """Name an audience as a phrase of a message."""
    match audience.kind:
        case AudienceKind.PUBLIC:
            return f"a public release under {audience.under}"
        case AudienceKind.FOREIGN:
            return "a foreign government"
        case AudienceKind.AGENCY:
            return "another agency"
        case AudienceKind.STAFF:
            return "staff"
        case AudienceKind.HOLDER:
            return "the holder"
        case _:
            assert_never(audience.kind)


# --- resolving when a rule fires -----------------------------------------------------------------


def resolve(authority: Authority, firing: Firing) -> Authority | None:
    """Give the authority with the parts it has here, or None where it is not certainly a ground."""
    row = registry().rows[authority.code]
    if row.lawful != firing.audience.lawful:
        return None
    if "enforcement" in row.when and not firing.law_enforcement:
        return None
    if "person" in row.when and not (firing.by_reviewer or firing.entity in PERSONAL):
        return None
    if row.part == "reason":
        return _resolve_reasons(authority, firing)
    if row.part == "control":
        return authority if authority.parts else Authority(authority.code, _controls(firing))
    return authority if authority.parts or not row.part_needed else None


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
