"""redactor verify: prove a release against its log, custody, source and policy."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import UsageError

Target = Annotated[Path, typer.Argument(metavar="RELEASE|OUT", help="A release, or the folder it lies in.")]
Log = Annotated[
    Path | None, typer.Option("--audit", metavar="LOG", help="The log. [default: OUT/audit.jsonl]")
]
Source = Annotated[
    Path | None, typer.Option("--source", metavar="CABLE|DIR", help="The original, or a folder of them.")
]
MaybePolicy = Annotated[
    str | None, typer.Option("-p", "--policy", metavar="POLICY", help="The policy to decide by again.")
]
Checkpoint = Annotated[
    Path | None,
    typer.Option("--checkpoint", metavar="FILE", help="An older audit.ckpt that the log must extend."),
]
Keys = Annotated[
    list[Path] | None,
    typer.Option("--key", metavar="FILE", help="A public key that must have signed; may be repeated."),
]
Opening = Annotated[
    Path | None,
    typer.Option("--opening", metavar="FILE", help="Published openings that must fit the log's commitments."),
]


def command(
    target: Target,
    audit: Log = None,
    custody: options.Custody = None,
    source: Source = None,
    policy: MaybePolicy = None,
    checkpoint: Checkpoint = None,
    keys: Keys = None,
    opening: Opening = None,
    as_json: options.Json = False,
) -> None:
    """Check a release as far as what you give allows; each check that fails is named."""
    from redactor import audit as audits
    from redactor import verify
    from redactor.audit import place
    from redactor.report import verified
    from redactor.report.screen import as_document
    from redactor.verify.rerun import rerun

    if target.name in {place.LOG, place.CHECKPOINT, place.MANIFEST, place.EXPORT}:
        raise UsageError(f"{target}: it is no release", help=f"name the folder: {target.parent}")
    found = verify.verify(
        target,
        audit=audit,
        custody=custody,
        source=source,
        policy=None if policy is None else _policy(policy),
        checkpoint=checkpoint,
        keys=tuple(audits.verifier_of(path) for path in keys or ()),
        opening=opening,
        rerun=rerun,
    )
    sys.stdout.write(as_document(verified.to_json(found)) if as_json else verified.to_text(found))
    raise typer.Exit(found.exit_code)


def _policy(name: str) -> Path:
    """Give the policy's file; one that is named by its path and is not there is for verify to report (3)."""
    from redactor import policy as policies

    path = Path(name)
    if not path.exists() and (path.suffix in {".yaml", ".yml"} or path.name != name):
        return path
    return policies.path_of(name)
