"""Gives capitals back their meaning: in a text that is all capitals, English words go small and the rest keep one."""

from __future__ import annotations

import functools
import re
import string

from redactor.detect import vocabulary
from redactor.view import ordinary

# matches a word of capitals: "BOLIVIAN", "O'MARA", "A.M."; must not match "Almaty" or "1974"
_CAPITALS = re.compile(r"[A-Z][A-Z0-9]*(?:['.-][A-Z0-9]+)*")
_CODE = 2  # an unknown run of so few letters is an abbreviation
_FLAT_SHARE = 0.7
_LARGE, _SMALL = string.ascii_uppercase.encode(), string.ascii_lowercase.encode()
_VOWELS = frozenset("AEIOUY")


def capitals(text: str) -> bool:
    """Say whether capitals tell nothing in a text: more than seven letters of ten are capitals."""
    large, letters = letters_of(text)
    return large > _FLAT_SHARE * letters


def letters_of(text: str) -> tuple[int, int]:
    """Count the capitals of a text and all its letters."""
    if text.isascii():
        plain = text.encode()
        large = len(plain) - len(plain.translate(None, _LARGE))
        return large, large + len(plain) - len(plain.translate(None, _SMALL))
    letters = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, letters)), len(letters)


def recase(text: str) -> str:
    """Write a text in capitals as mixed case, character by character, so that every offset stays."""
    return _CAPITALS.sub(lambda match: _word(match.group()), text)


@functools.cache
def _capitalised() -> frozenset[str]:
    """Give the English words that keep a capital: months and days, given names; "may" is mostly the verb."""
    return (vocabulary.calendar() | vocabulary.folded_words("given")) - {"may"}


@functools.cache
def _small() -> frozenset[str]:
    """Give the words of other tongues that go small, given names aside."""
    return vocabulary.foreign() - vocabulary.folded_words("given")


def _word(word: str) -> str:
    """Write one word: small where it is English, with one capital where nobody knows it."""
    folded = word.lower()
    if folded in _small() or (ordinary(folded) and folded not in _capitalised()):
        return folded
    if word in vocabulary.acronyms() or len(word) <= _CODE or not _VOWELS.intersection(word):
        return word
    written = "".join(part[:1] + part[1:].lower() for part in re.split(r"(?<=['.-])", word))
    return written[:-1] + "s" if written.endswith("'S") else written
