"""redactor audit vaughn: the index of withholdings that a court asks for."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from redactor import files
from redactor.cli import options


class Form(StrEnum):
    """How the index is written."""

    CSV = "csv"
    MD = "md"
    HTML = "html"


Forms = Annotated[Form, typer.Option("-f", "--format", metavar="csv|md|html", help="How to write it.")]
To = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help="Where to. [default: standard output]")
]


def command(out: options.LogPlace, form: Forms = Form.MD, to: To = None) -> None:
    """List each withholding with its authority, description and harm; nothing removed is in it."""
    from redactor.report import audit, vaughn
    from redactor.report.screen import counted

    found = vaughn.index(audit.lines_of(out))
    data = vaughn.FORMATS[form.value](found).encode()
    if to is None:
        files.write_stdout(data)
    else:
        files.write_file(to, data)
    rows = sum(len(entry.removals) for entry in found.entries)
    told = f"{counted(len(found.entries), 'document')}, {counted(rows, 'withholding')}"
    left = f"; {counted(found.drafts, 'draft')} left out: no release yet" if found.drafts else ""
    sys.stderr.write(f"{told}{left}\n")
