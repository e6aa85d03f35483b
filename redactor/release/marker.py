"""The closed grammar of markers: what stands in a release in place of removed text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import InternalError
from redactor.model import Action, Authority, Basis, RemovalKind

if TYPE_CHECKING:
    from redactor.model import Decision

REVIEW = "REVIEW"
"""Stands in a draft where the codes will stand: a person must decide first."""

WITHHELD = ("paragraph", "heading", "line", "table", "text")
REDACTED = ("text",)
LABELS = (
    "name", "place", "organization", "nationality", "date", "amount", "number", "contact", "address", "text",
)  # fmt: skip

# One code of the registry. Matches "B7A"; must not match "b6".
CODE = r"[A-Z][A-Z0-9]*"

# One part of a code: a reason, a statute, a control, a privilege. Blanks inside, no comma, no colon.
# Matches "1.4(b)", "50 U.S.C. 3024(i)", "CIA PERS/ORG"; must not match "1.4(b), 1.4(d)".
PART = r"[A-Za-z0-9][A-Za-z0-9.()/&-]*(?:[ ][A-Za-z0-9.()/&-]+)*"

# One authority: ", " parts two authorities, "," two parts of one, so that both can be told apart.
# Matches "B1 1.4(b),1.4(d)"; must not match "B1 1.4(b), 1.4(d)".
AUTHORITY = rf"{CODE}(?:[ ]{PART}(?:,{PART})*)?"

# The letter of a person within one release. Matches "person A", "person AB"; must not match "person a".
PSEUDONYM = r"person[ ][A-Z]{1,3}"

# A whole marker. Matches "[B1 1.4(b),1.4(d): paragraph, unmarked]" and "[REVIEW: name]"; must not match
# "[REDACTED 1.4(b)]", "[B6: 1 name: x]" or "(B6: name)".
MARKER = re.compile(
    rf"""
    \[
    (?P<codes> {AUTHORITY} (?: ,[ ]{AUTHORITY} )* )
    :[ ]
    (?P<what> [A-Za-z][A-Za-z./-]* (?: [ ][A-Za-z./-]+ )* )
    (?P<unmarked> ,[ ]unmarked )?
    \]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What a marker says: on which authorities, the kind of thing removed, whether its level is inherited.

    No authorities means that the removal awaits a person.
    """

    authorities: tuple[Authority, ...]
    what: str
    unmarked: bool = False

    @property
    def review(self) -> bool:
        """Say whether a person must decide first."""
        return not self.authorities

    def __str__(self) -> str:
        """Write it as it stands in a release."""
        codes = ", ".join(str(authority) for authority in self.authorities) or REVIEW
        return f"[{codes}: {self.what}{', unmarked' if self.unmarked else ''}]"


@lru_cache(maxsize=1)
def roles() -> frozenset[str]:
    """Give the closed list of role terms (data/roles.toml)."""
    rows = tomllib.loads(files.package_data("roles.toml"))["role"]
    return frozenset(row["term"] for row in rows)


def words(action: Action, *, hold: bool = False) -> frozenset[str]:
    """Give the words that may stand in the marker of a removal by `action`.

    Only reviewers see the marker of a held removal, so it may say what kind of thing awaits them.
    """
    if hold:
        return frozenset(WITHHELD + LABELS)
    match action:
        case Action.WITHHOLD:
            return frozenset(WITHHELD)
        case Action.REDACT:
            return frozenset(REDACTED)
        case Action.LABEL:
            return frozenset(LABELS)
        case Action.ROLE:
            return roles()
        case _:
            return frozenset()


def of(decision: Decision) -> Marker:
    """Give the marker of one removal; a word that would tell more than the action may becomes `text`.

    Raises InternalError where a settled removal has no authority or no word of the grammar.
    """
    what = decision.value if decision.action is Action.ROLE and not decision.hold else decision.what
    allowed = words(decision.action, hold=decision.hold)
    if what not in allowed:
        if "text" not in allowed:
            raise InternalError("a removal has no word in the grammar of markers")
        what = "text"
    if not decision.hold and not decision.authorities:
        raise InternalError("a settled removal has no authority")
    unmarked = decision.removal is RemovalKind.PORTION and decision.basis is Basis.INHERITED
    return Marker(() if decision.hold else decision.authorities, what, unmarked)


def read(text: str) -> Marker | None:
    """Read a whole marker back, or give None; `str` of the result is `text` again."""
    match = MARKER.fullmatch(text)
    if match is None:
        return None
    codes, what = match["codes"], match["what"]
    if what not in words_of_all() and re.fullmatch(PSEUDONYM, what) is None:
        return None
    authorities = () if codes == REVIEW else tuple(_authority(code) for code in codes.split(", "))
    if any(authority.code == REVIEW for authority in authorities):
        return None
    return Marker(authorities, what, match["unmarked"] is not None)


def words_of_all() -> frozenset[str]:
    """Give every word of the grammar, role terms included."""
    return frozenset(WITHHELD + LABELS) | roles()


def _authority(written: str) -> Authority:
    """Read one authority as `str` of it writes it."""
    code, _, parts = written.partition(" ")
    return Authority(code, tuple(parts.split(",")) if parts else ())


def read_replacement(text: str) -> Marker | None:
    """Read the marker of a replacement: one blank may part it from kept text on either side."""
    inner = text.removeprefix(" ").removesuffix(" ")
    return read(inner)
