"""redactor audit stats: the log of an output folder in figures."""

import sys

from redactor.cli import options


def command(out: options.LogPlace, as_json: options.Json = False) -> None:
    """Count the releases, removals, rules and authorities of a log."""
    from redactor.report import audit
    from redactor.report.screen import as_document

    figures = audit.stats(audit.lines_of(out))
    sys.stdout.write(as_document(figures) if as_json else audit.stats_text(figures))
