"""Knows the words that capitals hide: torn at a line's end, glued to a day, an abbreviation, a slip of the typist's."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.likeness import likely_name, mute, near_english
from redactor.view import ordinary

if TYPE_CHECKING:
    from redactor.detect.base import Block, Page, Word

_HARDLY = 0.03
"""What looks less like a name than this is a slip or of no tongue: of 10,222 surnames of the lists 7 look so."""
_SLIP, _LONG = 0.05, 8
"""A word of so many letters that is one slip from an English word, and looks less like a name than this, is a slip."""
_EVEN, _REST = 0.5, 5
_SMALL = ("of", "for", "the", "and", "that", "with", "from", "been", "have")
_LONGEST_ABBREVIATION = 5
_NAMES_WITHOUT_VOWELS = frozenset({"ng", "hrn", "krc", "srb", "ngr", "smrz", "brc", "krk", "vlk", "trn"})

# matches "MAY21", "MARCH15", "JUN1979"; must not match "MAY" or "B21"
_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august"
    r"|september|october|november|december)\d{1,4}"
)


def torn(page: Page, word: Word) -> bool:
    """Say whether a line's end tears a word that a list or English knows: TRANS-/PORTATION; Jong-il is not torn."""
    if "-" not in word.text:
        return False
    starts = page.view.starts
    whole = "".join(
        char
        for at, char in enumerate(word.folded)
        if char != "-" or starts[word.start + at + 1] - starts[word.start + at] == 1
    )
    return whole != word.folded and vocabulary.plain(whole)


def dated(word: Word) -> bool:
    """Say whether the word is a month with the figures of its day or year."""
    return _DAY.fullmatch(word.folded) is not None


def abbreviated(word: Word) -> bool:
    """Say whether the word is a short one in capitals without a vowel: RPT, SDRS, but no NG."""
    letters = word.folded.removesuffix("'s")
    short = len(letters) <= _LONGEST_ABBREVIATION and letters.isalpha() and letters.isascii()
    return short and word.text.isupper() and mute(letters) and letters not in _NAMES_WITHOUT_VOWELS


def unlikely(word: Word) -> bool:
    """Say whether, where capitals tell nothing, the word looks like nothing but a slip: CONSTITUION, LOCATIONOF."""
    folded = word.folded.removesuffix("'s")
    if not (word.text.isupper() and folded.isalpha()):
        return False
    likely = likely_name(folded)
    slip = likely < _SLIP and len(folded) >= _LONG and near_english(folded)
    return likely < _HARDLY or slip or (likely < _EVEN and _run_together(folded))


def _run_together(folded: str) -> bool:
    """Say whether a small word hangs on an English one: LOCATIONOF, THEGOVERNMENT; no name of the lists does that."""
    return any(
        len(rest) >= _REST and ordinary(rest)
        for small in _SMALL
        for rest in (folded.removeprefix(small), folded.removesuffix(small))
        if rest != folded
    )


# matches "(YPFB)" and "( PAHR )"; must not match "(China)" or "(A)"
_BRACKETED = re.compile(r"\([ ]?(?P<short>[A-Z]{2,8})[ ]?\)")
_WORDS_BEFORE = 14
_SKIPPED = frozenset("of on the and for in to de del la las los y e du des et da do dos das".split())


def explained_abbreviations(page: Page) -> frozenset[str]:
    """Give the folded abbreviations that the words before their bracket explain: PERMANENT ASSEMBLY (PA)."""
    found = set()
    for match in _BRACKETED.finditer(page.view.text):
        at = bisect_left(page.blocks, match.start() + 1, key=lambda block: block.span.start) - 1
        block = page.blocks[at] if at >= 0 else None
        if block is not None and _spells(block, match.start(), match["short"].casefold()):
            found.add(match["short"].casefold())
    return frozenset(found)


def _spells(block: Block, end: int, short: str) -> bool:
    """Say whether the words right before `end` begin with the letters of an abbreviation, small words left out."""
    last = bisect_left(block.words, end, key=lambda word: word.start)
    before = [
        word for word in block.words[max(0, last - _WORDS_BEFORE) : last] if word.folded not in _SKIPPED
    ]
    spelt = "".join(word.folded[0] for word in before[-len(short) :])
    full = all(len(word.folded) > 1 and word.capital for word in before[-len(short) :])
    return full and spelt == short
