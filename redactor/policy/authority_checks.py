"""What a policy may name as a ground at all: the combinations that are not lawful are faults of the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from redactor.model import Audience, AudienceKind
from redactor.policy.authority_registry import LATE_REASON, YOUNG_PRIVILEGE, Row, registry
from redactor.policy.nodes import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Authority

SYSTEMATIC = "systematic"

# The exemption that rests on a statute, a treaty or an agreement, which must then be named.
_BY_STATUTE = frozenset({"25X9", "50X9", "75X9"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a policy says that decides which authorities it may use."""

    audience: Audience
    law_enforcement: bool = False
    described: bool = False


def check(authority: Authority, setting: Setting) -> Fault | None:
    """Say why this policy may not use the authority at all, or None."""
    row = registry().rows[authority.code]
    if row.lawful and not setting.audience.lawful:
        return Fault(
            "RP205",
            f"`{authority.code}` is an exemption by law and no ground for {describe_audience(setting.audience)}",
            "the grounds here are CLASS, SBU, DISSEM, SOURCE and PRIVACY",
        )
    if row.lawful and setting.audience.under not in row.under:
        return Fault(
            "RP224",
            f"`{row.code}` is no ground for {describe_audience(setting.audience)}",
            f"it is one under {' and '.join(row.under)}",
        )
    if row.part_needed and not authority.parts:
        return _part_missing(row)
    fault = _reasons(authority, setting) if row.part == "reason" else _privileges(authority, setting)
    return fault or _conditions(row, setting)


def _conditions(row: Row, setting: Setting) -> Fault | None:
    """Say which condition of the code the policy itself does not meet."""
    if "enforcement" in row.when and not setting.law_enforcement:
        return Fault(
            "RP209",
            f"`{row.code}` needs records compiled for law enforcement",
            "add `law_enforcement: yes` to the policy if they are",
        )
    if "described" in row.when and not setting.described:
        return Fault("RP220", f"`{row.code}` needs a scope note", "add `describe:` to the rule")
    return None


def _reasons(authority: Authority, setting: Setting) -> Fault | None:
    """Say which reasons cannot hold together, or not for this audience.

    A reason of 1.4 holds in a record's first 25 years, a late one after them.
    """
    late = [part for part in authority.parts if LATE_REASON.fullmatch(part)]
    early = [part for part in authority.parts if part not in late]
    if setting.audience.under == SYSTEMATIC and early:
        return Fault(
            "RP225",
            f"`{early[0]}` does not hold for records under systematic review: they are 25 years old",
            "name the exemption that holds after 25 years, as `B1 25X6`",
        )
    if late and early:
        return Fault(
            "RP226",
            f"`{early[0]}` and `{late[0]}` never hold for one record",
            "name them in two authorities: the record's age decides which one counts",
        )
    if _BY_STATUTE.intersection(late) and not setting.described:
        return Fault(
            "RP227",
            f"`{late[0]}` rests on a statute, a treaty or an agreement, and none is named",
            "add `describe:` with its name to the rule",
        )
    return None


def _privileges(authority: Authority, setting: Setting) -> Fault | None:
    """Say that the deliberative process is privileged no longer in records under systematic review."""
    if setting.audience.under == SYSTEMATIC and authority.parts == (YOUNG_PRIVILEGE,):
        return Fault(
            "RP225",
            "`B5 deliberative` does not hold for records under systematic review: they are 25 years old",
            "name another exemption, or write `do: hold`",
        )
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
