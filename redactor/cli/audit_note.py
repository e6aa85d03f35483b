"""redactor audit note: write a remark into the log."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options

Out = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder.")]
Text = Annotated[str, typer.Option("--text", metavar="TEXT", help="The remark; it stands in the public log.")]
Actor = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who makes it; it stands in the public log.")
]
Document = Annotated[
    str | None, typer.Option("--document", metavar="ID", help="The document it speaks of. [default: the log]")
]
Sign = Annotated[
    Path | None,
    typer.Option("--sign", metavar="KEY", help="The key of a signed log. [default: $REDACTOR_SIGNING_KEY]"),
]


def command(
    out: Out,
    text: Text,
    actor: Actor,
    document: Document = None,
    custody: options.Custody = None,
    sign: Sign = None,
) -> None:
    """Write a remark into the log: public, signed like the rest, and never of what was removed."""
    from redactor import audit
    from redactor.audit import note

    place = audit.destination(out, custody=custody)
    line = note.note(place, note.Remark(actor, text, document), signer=audit.configured(sign))
    sys.stderr.write(f"{place.log}: line {line}; redactor audit show {out} lists it\n")
