"""What is about to be written of one document, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.audit.ledger import Written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from redactor.audit.ledger import Entry
    from redactor.errors import RedactorError
    from redactor.model import AuditRecord


@dataclass(frozen=True, slots=True)
class Published:
    """A release that was recorded and written; `path` is None when it goes to standard output."""

    document: str
    path: Path | None
    draft: bool
    line: AuditRecord
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """What came of a parcel: the name that the log knows it by, its release, or what kept it from being written."""

    document: str
    release: Published | None = None
    error: RedactorError | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A document with its name: the line to write, or the one that stands and lacks its files alone.

    `files` are the release and its renderings by name, the text first; none for a refusal.
    """

    document: str
    line: Entry | Written
    files: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A document whose line stands."""

    planned: Planned
    written: Written


def recorded(planned: list[Planned], added: list[Written]) -> list[Recorded]:
    """Pair documents with their lines: those that were added, in order, and those that stood."""
    new = iter(added)
    return [Recorded(one, one.line if isinstance(one.line, Written) else next(new)) for one in planned]
