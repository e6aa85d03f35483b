"""What verify says: six levels, each passed, failed or not run, and every failure by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping


class Level(StrEnum):
    """What is proved, in the order in which each rests on the ones before."""

    INTEGRITY = "integrity"
    COMPLETENESS = "public completeness"
    CUSTODY = "custody"
    REPLAY = "policy replay"
    LEAK = "leak"
    APPEND_ONLY = "append-only"


class State(StrEnum):
    """How a level ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


class Kind(StrEnum):
    """What is wrong, closed; `unreadable` is the one that says nothing of the files themselves."""

    MISSING = "missing"
    EXTRA = "extra"
    MOVED = "moved"
    TRUNCATED = "truncated"
    ALTERED = "altered"
    REORDERED = "reordered"
    DUPLICATED = "duplicated"
    WRONG_KEY = "wrong_key"
    STALE_CHECKPOINT = "stale_checkpoint"
    POLICY = "policy"
    TOOL = "tool"
    LEAK = "leak"
    UNREADABLE = "unreadable"


CODES: Mapping[Kind, ExitCode] = MappingProxyType(
    {
        Kind.MISSING: ExitCode.INCOMPLETE,
        Kind.EXTRA: ExitCode.INCOMPLETE,
        Kind.MOVED: ExitCode.TAMPERED,
        Kind.TRUNCATED: ExitCode.TAMPERED,
        Kind.ALTERED: ExitCode.TAMPERED,
        Kind.REORDERED: ExitCode.TAMPERED,
        Kind.DUPLICATED: ExitCode.TAMPERED,
        Kind.WRONG_KEY: ExitCode.TAMPERED,
        Kind.STALE_CHECKPOINT: ExitCode.INCOMPLETE,
        Kind.POLICY: ExitCode.MISMATCH,
        Kind.TOOL: ExitCode.MISMATCH,
        Kind.LEAK: ExitCode.LEAK,
        Kind.UNREADABLE: ExitCode.REFUSED,
    }
)
# Tampering outranks all: a changed byte is never reported as something milder that follows from it.
_WORST_FIRST = (
    ExitCode.TAMPERED,
    ExitCode.LEAK,
    ExitCode.MISMATCH,
    ExitCode.INCOMPLETE,
    ExitCode.REFUSED,
    ExitCode.DONE,
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that is wrong: where (a file, a line, a document), and what, in our own words."""

    level: Level
    kind: Kind
    where: str
    what: str
    code: ExitCode


def failure(level: Level, kind: Kind, where: str, what: str, code: ExitCode | None = None) -> Failure:
    """Name a failure; its exit code follows from its kind unless the place makes it graver or milder."""
    return Failure(level, kind, where, what, CODES[kind] if code is None else code)


@dataclass(frozen=True, slots=True)
class LevelResult:
    """How one level ended; `why` says what was checked, or why nothing was."""

    level: Level
    state: State
    why: str
    failures: tuple[Failure, ...] = ()


def ended(level: Level, failures: list[Failure], why: str) -> LevelResult:
    """Give a level that ran: it passed exactly where nothing failed."""
    return LevelResult(level, State.FAILED if failures else State.PASSED, why, tuple(failures))


def numbered(number: int, noun: str) -> str:
    """Write a number with its noun: `1 line`, `2 lines`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def not_run(level: Level, why: str) -> LevelResult:
    """Give a level that did not run."""
    return LevelResult(level, State.NOT_RUN, why)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """The whole answer."""

    target: str
    levels: tuple[LevelResult, ...]
    documents: int
    lines: int

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Give every failure, level by level."""
        return tuple(failure for result in self.levels for failure in result.failures)

    @property
    def exit_code(self) -> ExitCode:
        """Give the worst code of all failures; 0 where there is none."""
        codes = {failure.code for failure in self.failures} | {ExitCode.DONE}
        return next(code for code in _WORST_FIRST if code in codes)
