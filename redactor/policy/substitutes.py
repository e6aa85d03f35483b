"""What stands in for a finding: a role, a person's letter, a coarser value, the end of a number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.model import Action
from redactor.policy import coarse
from redactor.policy.opening import in_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Decision, Finding
    from redactor.policy.facts import Matter

VALUED = frozenset({Action.ROLE, Action.PSEUDONYM, Action.GENERALIZE, Action.MASK})
"""Actions that show a value; where there is none the finding is labelled."""

_MOST_LETTERS = 3
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def substitute(matter: Matter, finding: Finding, action: Action) -> str:
    """Give the value that an action shows in place of a finding, or nothing where it has none.

    A pseudonym is the person's number here; `lettered` makes letters of the numbers that are shown.
    """
    if action not in VALUED:
        return ""
    text = in_view(matter.view, finding.span).of(matter.view.text)
    match action:
        case Action.ROLE:
            return _role(matter, finding)
        case Action.PSEUDONYM:
            return "" if finding.person is None else str(finding.person)
        case Action.GENERALIZE:
            return coarse.generalized(finding.kind, text, months=matter.policy.coarse_date == "month")
        case Action.MASK:
            return coarse.masked(text, matter.policy.mask_last)
        case _:
            return ""


def _role(matter: Matter, finding: Finding) -> str:
    """Give the table's term for the title right before the name, or nothing."""
    if finding.title is None:
        return ""
    title = in_view(matter.view, finding.title).of(matter.view.text)
    return matter.role_of(title) or ""


def lettered(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Write pseudonyms as `person A`, `person B` in the order in which the release shows them.

    Who stands only in text that goes has no letter, so neither the letters nor a gap among them tell of it.
    """
    letters: dict[str, str] = {}
    return tuple(_lettered(decision, letters) for decision in decisions)


def _lettered(decision: Decision, letters: dict[str, str]) -> Decision:
    """Write one pseudonym; where letters have run out it is a label."""
    if decision.action is not Action.PSEUDONYM or decision.hold:
        return decision
    letter = letters.setdefault(decision.value, letter_of(len(letters)))
    if len(letter) > _MOST_LETTERS:
        return replace(decision, action=Action.LABEL, value="")
    return replace(decision, value=f"person {letter}")


def letter_of(index: int) -> str:
    """Give the letter of the person with this index: A to Z, then AA, AB, ..."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(_ALPHABET))
        letters = _ALPHABET[rest] + letters
    return letters
