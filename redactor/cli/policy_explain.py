"""redactor policy explain: a policy in words, from its rules."""

import sys

from redactor.cli import options, words


def command(
    policy: options.PolicyArgument, settings: options.Settings = None, as_json: options.Json = False
) -> None:
    """Say in words what a policy shows and hides, and why; `redactor explain` does it for one cable."""
    from redactor import workbench
    from redactor.report import policy_words

    account = workbench.explain_policy(policy, words.settings(settings))
    sys.stdout.write(policy_words.to_json(account) if as_json else policy_words.to_text(account))
