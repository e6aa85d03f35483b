"""Reads a stretch in which names stand one after another: cuts it into items, and says which of them are names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.names import initial, particle, span_of, suffix
from redactor.detect.persons import index_at
from redactor.spans import Span
from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Page, Word

_MOST_WORDS = 6
_SHORT_LINE = 60
"""A line that ends before this many characters ends its item; a longer one may be wrapped."""
_CODE = 3
_NAME = 3

# What parts two items: matches ", ", "; ", " -- ", ": ", " and ", "(", a point before a blank
# must not match the point of "J." or the hyphen of "Solen-Vashkel"
_ITEM_END = re.compile(
    r"""
      [,;:()\[\]/\n"]
    | (?:^|(?<=[ ])) -+ (?=[ ]|[A-Za-z])
    | [ ] (?:and|AND|&|with|WITH|for|FOR|of|OF|from|FROM|to|TO) [ ]
    | (?<=[\w)]{2}) \. (?=[ ]|\Z)
    """,
    re.VERBOSE,
)

# Words of such stretches that are no names.
_NO_NAMES = frozenset(
    "note notes taker takers notetaker notetakers interpreter interpreters translator translators side sides "
    "delegation participants participant attendees members member staff aide aides others host hosts guest guests "
    "control accompanying also present american embassy action info information only all posts post addressees "
    "delivery distribution immediate please pls pass opening business eyes official officer desk director under "
    "none same subs substance draft phone info copy per by ext concurrence clearance clearances clear cleared "
    "drafted drafter approved released".split()
)


def line_starts(page: Page, block: Block) -> Sequence[int]:
    """Give where lines begin inside a block."""
    low = bisect_right(page.lines, block.span.start)
    return page.lines[low : bisect_left(page.lines, block.span.end)]


def items(page: Page, block: Block, span: Span) -> Iterator[Span]:
    """Cut a stretch into items: at marks between words, and at the end of a short line."""
    cuts = {span.start, span.end}
    for match in _ITEM_END.finditer(page.view.text, span.start, span.end):
        cuts.update(match.span())
    before = block.span.start
    for start in line_starts(page, block):
        if start - before < _SHORT_LINE and span.start < start < span.end:
            cuts.add(start)
        before = start
    for left, right in pairwise(sorted(cuts)):
        yield Span(left, right)


def names_in(page: Page, block: Block, span: Span, *, sure: bool = False) -> Iterator[Span]:
    """Give the names among the items of a stretch, titles before them left out."""
    for item in items(page, block, span):
        name = _name(page, block, item, sure=sure)
        if name is not None:
            yield name


def _name(page: Page, block: Block, item: Span, *, sure: bool) -> Span | None:
    """Give the name that an item consists of, titles before it left out; None where it is no name."""
    opens, last = index_at(block, item.start), index_at(block, item.end)
    first = opens
    while first < last and _title_word(page, block.words[first]):
        first += 1
    words = block.words[first:last]
    if not words or len(words) > _MOST_WORDS or not _may_all(page, words):
        return None
    full = [word for word in words if not (initial(page, word) or particle(word) or suffix(word))]
    lone = len(words) == 1
    if not full or (lone and _code(page, words[0])):
        return None
    if not (sure or _believable(full, alone=lone, titled=first > opens)):
        return None
    return span_of(block, first, last)


def _code(page: Page, word: Word) -> bool:
    """Say whether a word alone is an office code: short, in capitals, beside a slash or too short for a name."""
    text = page.view.text
    slashed = "/" in {text[word.start - 1 : word.start], text[word.end : word.end + 1]}
    return word.text.isupper() and (len(word.text) < _NAME or (slashed and len(word.text) <= _CODE))


def _title_word(page: Page, word: Word) -> bool:
    """Say whether a word before a name belongs to a title."""
    at = bisect_right(page.titles, word.start, key=lambda title: title.span.start) - 1
    inside = at >= 0 and page.titles[at].span.holds(word.start)
    return inside or (word.folded in vocabulary.title_words() and not word.initial)


def _may_all(page: Page, words: Sequence[Word]) -> bool:
    """Say whether each word may be part of a name; after a given name any capital may: Will Banks."""
    if len(words) > 1 and words[0].folded in vocabulary.folded_words("given") and words[0].capital:
        return all(word.capital and not word.fixed and word.folded not in _NO_NAMES for word in words[1:])
    return all(_may(page, word) for word in words)


def _may(page: Page, word: Word) -> bool:
    """Say whether a word may be part of a name in a list."""
    if initial(page, word) or particle(word) or suffix(word):
        return True
    names = vocabulary.folded_words("given") | vocabulary.folded_words("surnames")
    known = vocabulary.known_word(word) and word.folded not in names
    stop = word.folded in _NO_NAMES or word.folded in vocabulary.folded_words("stops") - names
    return word.capital and not word.fixed and len(word.text) > 1 and not known and not stop


def _believable(full: Sequence[Word], *, alone: bool, titled: bool) -> bool:
    """Say whether words make a name: one that nobody knows, a given name before another, or a title before them."""
    unknown = any(not ordinary(word.folded) for word in full)
    given = full[0].folded in vocabulary.folded_words("given")
    return unknown or titled or (given and not alone)
