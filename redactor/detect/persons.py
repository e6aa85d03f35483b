"""Finds persons by the titles beside their names: before, after in apposition, and before a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.detect.likeness import likely_name
from redactor.detect.names import backward, forward, loud, name_like, span_of, strong
from redactor.model import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page, TitleHit

_SURE = 900
_LIKELY = 800
_LONGEST_LIST = 40
_HARDLY = 0.2
"""An English word that looks less like a name than this is none after a title in capitals."""

# matches what may part a title and its name: " ", ", ", " ("; must not match ". " or " and "
_BEFORE_NAME = re.compile(r" |, | \(|: ")
# matches what may part two names of a list: ", ", " and ", "; ", ", and "; must not match ". "
_BETWEEN_NAMES = re.compile(r"(?:[,;]|,? (?:and|AND|or|&|/))?\s?(?:(?:and|AND|or|&)\s)?")
# matches what closes a name that stands after "title, ": ",", ".", ")", ";", ":"; must not match a blank
_CLOSED = re.compile(r"[,.;:)\]]|\Z|\n| \(| -")
_DETERMINERS = frozenset(
    {
        "the",
        "a",
        "an",
        "our",
        "his",
        "her",
        "their",
        "its",
        "who",
        "is",
        "was",
        "as",
        "and",
        "now",
        "currently",
        "one",
        "of",
    }
)


def index_at(block: Block, offset: int) -> int:
    """Give the index of the first word of the block that starts at or after `offset`."""
    return bisect_left(block.words, offset, key=lambda word: word.start)


def _ordinary_name(page: Page, block: Block, index: int) -> bool:
    """Say whether an English word in capitals is a name, as a verb of speech or a stop shows after it."""
    word = block.words[index]
    folded, stops = word.folded.removesuffix("'s"), vocabulary.folded_words("stops")
    if not word.capital or word.fixed or len(word.text) < 3:  # noqa: PLR2004 - no surname is that short
        return False
    month = folded in vocabulary.calendar()
    if word.folded in vocabulary.single_places() - vocabulary.nationalities():
        return loud(word, block) and _spoken(page, block, index)  # PRESIDENT BILBAO TOLD US
    known = not month and (vocabulary.known_word(word) or word.folded in stops)
    if known or folded in vocabulary.folded_words("verbs"):
        return False
    return folded in vocabulary.folded_words("surnames") - stops or _stands(page, block, index, month=month)


def _stands(page: Page, block: Block, index: int, *, month: bool) -> bool:
    """Say whether an English word that is no common family name stands as a name does."""
    word = block.words[index]
    gap = page.view.text[word.end : block.words[index + 1].start] if index + 1 < len(block.words) else "\n"
    if loud(word, block) and likely_name(word.folded) < _HARDLY:
        return False  # MINISTER RELEASES, STUDENT DEMONSTRATIONS
    return (
        _spoken(page, block, index)
        or word.folded.endswith("'s")
        or (not month and _CLOSED.match(gap) is not None)
    )


def _spoken(page: Page, block: Block, index: int) -> bool:
    """Say whether a verb of speech follows the word."""
    word = block.words[index]
    following = block.words[index + 1] if index + 1 < len(block.words) else None
    if following is None or page.view.text[word.end : following.start] != " ":
        return False
    return following.folded in vocabulary.folded_words("verbs")


def _name_after(page: Page, block: Block, index: int) -> int:
    """Give the end of the name at `index`, ordinary words in capitals included where a verb follows."""
    end = forward(page, block, index)
    if end == index and index < len(block.words) and _ordinary_name(page, block, index):
        return index + 1
    return end


def _lower_title(page: Page, title: TitleHit) -> bool:
    """Say whether the title is written small, so that the name must speak for itself."""
    head = title.span.of(page.view.text).split(" ")[-1]
    return head[:1].islower()


def titled(page: Page) -> Iterator[Hit]:
    """Find the name right after a title: Assistant Secretary NAME; Minister of Trade, NAME."""
    for title in page.titles:
        block = page.blocks[title.block]
        index = index_at(block, title.span.end)
        if title.plural or title.weak or index >= len(block.words):
            continue
        gap = page.view.text[title.span.end : block.words[index].start]
        if _BEFORE_NAME.fullmatch(gap) is None:
            continue
        end = _name_after(page, block, index)
        if end > index and _believable(page, title, index, end, gap):
            yield Hit(span_of(block, index, end), EntityKind.PERSON, "title-name", _SURE, ("title-before",))


def _believable(page: Page, title: TitleHit, start: int, end: int, gap: str) -> bool:
    """Say whether the name after a title stands on its own where the title alone is weak."""
    block = page.blocks[title.block]
    if gap == " " and not _lower_title(page, title):
        return True
    if not strong(page, block, start, end):
        return False
    return gap == " " or _CLOSED.match(page.view.text, span_of(block, start, end).end) is not None


def listed(page: Page) -> Iterator[Hit]:
    """Find the names after a title in the plural: politicians NAME, NAME and NAME."""
    for title in page.titles:
        if title.plural:
            block = page.blocks[title.block]
            yield from enumerate_names(page, block, index_at(block, title.span.end), title.span.end)


def enumerate_names(page: Page, block: Block, index: int, offset: int) -> Iterator[Hit]:
    """Find names one after another, parted by commas and `and`, from the word at `index` on."""
    text = page.view.text
    for _ in range(_LONGEST_LIST):
        while index < len(block.words) and block.words[index].folded in {"and", "or"}:
            index += 1
        if (
            index >= len(block.words)
            or _BETWEEN_NAMES.fullmatch(text, offset, block.words[index].start) is None
        ):
            return
        end = forward(page, block, index)
        if end == index or not strong(page, block, index, end):
            return
        yield Hit(span_of(block, index, end), EntityKind.PERSON, "title-list", _LIKELY, ("title-list",))
        index, offset = end, span_of(block, index, end).end


def apposed(page: Page) -> Iterator[Hit]:
    """Find the name that a title explains: NAME, the deputy minister; NAME (mayor of the town)."""
    for title in page.titles:
        block = page.blocks[title.block]
        index = _before_apposition(page, block, title.span.start)
        if index is None:
            continue
        start = backward(page, block, index)
        if start <= index and _apposable(page, block, start, index + 1):
            span = span_of(block, start, index + 1)
            yield Hit(span, EntityKind.PERSON, "name-title", _LIKELY, ("title-after",))


def _apposable(page: Page, block: Block, start: int, end: int) -> bool:
    """Say whether words before an apposition are a name and no list of places."""
    names = [word for word in block.words[start:end] if name_like(word, block)]
    return bool(names) and strong(page, block, start, end)


def _before_apposition(page: Page, block: Block, offset: int) -> int | None:
    """Give the index of the last word before the comma or bracket that opens the apposition."""
    text, index = page.view.text, index_at(block, offset) - 1
    right = offset
    for _ in range(6):
        if index < 0:
            return None
        word = block.words[index]
        gap = text[word.end : right]
        if gap in {", ", " ("}:
            return index
        qualifier = word.folded in _DETERMINERS or word.folded.removesuffix("'s") in vocabulary.place_words()
        qualifier = qualifier or word.folded in vocabulary.title_words() or not word.capital
        if gap != " " or not qualifier:
            return None
        right = word.start
        index -= 1
    return None
