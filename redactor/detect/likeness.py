"""Says how much an unknown word looks like a name: a small table of letter runs, learnt from names and from what they are not.

`training/likeness.py` makes the table out of lists of names against damaged English words, glued words, abbreviations
and words of other tongues. It knows letters alone, so it is asked where capitals tell nothing, and only to doubt.
"""

from __future__ import annotations

import functools
import math
import struct
import zlib
from base64 import b85decode
from typing import TYPE_CHECKING

from redactor.files import package_data
from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 1 << 13
SIZE = RUNS + 128
"""Places of the table: hashed runs of letters, then what else is seen in a word."""
_NEAR, _GLUED, _MUTE, _LENGTH = RUNS, RUNS + 32, RUNS + 64, RUNS + 96
_LONGEST = 24
_TIMES = 3  # how often a trait counts beside the many runs
_SHORTEST_NEAR = 6
_SHORTEST_PART = 3
_SHORT = 3
DOUBT = 0.15
"""What looks less like a name than this is hardly one, where nothing else speaks for it."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_VOWELS = frozenset("aeiouy")


def features(word: str) -> list[int]:
    """Give the places of the table that speak of a folded word."""
    length = min(len(word), _LONGEST)
    traits = [_LENGTH + length]
    if near_english(word):
        traits.append(_NEAR + length)
    if glued(word):
        traits.append(_GLUED + length)
    if mute(word):
        traits.append(_MUTE + length)
    return [*_runs(f"^{word}$"), *traits * _TIMES]


def _runs(word: str) -> Iterator[int]:
    """Hash every run of two to four letters, the word's ends marked."""
    for size in (2, 3, 4):
        for at in range(len(word) - size + 1):
            yield zlib.crc32(word[at : at + size].encode()) % RUNS


def near_english(word: str) -> bool:
    """Say whether one letter lost, added, changed or misplaced makes an English word of it: MORING, CIVILANS."""
    if not _SHORTEST_NEAR <= len(word) <= _LONGEST:
        return False
    return any(ordinary(other) for other in _neighbours(word))


def _neighbours(word: str) -> Iterator[str]:
    """Give every word one slip away."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in _LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in _LETTERS)


def mute(word: str) -> bool:
    """Say whether the word has no vowel, as few names have none."""
    return not _VOWELS.intersection(word)


def glued(word: str) -> bool:
    """Say whether the word is two English words without their blank: FROMARGENTINA is none, FROMAFAR is."""
    ends = range(_SHORTEST_PART, min(len(word), 2 * _LONGEST) - _SHORTEST_PART + 1)
    return any(ordinary(word[:at]) and ordinary(word[at:]) for at in ends)


@functools.cache
def _table() -> tuple[float, tuple[int, ...]]:
    """Read the table: the scale of its weights, and a small number a place."""
    data = b85decode(package_data("likeness.txt").split()[-1])
    (scale,) = struct.unpack_from("<f", data)
    return scale, struct.unpack_from(f"<{SIZE}b", data, 4)


@functools.lru_cache(maxsize=16384)
def likely_name(word: str) -> float:
    """Give from 0 to 1 how much a folded word looks like a name; a word of at most three letters tells nothing."""
    letters = "".join(char for char in word.removesuffix("'s") if char.isalpha())
    if len(letters) <= _SHORT or not letters.isascii():
        return 1.0
    scale, weights = _table()
    found = features(letters)
    return 1 / (1 + math.exp(-scale * sum(weights[place] for place in found) / math.sqrt(len(found))))
