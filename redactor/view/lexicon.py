"""Which words are ordinary English words, and so no names by themselves."""

from __future__ import annotations

import functools

from redactor.files import package_data


@functools.cache
def _words() -> frozenset[str]:
    """Read the shipped word list once."""
    return frozenset(package_data("words.txt").split())


def ordinary(folded: str) -> bool:
    """Say whether a folded word stands in the English word list; a possessive counts as its word."""
    return folded.removesuffix("'s").removesuffix("'") in _words()
