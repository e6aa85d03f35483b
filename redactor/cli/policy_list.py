"""redactor policy list: the policies that ship with redactor."""

import sys

from redactor.cli import options


def command(as_json: options.Json = False) -> None:
    """List the stock policies: who each is for, and what it must be told."""
    from redactor import policy
    from redactor.report import policies
    from redactor.report.screen import as_document

    found = []
    for name in policy.stock():
        examined = policy.examine(policy.open_source(name), prove=False)
        found.append(policies.described(name, examined.policy, examined.params))
    whole = {"document": "redactor-policies", "policies": found, "version": 1}
    sys.stdout.write(as_document(whole) if as_json else policies.listing(found))
