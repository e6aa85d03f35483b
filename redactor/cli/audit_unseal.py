"""redactor audit unseal: open removals from custody, recorded first."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor import files
from redactor.cli import options
from redactor.errors import UsageError

Out = Annotated[Path, typer.Argument(metavar="OUT", help="An output folder.")]
Document = Annotated[str, typer.Argument(metavar="ID", help="The document, as the log names it.")]
Numbers = Annotated[list[int], typer.Argument(metavar="N...", help="The numbers of its removals.", min=1)]
Actor = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who opens them; it stands in the public log.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why; it stands in the public log.")]
Sign = Annotated[
    Path | None,
    typer.Option("--sign", metavar="KEY", help="The key of a signed log. [default: $REDACTOR_SIGNING_KEY]"),
]
To = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="FILE", help="Write what opens their commitments, to publish."),
]


def command(
    out: Out,
    document: Document,
    numbers: Numbers,
    actor: Actor,
    reason: Reason,
    to: To = None,
    custody: options.Custody = None,
    sign: Sign = None,
    show_text: options.ShowText = False,
) -> None:
    """Open removals: who and why is logged first, then the text is written or shown."""
    from redactor import audit
    from redactor.audit import unseal
    from redactor.audit.place import is_within
    from redactor.report.screen import visible

    if to is None and not show_text:
        raise UsageError("nothing says where the opened text goes", help="add -o FILE, or --show-text")
    if to is not None and (is_within(to, out) or to.exists()):
        raise UsageError(f"{to}: openings go to a new file outside the output folder", help="name another")
    place = audit.destination(out, custody=custody)
    asked = unseal.Request(document, tuple(numbers), actor, reason)
    opened = unseal.unseal(place, asked, signer=audit.configured(sign))
    if to is not None:
        files.write_file(to, unseal.to_file(opened), private=True)
        sys.stderr.write(f"{to}: checked by redactor verify {out} --opening {to}\n")
    for one in opened if show_text else ():
        lines = "".join(f"    {visible(line)}\n" for line in one.text.split("\n"))
        sys.stdout.write(f"{one.document} #{one.number}\n{lines}")
