"""`level: {is: ...}` in a release rule: a stricter level may be let through where a lower one is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.conditions import every_matcher
from redactor.policy.lints.base import warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.policy.lints.base import Subject


def level_by_equality(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each release rule that names levels one by one."""
    for rule in subject.policy.release:
        if any(matcher.name == "level" and matcher.operator == "is" for matcher in every_matcher(rule.when)):
            yield warning(
                "RP246",
                f"the release rule `{rule.id}` names levels one by one",
                rule.place,
                "write `level: {at_most: ...}`: what a higher level may show, a lower one may",
            )
