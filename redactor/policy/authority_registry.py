"""The registry of authorities that ships with redactor: data/authorities.toml, typed."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.files import package_table
from redactor.markings import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

FROM_CABLE = "from-cable"

# An exemption that holds after 25, 50 or 75 years from the record's date. After 50 years it is there for
# the identity of human sources and for weapons of mass destruction by itself (32 CFR 2001.26(b)).
# matches `25X1`, `50X1-HUM`, `75X6`; not `1.4(d)`, `X1`, `25X0`, `50X6-HUM`.
LATE_REASON = re.compile(
    r"""
    (?P<years> 25 | 50 | 75 )
    X
    (?P<category> [1-9] )
    (?: (?<=50X1) -HUM | (?<=50X2) -WMD )?
    """,
    re.VERBOSE,
)

# A statute that the registry does not hold, by its citation in the Code or among the public laws.
# matches `10 U.S.C. 130b`, `22 U.S.C. 2778(e)`, `Public Law 99-99 sec. 505`; not `10 USC 130b`, `the tax code`.
CITATION = re.compile(
    r"""
      [1-9][0-9]? [ ] U\.S\.C\. [ ] [0-9]{1,5}[a-z]{0,3} (?: -[0-9]{1,3}[a-z]? )? (?: \([0-9A-Za-z]{1,4}\) )*
    | Public[ ]Law [ ] [0-9]{2,3}-[0-9]{1,4} [ ] sec\. [ ] [0-9]{1,5}[a-z]? (?: \([0-9A-Za-z]{1,4}\) )*
    """,
    re.VERBOSE,
)

YOUNG_PRIVILEGE = "deliberative"
"""The one privilege that ends when a record is 25 years old (5 U.S.C. 552(b)(5))."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the registry: a code, its parts and its conditions.

    `under` are the laws that it is a ground under. `harm` says that it is discretionary: who withholds on
    it must foresee a harm (5 U.S.C. 552(a)(8)(A)), where B1 and B3 leave no choice.
    """

    code: str
    title: str
    lawful: bool
    part: str
    part_needed: bool
    when: tuple[str, ...]
    source: str
    under: tuple[str, ...] = ()
    harm: bool = False


@dataclass(frozen=True, slots=True)
class Registry:
    """All authorities by code, and the closed vocabularies of their parts (part -> title)."""

    rows: Mapping[str, Row]
    parts: Mapping[str, Mapping[str, str]]


@functools.cache
def registry() -> Registry:
    """Read the registry that ships with redactor."""
    raw = package_table("authorities.toml")
    rows = {
        row["code"]: Row(
            row["code"],
            row["title"],
            row["ground"] == "law",
            row["part"],
            row["part_needed"],
            tuple(row["when"]),
            row["source"],
            tuple(row.get("under", ())),
            row.get("harm", False),
        )
        for row in raw["authority"]
    }
    parts = {
        kind: {row["part"]: row["title"] for row in raw[kind]} for kind in ("reason", "statute", "privilege")
    }
    return Registry(rows, parts)


@functools.cache
def control_names() -> tuple[str, ...]:
    """Give the names by which a rule or a ground may call a control: the vocabulary's and the release marks'."""
    return tuple(sorted({*vocabulary.controls(), "NOFORN", "RELIDO", "REL TO", "DISPLAY ONLY", "FGI", "SCI"}))
