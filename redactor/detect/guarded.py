"""Finds the persons of a protect list: by full name and by family name, as the person of a note is found."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.detect.resolve import SHORT, parts_of, tokens_in
from redactor.model import EntityKind
from redactor.view import find_terms, fold_term, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Page

_DETECTOR = "protect-note"
_SCORE = 900


def hits(page: Page, names: tuple[str, ...]) -> Iterator[Hit]:
    """Find the persons of a list; a family name that is an English word is left to what protects namesakes."""
    for span, term in find_terms(page.view, _terms(names)) if names else ():
        if len(term) > SHORT or page.view.text[span.start].isupper():
            yield Hit(span, EntityKind.PERSON, _DETECTOR, _SCORE, ("protect-list",))


@functools.lru_cache(maxsize=4)
def families(names: tuple[str, ...]) -> frozenset[str]:
    """Give the folded parts of their family names: who shares one may give them away."""
    tokens = (tokens_in(name) for name in names)
    return frozenset(part for name in tokens if name for part in parts_of(name[-1]) if len(part) > 1)


@functools.lru_cache(maxsize=4)
def _terms(names: tuple[str, ...]) -> frozenset[str]:
    """Give the folded forms to look for: each name as it is written and in its order, and each family name."""
    whole = {form for name in names for form in (fold_term(name), " ".join(tokens_in(name)))}
    alone = families(names) - vocabulary.single_places()
    single = {term for term in whole if " " not in term}
    return frozenset(
        form for form in (whole | alone) - {term for term in alone | single if ordinary(term)} if form
    )
