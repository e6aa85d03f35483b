"""The recognisers, for people and for programs: what each finds, and who wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor import detect
from redactor.detect import about
from redactor.errors import UsageError
from redactor.report.screen import table, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADER = ("name", "by", "finds")


@dataclass(frozen=True, slots=True)
class Described:
    """One recogniser: its stable id, `redactor` or `presidio`, what it finds in a sentence.

    Ours have an example, the codes of their evidence, and the values of a policy's `detect` that ask them.
    """

    name: str
    by: str
    finds: str
    example: str = ""
    evidence: tuple[str, ...] = ("pattern",)
    profiles: tuple[str, ...] = about.EVERY


def described(nlp: str | None = None) -> tuple[Described, ...]:
    """Describe every recogniser that a run would ask, rules first, in the order they are asked."""
    rules = [Described(one.id, "redactor", one.finds, one.example, one.evidence) for one in about.abouts()]
    guests = detect.guests(detect.load(nlp))
    return (*rules, *(Described(name, "presidio", ", ".join(found)) for name, found in guests))


def to_text(found: Sequence[Described]) -> str:
    """Lay the recognisers out as a table."""
    return table(_HEADER, ((one.name, one.by, one.finds) for one in found))


def one_text(one: Described, identity: Sequence[tuple[str, str, str]]) -> str:
    """Tell one recogniser in full, with the versions that its findings depend on."""
    versions = "".join(f"  {visible(name)} {visible(version)}\n" for name, version, _ in identity)
    example = f"  for example: {visible(one.example)}\n" if one.example else ""
    told = f"  evidence: {', '.join(one.evidence)}\n  asked by `detect:` {', '.join(one.profiles)}\n"
    return f"{one.name}, by {one.by}\n  {visible(one.finds)}\n{example}{told}findings depend on\n{versions}"


def pick(found: Sequence[Described], name: str) -> Described:
    """Give the recogniser of that name; raises UsageError."""
    for one in found:
        if one.name == name:
            return one
    raise UsageError(f"there is no recogniser `{name}`", help="`redactor detectors list` shows their names")


def to_json(found: Sequence[Described], identity: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Give the recognisers, and the versions that findings depend on, as plain values."""
    return {
        "depends_on": [
            {"name": name, "sha256": digest, "version": version} for name, version, digest in identity
        ],
        "document": "redactor-detectors",
        "recognisers": [_plain(one) for one in found],
        "version": 1,
    }


def _plain(one: Described) -> dict[str, Any]:
    return {
        "by": one.by,
        "evidence": list(one.evidence),
        "example": one.example,
        "finds": one.finds,
        "name": one.name,
        "profiles": list(one.profiles),
    }
