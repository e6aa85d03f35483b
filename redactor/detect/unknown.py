"""Finds capitalised words that no list knows: possible names, while no trained model reads the text."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import archive, english, routing, vocabulary
from redactor.detect.base import Hit
from redactor.detect.names import place_like
from redactor.model import EntityKind
from redactor.spans import Span, union
from redactor.view import find_terms, ordinary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from redactor.detect.base import Block, Page, Word

DETECTOR = "unknown-capital"
_SCORE = 300
_SHORTEST = 2
_OFFICE_CODE = 3
_ABBREVIATION = 3

# Small words that open a family name and are no English words.
_PREFIXES = frozenset(
    "al el bin ben bint ibn ould abu abd da das de del della der di dos du la le van von zu t".split()
)

# Given names that open a sentence as another word more often than as a name.
_SELDOM_NAMES = frozenset(
    "will art hope faith trip joy patience prudence constant royal rich grace grant skip don stone ford miles max norm".split()
)

# matches "V A S H K E L"; must not match "A B C", three letters of a list, or "U.S. A"
_SPACED = re.compile(r"(?<![\w.'-])[^\W\d_](?:[ ][^\W\d_]){3,}(?![\w'-])")


def strange(page: Page, *, strict: bool = False) -> frozenset[int]:
    """Give where each word begins that nothing we know accounts for, whatever else is found on the page.

    `strict` counts words without a capital, too, a name that somebody wrote small, and what is most likely an
    abbreviation or a slip.
    """
    short = frozenset[str]() if strict else english.explained_abbreviations(page)
    return frozenset(
        word.start
        for block in page.blocks
        if not routing.is_transmission(block)
        for word in block.words
        if (
            (word.capital or not word.text.isascii())
            and suspicious(page, word, block)
            and (strict or not (word.folded in short or _no_name(word, block)))
        )
        or (strict and _small_name(word))
    )


def suspects(
    page: Page, words: frozenset[int], covered: Sequence[Span], bodies: Sequence[Span] = ()
) -> Iterator[Hit]:
    """Find runs of unknown capitalised words outside `covered`, and their every other mention.

    `words` are the page's strange ones. In the name of a body (`bodies`) English words are known, too.
    """
    taken, within = _Cover([*covered, *archive.labels(page)]), _Cover(bodies)
    blocks = [block for block in page.blocks if not routing.is_transmission(block)]
    spans = [
        _with_small(page, block, _with_given(page, block, span))
        for block in blocks
        for span in _runs(page, block, words, taken, within)
    ]
    more = (span for block in blocks for span in (*opening(page, block), *spaced(page, block)))
    spans += [span for span in more if not taken.touches(span)]
    again = [span for span in _again(page, spans) if not taken.touches(span)]
    for span in union((*spans, *again)):
        yield Hit(span, EntityKind.PERSON, DETECTOR, _SCORE, ("unknown-capital",))


class _Cover:
    """Sorted disjoint spans that answer quickly whether one touches them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = union(spans)

    def touches(self, span: Span) -> bool:
        """Say whether a span shares a character with any of them."""
        low, high = 0, len(self._spans)
        while low < high:
            middle = (low + high) // 2
            if self._spans[middle].end <= span.start:
                low = middle + 1
            else:
                high = middle
        return low < len(self._spans) and self._spans[low].start < span.end


def suspicious(page: Page, word: Word, block: Block) -> bool:
    """Say whether the word is capitalised and nothing we know accounts for it."""
    letters = [char for char in word.text if char.isalpha()]
    slashed = len(letters) <= _OFFICE_CODE and _slashed(page, word)
    if slashed or routing.is_route(page, block, word) or archive.code(block, word):
        return False
    if word.fixed or len(letters) < _SHORTEST or word.initial or not (word.capital or _caseless(word)):
        return False
    if (
        len(letters) < len(word.text.replace("-", ""))
        and len(letters) <= _OFFICE_CODE
        and word.text.isupper()
    ):
        return False  # AK-47, H5N1: digits make a code of so few capitals
    if word.first or block.flat or archive.copied(block, word):
        return not (vocabulary.plain_word(word) or english.dated(word) or english.torn(page, word))
    if vocabulary.known_word(word) or word.folded in vocabulary.folded_words("particles"):
        return False
    parts = [part for part in word.folded.replace("'", "-").split("-") if part]
    return not (len(parts) > 1 and all(_part_known(part) for part in parts))


def _no_name(word: Word, block: Block) -> bool:
    """Say whether an unknown word is most likely an abbreviation, or a slip where capitals tell nothing."""
    if english.abbreviated(word):
        return True
    return (block.flat or archive.copied(block, word)) and english.unlikely(word)


def _small_name(word: Word) -> bool:
    """Say whether a word without a capital may be a name: nobody knows it, nor what it is the form of."""
    if word.capital or word.fixed or len(word.text) <= _OFFICE_CODE or not word.text.isalpha():
        return False
    stems = (word.folded.removesuffix(end) for end in ("", "s", "es", "ed", "d", "ing", "ly", "er"))
    return not any(vocabulary.plain(stem) for stem in stems)


def _caseless(word: Word) -> bool:
    """Say whether the word is written in letters that have no capitals: no rule can tell a name among them."""
    return any(char.isalpha() and char.lower() == char.upper() for char in word.text)


def opening(page: Page, block: Block) -> Iterator[Span]:
    """Find given names that are English words where they open a sentence and a verb follows: John said."""
    words, text, verbs = block.words, page.view.text, vocabulary.folded_words("verbs")
    for at, word in enumerate(words[:-1]):
        if block.flat or not word.first or word.fixed or word.folded not in _openers():
            continue
        if text[word.end : words[at + 1].start] != " ":
            continue
        following = words[at + 1]
        if following.folded in verbs or following.folded.endswith("ed"):
            yield Span(word.start, word.end)
        elif at + 2 < len(words) and _surname(following) and words[at + 2].folded in verbs:
            yield Span(word.start, following.end)


@functools.cache
def _openers() -> frozenset[str]:
    """Give the given names that seldom open a sentence as what else they mean."""
    return vocabulary.folded_words("given") - vocabulary.calendar() - _SELDOM_NAMES


def _surname(word: Word) -> bool:
    """Say whether an English word may be a family name after a given one: Mark Field."""
    other = vocabulary.place_words() | vocabulary.titles().keys() | vocabulary.calendar()
    return word.capital and not word.fixed and len(word.text) > _SHORTEST and word.folded not in other


def spaced(page: Page, block: Block) -> Iterator[Span]:
    """Find spaced-out words that nobody knows: V A S H K E L."""
    for match in _SPACED.finditer(page.view.text, block.span.start, block.span.end):
        if not vocabulary.plain(match.group().replace(" ", "").casefold()):
            yield Span(*match.span())


def _slashed(page: Page, word: Word) -> bool:
    """Say whether the word is part of an office code: the CEN of SCA/CEN."""
    text = page.view.text
    return word.text.isupper() and "/" in {text[word.start - 1 : word.start], text[word.end : word.end + 1]}


def _part_known(part: str) -> bool:
    """Say whether one part of a compound word is accounted for."""
    return len(part) < _SHORTEST or vocabulary.known(part) or ordinary(part)


def _trim(page: Page, word: Word) -> Span:
    """Give the word's span without a possessive ending."""
    text = word.text
    cut = 2 if text.casefold().endswith("'s") else int(text.endswith("'"))
    return Span(word.start, max(word.start + 1, min(word.end, len(page.view.text)) - cut))


def _runs(page: Page, block: Block, words: frozenset[int], taken: _Cover, within: _Cover) -> Iterator[Span]:
    """Find the runs of one block: unknown words side by side are one; initials and particles join."""
    run: Span | None = None
    bridge: int | None = None
    for word in block.words:
        if bridge is None and word.start not in words:
            continue  # it neither begins a run nor goes on with one
        here = _trim(page, word)
        if run is not None and bridge == run.end and _closes(page, word, block, run):
            run = Span(run.start, here.end)  # Michael Jordan: a place right after an unknown name
            bridge = None
            continue
        if word.start in words and not _explained(word, here, taken, within):
            if run is not None and bridge is not None and _gap(page, bridge, word):
                run = Span(run.start, here.end)
            else:
                if run is not None:
                    yield run
                run = here
            bridge = word.end
        elif bridge is not None and _gap(page, bridge, word) and _bridges(word):
            bridge = word.end
            if run is not None and _shortened(page, word):
                run = Span(run.start, word.end + 1)  # Rosa M. said
        else:
            bridge = None
    if run is not None:
        yield run


def _explained(word: Word, here: Span, taken: _Cover, within: _Cover) -> bool:
    """Say whether something found accounts for the word: a thing it lies in, or a body whose plain word it is."""
    return taken.touches(here) or (vocabulary.plain_word(word) and within.touches(here))


def _gap(page: Page, left: int, word: Word) -> bool:
    """Say whether a blank, or the point of an initial or another short form, parts two words of one name."""
    gap = page.view.text[left : word.start]
    text = page.view.text
    short = left < _ABBREVIATION or not text[left - _ABBREVIATION].isalnum() or not text[left - 2].isalnum()
    return gap == " " or (gap == ". " and short) or (gap == " '" and word.folded == "t")


def _shortened(page: Page, word: Word) -> bool:
    """Say whether the word is an initial with its point that stands for a family name: no name goes on behind it."""
    after = page.view.text[word.end : word.end + 3]
    return len(word.text) == 1 and word.initial and after[:1] == "." and not after[1:].strip().istitle()


def _with_small(page: Page, block: Block, run: Span) -> Span:
    """Widen a run by what stands right before it: initials, and small words of names: M.A. Vashkel, de la Lomar."""
    at, start = bisect_left(block.words, run.start, key=lambda word: word.start) - 1, run.start
    while at >= 0:
        word = block.words[at]
        gap = page.view.text[word.end : start]
        small = word.folded in _PREFIXES and gap in {" ", " '"}
        if word.fixed or not (small or (word.initial and gap in {" ", ".", ". "} and _pointed(page, word))):
            break
        start, at = word.start, at - 1
    return Span(start, run.end)


def _pointed(page: Page, word: Word) -> bool:
    """Say whether an initial has its point."""
    return word.text.endswith(".") or page.view.text[word.end : word.end + 1] == "."


def _with_given(page: Page, block: Block, run: Span) -> Span:
    """Widen a run by a word before it that opens the sentence and is a given name, too: Mark, Rose."""
    at = bisect_left(block.words, run.start, key=lambda word: word.start) - 1
    if at < 0 or not block.words[at].first or page.view.text[block.words[at].end : run.start] != " ":
        return run
    given = block.words[at].folded in vocabulary.folded_words("given") and block.words[at].capital
    return Span(block.words[at].start, run.end) if given else run


def _closes(page: Page, word: Word, block: Block, run: Span) -> bool:
    """Say whether a place word goes on with an unknown name."""
    return not block.flat and place_like(word) and page.view.text[run.end : word.start] == " "


def _bridges(word: Word) -> bool:
    """Say whether the word may stand between two parts of a name."""
    return word.initial or word.folded in vocabulary.folded_words("particles")


def _again(page: Page, spans: Sequence[Span]) -> Iterator[Span]:
    """Find the same words elsewhere, capitalised, where a sentence's start or a headline hid them."""
    words = {part for span in spans for part in span.of(page.view.folded).split()}
    words -= vocabulary.folded_words("stops") | vocabulary.folded_words("particles")
    for span, term in find_terms(page.view, (word for word in words if len(word) > _SHORTEST)):
        if page.view.text[span.start].isupper() and not vocabulary.known(term):
            yield span
