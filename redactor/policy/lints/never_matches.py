"""A rule that matches no text there can be: its conditions exclude each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.lints.base import warning
from redactor.policy.lints.laws import claims_of, reached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.policy.lints.base import Subject


def never_matches(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each rule that matches nothing, in text read by its mark or by an assumption."""
    for rule in subject.policy.rules:
        if not any(reached(subject.board, held, claim) for held, claim in claims_of(subject.board, rule)):
            yield warning(
                "RP240",
                f"the rule `{rule.id}` never matches",
                rule.place,
                "no text can be all that it asks for: look at its `when` and `unless`",
            )
