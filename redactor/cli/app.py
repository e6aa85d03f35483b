"""The command line put together: names, one-line helps, nothing heavy."""

from typing import Annotated

import typer

from redactor import __version__
from redactor.cli import (
    audit_show,
    audit_stats,
    detectors_list,
    detectors_show,
    explain,
    inspect,
    policy_check,
    policy_list,
    policy_show,
    redact,
    review,
    verify,
)
from redactor.cli.edge import Edge


def _group(help_line: str) -> typer.Typer:
    return typer.Typer(
        help=help_line, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )


app = typer.Typer(
    cls=Edge,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
policy = _group("Look at release policies and check them.")
audit = _group("Read the log of what was removed, and why.")
detectors = _group("See what finds names and other entities.")

app.command("redact")(redact.command)
app.command("inspect")(inspect.command)
app.command("explain")(explain.command)
app.command("review")(review.command)
app.command("verify")(verify.command)
policy.command("list")(policy_list.command)
policy.command("show")(policy_show.command)
policy.command("check")(policy_check.command)
audit.command("show")(audit_show.command)
audit.command("stats")(audit_stats.command)
detectors.command("list")(detectors_list.command)
detectors.command("show")(detectors_show.command)
app.add_typer(policy, name="policy")
app.add_typer(audit, name="audit")
app.add_typer(detectors, name="detectors")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"redactor {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool,
        typer.Option("--debug", help="Show where an internal error happened; may show text of the cable."),
    ] = False,
) -> None:
    """Turn a sensitive diplomatic cable into the version a given audience may read."""


def main() -> None:
    """Run the command line and exit with a code of docs/reference/exit-codes.md."""
    app(prog_name="redactor")
