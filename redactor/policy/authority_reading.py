"""Read an authority as policies, decisions and markers write it."""

from __future__ import annotations

import re

from redactor.model import Authority
from redactor.policy.authority_registry import (
    CITATION,
    FROM_CABLE,
    LATE_REASON,
    Row,
    control_names,
    registry,
)
from redactor.policy.nodes import Fault, shown, suggest

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

# A reason of the order of 1995 that was numbered 1.5; it means the same letter of 1.4.
# matches `1.5(d)`; not `1.4(d)`.
OLD_REASON = re.compile(
    r"""
    1\.5
    \( (?P<letter> [a-g] ) \)
    """,
    re.VERBOSE | re.IGNORECASE,
)


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
    if kind == "statute" and CITATION.fullmatch(part):
        return part
    folded = {known.casefold(): known for known in registry().parts[kind]}
    return folded.get(part.casefold().replace("work product", "work-product"))


def _read_reason(part: str) -> str | None:
    """Give a reason such as `1.4(d)`, `25X1` or `from-cable`, or None."""
    if part == FROM_CABLE:
        return part
    late = LATE_REASON.fullmatch(part.upper())
    if late:
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
