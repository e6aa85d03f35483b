"""What a lint looks at, and what it is: a function from a policy to warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from redactor.errors import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Place
    from redactor.model import Policy
    from redactor.policy.questions import Board


@dataclass(frozen=True, slots=True)
class Subject:
    """A policy that was read and is valid: its nouns, its own text and its file, and its board of boxes."""

    policy: Policy
    file: str
    board: Board = field(repr=False)


class Lint(Protocol):
    """Gives a warning for each thing that its author probably did not mean."""

    def __call__(self, subject: Subject, /) -> Iterator[Diagnostic]:
        """Look at a policy. Never raises for one that is valid, but where the work runs out."""


def warning(code: str, message: str, place: Place, help_: str, label: str = "") -> Diagnostic:
    """Make a warning with what to type instead."""
    return Diagnostic(code, message, place, label=label, help=help_, severity="warning")
