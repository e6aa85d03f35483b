"""`NO` and `1.10` without quotes: other tools that read YAML make a truth or another number of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.policy.lints.base import warning
from redactor.policy.lints.tokens import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.policy.lints.base import Subject

# What YAML of 2005 reads as a truth, the plain `yes` and `no` of our own flags aside.
# matches `NO`, `On`, `Y`; not `NOFORN`
_TRUTH = re.compile(
    r"""
    y | yes | n | no | true | false | on | off
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FLAGS = frozenset({"yes", "no", "true", "false"})

# A number that is written another way once it was read as one.
# matches `1.10`, `0209`, `1_000`, `12:30`, `0x1F`; not `1.0.0`, `0.85`, `8`, `2027-11-01`
_NUMBER = re.compile(
    r"""
      [0-9]+ \. [0-9]* 0
    | 0 [0-9]+
    | [0-9]+ (?: _ [0-9]+ )+
    | [0-9]+ : [0-5]?[0-9]
    | 0x [0-9A-Fa-f]+
    """,
    re.VERBOSE,
)
# Keys under which editors may retype freely: the value is read the same either way.
_HARMLESS = frozenset({"score"})


def retyped(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each value that another reader of YAML would take for something else (POLICY.md, finding 6)."""
    for token in scalars(subject.policy.source, subject.file):
        if not token.plain or _HARMLESS & set(token.path):
            continue
        becomes = "a truth" if _TRUTH.fullmatch(token.text) and token.text not in _FLAGS else None
        becomes = "another number" if _NUMBER.fullmatch(token.text) else becomes
        if becomes is not None:
            yield warning(
                "RP248",
                f"`{token.text}` without quotes",
                token.place,
                f"write `'{token.text}'`",
                f"other tools read {becomes} here",
            )
