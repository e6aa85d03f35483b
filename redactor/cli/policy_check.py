"""redactor policy check: is a policy valid, and what does its author want to know."""

import sys

from redactor.cli import options, words


def command(
    policy: options.PolicyArgument,
    settings: options.Settings = None,
    unproved: options.Unproved = False,
    as_json: options.Json = False,
) -> None:
    """Check a policy; exits 4 with every fault and where it stands."""
    from redactor import policy as policies
    from redactor.report import diagnostics
    from redactor.report import policies as report
    from redactor.report.screen import as_document

    source = policies.open_source(policy)
    examined = policies.examine(source, words.settings(settings), unproved=unproved)
    found = examined.policy
    texts = {source.file: found.source}
    sys.stderr.write(diagnostics.render_all(found.warnings, texts))
    described = report.described(policy, found, examined.params)
    if as_json:
        whole = {"document": "redactor-policy-check", "policy": described, "valid": True, "version": 1}
        sys.stdout.write(as_document(whole))
    else:
        sys.stdout.write(report.checked(described, len(found.warnings)))
