"""What a run is asked for, and what it gives back for each input."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import audit, files
from redactor.errors import ExitCode, UsageError
from redactor.pipeline.tables import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from redactor.errors import RedactorError
    from redactor.model import Release, Verdict
    from redactor.pipeline.decisions import Stale
    from redactor.pipeline.told import Told

# Reproducible builds set this to fix every clock; one run line is the only place that has a time.
EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What the user asked for; `out` is `-` for standard output, `as_of` None for today (UTC).

    `text_column` names the column of a table that holds the text, None for the usual names. `tree` asks for
    an output in folders by document id. `jobs` is how many documents are worked on at a time, `engine` where,
    `scheduler` the address of its cluster (None: one of its own): none of them changes a byte.
    `protect_list` names persons whom every document protects.
    `shard` (i, n) does the i-th of n parts; `secret` is a file with the custody secret that all parts share.
    """

    policy: str
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    out: Path | None = None
    custody: Path | None = None
    audit: Path | None = None
    as_of: dt.date | None = None
    decisions: Path | None = None
    nlp: str | None = None
    formats: tuple[str, ...] = ("text",)
    check: bool = False
    supersede: bool = False
    resume: bool = False
    unproved: bool = False
    max_bytes: int = files.INPUT_LIMIT
    codec: str = "utf-8"
    now: dt.datetime | None = None
    text_column: str | None = None
    sign: Path | None = None
    tree: bool = False
    jobs: int = 1
    engine: str = "local"
    shard: tuple[int, int] | None = None
    secret: Path | None = None
    scheduler: str | None = None
    protect_list: Path | None = None

    @property
    def reading(self) -> Reading:
        """Say how tables are read."""
        return Reading(self.text_column, self.max_bytes, self.codec)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one input: what is told of its release and where it lies, or the error that stopped it.

    `before` says that an earlier run, or an input of the same bytes, had settled it already. `release` and
    `verdict` are there only where they were computed in this process.
    """

    source: str
    exit_code: ExitCode
    document: str | None = None
    told: Told | None = None
    path: Path | None = None
    error: RedactorError | None = None
    before: bool = False
    release: Release | None = field(default=None, repr=False)
    verdict: Verdict | None = field(default=None, repr=False)

    @property
    def stale(self) -> tuple[Stale, ...]:
        """Give the reviewer's decisions that opened nothing."""
        return () if self.told is None else self.told.stale


def clock() -> audit.Clock:
    """Give what tells the time: the system, or the fixed moment that the environment sets."""
    epoch = os.environ.get(EPOCH)
    if epoch is None:
        return audit.utc_now
    try:
        fixed = dt.datetime.fromtimestamp(int(epoch), dt.UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{EPOCH} must be a number of seconds since 1970") from None
    return lambda: fixed


def clock_of(request: RunRequest) -> audit.Clock:
    """Give the clock of a run: the moment that its request fixes, else `clock`."""
    now = request.now
    return clock() if now is None else lambda: now


def portable(request: RunRequest) -> RunRequest:
    """Give a request that can be sent to another process: a proxy of a mapping cannot."""
    return replace(request, settings=dict(request.settings))
