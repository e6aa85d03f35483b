"""Asks the model to bear witness to what a rule says in capitals of words that may well be no name.

In capitals GENERAL ELECTIONS stands like GENERAL BANZER. Where the words are English, of another tongue or without a
vowel, and the model sees nobody there, what the rule says is a possible name and no certain one, at every
mention: what protects, protects it as before.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.likeness import DOUBT, likely_name, mute
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span, meets, union
from redactor.view import find_terms, ordinary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.detect.base import Block, Hit, Page, Word

MODEL = "presidio-model"
"""The name under which the model's findings come."""

_ASKED = frozenset({"title-name", "title-list", "name-title", "announced-name", "pass-line", "nickname"})
"""Rules that go by what stands beside the words; fields that hold names alone need no witness."""
_WEAK = frozenset(
    "general official officials chief major private director manager adviser advisor agent he of partner level".split()
)
"""Titles that are other words as often."""
_AROUND = 10  # words to each side of a hit
_FOREIGN = 0.35  # this share of them tells another tongue
_SURE, _EVEN = 0.7, 0.5
_SHORT = 3  # letters of an office
_CURT = 4
_OFTEN = 4
_RARE = 0.25
_SMALL = frozenset("a al de del e el en la las le les los o se su un una y du et".split())


def part(page: Page, hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Part the hits that count from persons that nobody bears witness to."""
    said = [hit.span for hit in hits if hit.detector == MODEL and hit.kind is EntityKind.PERSON]
    seen, seldom = union(said), _seldom(page, hits, said)
    parted: tuple[list[Hit], list[Hit]] = [], []
    for hit in hits:
        parted[_doubted(page, hit, seen) or _outvoted(page, hit, seldom)].append(hit)
    return parted


def _seldom(page: Page, hits: Sequence[Hit], said: Sequence[Span]) -> frozenset[str]:
    """Give the single words that rules call persons and that stand often, of which the model says so seldom."""
    votes = Counter(word for span in said for word in span.of(page.view.folded).split())
    asked = {hit.span.of(page.view.folded) for hit in hits if hit.detector in _ASKED}
    places = Counter(term for _, term in find_terms(page.view, [word for word in asked if word.isalpha()]))
    return frozenset(
        word for word, count in places.items() if count >= _OFTEN and votes[word] < _RARE * count
    )


def _outvoted(page: Page, hit: Hit, seldom: frozenset[str]) -> bool:
    """Say whether a rule alone, or the model once, calls a word in capitals a person that mostly is none."""
    text = hit.span.of(page.view.text)
    return hit.kind is EntityKind.PERSON and text.isupper() and hit.span.of(page.view.folded) in seldom


def _doubted(page: Page, hit: Hit, seen: Sequence[Span]) -> bool:
    """Say whether a hit is a person in capitals that only its place makes one."""
    block = _block(page, hit.span)
    if hit.kind is not EntityKind.PERSON or block is None or not hit.span.of(page.view.text).isupper():
        return False
    if not block.flat and block.section is not SectionKind.TRAILER:
        return False
    words = _within(block, hit.span)
    if hit.detector == MODEL:
        curt = len(words) == 1 and _curt(words[0])
        return curt or (foreign(block, hit.span) and not any(named(word) for word in words))
    if hit.detector not in _ASKED or meets(hit.span, seen):
        return False
    if all(len(word.text) <= _SHORT for word in words) or words[0].folded in vocabulary.foreign():
        return True
    weak = _weakly_titled(page, hit.span)
    return all(_plain(word) or (weak and ordinary(word.folded)) for word in words)


def _plain(word: Word) -> bool:
    """Say whether the word is hardly a name: of another tongue, or like nothing but an abbreviation or a slip."""
    folded = word.folded.removesuffix("'s")
    small = folded in vocabulary.foreign() or folded in _SMALL
    return small or mute(folded) or (not ordinary(folded) and likely_name(folded) < DOUBT)


def _curt(word: Word) -> bool:
    """Say whether the word is short and rather an abbreviation than a name: GOBR."""
    given = word.folded in vocabulary.folded_words("given")
    return len(word.text) <= _CURT and not given and likely_name(word.folded) < _EVEN


def named(word: Word) -> bool:
    """Say whether the word is a name by itself, in a passage of another tongue: a given name, or very like one."""
    if word.folded in vocabulary.folded_words("given"):
        return True
    common = word.folded in vocabulary.foreign() or word.folded in _SMALL or ordinary(word.folded)
    return not common and likely_name(word.folded) >= _SURE


def _weakly_titled(page: Page, span: Span) -> bool:
    """Say whether the title right before the span is a weak one, or none stands there."""
    at = bisect_left(page.titles, span.start, key=lambda title: title.span.end) - 1
    if at < 0 or page.view.text[page.titles[at].span.end : span.start].strip(" .,:"):
        return True
    return not _WEAK.isdisjoint(page.titles[at].span.of(page.view.folded).replace(".", "").split())


def foreign(block: Block, span: Span) -> bool:
    """Say whether the words round a span are of another tongue."""
    first = bisect_left(block.words, span.start, key=lambda word: word.start)
    last = bisect_left(block.words, span.end, key=lambda word: word.start)
    around = [*block.words[max(0, first - _AROUND) : first], *block.words[last : last + _AROUND]]
    known = sum(word.folded in vocabulary.foreign() or word.folded in _SMALL for word in around)
    return known > max(2, _FOREIGN * len(around))


def _block(page: Page, span: Span) -> Block | None:
    """Give the block that holds a span's first character."""
    at = bisect_left(page.blocks, span.start + 1, key=lambda block: block.span.start) - 1
    return page.blocks[at] if at >= 0 and page.blocks[at].span.holds(span.start) else None


def _within(block: Block, span: Span) -> list[Word]:
    """Give the block's words that the span touches."""
    at = bisect_left(block.words, span.start + 1, key=lambda word: word.end)
    end = bisect_left(block.words, span.end, key=lambda word: word.start)
    return list(block.words[at:end])
