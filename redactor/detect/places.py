"""Finds places, posts, nationalities and bodies that the shipped tables know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.model import EntityKind
from redactor.spans import Span
from redactor.view import find_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page, Word

_SCORE = 700
_POST_SCORE = 850
_BODY_SCORE = 600
_INNER = frozenset({"of", "and", "the"})
_AFTER_HEAD = frozenset({"for", "in", "on"})  # Organization for Security; but not "the U.S. for World Bank"
_SHORT = 3  # a place of so few letters must be written in capitals: US, UK

# matches a post with its kind or its serial: "Embassy Astana", "AMEMBASSY ASTANA", "ASTANA 1357"
# must not match "Astana" by itself: that is a place
_POST_BEFORE = re.compile(
    r"(?:embassy|amembassy|consulate|amconsul|amconsulate|mission|usmission|usint|post) \Z"
)
_SERIAL = re.compile(r" 0{0,4}[0-9]{1,6}\b")
_TOUCH = 20


def _capital(page: Page, span: Span) -> bool:
    """Say whether the words stand as a name does."""
    text = span.of(page.view.text)
    return text.isupper() if len(text.replace(".", "")) <= _SHORT else text[0].isupper()


def known_places(page: Page) -> Iterator[Hit]:
    """Find countries, cities and regions."""
    for span, _ in find_terms(page.view, vocabulary.places()):
        if _capital(page, span):
            yield Hit(span, EntityKind.LOCATION, "place", _SCORE, ("table",))


def known_nationalities(page: Page) -> Iterator[Hit]:
    """Find demonyms, peoples and faiths."""
    for span, _ in find_terms(page.view, vocabulary.nationalities()):
        if _capital(page, span):
            yield Hit(span, EntityKind.NATIONALITY, "nationality", _SCORE, ("table",))


def known_posts(page: Page) -> Iterator[Hit]:
    """Find posts: an embassy or consulate with its city, or a city with a message number."""
    folded = page.view.folded
    for span, _ in find_terms(page.view, vocabulary.posts()):
        before = _POST_BEFORE.search(folded, max(0, span.start - _TOUCH), span.start)
        serial = _SERIAL.match(folded, span.end)
        if before is not None:
            yield Hit(Span(before.start(), span.end), EntityKind.POST, "post", _POST_SCORE, ("table", "kind"))
        elif serial is not None and span.of(page.view.text).isupper():
            yield Hit(span, EntityKind.POST, "post", _POST_SCORE, ("table", "serial"))


def bodies(page: Page) -> Iterator[Hit]:
    """Find capitalised runs with a word such as Ministry or Committee in them."""
    for block in page.blocks:
        if not block.flat:
            yield from _bodies_in(page, block)


def _bodies_in(page: Page, block: Block) -> Iterator[Hit]:
    """Find the bodies of one block."""
    run: list[Word] = []
    for word in (*block.words, None):
        joins = word is not None and bool(run) and page.view.text[run[-1].end : word.start] == " "
        if word is not None and (joins or not run) and _part(word, run):
            run.append(word)
            continue
        yield from _body(run)
        run = [word] if word is not None and _part(word, []) else []


def _part(word: Word, run: list[Word]) -> bool:
    """Say whether the word may go on with a body's name, or begin one."""
    if word.fixed or word.capital or not run:
        return word.capital and not word.fixed
    headed = any(part.folded in vocabulary.organization_heads() for part in run)
    return word.folded in _INNER or (headed and word.folded in _AFTER_HEAD)


def _body(run: list[Word]) -> Iterator[Hit]:
    """Give the hit of a run that holds a head word and more."""
    while run and not run[-1].capital:
        run.pop()
    while run and run[0].first and run[0].folded in {"the", "a", "in", "on", "at", "for", "to"}:
        run.pop(0)
    heads = vocabulary.organization_heads()
    if len(run) > 1 and any(word.folded.removesuffix("'s") in heads for word in run):
        yield Hit(
            Span(run[0].start, run[-1].end), EntityKind.ORGANIZATION, "body", _BODY_SCORE, ("head-word",)
        )
