"""Whether letters that match a removed entity may be that entity, or are an ordinary word or number that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor import view as views
from redactor.release.guards.runs import WORD

if TYPE_CHECKING:
    from redactor.spans import Span
    from redactor.view import View

LONG_NUMBER = 5
"""From this many digits on a number is itself however its digits are grouped: a telephone, a passport."""

_LINE = 200
"""How far around a word to look for small letters."""


def is_name(view: View, place: Span, term: str, *, strict: bool) -> bool:
    """Say whether a match may be the entity, and not an ordinary word or number that has its letters.

    An ordinary word counts only capitalised, where the capital tells: a removed Mr Field closes no field and,
    in capitals or at a sentence's start, no FIELD; a protected one, which is `strict`, does. U.S. closes no `us`.
    A short number counts only where its digits are grouped alike: a removed 5-6 closes no 56.
    """
    letters = "".join(char for char in term if char.isalnum())
    if views.ordinary(letters) or all(views.ordinary(word) for word in term.split()):
        return view.text[place.start].isupper() and (strict or _capital_tells(view.text, place))
    if letters.isdigit() and len(letters) < LONG_NUMBER:
        return WORD.findall(place.of(view.folded)) == WORD.findall(term)
    return True


def _capital_tells(text: str, place: Span) -> bool:
    """Say whether a capital may mean a name: not in a line of capitals, nor where a sentence opens."""
    left = text[max(0, place.start - _LINE) : place.start].rpartition("\n")[2]
    line = left + text[place.start : place.end + _LINE].partition("\n")[0]
    before = text[max(0, place.start - 8) : place.start].rstrip(" \"'(")[-1:]
    return not line.isupper() and before not in {"", "\n", ".", "!", "?", ":", ";"}
