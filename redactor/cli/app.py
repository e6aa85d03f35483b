"""The command line put together: names, one-line helps, nothing heavy."""

from typing import Annotated

import typer

from redactor import __version__
from redactor.cli import (
    audit_diff,
    audit_export,
    audit_keygen,
    audit_merge,
    audit_note,
    audit_query,
    audit_report,
    audit_seal,
    audit_show,
    audit_stats,
    audit_unseal,
    audit_vaughn,
    detectors_evaluate,
    detectors_list,
    detectors_show,
    explain,
    inspect,
    policy_check,
    policy_compare,
    policy_diff,
    policy_explain,
    policy_fmt,
    policy_list,
    policy_new,
    policy_schema,
    policy_show,
    policy_test,
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

app.command("redact", short_help="Write what a policy lets its audience read.")(redact.command)
app.command("inspect", short_help="Show what a cable is made of.")(inspect.command)
app.command("explain", short_help="Say why a part is kept or removed.")(explain.command)
app.command("review", short_help="List what awaits a person.")(review.command)
app.command("verify", short_help="Prove a release against log and source.")(verify.command)
policy.command("list", short_help="List the stock policies.")(policy_list.command)
policy.command("show", short_help="Show a policy as it is written.")(policy_show.command)
policy.command("check", short_help="Check a policy; exits 4 with its faults.")(policy_check.command)
policy.command("explain", short_help="Say in words what a policy does.")(policy_explain.command)
policy.command("new", short_help="Write a policy to begin with.")(policy_new.command)
policy.command("schema", short_help="Write the JSON Schema of policies.")(policy_schema.command)
policy.command("compare", short_help="Prove which of two policies shows more.")(policy_compare.command)
policy.command("diff", short_help="Show what changes from one policy to another.")(policy_diff.command)
policy.command("fmt", short_help="Lay policy files out in one way.")(policy_fmt.command)
policy.command("test", short_help="Try a policy's tests; exits 1 where one fails.")(policy_test.command)
audit.command("keygen", short_help="Make the key that signs checkpoints.")(audit_keygen.command)
audit.command("seal", short_help="Close custody to all but its reviewers.")(audit_seal.command)
audit.command("show", short_help="Show every release and removal.")(audit_show.command)
audit.command("stats", short_help="Count releases, removals, rules.")(audit_stats.command)
audit.command("query", short_help="Find removals, or ask in SQL.")(audit_query.command)
audit.command("diff", short_help="Say what changed between releases.")(audit_diff.command)
audit.command("report", short_help="Write the log as one page to read.")(audit_report.command)
audit.command("merge", short_help="Make one output of several.")(audit_merge.command)
audit.command("export", short_help="Make a folder to hand out, with proofs.")(audit_export.command)
audit.command("unseal", short_help="Open removals, recorded first.")(audit_unseal.command)
audit.command("note", short_help="Write a remark into the log.")(audit_note.command)
audit.command("vaughn", short_help="Write the index a court asks for.")(audit_vaughn.command)
detectors.command("evaluate", short_help="Measure what is found on annotated texts.")(
    detectors_evaluate.command
)
detectors.command("list", short_help="List the recognisers.")(detectors_list.command)
detectors.command("show", short_help="Show one recogniser in full.")(detectors_show.command)
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
