"""A discretionary exemption without `harm`: who withholds on it must foresee one (5 U.S.C. 552(a)(8)(A))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.authorities import registry
from redactor.policy.lints.base import warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.policy.lints.base import Subject


def without_harm(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each rule under a law that withholds on a discretionary ground and foresees no harm."""
    rules = subject.policy.rules if subject.policy.audience.lawful else ()
    for rule in rules:
        codes = [one.code for one in rule.authorities if registry().rows[one.code].harm]
        if codes and not rule.harm:
            yield warning(
                "RP247",
                f"the rule `{rule.id}` withholds on `{codes[0]}` and foresees no harm",
                rule.place,
                'add `harm: "..."`: what release would do, for the Vaughn index',
            )
