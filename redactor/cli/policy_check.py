"""redactor policy check: is a policy valid, what does it promise, and what does its author want to know."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from redactor.cli import options, words
from redactor.errors import PolicyError, UsageError

if TYPE_CHECKING:
    import datetime as dt

    from redactor.errors import Diagnostic
    from redactor.policy.load import Source

Policies = Annotated[
    list[str], typer.Argument(metavar="POLICY|DIR...", help="Stock policies' names, paths, or folders.")
]


def command(
    policies: Policies,
    settings: options.Settings = None,
    as_of: options.AsOf = None,
    unproved: options.Unproved = False,
    as_json: options.Json = False,
) -> None:
    """Check policies and prove what they guarantee; exits 4 with every fault and where it stands."""
    import datetime as dt

    from redactor import policy as loaded
    from redactor.policy import many

    names = many.named(policies)
    if not names:
        raise UsageError("there is no policy there", help="name one, or a folder of *.yaml files")
    if as_json and len(names) > 1:
        raise UsageError("--json tells of one policy", help="check them one by one")
    today = words.as_of(as_of) or dt.datetime.now(dt.UTC).date()
    sources = [loaded.open_source(name) for name in names]
    texts: dict[str, str] = {}
    faults = list(many.twins(sources))
    for name, source in zip(names, sources, strict=True):
        try:
            _check(name, source, settings, today, unproved=unproved, as_json=as_json)
        except PolicyError as error:
            faults += error.diagnostics
            texts |= error.sources
    if faults:
        _refuse(faults, texts | {one.file: one.data.decode("utf-8", "replace") for one in sources}, as_json)


def _refuse(faults: "list[Diagnostic]", texts: dict[str, str], as_json: bool) -> None:
    from redactor.report import policies as report

    error = PolicyError(tuple(faults), texts)
    if not as_json:
        raise error
    sys.stdout.write(report.checked_json(None, (), error.diagnostics))
    raise typer.Exit(error.exit_code)


def _check(
    name: str,
    source: "Source",
    settings: list[str] | None,
    today: "dt.date",
    *,
    unproved: bool,
    as_json: bool,
) -> None:
    """Check one policy and tell what was found; raises PolicyError."""
    from redactor import policy as loaded
    from redactor.policy.lints import lint
    from redactor.report import diagnostics
    from redactor.report import policies as report

    examined = loaded.examine(source, words.settings(settings), unproved=unproved, today=today)
    found = examined.policy
    warnings = (*found.warnings, *lint(found, source.file))
    described = report.described(name, found, examined.params)
    if as_json:
        sys.stdout.write(report.checked_json(described, examined.promises, warnings))
        return
    sys.stderr.write(diagnostics.render_all(warnings, {source.file: found.source}))
    sys.stdout.write(report.checked(described, examined.promises, len(warnings)))
