"""Guard: no surface form of a removed entity stands in kept text as a whole word."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from redactor import view as views
from redactor.errors import GuardError
from redactor.model import DecidedBy
from redactor.release.guards.base import in_view, kept
from redactor.release.guards.runs import WORD
from redactor.spans import Span, subtract, union

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.model import Decision
    from redactor.release.guards.base import Case, Kept

LONG_NUMBER = 5
"""From this many digits on a number is itself however its digits are grouped: a telephone, a passport."""

_LINE = 200
"""How far around a word to look for small letters."""

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
        if is_name(shown, place, term, strict=term in guarded) and _survives(
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


def is_name(shown: Kept, place: Span, term: str, *, strict: bool) -> bool:
    """Say whether a match may be the entity, and not an ordinary word or number that has its letters.

    An ordinary word counts only capitalised, where the capital tells: a removed Mr Field closes no field and,
    in capitals or at a sentence's start, no FIELD; a protected one does. U.S. closes no `us`. A short
    number counts only where its digits are grouped alike: a removed 5-6 closes no 56.
    """
    letters = "".join(char for char in term if char.isalnum())
    if views.ordinary(letters) or all(views.ordinary(word) for word in term.split()):
        return shown.view.text[place.start].isupper() and (strict or _capital_tells(shown, place))
    if letters.isdigit() and len(letters) < LONG_NUMBER:
        return WORD.findall(place.of(shown.view.folded)) == WORD.findall(term)
    return True


def _capital_tells(shown: Kept, place: Span) -> bool:
    """Say whether a capital may mean a name: not in a line of capitals, nor where a sentence opens."""
    text = shown.view.text
    left = text[max(0, place.start - _LINE) : place.start].rpartition("\n")[2]
    line = left + text[place.start : place.end + _LINE].partition("\n")[0]
    before = text[max(0, place.start - 8) : place.start].rstrip(" \"'(")[-1:]
    return not line.isupper() and before not in {"", "\n", ".", "!", "?", ":", ";"}


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
