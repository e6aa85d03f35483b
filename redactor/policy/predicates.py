"""Predicates: tests in Python that an installed package registers, and that a policy names.

A policy file never holds code. A package offers a predicate as an entry point of the group
`redactor.predicates`; it is imported only when a policy names it, and by its name alone. To the prover
each is one opaque answer.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from redactor.files import INPUT_LIMIT, try_read
from redactor.markings import Truth
from redactor.policy.conditions import every_matcher

if TYPE_CHECKING:
    import datetime as dt

    from redactor.model import EntityKind, Policy, SectionKind

GROUP = "redactor.predicates"
PREDICATE = "predicate"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a predicate is asked about: the text of a portion, or of a finding where `entity` says its kind."""

    text: str = field(repr=False)
    section: SectionKind
    date: dt.date | None
    entity: EntityKind | None = None


@runtime_checkable
class Predicate(Protocol):
    """A test that a package registers. It is pure: the same question has the same answer.

    `version` is raised whenever an answer changes: it stands in the audit log. `doc` says in a line
    what it asks. `of_finding` says that it is asked of findings only.
    """

    version: str
    doc: str
    of_finding: bool

    def __call__(self, asked: Asked, /) -> Truth:
        """Give YES or NO where that is certain, UNKNOWN where it is not."""


def registered() -> tuple[str, ...]:
    """Give the names of all predicates that installed packages offer; imports none of them."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


@cache
def find(name: str) -> Predicate | None:
    """Import the predicate of this name, or give None.

    None too where two packages offer the name, where its import fails, or where it is no predicate.
    """
    points = tuple(entry_points(group=GROUP, name=name))
    return _loaded(points[0]) if len(points) == 1 else None


def _loaded(point: EntryPoint) -> Predicate | None:
    try:
        made: object = point.load()
    except Exception:  # noqa: BLE001 - whatever a package does at import, the policy is refused, not crashed
        return None
    if not isinstance(made, Predicate):
        return None
    described: tuple[object, ...] = (made.version, made.doc, made.of_finding)
    return made if tuple(map(type, described)) == (str, str, bool) else None


def identity(policy: Policy) -> tuple[tuple[str, str, str], ...]:
    """Give name, version and the digest of its source file for each predicate that a policy names.

    They stand in the log beside the detectors: both are code that looks at the text.
    """
    conditions = (part for rule in policy.rules for part in (rule.when, rule.unless) if part is not None)
    matchers = (matcher for condition in conditions for matcher in every_matcher(condition))
    names = sorted({matcher.values[0] for matcher in matchers if matcher.name == PREDICATE})
    found = ((name, find(name)) for name in names)
    return tuple((name, one.version, _digest(one)) for name, one in found if one is not None)


def _digest(predicate: Predicate) -> str:
    """Give the digest of the file that defines a predicate, of nothing where there is none."""
    kind = predicate if hasattr(predicate, "__name__") else type(predicate)
    path = getattr(sys.modules.get(kind.__module__), "__file__", None)
    data = try_read(Path(path), limit=INPUT_LIMIT) if path else b""
    return hashlib.sha256(data if isinstance(data, bytes) else b"").hexdigest()


def ask(predicate: Predicate, asked: Asked) -> Truth:
    """Give the predicate's answer; UNKNOWN where it fails or answers with anything but a Truth."""
    try:
        answer: object = predicate(asked)
    except Exception:  # noqa: BLE001 - a matcher that fails is unknown, never an open door; its words are not repeated
        return Truth.UNKNOWN
    return answer if isinstance(answer, Truth) else Truth.UNKNOWN
