"""redactor review: what awaits a person, asked one by one on a terminal, else a decisions file to fill in."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from redactor.cli import options
from redactor.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.report.review import Draft

Folder = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder of `redactor redact`.")]
Ask = Annotated[
    bool | None,
    typer.Option(
        "--ask/--file",
        help="Ask for each decision here, or lay out a file. [default: --ask on a terminal]",
        show_default=False,
    ),
]


class Terminal:
    """A reviewer at a terminal."""

    def tell(self, text: str) -> None:
        """Show text."""
        sys.stdout.write(text)

    def ask(self, question: str) -> str:
        """Read one line; nobody there means that the reviewer left."""
        from redactor.report.walk import Left

        sys.stdout.write(question)
        sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            raise Left from None
        except UnicodeDecodeError:
            return ""
        if not line:
            raise Left
        return line.strip()


def command(
    out: Folder,
    custody: options.Custody = None,
    ask: Ask = None,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
) -> None:
    """Ask for a decision on all that is on hold in OUT, or lay out a file; exits 5 while something is open."""
    from redactor import audit
    from redactor.report import review
    from redactor.report.screen import as_document

    asking = _asks() if ask is None else ask
    if as_json and ask:
        raise UsageError("--ask and --json do not go together", help="leave one of the two")
    if show_text and (as_json or not asking):
        raise UsageError("--show-text is for --ask", help="a decisions file and JSON hold no text")
    found = review.drafts(out, custody)
    place = custody if custody is not None else audit.place.custody_of(out)
    if asking and not as_json and found:
        _walk(found, out, custody, place, show_text=show_text)
    else:
        laid = review.lay_out(found, place)
        sys.stdout.write(
            as_document(review.to_json(laid, out, custody)) if as_json else review.to_text(laid, out, custody)
        )
    raise typer.Exit(ExitCode.PERSON if found else ExitCode.DONE)


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _walk(found: "Sequence[Draft]", out: Path, custody: Path | None, place: Path, *, show_text: bool) -> None:
    """Ask for every decision, then say what to type."""
    from redactor import pipeline
    from redactor.report import review, walk
    from redactor.report.screen import visible

    def texts(draft: "Draft") -> "Mapping[int, str]":
        return review.texts_of(draft, place) if show_text else {}

    walk.walk(found, place, Terminal(), pipeline.clock()().date(), texts)
    for draft in found:
        path = place / review.file_of(draft)
        if path.is_file():
            sys.stdout.write(f"next: {visible(review.next_command(draft, path, out, custody))}\n")
