"""redactor policy diff: what changes for real cables when one policy takes the place of another."""

import sys
from typing import Annotated

import typer

from redactor.cli import edge, options, words
from redactor.errors import ExitCode, InputRefusedError, worst

Old = Annotated[
    str, typer.Argument(metavar="A", help="The policy that is now: a stock policy's name, or a path.")
]
New = Annotated[str, typer.Argument(metavar="B", help="The policy that would take its place.")]


def command(
    old: Old,
    new: New,
    cables: options.Cables,
    as_of: options.AsOf = None,
    settings: options.Settings = None,
    nlp: options.Model = options.SHIPPED,
    unproved: options.Unproved = False,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    codec: options.Codec = options.CODEC,
) -> None:
    """List the text whose fate changes from A to B, newly shown first; exits 1 where any does."""
    import datetime as dt

    from redactor import pipeline, workbench
    from redactor.report import policy_diff

    day = words.as_of(as_of) or dt.datetime.now(dt.UTC).date()
    both = workbench.pair((old, new), words.settings(settings), as_of=day, nlp=nlp, unproved=unproved)
    found, codes = [], [ExitCode.DONE]
    for path in words.inputs(cables):
        try:
            cable = pipeline.read_cable(path, max_bytes=max_bytes, codec=codec)
            found.append(workbench.compare(both, cable, str(path)))
        except InputRefusedError as error:
            edge.tell(error, str(path))
            codes.append(error.exit_code)
        else:
            codes.append(ExitCode.DONE if found[-1].same else ExitCode.DIFFERS)
    code = worst(codes)
    write = policy_diff.to_json(found, both, code, show_text=show_text) if as_json else None
    sys.stdout.write(write or policy_diff.to_text(found, both, show_text=show_text))
    raise typer.Exit(code)
