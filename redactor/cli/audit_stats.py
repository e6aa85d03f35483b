"""redactor audit stats: the log of an output folder in figures."""

import sys

from redactor.cli import options


def command(out: options.LogPlace, as_json: options.Json = False) -> None:
    """Count releases, removals, rules and authorities of a log."""
    from redactor.report import audit as report

    sys.stdout.write(report.stats_json(out) if as_json else report.stats_text(out))
