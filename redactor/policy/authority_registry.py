"""The registry of authorities that ships with redactor: data/authorities.toml, typed."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.files import package_data
from redactor.markings import vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

FROM_CABLE = "from-cable"

# An exemption that is reached 25, 50 or 75 years after the record's date.
# matches `25X1`, `50X1-HUM`; not `1.4(d)`, `X1`.
LATE_REASON = re.compile(
    r"""
    (?P<years> 25 | 50 | 75 )
    X
    (?P<category> [1-9] )
    (?: -HUM | -WMD )?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the registry: a code, its parts and its conditions."""

    code: str
    title: str
    lawful: bool
    part: str
    part_needed: bool
    when: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Registry:
    """All authorities by code, and the closed vocabularies of their parts (part -> title)."""

    rows: Mapping[str, Row]
    parts: Mapping[str, Mapping[str, str]]


@functools.cache
def registry() -> Registry:
    """Read the registry that ships with redactor."""
    raw = tomllib.loads(package_data("authorities.toml"))
    rows = {
        row["code"]: Row(
            row["code"],
            row["title"],
            row["ground"] == "law",
            row["part"],
            row["part_needed"],
            tuple(row["when"]),
            row["source"],
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
