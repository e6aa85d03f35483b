"""redactor policy compare: is one policy at least as strict as another, whatever the cable."""

import sys
from typing import Annotated

import typer

from redactor.cli import options, words
from redactor.errors import ExitCode

First = Annotated[str, typer.Argument(metavar="A", help="A stock policy's name, or a policy's path.")]
Second = Annotated[str, typer.Argument(metavar="B", help="The policy to compare it with.")]


def command(
    first: First, second: Second, settings: options.Settings = None, as_json: options.Json = False
) -> None:
    """Prove that each shows no more than the other, or show a text of which it does; exits 1 unless both hold."""
    from redactor import policy as policies
    from redactor.policy.guarantees import Proof, compare
    from redactor.report import policy_compare as report

    left, right = policies.examine_pair((first, second), words.settings(settings))
    answers = (compare(left, right), compare(right, left))
    code = ExitCode.DONE if all(isinstance(one, Proof) for one in answers) else ExitCode.DIFFERS
    write = report.to_json if as_json else report.to_text
    sys.stdout.write(write((left, right), answers, code))
    raise typer.Exit(code)
