"""redactor audit show: the log of an output folder, for people."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import UsageError

With = Annotated[
    bool, typer.Option("--custody", help="Add the removed text from custody, for those cleared to see it.")
]
Where = Annotated[
    Path | None,
    typer.Option("--custody-dir", metavar="DIR", help="Where custody lies. [default: OUT.custody]"),
]


def command(
    out: options.LogPlace, custody: With = False, custody_dir: Where = None, as_json: options.Json = False
) -> None:
    """Show each release of a log and every removal in it: rules, authorities, marking."""
    from redactor import audit as audits
    from redactor.report import audit, removed
    from redactor.report.screen import as_document

    lines = audit.lines_of(out)
    shows = custody or custody_dir is not None
    if shows and as_json:
        raise UsageError("--json holds the public log alone", help="leave one of --json and --custody")
    if as_json:
        sys.stdout.write(as_document(audit.show_json(lines)))
        return
    folder = custody_dir or audits.custody_of(out if out.is_dir() else out.parent)
    sys.stdout.write(audit.show_text(lines, removed.texts(folder, lines) if shows else {}))
