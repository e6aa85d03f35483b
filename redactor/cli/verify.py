"""redactor verify: prove a release against its log, custody, source and policy."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options

Target = Annotated[Path, typer.Argument(metavar="RELEASE|OUT", help="A release, or the folder it lies in.")]
Log = Annotated[
    Path | None, typer.Option("--audit", metavar="LOG", help="The log. [default: OUT/audit.jsonl]")
]
Source = Annotated[
    Path | None, typer.Option("--source", metavar="CABLE", help="The original to compare with.")
]
MaybePolicy = Annotated[
    str | None, typer.Option("-p", "--policy", metavar="POLICY", help="The policy to decide by again.")
]


def command(
    target: Target,
    audit: Log = None,
    custody: options.Custody = None,
    source: Source = None,
    policy: MaybePolicy = None,
    as_json: options.Json = False,
) -> None:
    """Check a release as far as what you give allows; each check that fails is named."""
    from redactor import verify
    from redactor.report import verify as report

    found = verify.verify(target, log=audit, custody=custody, source=source, policy=policy)
    sys.stdout.write(report.to_json(found) if as_json else report.to_text(found))
    raise typer.Exit(found.exit_code)
