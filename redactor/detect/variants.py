"""Tells spellings of one name: Mohammed and Muhammad, Qadhafi and Gaddafi, Yeltsin and El'tsin, Zhukov and Joukoff.

A key of our own: consonants by the sounds that romanisations of Cyrillic and Arabic write in several ways,
vowels left out. Two names of one key are offered as one person where that protects, and never where it opens.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORTEST = 5
_FEWEST = 3

# Spellings of one sound, longest first; what stands on the right is the sound's letter.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "c"), ("tsch", "c"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("sh", "s"), ("ch", "c"),
    ("kh", "h"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ts", "c"), ("tz", "c"), ("cz", "c"), ("ck", "k"), ("ks", "x"),
    ("gu", "k"), ("q", "k"), ("g", "k"), ("c", "c"), ("v", "f"), ("w", "f"), ("z", "s"), ("j", "j"),
)  # fmt: skip
# matches the vowels of a name, and y and w between letters; must not match a consonant
_VOWELS = re.compile(r"[aeiouy']+")
# matches two of one letter: "dd"; must not match "da"
_DOUBLE = re.compile(r"(.)\1+")


@functools.lru_cache(maxsize=65_536)
def keys(token: str) -> frozenset[str]:
    """Give the keys of a folded name: a few, where a spelling stands for several sounds; none for a short or plain word."""
    letters = "".join(char for char in token if char.isalpha())
    if len(letters) < _SHORTEST or not letters.isascii() or ordinary(letters):
        return frozenset()
    made = {_key(letters)}
    if "kh" in letters:
        made.add(_key(letters.replace("kh", "k")))  # Khadafy is Qadhafi, Akhmed is Ahmed
    if "c" in letters.replace("ch", ""):
        made.add(_key(re.sub(r"c(?!h)", "k", letters)))
    return frozenset(key for key in made if len(key.lstrip("a")) >= _FEWEST)


def _key(letters: str) -> str:
    """Give the key of one reading: sounds for spellings, a vowel kept at the beginning alone."""
    for spelling, sound in _SOUNDS:
        letters = letters.replace(spelling, sound)
    head = "a" if _VOWELS.match(letters) else ""
    return head + _DOUBLE.sub(r"\1", _VOWELS.sub("", letters))


def keys_of(tokens: Iterable[str]) -> frozenset[str]:
    """Give the keys of several names."""
    return frozenset(key for token in tokens for key in keys(token))


def variant(token: str, of: frozenset[str]) -> bool:
    """Say whether a folded word may be another spelling of a name whose keys are given."""
    return bool(of) and not of.isdisjoint(keys(token))
