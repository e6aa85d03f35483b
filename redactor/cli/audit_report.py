"""redactor audit report: the log as one page to read."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor import files
from redactor.errors import UsageError

Out = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder.")]
To = Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="The page to write.")]
With = Annotated[
    bool,
    typer.Option("--custody", help="Show the original beside each release, for those cleared to see it."),
]
Where = Annotated[
    Path | None,
    typer.Option("--custody-dir", metavar="DIR", help="Where custody lies. [default: OUT.custody]"),
]


def command(out: Out, to: To, custody: With = False, custody_dir: Where = None) -> None:
    """Write one page: each release, each removal with rule, authority and reason, and filters over them."""
    from redactor import audit
    from redactor.audit.place import is_within
    from redactor.report import page

    folder = custody_dir or audit.custody_of(out)
    shows = custody or custody_dir is not None
    if is_within(to, out):
        raise UsageError(
            f"{to}: a page must not lie among the releases", help="name a place outside the output folder"
        )
    found = page.sheets(out, folder if shows else None)
    files.write_file(to, page.to_html(found).encode(), private=shows)
    marked = "; it holds the originals: handle it as they are marked" if shows else ""
    sys.stderr.write(f"{to}{marked}\n")
