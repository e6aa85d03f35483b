"""redactor detectors list: what finds names and other entities."""

import sys

from redactor.cli import options


def command(nlp: options.Model = options.SHIPPED, as_json: options.Json = False) -> None:
    """List the recognisers that a run asks, and what each finds."""
    from redactor import detect
    from redactor.report import detectors
    from redactor.report.screen import as_document

    found = detectors.described(nlp)
    identity = detect.identity(detect.load(nlp))
    sys.stdout.write(as_document(detectors.to_json(found, identity)) if as_json else detectors.to_text(found))
