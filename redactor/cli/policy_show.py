"""redactor policy show: a policy's own text, comments and all."""

import sys

from redactor.cli import options


def command(policy: options.PolicyArgument) -> None:
    """Show a policy as it is written: its comments say why each rule is there."""
    from redactor import policy as policies
    from redactor.report.screen import visible_lines

    source = policies.open_source(policy)
    sys.stdout.write(visible_lines(source.data.decode("utf-8", "backslashreplace")))
