"""redactor audit seal: close custody to everyone but its reviewers, and open it again."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import UsageError

Out = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder.")]
To = Annotated[
    list[Path] | None,
    typer.Option("--to", metavar="FILE", help="A reviewer's public key; may be repeated."),
]
Key = Annotated[
    Path | None, typer.Option("--open", metavar="KEY", help="Open it again with a reviewer's private key.")
]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="DIR", help="Open it into this new folder and leave the sealed one."),
]


def command(
    out: Out, to: To = None, key: Key = None, into: Into = None, custody: options.Custody = None
) -> None:
    """Seal OUT.custody to reviewers' keys: from then on only they can open what was removed."""
    from redactor import audit
    from redactor.audit import key_files, sealed
    from redactor.audit.place import is_within
    from redactor.report.screen import counted

    if (key is None) == (not to) or (into is not None and key is None):
        raise UsageError("one of --to and --open", help="--to KEY.pub seals, --open KEY.key opens")
    place = audit.destination(out, custody=custody)
    if key is None:
        reviewers = [key_files.reviewer_of(path) for path in to or ()]
        names = sealed.seal_folder(place, reviewers)
        told = ", ".join(one.name for one in reviewers)
        sys.stderr.write(f"{place.custody}: {counted(len(names), 'file')} sealed to {told}\n")
        return
    if into is not None and is_within(into, out):
        raise UsageError(f"{into}: custody must not lie among the releases", help="name another folder")
    names = sealed.open_folder(place, key_files.reviewer_key_of(key), into or place.custody)
    sys.stderr.write(f"{into or place.custody}: {counted(len(names), 'file')} opened\n")
