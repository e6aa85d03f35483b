"""Guard: no surface form of a removed entity stands in kept text as a whole word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.errors import GuardError
from redactor.model import DecidedBy
from redactor.release.guards.base import in_view, kept
from redactor.release.guards.names import is_name
from redactor.spans import Span, subtract, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Decision
    from redactor.release.guards.base import Case

ASSUMED = "assume:"
"""Stands before an assumption's id among the rules of text that it opened."""


def entities(case: Case) -> None:
    """Refuse kept text that repeats a removed entity, however folded, wrapped or glued.

    An entity that is released where it stands is not a removed one, nor is text that a reviewer or an
    assumption opened.
    """
    if not case.verdict.closed or case.verdict.denied:
        return
    shown = kept(case)
    opened = _opened(case)
    guarded = {
        _form(case, item.span) for index in case.verdict.closed if (item := case.findings[index]).contexts
    }
    for place, term in views.find_terms(shown.view, removed_forms(case)):
        if is_name(shown.view, place, term, strict=term in guarded) and _survives(
            case, shown.original(place), opened
        ):
            raise GuardError("entities", "a removed entity stands in text that is kept")


def removed_forms(case: Case) -> list[str]:
    """Give the folded surface forms of every finding that was closed."""
    forms = (_form(case, case.findings[index].span) for index in sorted(case.verdict.closed))
    return sorted({form for form in forms if form})


def _form(case: Case, span: Span) -> str:
    """Fold what stands at a finding, as the view has it."""
    return views.fold_term(in_view(case, span).of(case.view.text)).strip()


def _opened(case: Case) -> tuple[Span, ...]:
    """Give what was released as it stands: findings not closed, and what a person answers for.

    That is text a reviewer opened, and text that parses by a closed grammar which an assumption opens.
    """
    released = [item.span for index, item in enumerate(case.findings) if index not in case.verdict.closed]
    answered = [item.span for item in case.verdict.decisions if item.removal is None and _answered(item)]
    return union([*released, *answered])


def _answered(decision: Decision) -> bool:
    """Say whether a person, not a rule, answers for text that is kept."""
    assumed = any(rule.startswith(ASSUMED) for rule in decision.rules)
    return assumed or decision.decided_by is DecidedBy.REVIEWER


def _survives(case: Case, span: Span, opened: Sequence[Span]) -> bool:
    """Say whether a match holds more than what was released there."""
    first = bisect_right(opened, span.start, key=lambda item: item.end)
    last = bisect_left(opened, span.end, key=lambda item: item.start)
    left = subtract((span,), opened[first:last])
    return any(char.isalnum() for part in left for char in part.of(case.cable.text))
