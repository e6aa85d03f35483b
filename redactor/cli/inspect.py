"""redactor inspect: what a cable is made of."""

import sys

import typer

from redactor.cli import edge, options, words
from redactor.errors import ExitCode, RedactorError, worst


def command(
    cables: options.Cables,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    codec: options.Codec = options.CODEC,
) -> None:
    """Show a cable's sections, portions, markings and oddities; of several, a line each and the oddities by kind."""
    from redactor import pipeline
    from redactor.report import inspect, inspected

    paths = words.inputs(cables)
    many = len(paths) > 1 or any(path.is_dir() for path in cables)
    read: list[inspected.Inspected] = []
    codes = [ExitCode.DONE]
    for path in paths:
        try:
            cable = pipeline.read_cable(path, max_bytes=max_bytes, codec=codec)
        except RedactorError as error:
            edge.tell(error, str(path))
            codes.append(error.exit_code)
            read.append(inspected.Inspected(str(path), error=error))
            continue
        if many or as_json:
            read.append(inspected.of(str(path), cable, whole=as_json, show_text=show_text))
        else:
            sys.stdout.write(inspect.to_text(cable, show_text=show_text))
    if as_json:
        sys.stdout.write(inspected.to_json(read, worst(codes)))
    elif many:
        sys.stdout.write(inspected.to_text(read))
    raise typer.Exit(worst(codes))
