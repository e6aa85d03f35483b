"""redactor detectors show: one recogniser in full."""

import sys
from typing import Annotated

import typer

from redactor.cli import options

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name that `detectors list` shows.")]


def command(name: Name, nlp: options.Model = options.SHIPPED, as_json: options.Json = False) -> None:
    """Show one recogniser, and the versions that findings depend on."""
    from redactor import detect
    from redactor.report import detectors
    from redactor.report.screen import as_document

    one = detectors.pick(detectors.described(nlp), name)
    identity = detect.identity(detect.load(nlp))
    written = (
        as_document(detectors.to_json([one], identity)) if as_json else detectors.one_text(one, identity)
    )
    sys.stdout.write(written)
