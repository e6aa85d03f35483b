"""redactor audit show: the log of an output folder, for people."""

import sys

from redactor.cli import options


def command(out: options.LogPlace, as_json: options.Json = False) -> None:
    """Show each release of a log and every removal in it: rules, authorities, marking."""
    from redactor.report import audit as report

    sys.stdout.write(report.show_json(out) if as_json else report.show_text(out))
