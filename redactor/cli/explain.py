"""redactor explain: why a part of a cable is kept or removed, and what would have released it."""

import sys
from typing import Annotated

import typer

from redactor.cli import options, words
from redactor.errors import UsageError

PortionAddress = Annotated[
    str | None, typer.Option("--portion", metavar="ADDRESS", help="A portion: 8, 3a, subject, heading:2.")
]
Line = Annotated[int | None, typer.Option("--line", metavar="N", help="A line of the cable, from 1.", min=1)]
At = Annotated[
    int | None, typer.Option("--at", metavar="OFFSET", help="A character of the cable, from 0.", min=0)
]


def command(
    cable: options.Cable,
    policy: options.PolicyName,
    portion: PortionAddress = None,
    line: Line = None,
    at: At = None,
    as_of: options.AsOf = None,
    settings: options.Settings = None,
    nlp: options.Model = options.SHIPPED,
    unproved: options.Unproved = False,
    as_json: options.Json = False,
    max_bytes: options.MaxBytes = options.MAX_BYTES,
    codec: options.Codec = options.CODEC,
) -> None:
    """Say why a part is kept or removed, a line for each rule; ask by --portion, --line or --at."""
    if sum(asked is not None for asked in (portion, line, at)) != 1:
        raise UsageError("ask for one place", help="add one of --portion 3, --line 40, --at 1200")
    from redactor import workbench
    from redactor.report import explain

    asked = workbench.Question(
        policy=policy,
        settings=words.settings(settings),
        as_of=words.as_of(as_of),
        nlp=nlp,
        unproved=unproved,
        max_bytes=max_bytes,
        codec=codec,
    )
    found = workbench.explain(asked, cable, portion=portion, line=line, at=at)
    sys.stdout.write(explain.to_json(found) if as_json else explain.to_text(found))
