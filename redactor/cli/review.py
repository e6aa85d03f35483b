"""redactor review: what awaits a person, and a decisions file to fill in."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import ExitCode

Folder = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder of `redactor redact`.")]


def command(out: Folder, custody: options.Custody = None, as_json: options.Json = False) -> None:
    """List what is on hold in OUT and lay out the decisions; exits 5 while something is open."""
    from redactor import audit
    from redactor.report import review
    from redactor.report.screen import as_document

    laid = review.lay_out(review.drafts(out), custody if custody is not None else audit.place.custody_of(out))
    sys.stdout.write(as_document(review.to_json(laid)) if as_json else review.to_text(laid, out))
    raise typer.Exit(ExitCode.PERSON if laid else ExitCode.DONE)
