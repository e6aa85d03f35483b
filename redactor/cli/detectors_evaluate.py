"""redactor detectors evaluate: how much of what people marked the detectors find."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from redactor.cli import options
from redactor.errors import UsageError

Gold = Annotated[Path, typer.Argument(metavar="GOLD", help="Annotated texts: standoff JSONL, CoNLL, or TAB.")]
Texts = Annotated[
    Path | None,
    typer.Option("--texts", metavar="DIR", help="Where a standoff file's texts lie. [default: beside it]"),
]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--nlp",
        metavar="MODEL",
        help="A spaCy model to measure beside the rules alone; may be repeated. [default: redactor-names]",
    ),
]
Half = Annotated[str, typer.Option("--half", metavar="NAME", help="Only the half of that name: dev or held.")]
Dump = Annotated[
    Path | None,
    typer.Option("--dump", metavar="FILE", help="Write every span found, offsets alone, as JSON."),
]
Possible = Annotated[
    bool, typer.Option("--possible", help="Let unknown capitalised words count as found, too.")
]


def command(
    gold: Gold,
    nlp: Models = None,
    texts: Texts = None,
    half: Half = "",
    dump: Dump = None,
    possible: Possible = False,
    show_text: options.ShowText = False,
    as_json: options.Json = False,
) -> None:
    """Measure the detectors on annotated texts, models side by side after the rules alone."""
    from redactor import files, workbench
    from redactor.report import measured as report

    models: list[str | None] = [None, *(nlp or (options.SHIPPED,))]
    measured = list(workbench.measure(gold, models, texts=texts, half=half, possible=possible))
    if not measured[0].texts:
        raise UsageError("no annotated text is left to measure", help="without --half every text counts")
    if dump is not None:
        files.write_file(dump, report.dump(measured))
    sys.stdout.write(report.to_json(measured) if as_json else report.to_text(measured, show_text=show_text))
