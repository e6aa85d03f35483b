"""redactor inspect: what a cable is made of."""

import sys

import typer

from redactor.cli import edge, options, words
from redactor.errors import ExitCode, RedactorError


def command(
    cables: options.Cables,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    codec: options.Codec = options.CODEC,
) -> None:
    """Show a cable's sections, portions, markings and oddities; no text of it without --show-text."""
    from redactor import pipeline
    from redactor.report import inspect

    codes = [ExitCode.DONE]
    for path in words.inputs(cables):
        try:
            cable = pipeline.read_cable(path, max_bytes=max_bytes, codec=codec)
        except RedactorError as error:
            edge.tell(error, str(path))
            codes.append(error.exit_code)
            continue
        write = inspect.to_json if as_json else inspect.to_text
        sys.stdout.write(write(cable, show_text=show_text))
    raise typer.Exit(edge.worst(codes))
