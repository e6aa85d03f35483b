"""redactor policy new: begin a policy, with a comment on why for every rule."""

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor import files

From = Annotated[str | None, typer.Option("--from", metavar="STOCK", help="Begin with a stock policy.")]
Audience = Annotated[
    str | None,
    typer.Option(
        "--audience",
        metavar="KIND",
        help="Begin for an audience: public, foia, mdr, systematic, foreign, agency, staff, holder.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help="A new file; its name gives the id. [default: shown]"),
]
_UNNAMED = "my-policy"


def command(stock: From = None, audience: Audience = None, out: Out = None) -> None:
    """Write a policy to begin with; it passes `policy check`, and no file is ever overwritten."""
    from redactor import workbench

    name = out.name.partition(".")[0] if out is not None else _UNNAMED
    text = workbench.new(name, dt.datetime.now(dt.UTC).date(), stock=stock, audience=audience)
    if out is None:
        sys.stdout.write(text)
        return
    files.write_file(out, text.encode())
    sys.stderr.write(f"{out}: written\n  next: redactor policy check {out}\n")
