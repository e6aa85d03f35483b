"""Weighs what the entity model says of persons: what our tables know better, and what it says of a word only now and then."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.casing import capitals
from redactor.detect.likeness import DOUBT, likely_name
from redactor.detect.names import initial, particle, suffix
from redactor.detect.witness import MODEL, foreign, named
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span
from redactor.view import find_terms, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Hit, Page, Word

DETECTOR = MODEL

_NAMELESS = frozenset(
    {
        SectionKind.TRANSMISSION,
        SectionKind.DATE,
        SectionKind.MESSAGE_NUMBER,
        SectionKind.BANNER,
        SectionKind.CAPTION,
    }
)
_LAST_FIRST = frozenset({SectionKind.TAGS, SectionKind.EO_LINE, SectionKind.TRAILER})
"""Where a name is written LAST, FIRST."""
_OFTEN = 4
"""From so many places on, a word of which the model says seldom that it is a person is none."""
_SELDOM = 0.5
_CODE = 4  # capitals of an abbreviation
_OFFICE = 5


def weigh(page: Page, hits: Sequence[Hit]) -> list[Hit]:
    """Give the hits without the model's persons that cannot be names, and the rest of them cut to their names."""
    model, others = _parted(hits)
    flat = [bool(model) and capitals(block.span.of(page.view.text)) for block in page.blocks]
    parts = [replace(hit, span=part) for hit in model for part in _parts(page, hit.span)]
    kept = [replace(hit, span=span) for hit in parts for span in _names(page, hit, flat)]
    seldom = _seldom(page, kept)
    kept = [hit for hit in kept if not seldom.issuperset(_tokens(page, hit))]
    return [*others, *kept]


def _parted(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Part the model's persons from all else."""
    parted: tuple[list[Hit], list[Hit]] = [], []
    for hit in hits:
        parted[hit.detector != DETECTOR or hit.kind is not EntityKind.PERSON].append(hit)
    return parted


# matches the comma of "URQUIDI, ESSO" and "LIMA (ACTING"; must not match that of "TAFT, JR" or "(KNOFF, H"
_ENDS = re.compile(r"(?<!\()(?:,[ ](?!(?:JR|SR|Jr|Sr|I{2,3})\b)|[ ]?[(;])")


def _parts(page: Page, span: Span) -> Iterator[Span]:
    """Cut a span where no name goes on: at a line that ended early, at a comma, before a bracket."""
    at = bisect_left(page.breaks, span.start)
    cuts = [(cut, cut + 1) for cut in page.breaks[at : bisect_left(page.breaks, span.end)]]
    block = page.blocks[bisect_left(page.blocks, span.start + 1, key=lambda block: block.span.start) - 1]
    if block.section not in _LAST_FIRST and '"' not in span.of(page.view.text):
        cuts += [match.span() for match in _ENDS.finditer(page.view.text, span.start + 1, span.end)]
    start = span.start
    for left, right in sorted(cuts):
        if left > start:
            yield Span(start, left)
        start = max(start, right)
    if start < span.end:
        yield Span(start, span.end)


def _names(page: Page, hit: Hit, flats: Sequence[bool]) -> Iterator[Span]:
    """Give the names in one hit: words at its edges that are titles or plain words are cut off.

    `flats` says of each block whether it is all capitals.
    """
    at = bisect_left(page.blocks, hit.span.start + 1, key=lambda block: block.span.start) - 1
    block = page.blocks[at]
    if block.section in _NAMELESS:
        return
    flat = flats[at] or (block.section is SectionKind.TRAILER and hit.span.of(page.view.text).isupper())
    words = _after_owner([word for word in _within(block, hit.span) if not word.fixed])
    strange = flat and foreign(block, hit.span)
    while words and not (named(words[0]) if strange else _opens(page, words[0], flat=flat)):
        if _titled(page, words):
            break
        words.pop(0)
    if len(words) > 1 and _office(page, words[0]):
        words.pop(0)
    while words and not (_closes_strange(words) if strange else _closes_name(page, words, flat=flat)):
        words.pop()
    if (
        words
        and (any(_name(word, flat=flat) for word in words) or _titled(page, words))
        and not _no_name(words, flat=flat)
    ):
        yield Span(words[0].start, _end(page, words[-1], hit.span))


def _closes_strange(words: Sequence[Word]) -> bool:
    """Say whether a name may end with the last word in a passage of another tongue: Gerald Ford may."""
    return named(words[-1]) or (len(words) > 1 and ordinary(words[-1].folded) and named(words[-2]))


def _titled(page: Page, words: Sequence[Word]) -> bool:
    """Say whether the words are a place's name behind a title: AMBASSADOR VALENCIA is a man."""
    at = bisect_left(page.titles, words[0].start, key=lambda title: title.span.end) - 1
    beside = at >= 0 and page.view.text[page.titles[at].span.end : words[0].start] == " "
    place = words[0].folded in vocabulary.single_places() - vocabulary.nationalities()
    return len(words) == 1 and beside and place and words[0].capital


def _office(page: Page, word: Word) -> bool:
    """Say whether the word is the last part of an office code: the BSC of WHA/BSC."""
    return (
        page.view.text[word.start - 1 : word.start] == "/"
        and word.text.isupper()
        and len(word.text) <= _OFFICE
    )


def _after_owner(words: list[Word]) -> list[Word]:
    """Give the words after a body's possessive, where a name goes on behind it: the bank's Rosa Lomar."""
    owners = [at for at, word in enumerate(words[:-1]) if word.folded.endswith("'s")]
    if not owners:
        return words
    after = words[owners[-1] + 1 :]
    return after if any(_name(word, flat=False) for word in after) else words[: owners[0] + 1]


def _within(block: Block, span: Span) -> Iterator[Word]:
    """Give the block's words that the span touches."""
    at = bisect_left(block.words, span.start + 1, key=lambda word: word.end)
    while at < len(block.words) and block.words[at].start < span.end:
        yield block.words[at]
        at += 1


def _name(word: Word, *, flat: bool) -> bool:
    """Say whether the word may be what makes a name: capitalised, and unknown where capitals say nothing."""
    if not word.capital or word.initial or vocabulary.known_word(word):
        return False
    return not (flat and (_english(word) or word.folded in vocabulary.foreign()))


def _english(word: Word) -> bool:
    """Say whether English knows the word, or what it is the plural of; a letter over and over is a slip of the line."""
    folded = word.folded
    return ordinary(folded) or ordinary(folded.removesuffix("s")) or len(set(folded)) == 1


def _opens(page: Page, word: Word, *, flat: bool) -> bool:
    """Say whether a name may begin with the word."""
    known = vocabulary.known_word(word) and word.folded not in vocabulary.folded_words("given")
    if (initial(page, word) and not _burmese(page, word)) or particle(word):
        return True
    return word.capital and not known and not (flat and _english(word) and _common(word))


def _burmese(page: Page, word: Word) -> bool:
    """Say whether the letter is the Burmese title, which has no point."""
    return word.text == "U" and page.view.text[word.end : word.end + 1] != "."


def _closes_name(page: Page, words: Sequence[Word], *, flat: bool) -> bool:
    """Say whether the last of the words may close the name: any that does alone, and STOKES behind CHARLES E."""
    *before, last = words
    if _closes(last, flat=flat):
        return True
    led = bool(before) and (initial(page, before[-1]) or not _common(before[-1]))
    other = vocabulary.known_word(last) or last.folded in _other_words()
    return flat and led and last.capital and not other and not last.folded.endswith("ed")


@functools.cache
def _other_words() -> frozenset[str]:
    """Give the English words that go on behind a name more often than they close it."""
    return vocabulary.folded_words("stops") | vocabulary.folded_words("verbs")


def _closes(word: Word, *, flat: bool) -> bool:
    """Say whether a name may end with the word; a place may: Michael Jordan."""
    place = word.folded in vocabulary.single_places()
    if suffix(word) or (word.capital and word.initial):
        return True
    return (
        word.capital
        and (place or not vocabulary.known_word(word))
        and not (flat and _english(word) and _common(word))
    )


def _common(word: Word) -> bool:
    """Say whether an English word is no given name, too."""
    return word.folded not in vocabulary.folded_words("given")


def _no_name(words: Sequence[Word], *, flat: bool) -> bool:
    """Say whether one word alone is an English word that opens a sentence, or an abbreviation in mixed text."""
    (first, *rest) = words
    if rest:
        return False
    if flat and likely_name(first.folded) < DOUBT and _common(first):
        return True
    short = not flat and first.text.isupper() and len(first.text) <= _CODE
    return short or (first.first and ordinary(first.folded) and _common(first))


def _end(page: Page, word: Word, span: Span) -> int:
    """Give where the name ends: before a possessive, after an initial's point."""
    if word.folded.endswith("'s"):
        return word.end - 2
    point = page.view.text[word.end : word.end + 1] == "." and word.initial and span.end > word.end
    return word.end + int(point)


def _tokens(page: Page, hit: Hit) -> list[str]:
    """Give the folded words of a hit."""
    return hit.span.of(page.view.folded).removesuffix("'s").split()


def _seldom(page: Page, hits: Sequence[Hit]) -> frozenset[str]:
    """Give the words that stand often in the cable and of which the model says seldom that they name a person."""
    said = Counter(token for hit in hits for token in _tokens(page, hit))
    places = Counter(term for _, term in find_terms(page.view, list(said)))
    return frozenset(word for word in said if places[word] >= _OFTEN and said[word] < _SELDOM * places[word])
