"""redactor policy fmt: lay policy files out in one way; what they say is proved to stay."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor import files
from redactor.errors import ExitCode, UsageError

Names = Annotated[list[str], typer.Argument(metavar="POLICY...", help="Policy files.")]
Check = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a file would change.")]


def command(names: Names, check: Check = False) -> None:
    """Lay policy files out anew; comments stay, and what a policy says is proved to stay."""
    from redactor import policy as policies
    from redactor import workbench
    from redactor.report.screen import visible

    shipped = [name for name in names if name in policies.stock()]
    if shipped:
        raise UsageError(f"`{shipped[0]}` is a stock policy", help="give the path of a file")
    # All are read before any is written: a fault in the last leaves the first as it was.
    found = [workbench.fmt(policies.open_source(name)) for name in names]
    for name, one in zip(names, found, strict=True):
        if one.changed and not check:
            files.write_file(Path(name), one.after, replace=True)
        told = ("would change" if check else "changed") if one.changed else "unchanged"
        sys.stdout.write(f"{visible(one.file)}: {told}\n")
    differs = check and any(one.changed for one in found)
    raise typer.Exit(ExitCode.DIFFERS if differs else ExitCode.DONE)
