"""Says what our tables know of a word, in one letter: what the model's network reads beside the word itself.

The network has seen few names of the next cable. That a word is English, a given name, a place, of another tongue,
or by its letters like a name, tells it more of an unknown word than the word.
"""

from __future__ import annotations

import functools

from redactor.detect import vocabulary
from redactor.detect.likeness import likely_name
from redactor.view import fold_term, ordinary

_STEPS = 10  # so finely is told how much an unknown word looks like a name
_SHORT = 3
_GIVEN = "g"


@functools.lru_cache(maxsize=1 << 16)
def trait(text: str) -> str:
    """Give the trait of a word as it is written: a letter or digit, with `g` before it for a given name."""
    folded = fold_term(text).removesuffix("'s").strip(".'")
    if not any(map(str.isalpha, folded)):
        return "-"
    given = _GIVEN if folded in vocabulary.folded_words("given") else ""
    return given + _kind(text, folded)


def _kind(text: str, folded: str) -> str:
    """Give the first list that knows a word, or how much it looks like a name."""
    for kind, words in _lists():
        if folded in words:
            return kind
    if text in vocabulary.acronyms():
        return "a"
    if ordinary(folded) or ordinary(folded.removesuffix("s")):
        return "e" if ordinary(folded) else "E"
    if folded in vocabulary.foreign():
        return "f"
    return "u" if len(folded) <= _SHORT else str(min(_STEPS - 1, int(likely_name(folded) * _STEPS)))


@functools.cache
def _lists() -> tuple[tuple[str, frozenset[str]], ...]:
    """Give the lists in the order in which they are asked, each with its letter."""
    return (
        ("s", vocabulary.folded_words("stops")),
        ("v", vocabulary.folded_words("verbs")),
        ("r", vocabulary.folded_words("particles")),
        ("c", vocabulary.calendar()),
        ("t", vocabulary.title_words()),
        ("n", vocabulary.nationalities()),
        ("p", vocabulary.single_places()),
        ("h", vocabulary.harmless_words()),
    )
