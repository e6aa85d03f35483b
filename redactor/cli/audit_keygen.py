"""redactor audit keygen: make the key that signs checkpoints."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.errors import UsageError

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="Whose key it is, such as records.example; it is public.")
]
Folder = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder for both files.")]


Reviewer = Annotated[
    bool, typer.Option("--reviewer", help="Make a key that custody is sealed to, not one that signs.")
]


Shared = Annotated[
    bool,
    typer.Option("--custody", help="Make a secret that the custody of several runs share, to merge them."),
]


def command(name: Name, out: Folder = Path(), reviewer: Reviewer = False, shared: Shared = False) -> None:
    """Write NAME.key, which signs (or opens custody) and stays with you, and NAME.pub, which you hand out."""
    from redactor import audit

    if reviewer and shared:
        raise UsageError("a key is a reviewer's or custody's", help="leave --reviewer or --custody out")
    if shared:
        _tell_secret(audit.generate_secret(name, out))
        return
    private, public = audit.generate(name, out, reviewer=reviewer)
    told = (
        f"{private}: opens what is sealed to it; whoever has it can read custody, without it nobody can\n"
        f"{public}: hand it to those who seal\n"
        f"next: redactor audit seal OUT --to {public}\n"
        if reviewer
        else f"{private}: signs; keep it out of every output folder, and a copy where only you can reach it\n"
        f"{public}: hand it out, by a way that readers trust; `redactor verify --key {public}` holds logs to it\n"
        f"next: redactor redact CABLE -p POLICY -o OUT --sign {private}\n"
    )
    sys.stderr.write(told)


def _tell_secret(path: Path) -> None:
    sys.stderr.write(
        f"{path}: with it removed text can be guessed at in the logs; it belongs where custody does\n"
        f"next: redactor redact CABLES -p POLICY -o OUT --shard 1/4 --custody-secret {path}\n"
    )
