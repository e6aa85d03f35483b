"""Every way a run can fail, as a type that knows its exit code and never holds document text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class ExitCode(IntEnum):
    """What the process tells its caller; the table stands in docs/reference/exit-codes.md."""

    DONE = 0
    DIFFERS = 1
    USAGE = 2
    REFUSED = 3
    POLICY = 4
    PERSON = 5
    GUARD = 6
    WRITE = 7
    TAMPERED = 10
    INCOMPLETE = 11
    MISMATCH = 12
    LEAK = 13
    INTERNAL = 70
    INTERRUPTED = 130


# A batch exits with the first of these that any of its files gave.
WORST_FIRST = (
    ExitCode.INTERNAL,
    ExitCode.WRITE,
    ExitCode.GUARD,
    ExitCode.POLICY,
    ExitCode.REFUSED,
    ExitCode.PERSON,
    ExitCode.DIFFERS,
    ExitCode.DONE,
)


def worst(codes: list[ExitCode]) -> ExitCode:
    """Give the code that speaks for a batch; nothing done is DONE.

    A code that no file should give (wrong usage) speaks where no file did worse than differ.
    """
    known = min((code for code in codes if code in WORST_FIRST), key=WORST_FIRST.index, default=ExitCode.DONE)
    strange = [code for code in codes if code not in WORST_FIRST]
    return strange[0] if strange and known in {ExitCode.DONE, ExitCode.DIFFERS} else known


class Refusal(StrEnum):
    """Why a document that was read gave no release; written in the audit's refusal line."""

    DECODE = "decode"
    PARSE = "parse"
    LIMITS = "limits"
    DETECTOR = "detector"
    GUARD = "guard"
    REFERRAL = "referral"
    POLICY = "policy"
    IO = "io"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file the user wrote; line and column start at 1, width counts code points."""

    file: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing wrong with a file the user wrote, and what to type instead.

    `example` are lines in which an imaginary text shows what is wrong; they hold nothing of a document.
    """

    code: str
    message: str
    place: Place | None = None
    label: str = ""
    help: str = ""
    second: Place | None = None
    second_label: str = ""
    severity: str = "error"
    example: tuple[str, ...] = ()


class RedactorError(Exception):
    """Base of everything this package raises on purpose.

    `message` is one sentence in our own words: it never repeats text of a document.
    """

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, *, help: str = "", place: Place | None = None) -> None:  # noqa: A002 - the word the user sees
        super().__init__(message)
        self.message = message
        self.help = help
        self.place = place

    def __reduce__(self) -> tuple[Callable[..., RedactorError], tuple[object, ...]]:
        """Travel between processes by what we wrote alone: no cause, no traceback."""
        return _again, (type(self), self.args, self.__dict__.copy())


def _again(kind: type[RedactorError], args: tuple[object, ...], fields: dict[str, object]) -> RedactorError:
    """Make an error anew that another process raised."""
    made = kind.__new__(kind, *args)
    made.__dict__.update(fields)
    return made


class UsageError(RedactorError):
    """The command's words are off."""

    exit_code = ExitCode.USAGE


class InputRefusedError(RedactorError):
    """A document was refused: unreadable, not a cable, over a limit, or its detector failed."""

    exit_code = ExitCode.REFUSED

    def __init__(self, reason: Refusal, message: str, *, help: str = "") -> None:  # noqa: A002 - the word the user sees
        super().__init__(message, help=help)
        self.reason = reason


class ReferralError(InputRefusedError):
    """A hard stop stands in the document: a person must record the referral's result first."""

    exit_code = ExitCode.PERSON

    def __init__(self, message: str, *, help: str = "") -> None:  # noqa: A002 - the word the user sees
        super().__init__(Refusal.REFERRAL, message, help=help)


class PolicyError(RedactorError):
    """A policy, list or decisions file is not valid; holds every diagnostic found."""

    exit_code = ExitCode.POLICY

    def __init__(self, diagnostics: tuple[Diagnostic, ...], sources: Mapping[str, str] | None = None) -> None:
        """Keep the diagnostics, and the texts of the files their places point into."""
        super().__init__(diagnostics[0].message if diagnostics else "the policy is not valid")
        self.diagnostics = diagnostics
        self.sources = dict(sources or {})


class GuardError(RedactorError):
    """A guard refused the finished release; nothing was written."""

    exit_code = ExitCode.GUARD

    def __init__(self, guard: str, message: str) -> None:
        super().__init__(message)
        self.guard = guard


class WriteError(RedactorError):
    """Something could not be written: disk, lock, permission, or the output is an input."""

    exit_code = ExitCode.WRITE


class InternalError(RedactorError):
    """A state that must not exist; always a bug of ours."""


class UnexpectedError(InternalError):
    """An error that nobody expected, while one document was worked on: its type is all that is told."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            f"internal error: {type(error).__name__}",
            help="this is a bug; `redactor --debug redact` on that document alone shows where",
        )
