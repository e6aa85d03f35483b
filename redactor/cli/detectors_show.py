"""redactor detectors show: one recogniser in full."""

import sys
from typing import Annotated

import typer

from redactor.cli import options

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name that `detectors list` shows.")]


def command(name: Name, as_json: options.Json = False) -> None:
    """Show what one recogniser finds, by which evidence, and where it is known to be wrong."""
    from redactor.report import detectors as report

    sys.stdout.write(report.show_json(name) if as_json else report.show_text(name))
