"""redactor audit merge: make one output folder, with one log, of several that were decided alike."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from redactor.cli import options
from redactor.errors import ExitCode

if TYPE_CHECKING:
    from redactor.audit import Merged

Segments = Annotated[
    list[Path],
    typer.Argument(metavar="SEGMENT...", help="Finished output folders; the custody of each lies beside it."),
]
To = Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="The folder to make.")]
Sign = Annotated[
    Path | None,
    typer.Option(
        "--sign",
        metavar="KEY",
        help="Sign the merged log's checkpoint with this private key. [default: $REDACTOR_SIGNING_KEY]",
    ),
]


def command(segments: Segments, out: To, custody: options.Custody = None, sign: Sign = None) -> None:
    """Verify every segment, then make one output of them; what was proved of each holds on."""
    from redactor import audit

    signer = audit.configured(sign)
    place = audit.destination(out, custody=custody)
    for segment in segments:
        _refuse_unverified(segment)
    _tell(audit.merge(segments, place, out, signer=signer), out)


def _refuse_unverified(segment: Path) -> None:
    """Leave with the code of verify where a segment is not what its log says."""
    from redactor import verify
    from redactor.report import verified

    found = verify.verify(segment)
    if found.exit_code is not ExitCode.DONE:
        sys.stderr.write(verified.to_text(found))
        sys.stderr.write(f"redactor: error: {segment}: it does not verify, so nothing was merged\n")
        raise typer.Exit(found.exit_code)


def _tell(made: "Merged", out: Path) -> None:
    from redactor.report.screen import counted

    if made.again:
        sys.stderr.write(f"{out}: it is merged already, from these {made.segments} segments\n")
    else:
        secrets = "one custody secret" if made.secrets == 1 else f"{made.secrets} custody secrets"
        sys.stderr.write(
            f"{out}: {counted(made.documents, 'release')} of {made.segments} segments, "
            f"{counted(made.lines, 'line')}, {secrets}\n"
        )
    sys.stderr.write(f"next: redactor verify {out}\n")
