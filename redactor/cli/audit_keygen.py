"""redactor audit keygen: make the key that signs checkpoints."""

import sys
from pathlib import Path
from typing import Annotated

import typer

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Whose key it is, such as records.example; it is public.")
]
Folder = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder for both files.")]


def command(name: Name, out: Folder = Path()) -> None:
    """Write NAME.key, which signs and stays with you, and NAME.pub, which you hand out."""
    from redactor import audit

    private, public = audit.generate(name, out)
    sys.stderr.write(
        f"{private}: signs; keep it out of every output folder, and a copy where only you can reach it\n"
        f"{public}: hand it out, by a way that readers trust; `redactor verify --key {public}` holds logs to it\n"
        f"next: redactor redact CABLE -p POLICY -o OUT --sign {private}\n"
    )
