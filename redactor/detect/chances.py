"""Reads what the shipped model thinks of single words: how likely each is part of a person's name.

Beside the names that it gives, the model weighs every word by itself. A word that nobody knows stays a possible
name until the model holds it unlikely at its every mention; a word of which the model says nothing stays one.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.detect.likeness import likely_name
from redactor.model import EntityKind
from redactor.spans import Span
from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Page, Word

DETECTOR = "model-chance"
"""The name under which chances come; they are no findings."""
_WEIGHER = "tagger"
_PERSON = "PERSON"
_WHOLE = 10_000
"""A chance is told in ten-thousandths."""
UNLIKELY = 100
"""Below this chance, here and on average, an unknown word is no possible name if its letters agree."""
_NAMELIKE = 0.75
"""A word of other tongues or none that looks so much like a name stays whatever the model holds of it."""
_LIKELY = 5_000
_TRIMMED = frozenset(
    {"presidio-model", "title-name", "title-list", "name-title", "announced-name", "pass-line"}
)
"""What finds names by what stands around them, and may take a word too many."""
_LEAST = 10
"""Beside a likely word so many times less is enough: half a name is none."""


def read(pipeline: Any, doc: Any, offset: int) -> Iterator[Hit]:
    """Give the chance of each word in a text that the pipeline has read; none from other models."""
    if _WEIGHER not in pipeline.pipe_names or not len(doc):
        return
    weigher = pipeline.get_pipe(_WEIGHER)
    if _PERSON not in weigher.labels:
        return
    at = weigher.labels.index(_PERSON)
    for token, row in zip(doc, weigher.model.predict([doc])[0].tolist(), strict=True):
        if not token.is_space and not token.is_punct:
            span = Span(offset + token.idx, offset + token.idx + len(token.text))
            yield Hit(span, EntityKind.PERSON, DETECTOR, round(_WHOLE * _share(row, at)))


def _share(row: Sequence[float], at: int) -> float:
    """Give the share of one label: the network gives weights whose exponents make the shares."""
    top = max(row)
    powers = [math.exp(weight - top) for weight in row]
    return powers[at] / math.fsum(powers)


def parted(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Part the findings from the chances."""
    found: tuple[list[Hit], list[Hit]] = [], []
    for hit in hits:
        found[hit.detector == DETECTOR].append(hit)
    return found


def words_of(page: Page, hits: Sequence[Hit]) -> list[frozenset[int]]:
    """Give for each hit where the words begin that it touches."""
    words = [word for block in page.blocks for word in block.words] if hits else []
    starts, ends = [word.start for word in words], [word.end for word in words]
    return [
        frozenset(starts[bisect_right(ends, hit.span.start) : bisect_left(starts, hit.span.end)])
        for hit in hits
    ]


def unlikely(page: Page, chances: Sequence[Hit], words: frozenset[int]) -> frozenset[int]:
    """Give those of the words, each by its start, that the model holds unlikely to name a person.

    That is so neither of this mention nor, on average, of all mentions on the page, and its letters do not look like
    a name's either. A word beside a likely one stays with it unless it is most unlikely itself, and a word of which
    nothing is said stays. In capitals every word stays: there the model misses more.
    """
    told = _Chances(chances)
    asked = [
        _asked(block, at)
        for block in page.blocks
        for at, word in enumerate(block.words)
        if word.start in words and not (block.flat or word.text.isupper())
    ]
    shares = {one.word.start: told.of(one.word) for one in asked}
    votes: dict[str, list[int]] = {}
    for one in asked:
        votes.setdefault(one.word.folded, []).append(shares[one.word.start])
    often = {word for word, cast in votes.items() if sum(cast) >= UNLIKELY * len(cast)} - _small()
    sure = frozenset(start for start, share in shares.items() if share >= UNLIKELY)
    near = {
        one.word.start
        for one in asked
        if shares[one.word.start] * _LEAST >= UNLIKELY and not sure.isdisjoint(one.beside(page))
    }
    gone = {
        one.word.start for one in asked if one.word.folded not in often and not _namelike(one.word.folded)
    }
    return frozenset(gone) - sure - near


def _namelike(folded: str) -> bool:
    """Say whether a word looks like a name: neither English nor a small word, and by its letters."""
    return not (ordinary(folded) or folded in _small()) and likely_name(folded) >= _NAMELIKE


@functools.cache
def _small() -> frozenset[str]:
    """Give the words of other tongues, and particles: the EL of one name is none elsewhere."""
    return vocabulary.foreign() | vocabulary.folded_words("particles")


def let_go(page: Page, gone: frozenset[int]) -> list[Span]:
    """Give the words that the model lets go: other mentions bring none of them back."""
    words = (word for block in page.blocks for word in block.words) if gone else ()
    return [Span(word.start, word.end) for word in words if word.start in gone]


def trimmed(page: Page, chances: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """Give the hits, each person's less the words at its edges that the model holds most unlikely.

    Only where it holds another of its words likely, and where it was asked: fields that hold names alone stay whole.
    """
    told = _Chances(chances)
    words = {word.start: word for block in page.blocks for word in block.words}
    found = []
    for hit, starts in zip(hits, words_of(page, hits), strict=True):
        asked = hit.kind is EntityKind.PERSON and hit.detector in _TRIMMED
        shares = [(words[start], told.of(words[start])) for start in sorted(starts)] if asked else []
        found.append(replace(hit, span=_core(hit.span, shares)))
    return found


def _core(span: Span, shares: Sequence[tuple[Word, int]]) -> Span:
    """Give a span less the most unlikely words at its edges; whole where none of its words is likely."""
    kept = [word for word, share in shares if share >= UNLIKELY]
    if len(kept) == len(shares) or all(share < _LIKELY for _, share in shares):
        return span
    start = span.start if kept[0] is shares[0][0] else kept[0].start
    return Span(start, span.end if kept[-1] is shares[-1][0] else kept[-1].end)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word that the model is asked about, and the words right before and after it."""

    word: Word
    near: tuple[Word, ...]

    def beside(self, page: Page) -> Iterator[int]:
        """Give where those words begin that a blank alone parts from it."""
        for other in self.near:
            left, right = sorted((self.word, other), key=lambda word: word.start)
            if page.view.text[left.end : right.start] == " ":
                yield other.start


def _asked(block: Block, at: int) -> _Asked:
    """Ask about one word of a block."""
    near = (*block.words[max(0, at - 1) : at], *block.words[at + 1 : at + 2])
    return _Asked(block.words[at], near)


class _Chances:
    """The chances of a page, in order, that answer quickly for a word."""

    def __init__(self, chances: Sequence[Hit]) -> None:
        self._chances = sorted(chances, key=lambda hit: hit.span.start)

    def of(self, word: Word) -> int:
        """Give the largest chance told of a part of a word; certainty where nothing is told."""
        at = bisect_left(self._chances, word.start + 1, key=lambda hit: hit.span.end)
        here = takewhile(lambda hit: hit.span.start < word.end, islice(self._chances, at, None))
        return max((hit.score for hit in here), default=_WHOLE)
