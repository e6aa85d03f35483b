"""`amount: exact`: a marker that tells how much was removed helps to guess short strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.lints.base import warning
from redactor.policy.lints.tokens import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.policy.lints.base import Subject


def exact_amount(subject: Subject) -> Iterator[Diagnostic]:
    """Warn where markers tell how much text went (DOMAIN.md 8)."""
    for token in scalars(subject.policy.source, subject.file):
        if subject.policy.amount == "exact" and token.path == ("amount",):
            yield warning(
                "RP249",
                "markers tell how much was removed",
                token.place,
                "leave `amount` out: exact amounts help a reader to guess a name or a number",
            )
