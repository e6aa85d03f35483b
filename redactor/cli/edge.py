"""The one place where a failure becomes a line on stderr and an exit code."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
import traceback
from typing import TYPE_CHECKING, Any

from typer import Exit
from typer.core import TyperGroup

from redactor.errors import ExitCode, PolicyError, RedactorError, WriteError
from redactor.files import interrupts
from redactor.files.streams import fill_streams

if TYPE_CHECKING:
    from typer._click.core import Context  # typer gives its own commands this one, and names it nowhere

# What the system says when a standard stream takes no more, or was closed; a file of ours gives a WriteError
# long before.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})


class Edge(TyperGroup):
    """The root command: whatever a verb raises ends here as an exit code.

    Code 1 stays ours: typer and Python would give it to any failure that nobody expected.
    """

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program; output that cannot be written, help included, is 7 and no traceback."""
        fill_streams()
        try:
            try:
                with interrupts.orderly():
                    return super().main(*args, **kwargs)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            _silence()
            sys.exit(ExitCode.WRITE)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            with contextlib.suppress(OSError):  # it may be standard error that takes no more
                tell(WriteError(f"standard output: could not be written: {os.strerror(error.errno)}"))
            _silence()
            sys.exit(ExitCode.WRITE)

    def invoke(self, ctx: Context) -> Any:
        """Run the verb; the sentence of an error of ours is shown, of any other only its type."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except RedactorError as error:
            tell(error)
            raise Exit(error.exit_code) from None
        except BrokenPipeError:
            _silence()
            raise Exit(ExitCode.WRITE) from None
        except Exception as error:
            if _is_typers(error):
                raise _in_plain_words(error) from None
            if isinstance(error, OSError) and error.errno in _FULL:
                raise
            tell_unexpected(error, debug=bool(ctx.params.get("debug")))
            raise Exit(ExitCode.INTERNAL) from None
        return result


def tell(error: RedactorError, source: str = "") -> None:
    """Write an error's sentence, or its diagnostics with their carets, and what to do next."""
    sys.stderr.write(describe(error, source))


def describe(error: RedactorError, source: str = "") -> str:
    """Give the lines that tell an error, and the input it stands for; ends with a line end."""
    from redactor.report.screen import visible

    if isinstance(error, PolicyError) and error.diagnostics:
        from redactor.report import diagnostics

        return diagnostics.render_all(error.diagnostics, error.sources) + _total(error)
    place = f"{error.place.file}:{error.place.line}:{error.place.column}: " if error.place else ""
    if source and not place and not error.message.startswith(source):
        place = f"{source}: "
    lines = [f"redactor: error: {visible(place)}{visible(error.message)}"]
    if error.help:
        lines.append(f"  help: {visible(error.help)}")
    return "\n".join(lines) + "\n"


def _total(error: PolicyError) -> str:
    from redactor.report.screen import counted

    return f"redactor: error: {counted(len(error.diagnostics), 'fault')} found\n"


def tell_unexpected(error: BaseException, *, debug: bool) -> None:
    """Write the type of an error that must not happen: its message may hold text of a document."""
    sys.stderr.write(f"redactor: internal error: {type(error).__name__}\n")
    if debug:
        sys.stderr.write("".join(traceback.format_exception(error)))
    else:
        sys.stderr.write(
            "  help: this is a bug; `redactor --debug ...` shows where (it may show text of the cable)\n"
        )


def _is_typers(error: Exception) -> bool:
    """Say whether typer raised it to say that the command's words are off, or to leave."""
    return type(error).__module__.partition(".")[0] == "typer"


def _in_plain_words(error: Exception) -> Exception:
    """Take the name of a Python type off what typer says of a value: it tells a user nothing."""
    if isinstance(said := getattr(error, "message", None), str):
        error.message = said.removeprefix("Value error, ")  # type: ignore[attr-defined]  # a click exception has it
    return error


def _silence() -> None:
    """Point what is written nowhere, or Python's own flush at the end would complain, and give 120."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, io.UnsupportedOperation):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
