"""redactor policy check: is a policy valid, what does it promise, and what does its author want to know."""

import sys

import typer

from redactor.cli import options, words
from redactor.errors import PolicyError


def command(
    policy: options.PolicyArgument,
    settings: options.Settings = None,
    as_of: options.AsOf = None,
    unproved: options.Unproved = False,
    as_json: options.Json = False,
) -> None:
    """Check a policy and prove what it guarantees; exits 4 with every fault and where it stands."""
    import datetime as dt

    from redactor import policy as policies
    from redactor.policy.lints import lint
    from redactor.report import diagnostics
    from redactor.report import policies as report

    today = words.as_of(as_of) or dt.datetime.now(dt.UTC).date()
    source = policies.open_source(policy)
    try:
        examined = policies.examine(source, words.settings(settings), unproved=unproved, today=today)
    except PolicyError as error:
        if not as_json:
            raise
        sys.stdout.write(report.checked_json(None, (), error.diagnostics))
        raise typer.Exit(error.exit_code) from None
    found = examined.policy
    warnings = (*found.warnings, *lint(found, source.file))
    described = report.described(policy, found, examined.params)
    if as_json:
        sys.stdout.write(report.checked_json(described, examined.promises, warnings))
        return
    sys.stderr.write(diagnostics.render_all(warnings, {source.file: found.source}))
    sys.stdout.write(report.checked(described, examined.promises, len(warnings)))
