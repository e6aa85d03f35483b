"""redactor detectors list: what finds names and other entities."""

import sys

from redactor.cli import options


def command(as_json: options.Json = False) -> None:
    """List the recognisers, and the kinds of entity that each finds."""
    from redactor import detect
    from redactor.report import detectors as report

    sys.stdout.write(report.list_json(detect.registry) if as_json else report.list_text(detect.registry))
