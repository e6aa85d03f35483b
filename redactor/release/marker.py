"""The closed grammar of markers: what stands in a release in place of removed text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import InternalError
from redactor.model import Action, Authority, Basis, RemovalKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.model import Decision

REVIEW = "REVIEW"
"""Stands in a draft where the codes will stand: a person must decide first."""

WITHHELD = ("paragraph", "heading", "line", "table", "text")
REDACTED = ("text",)
VALUED = frozenset({Action.ROLE, Action.PSEUDONYM, Action.GENERALIZE, Action.MASK})
"""Actions whose markers show a value in place of a word for the kind of thing."""

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

# What is left of a date. Matches "2007" and "June 2007"; must not match "18 June 2007" or "1007".
DATE = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)[ ])?"
    r"(?:1[89]|20)[0-9]{2}"
)

# What is left of a number. Matches "ending 4711" and "ending 7K"; must not match "ending 04711" or "ending ab".
TAIL = r"ending[ ][0-9A-Z]{1,4}"

# A whole marker. Matches "[B1 1.4(b),1.4(d): paragraph, unmarked]" and "[REVIEW: name]"; must not match
# "[REDACTED 1.4(b)]", "[B6: 1 name: x]" or "(B6: name)". Which words may stand in it, `allows` says.
MARKER = re.compile(
    rf"""
    \[
    (?P<codes> {AUTHORITY} (?: ,[ ]{AUTHORITY} )* )
    :[ ]
    (?P<what> [A-Za-z0-9][A-Za-z0-9./'-]* (?: [ ][A-Za-z0-9./'-]+ )* )
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
    rows = files.package_table("roles.toml")["role"]
    return frozenset(row["term"] for row in rows)


@lru_cache(maxsize=1)
def coarse_terms() -> frozenset[str]:
    """Give the closed lists of what `generalize` shows: countries, kinds of body, bands of amounts."""
    table = files.package_table("coarse.toml")
    countries = files.package_table("places.toml")["country"]
    terms = (row["term"] for rows in table.values() for row in rows)
    return frozenset(terms) | frozenset(row["names"][0] for row in countries)


_PATTERNS = {Action.PSEUDONYM: PSEUDONYM, Action.GENERALIZE: DATE, Action.MASK: TAIL}
"""What an action's values look like beside the words of its list."""


def allows(action: Action, what: str, *, hold: bool = False) -> bool:
    """Say whether these words may stand in the marker of a removal by `action`."""
    pattern = None if hold else _PATTERNS.get(action)
    return what in words(action, hold=hold) or (
        pattern is not None and re.fullmatch(pattern, what) is not None
    )


def words(action: Action, *, hold: bool = False) -> frozenset[str]:
    """Give the words that may stand in the marker of a removal by `action`.

    Only reviewers see the marker of a held removal, so it may say what kind of thing awaits them.
    """
    if hold:
        return frozenset(WITHHELD + LABELS)
    return _words().get(action, frozenset())


@lru_cache(maxsize=1)
def _words() -> Mapping[Action, frozenset[str]]:
    """Give the words of each action that has a list of them."""
    return {
        Action.WITHHOLD: frozenset(WITHHELD),
        Action.REDACT: frozenset(REDACTED),
        Action.LABEL: frozenset(LABELS),
        Action.ROLE: roles(),
        Action.GENERALIZE: coarse_terms(),
    }


def of(decision: Decision) -> Marker:
    """Give the marker of one removal; a word that would tell more than the action may becomes `text`.

    Raises InternalError where a settled removal has no authority or no word of the grammar.
    """
    what = decision.value if decision.action in VALUED and not decision.hold else decision.what
    if not allows(decision.action, what, hold=decision.hold):
        if not allows(decision.action, "text", hold=decision.hold):
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
    if what not in words_of_all() and not any(re.fullmatch(form, what) for form in _PATTERNS.values()):
        return None
    authorities = () if codes == REVIEW else tuple(_authority(code) for code in codes.split(", "))
    if any(authority.code == REVIEW for authority in authorities):
        return None
    return Marker(authorities, what, match["unmarked"] is not None)


def words_of_all() -> frozenset[str]:
    """Give every word of the grammar, the terms of its tables included."""
    return frozenset(WITHHELD + LABELS) | roles() | coarse_terms()


def _authority(written: str) -> Authority:
    """Read one authority as `str` of it writes it."""
    code, _, parts = written.partition(" ")
    return Authority(code, tuple(parts.split(",")) if parts else ())


def read_replacement(text: str) -> Marker | None:
    """Read the marker of a replacement: one blank may part it from kept text on either side."""
    inner = text.removeprefix(" ").removesuffix(" ")
    return read(inner)
