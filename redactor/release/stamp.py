"""The lines that we write on a copy: stamp, struck banner, and the closed grammar that they keep to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from redactor import files
from redactor.model import AudienceKind, ReleaseState
from redactor.release.pieces import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Audience, Authority, Redaction, Verdict

HOLDER = "HOLDER"

# Codes of a stamp, as in "B1, 1.4(B), 1.4(D), B6". Matches "B3, FS ACT"; must not match "B1; B6".
CODES = r"[A-Z0-9][A-Z0-9.()/& -]*(?:,[ ][A-Z0-9][A-Z0-9.()/& -]*)*"

# Who a copy is for. Matches "GBR, FRA" and "STAFF SBU"; must not match "GBR\nFRA" or an empty name.
NAME = r"[A-Za-z0-9][A-Za-z0-9.()/&' -]*(?:,[ ][A-Za-z0-9][A-Za-z0-9.()/&' -]*)*"

# A banner. Matches "CONFIDENTIAL//NOFORN" and "LEVEL UNKNOWN"; must not match "CONFIDENTIAL NOFORN" or "(C)".
BANNER = r"""
    (?: LEVEL[ ]UNKNOWN
      | (?: AT[ ]LEAST[ ] )?
        (?: TOP[ ]SECRET | SECRET | CONFIDENTIAL | SENSITIVE[ ]BUT[ ]UNCLASSIFIED | UNCLASSIFIED )
        (?: // [A-Z0-9][A-Z0-9,-]* (?: [/ ] [A-Z0-9][A-Z0-9,-]* )* )*
    )
"""

# Every line that we may write, by kind. Each has a case of both sorts in the tests.
GRAMMAR = {
    "banner": re.compile(BANNER, re.VERBOSE),
    "stamp": re.compile(
        rf"""
          RELEASE[ ]IN[ ]FULL
        | RELEASE[ ]IN[ ]PART [ ] {CODES}
        | DENIED[ ]IN[ ]FULL [ ] {CODES}
        | DENIED:[ ]no[ ]portion[ ]is[ ]releasable[ ]to[ ] {NAME}
        | DRAFT[ ]-[ ] (?: 1[ ]item[ ]awaits | (?: [2-9] | [1-9][0-9]+ ) [ ]items[ ]await ) [ ]review
        | Extract[ ]for[ ] {NAME}
        | EXTRACT:[ ] (?: 1[ ]item | (?: [2-9] | [1-9][0-9]+ ) [ ]items ) [ ]removed
        """,
        re.VERBOSE,
    ),
    "struck": re.compile(rf"\(was:[ ] {BANNER} ,[ ]struck\)", re.VERBOSE),
    "blank": re.compile(""),
    "end": re.compile(""),
}


def keeps_grammar(kind: str, line: str) -> bool:
    """Say whether a line, without its line end, is one that we may write under this kind."""
    grammar = GRAMMAR.get(kind)
    return grammar is not None and grammar.fullmatch(line) is not None


def counted(redactions: Iterable[Redaction]) -> tuple[Redaction, ...]:
    """Give the removals that a stamp speaks of: furniture and re-marking count nowhere."""
    return tuple(redaction for redaction in redactions if redaction.decision.removal not in QUIET)


def held(redactions: Iterable[Redaction]) -> int:
    """Count the removals that await a person."""
    return sum(redaction.decision.hold for redaction in redactions)


def state(verdict: Verdict, redactions: tuple[Redaction, ...]) -> ReleaseState:
    """Give the state of the copy as a whole; whatever awaits a person makes it a draft."""
    if held(redactions):
        return ReleaseState.DRAFT
    if verdict.denied:
        return ReleaseState.DENIED
    return ReleaseState.PART if counted(redactions) else ReleaseState.FULL


def stamp(audience: Audience, reached: ReleaseState, redactions: tuple[Redaction, ...]) -> str:
    """Give the stamp line, empty where the holder's copy lacks nothing."""
    removed = counted(redactions)
    if reached is ReleaseState.DRAFT:
        count = held(redactions)
        return f"DRAFT - {'1 item awaits' if count == 1 else f'{count} items await'} review"
    if audience.kind is AudienceKind.PUBLIC:
        return _public(
            reached, codes(authority for item in removed for authority in item.decision.authorities)
        )
    if reached is ReleaseState.DENIED:
        return f"DENIED: no portion is releasable to {name(audience)}"
    if audience.kind is AudienceKind.HOLDER:
        items = "1 item" if len(removed) == 1 else f"{len(removed)} items"
        return f"EXTRACT: {items} removed" if removed else ""
    return f"Extract for {name(audience)}"


def _public(reached: ReleaseState, named: tuple[str, ...]) -> str:
    if reached is ReleaseState.FULL:
        return "RELEASE IN FULL"
    if reached is ReleaseState.DENIED and not named:
        return "DENIED: no portion is releasable to the public"
    words = "RELEASE IN PART" if reached is ReleaseState.PART else "DENIED IN FULL"
    return f"{words} {', '.join(named)}"


def name(audience: Audience) -> str:
    """Name the reader of a copy that is not public."""
    match audience.kind:
        case AudienceKind.FOREIGN:
            return ", ".join(audience.countries)
        case AudienceKind.AGENCY:
            return audience.name or "AGENCY"
        case AudienceKind.STAFF:
            return f"STAFF {audience.clearance.name}" if audience.clearance is not None else "STAFF"
        case AudienceKind.HOLDER:
            return HOLDER
        case AudienceKind.PUBLIC:
            return "the public"
        case _:
            assert_never(audience.kind)


@lru_cache(maxsize=1)
def _order() -> dict[str, int]:
    """Give each code's place in the registry of authorities."""
    rows = files.package_table("authorities.toml")["authority"]
    return {row["code"]: place for place, row in enumerate(rows)}


def codes(authorities: Iterable[Authority]) -> tuple[str, ...]:
    """Give the codes of a stamp in the registry's order, each with its reasons, statutes or controls.

    A privilege is told at the place of removal only.
    """
    parts: dict[str, set[str]] = {}
    for authority in authorities:
        told = () if authority.code == "B5" else authority.parts
        parts.setdefault(authority.code, set()).update(part.upper() for part in told)
    order = _order()
    ranked = sorted(parts, key=lambda code: (order.get(code, len(order)), code))
    return tuple(word for code in ranked for word in (code, *sorted(parts[code])))
