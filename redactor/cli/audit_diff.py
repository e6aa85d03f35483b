"""redactor audit diff: what changed between two releases of the same documents."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import ExitCode

Old = Annotated[Path, typer.Argument(metavar="OLD", help="The earlier output folder, or its log.")]
New = Annotated[Path, typer.Argument(metavar="NEW", help="The later output folder, or its log.")]
Without = Annotated[
    bool, typer.Option("--public", help="Compare the logs alone, even where custody is at hand.")
]


def command(
    old: Old,
    new: New,
    public: Without = False,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
) -> None:
    """List what changed, newly shown first; exits 1 where anything did. OLD.custody and NEW.custody are read."""
    from redactor import audit as audits
    from redactor import files
    from redactor.report import audit, differences
    from redactor.report.screen import as_document

    sides = []
    for place in (old, new):
        beside = audits.custody_of(place if place.is_dir() else place.parent)
        custody = beside if files.is_folder(beside) and not public else None
        sides.append(differences.side(place, audit.lines_of(place), custody))
    found = differences.compare(*sides)
    how = differences.exact(*sides)
    if as_json:
        sys.stdout.write(as_document(differences.to_json(found, by_character=how, show_text=show_text)))
    else:
        sys.stdout.write(differences.to_text(found, by_character=how, show_text=show_text))
    raise typer.Exit(ExitCode.DIFFERS if found else ExitCode.DONE)
