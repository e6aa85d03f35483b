"""Weighs what the entity model says of persons: what our tables know better, and what it says of a word only now and then."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.casing import capitals
from redactor.detect.names import initial, particle, suffix
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span
from redactor.view import find_terms, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Hit, Page, Word

DETECTOR = "presidio-model"
"""The name under which the model's findings come."""

_NAMELESS = frozenset(
    {
        SectionKind.TRANSMISSION,
        SectionKind.DATE,
        SectionKind.MESSAGE_NUMBER,
        SectionKind.BANNER,
        SectionKind.CAPTION,
    }
)
_OFTEN = 4
"""From so many places on, a word of which the model says seldom that it is a person is none."""
_SELDOM = 0.5
_CODE = 4  # capitals of an abbreviation


def weigh(page: Page, hits: Sequence[Hit]) -> list[Hit]:
    """Give the hits without the model's persons that cannot be names, and the rest of them cut to their names."""
    model, others = _parted(hits)
    flat = [bool(model) and capitals(block.span.of(page.view.text)) for block in page.blocks]
    kept = [replace(hit, span=span) for hit in model for span in _names(page, hit, flat)]
    seldom = _seldom(page, kept)
    kept = [hit for hit in kept if not seldom.issuperset(_tokens(page, hit))]
    return [*others, *kept]


def _parted(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Part the model's persons from all else."""
    parted: tuple[list[Hit], list[Hit]] = [], []
    for hit in hits:
        parted[hit.detector != DETECTOR or hit.kind is not EntityKind.PERSON].append(hit)
    return parted


def _names(page: Page, hit: Hit, flats: Sequence[bool]) -> Iterator[Span]:
    """Give the names in one hit: words at its edges that are titles or plain words are cut off.

    `flats` says of each block whether it is all capitals.
    """
    at = bisect_left(page.blocks, hit.span.start + 1, key=lambda block: block.span.start) - 1
    block = page.blocks[at]
    if block.section in _NAMELESS:
        return
    flat = flats[at]
    words = _after_owner([word for word in _within(block, hit.span) if not word.fixed])
    while words and not _opens(page, words[0], flat=flat):
        words.pop(0)
    while words and not _closes(words[-1], flat=flat):
        words.pop()
    if words and any(_name(word, flat=flat) for word in words) and not _no_name(words, flat=flat):
        yield Span(words[0].start, _end(page, words[-1], hit.span))


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
    return not (flat and _english(word))


def _english(word: Word) -> bool:
    """Say whether English knows the word, or what it is the plural of; a letter over and over is a slip of the line."""
    folded = word.folded
    return ordinary(folded) or ordinary(folded.removesuffix("s")) or len(set(folded)) == 1


def _opens(page: Page, word: Word, *, flat: bool) -> bool:
    """Say whether a name may begin with the word."""
    known = vocabulary.known_word(word) and word.folded not in vocabulary.folded_words("given")
    if initial(page, word) or particle(word):
        return True
    return word.capital and not known and not (flat and _english(word) and _common(word))


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
