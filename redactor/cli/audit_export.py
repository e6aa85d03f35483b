"""redactor audit export: what to hand out with some releases, and nothing else of the log."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor import files
from redactor.errors import UsageError

Out = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder.")]
Public = Annotated[
    list[str] | None,
    typer.Option("--public", metavar="ID", help="A release to hand out; may be repeated. [default: all]"),
]
To = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder to make.")]


def command(out: Out, to: To, public: Public = None) -> None:
    """Make a folder with releases, their lines of the log, proofs that these stand in it, and a program that checks them."""
    from redactor.audit.place import is_within
    from redactor.report import export
    from redactor.report.screen import counted
    from redactor.verify.exported import VERIFIER

    if is_within(to, out) or is_within(out, to):
        raise UsageError(f"{to}: an export must not lie in or around the output folder", help="name another")
    made = export.export(out, public or ())
    folder = files.open_folder(to)
    try:
        if files.names_in(folder):
            raise UsageError(f"{to}: the folder is not empty", help="name a new one: all in it is handed out")
        for name, data in made.files.items():
            files.write_whole(folder, name, data)
    finally:
        files.close_folder(folder)
    sys.stderr.write(
        f"{to}: {counted(made.documents, 'release')} with their proofs\n"
        f"next: {_next(to, to / VERIFIER, signed=made.signed)}\n"
    )


def _next(to: Path, program: Path, *, signed: bool) -> str:
    """Give what checks the export; who holds no signed log has no key to hold it to."""
    if signed:
        return f"python {program} {to} KEY.pub, or redactor verify {to} --key KEY.pub"
    return f"python {program} {to}, or redactor verify {to}"
