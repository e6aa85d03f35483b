"""redactor audit show: the log of an output folder, for people."""

import sys

from redactor.cli import options


def command(out: options.LogPlace, as_json: options.Json = False) -> None:
    """Show each release of a log and every removal in it: rules, authorities, marking."""
    from redactor.report import audit
    from redactor.report.screen import as_document

    lines = audit.lines_of(out)
    sys.stdout.write(as_document(audit.show_json(lines)) if as_json else audit.show_text(lines))
