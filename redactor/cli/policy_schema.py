"""redactor policy schema: the JSON Schema by which editors complete and explain policies."""

import sys


def command() -> None:
    """Write the JSON Schema (draft-07) of policy files; editors complete and explain by it."""
    from redactor.policy.schema import policy_schema_text

    sys.stdout.write(policy_schema_text())
