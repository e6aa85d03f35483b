"""The options that several verbs share, each said once."""

from pathlib import Path
from typing import Annotated

import typer


def _offered(codec: str) -> str:
    """Refuse a codec before anything is read: a batch would say so of each cable."""
    from redactor.cable.decode import codec_of

    return codec_of(codec)


Cable = Annotated[Path, typer.Argument(metavar="CABLE", help="A cable, or - for standard input.")]
Cables = Annotated[
    list[Path],
    typer.Argument(metavar="CABLE|DIR|-...", help="Cables, folders of *.txt, or - for standard input."),
]
Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="CABLE|DIR|PATTERN|TABLE|-...",
        help="Cables, folders of *.txt, patterns in quotes, tables (*.jsonl, *.csv), or - for standard input.",
    ),
]
PolicyName = Annotated[
    str, typer.Option("-p", "--policy", metavar="POLICY", help="A stock policy's name, or a path.")
]
PolicyArgument = Annotated[str, typer.Argument(metavar="POLICY", help="A stock policy's name, or a path.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Judge declassification as of this date, YYYY-MM-DD. [default: today]"
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME=VALUE", help="Give a parameter that the policy asks for; may be repeated."
    ),
]
Custody = Annotated[
    Path | None,
    typer.Option(
        "--custody", metavar="DIR", help="Where the record of the removed text lies. [default: OUT.custody]"
    ),
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions", metavar="FILE", help="A reviewer's decisions, as `redactor review` lays them out."
    ),
]
SHIPPED = "redactor-names"
Model = Annotated[
    str,
    typer.Option(
        "--nlp",
        metavar="MODEL",
        help="The spaCy model that finds names beside the rules; `none` for the rules alone.",
    ),
]
Unproved = Annotated[
    bool, typer.Option("--unproved", help="Take a policy with guarantees that could not be decided.")
]
MaxBytes = Annotated[int, typer.Option("--max-bytes", metavar="N", help="Refuse a larger input.", min=1)]
Codec = Annotated[
    str, typer.Option("--codec", metavar="NAME", help="How the input is encoded.", callback=_offered)
]
Jobs = Annotated[
    int, typer.Option("-j", "--jobs", metavar="N", help="Work on N documents at a time.", min=1, max=256)
]
Json = Annotated[bool, typer.Option("--json", help="Write one versioned JSON document instead of text.")]
ShowText = Annotated[bool, typer.Option("--show-text", help="Show text of the document on this terminal.")]
LogPlace = Annotated[Path, typer.Argument(metavar="OUT|LOG", help="An output folder, or a log file.")]

MAX_BYTES = 16 * 1024 * 1024
CODEC = "utf-8"
