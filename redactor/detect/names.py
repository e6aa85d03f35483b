"""The grammar of a name: which words may make one up, forward from a title and backward from a comma."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.detect import archive, vocabulary
from redactor.spans import Span
from redactor.view import ordinary

if TYPE_CHECKING:
    from redactor.detect.base import Block, Page, Word

_MOST_WORDS = 12
_NAME_LETTERS = 3
_SMALL_WORDS = frozenset({"as", "at", "e", "for", "from", "in", "of", "on", "the", "y"})
"""Particles that in capitals are rather the words they are at home: a name begins with none of them."""


def particle(word: Word) -> bool:
    """Say whether the word is one of the small ones inside a name: bin, van, al."""
    return word.folded in vocabulary.folded_words("particles")


def suffix(word: Word) -> bool:
    """Say whether the word closes a name: Jr, III."""
    return word.text in {"Jr", "Sr", "II", "III", "IV", "Esq", "JR", "SR"}


def loud(word: Word, block: Block) -> bool:
    """Say whether the word's capital tells nothing: where all is in capitals, and in what was copied from there."""
    return block.flat or archive.copied(block, word)


def name_like(word: Word, block: Block) -> bool:
    """Say whether the word alone may be part of a name, where a name is expected."""
    if word.fixed or not word.capital or word.initial or particle(word):
        return False
    if vocabulary.known_word(word) or len(word.text) == 1 or _code(word.text):
        return False
    return not (loud(word, block) and ordinary(word.folded))


def _code(text: str) -> bool:
    """Say whether a word is the code of an office, N1 or J2X: a digit among letters too few for a name."""
    return any(char.isdigit() for char in text) and sum(char.isalpha() for char in text) < _NAME_LETTERS


def unknown(word: Word, block: Block) -> bool:
    """Say whether the word is capitalised and no list nor English knows it."""
    return name_like(word, block) and not vocabulary.plain_word(word)


def initial(page: Page, word: Word) -> bool:
    """Say whether the word is an initial; the C of POL/C is none."""
    return word.initial and not word.fixed and page.view.text[word.start - 1 : word.start] != "/"


def _joined(page: Page, left: Word, right: Word) -> bool:
    """Say whether nothing but a blank, or the point of an initial, parts two words of one name; an owner ends it."""
    if left.folded.endswith("'s") or page.broken(Span(left.end, right.start)):
        return False
    gap = page.view.text[left.end : right.start]
    small = left.initial or left.text in {"St", "Md", "Mohd", "Abd"}
    return gap == " " or (gap in {". ", "."} and small) or (gap == " '" and right.folded == "t")


def place_like(word: Word) -> bool:
    """Say whether the word is a place that may end a person's name: Michael Jordan."""
    place = word.folded in vocabulary.single_places() and word.folded not in vocabulary.nationalities()
    return place and word.capital and not word.fixed and not word.text.isupper()


def _place_name(block: Block, index: int) -> bool:
    """Say whether a place word is followed by a name: `Jordan Smith`."""
    word = block.words[index]
    if word.folded not in vocabulary.place_words() or word.folded in vocabulary.nationalities():
        return False
    following = block.words[index + 1 : index + 2]
    return bool(following) and word.capital and name_like(following[0], block)


def _given_before(page: Page, block: Block, index: int) -> bool:
    """Say whether, where capitals tell nothing, a given name that is an English word stands before a name: Dale R. Lomar."""
    word, following = block.words[index], block.words[index + 1 : index + 3]
    given = word.folded in vocabulary.folded_words("given") - vocabulary.calendar() - vocabulary.folded_words(
        "stops"
    )
    if not given or not word.capital or word.fixed or not following or not _joined(page, word, following[0]):
        return False
    second = following[1] if initial(page, following[0]) and len(following) > 1 else following[0]
    return name_like(second, block)


def _counts(page: Page, block: Block, index: int, taken: int) -> bool:
    """Say whether the word at `index` is a full word of a name that has `taken` of them."""
    if name_like(block.words[index], block):
        return True
    if block.flat:
        return not taken and _given_before(page, block, index)
    return place_like(block.words[index]) if taken else _place_name(block, index)


def forward(page: Page, block: Block, index: int) -> int:
    """Give the index after the last word of the name that begins at `index`; `index` where none does."""
    taken, end, at = 0, index, index
    words = block.words
    if index < len(words) and words[index].folded in _SMALL_WORDS and loud(words[index], block):
        return index
    while at < len(words) and at - index < _MOST_WORDS:
        if at > index and not _joined(page, words[at - 1], words[at]):
            break
        if _counts(page, block, at, taken):
            taken += 1
            end = at + 1
        elif taken and (suffix(words[at]) or _last_initial(page, block, at)):
            return at + 1
        elif not initial(page, words[at]) and not particle(words[at]):
            break
        at += 1
    return end if taken else index


def _last_initial(page: Page, block: Block, index: int) -> bool:
    """Say whether an initial with its point closes a name, as a shortened family name does: Rosa M. said."""
    word = block.words[index]
    pointed = len(word.text) == 1 and word.initial and page.view.text[word.end : word.end + 1] == "."
    if not pointed or index + 1 == len(block.words):
        return pointed
    return not _joined(page, word, block.words[index + 1]) or not block.words[index + 1].capital


def backward(page: Page, block: Block, index: int) -> int:
    """Give the index of the first word of the name that ends with the word at `index`, or `index` + 1."""
    words, at = block.words, index
    start = index + 1
    if at >= 0 and suffix(words[at]):
        at -= 1
    while at >= 0 and index - at < _MOST_WORDS:
        if at < index and not _joined(page, words[at], words[at + 1]):
            break
        if name_like(words[at], block) or initial(page, words[at]):
            start = at
        elif not particle(words[at]):
            break
        at -= 1
    has_name = any(name_like(word, block) for word in words[start : index + 1])
    return start if has_name else index + 1


def span_of(block: Block, start: int, end: int) -> Span:
    """Give the span of the words `start` to `end`, possessive endings left outside."""
    last = block.words[end - 1]
    cut = 2 if last.folded.endswith("'s") else int(last.folded.endswith("'"))
    return Span(block.words[start].start, max(block.words[start].start + 1, last.end - cut))


def strong(page: Page, block: Block, start: int, end: int) -> bool:
    """Say whether words look like a name without help: two of them, or one that nobody knows."""
    full = [word for word in block.words[start:end] if name_like(word, block)]
    return len(full) > 1 or any(unknown(word, block) for word in full) or _after_initial(page, block, start)


def _after_initial(page: Page, block: Block, start: int) -> bool:
    """Say whether the name begins with an initial and its point."""
    word = block.words[start]
    return word.initial and page.view.text[word.end : word.end + 1] == "."
