"""Finds the persons that a cable names outside its paragraphs: classifier, pass lines, TAGS, signature."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.detect.items import names_in
from redactor.detect.names import forward, name_like, span_of
from redactor.detect.persons import index_at
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span
from redactor.view import ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page, Word

_SURE = 950
_LIKELY = 850

# matches the label of a classifying line: "Classified By:", "CLASSIFIED BY", "Derived From:"
# must not match "classified by the court as", for want of a capital C
_CLASSIFIED = re.compile(
    r"\b(?:Classified|CLASSIFIED|Declassified|DECLASSIFIED|Derived|DERIVED)\s(?:By|BY|by)\b:?"
)

# matches what ends the classifier's name: "; reasons", ", for reason", "REASON 1.4"; must not match ", DCM,"
_REASONS = re.compile(r"(?i:\b(?:for\s)?reasons?\b)|\n|\b(?i:e\.o\.)|\b1\.[45]\b")

# matches the bracket of a persons' TAG: "(LAST, FIRST)"; must not match "()" or an open bracket
_TAG_BRACKET = re.compile(r"\(([^()\n]{2,80})\)")

# matches the name behind the date of an E.O. line: "GDS 3/16/85 (TEST, ROSA M)", "GS 19850316 TEST, ROSA M"
# must not match "GDS 3/16/85" or "OADR (Test)"
_EO_NAME = re.compile(
    r"\bX?R?G?D?S-?\d?[ ](?:\d{8}|\d{1,2}/\d{1,2}/\d{2,4})[ ]\(?"
    r"(?P<name>[A-Z][A-Z'-]+(?:[ ][A-Z'-]+)?,[ ][A-Z][A-Z'-]*(?:[ ][A-Z]\b\.?)?)"
)

# The same in the block of attributes that the archive writes behind a telegram, where a comma tells it.
# matches "(TEST, ROSA M)", "(LOMAR SOLEN, IVO)"; must not match "(CATGTK)", "(U)" or "(Test, Rosa)"
_ARCHIVE_TAG = re.compile(r"\(([A-Z][A-Z' -]{0,40}, [A-Z][A-Z. '-]{0,40})\)")

# matches the label of a drafting line: "DRAFTED BY", "Cleared:", "APPROVED BY:"; must not match "has cleared"
_DRAFTING = re.compile(
    r"\b(?:DRAFTED|Drafted|CLEARED|Cleared|APPROVED|Approved|RELEASED|Released|AUTHORIZED|COORDINATED|CONTACT|Contact)"
    r"(?:\s(?:BY|By|by))?\s?:|\b(?:DRAFTED|CLEARED|APPROVED)\s(?:BY)\b|\b(?:CLEARANCES?|Clearances?|DRAFTERS?|Drafter)\s?:"
)
_DRAFTING_REACH = 400

# matches what stands before a receiver's name: "DEPT FOR ", "PASS TO ", "EUR/AGS - "; must not match "FORD"
_FOR = re.compile(r"\b(?:FOR|For|for|TO|To|to|FROM|From|from)[ ]|[ ]-+[ ]")


def _free(word: Word) -> bool:
    """Say whether nothing knows the word: neither a list nor English."""
    return word.capital and not word.fixed and len(word.text) > 1 and not vocabulary.plain_word(word)


def _in_sections(page: Page, *kinds: SectionKind) -> Iterator[Block]:
    """Give the blocks of these sections."""
    return (block for block in page.blocks if block.section in kinds)


def _named(page: Page, block: Block, start: int, end: int, detector: str, evidence: str) -> Iterator[Hit]:
    """Find names among the words that start in a stretch of a line where a person is expected."""
    index = index_at(block, start)
    while index < len(block.words) and block.words[index].start < end:
        stop = forward(page, block, index)
        if stop == index:
            index += 1
            continue
        yield Hit(span_of(block, index, stop), EntityKind.PERSON, detector, _SURE, (evidence,))
        index = stop


def classifier(page: Page) -> Iterator[Hit]:
    """Find who classified the cable: Classified By: DCM NAME; reasons ..."""
    for block in page.blocks:
        for label in _CLASSIFIED.finditer(page.view.text, block.span.start, block.span.end):
            reasons = _REASONS.search(page.view.text, label.end(), block.span.end)
            end = reasons.start() if reasons else block.span.end
            yield from _classifier_names(page, block, label.end(), end)


def order_names(page: Page) -> Iterator[Hit]:
    """Find who classified a telegram: the name behind the date of its E.O. line."""
    for block in _in_sections(page, SectionKind.EO_LINE, SectionKind.TRAILER):
        for match in _EO_NAME.finditer(page.view.text, block.span.start, block.span.end):
            yield Hit(Span(*match.span("name")), EntityKind.PERSON, "order-name", _SURE, ("classified-by",))


def _classifier_names(page: Page, block: Block, start: int, end: int) -> Iterator[Hit]:
    """Find the name between the label and the reasons; in capitals an English word may be one, too."""
    found = [
        _whole(page, block, hit, end)
        for hit in _named(page, block, start, end, "classified-by", "classified-by")
    ]
    if not found:
        words = [w for w in block.words if start <= w.start < end and w.capital and not w.fixed]
        words = [word for word in words if len(word.text) > 2 and not vocabulary.known_word(word)]  # noqa: PLR2004
        found = [
            Hit(Span(word.start, word.end), EntityKind.PERSON, "classified-by", _LIKELY, ("classified-by",))
            for word in words
        ]
    yield from found


def _whole(page: Page, block: Block, hit: Hit, end: int) -> Hit:
    """Widen a classifier's name by English words after it: in capitals a family name may be one."""
    reach = hit.span.end
    for word in block.words[index_at(block, hit.span.end) :]:
        name = (
            word.capital
            and not vocabulary.known_word(word)
            and word.folded not in vocabulary.folded_words("stops")
        )
        if word.start >= end or page.view.text[reach : word.start] != " " or not name:
            break
        reach = word.end
    return replace(hit, span=Span(hit.span.start, reach))


def tags_persons(page: Page) -> Iterator[Hit]:
    """Find the persons of a TAGS line: OVIP (LAST, FIRST)."""
    for block in _in_sections(page, SectionKind.TAGS):
        for bracket in _TAG_BRACKET.finditer(page.view.text, block.span.start, block.span.end):
            inside = Span(bracket.start(1), bracket.end(1))
            words = [w for w in block.words if inside.holds(w.start) and not w.fixed and w.text[0].isalpha()]
            if words and any(word.folded not in vocabulary.place_words() for word in words):
                span = Span(words[0].start, words[-1].end)
                yield Hit(span, EntityKind.PERSON, "tags-person", _SURE, ("tags",))
    for block in _in_sections(page, SectionKind.TRAILER):
        for bracket in _ARCHIVE_TAG.finditer(page.view.text, block.span.start, block.span.end):
            yield Hit(Span(*bracket.span(1)), EntityKind.PERSON, "tags-person", _SURE, ("tags",))


def pass_lines(page: Page) -> Iterator[Hit]:
    """Find whom a cable is for: DEPT FOR A/S NAME, DAS NAME; SCA/CEN (NAME); NSC FOR NAME."""
    for block in _in_sections(page, SectionKind.PASS_LINE):
        yield from _unknown_runs(page, block, "pass-line")
        receiver = _FOR.search(page.view.text, block.span.start, block.span.end)
        if receiver is not None:
            for name in names_in(page, block, Span(receiver.end(), block.span.end), sure=True):
                yield Hit(name, EntityKind.PERSON, "pass-line", _LIKELY, ("address-line",))
        for bracket in _TAG_BRACKET.finditer(page.view.text, block.span.start, block.span.end):
            yield from _bracketed(block, Span(bracket.start(1), bracket.end(1)))


def _bracketed(block: Block, inside: Span) -> Iterator[Hit]:
    """Find names in the bracket after an office, English words included."""
    for word in block.words:
        name = inside.holds(word.start) and word.capital and not vocabulary.known_word(word)
        if name and len(word.text) > 2 and not word.fixed:  # noqa: PLR2004 - shorter ones are office codes
            yield Hit(Span(word.start, word.end), EntityKind.PERSON, "pass-line", _SURE, ("office-name",))


def _unknown_runs(page: Page, block: Block, detector: str) -> Iterator[Hit]:
    """Find runs of words that nobody knows, but for office codes with a slash."""
    text, index = page.view.text, 0
    while index < len(block.words):
        word = block.words[index]
        slashed = "/" in {text[word.start - 1 : word.start], text[word.end : word.end + 1]}
        stop = index + 1 if slashed or not _free(word) else forward(page, block, index)
        if stop > index + 1 or (not slashed and _free(word)):
            stop = max(stop, index + 1)
            yield Hit(span_of(block, index, stop), EntityKind.PERSON, detector, _LIKELY, ("address-line",))
        index = stop


def signature(page: Page) -> Iterator[Hit]:
    """Find who signed: each word of the signature that is no title."""
    for block in _in_sections(page, SectionKind.SIGNATURE):
        words = [w for w in block.words if w.text[0].isalpha() and not w.fixed and not _title_word(w)]
        for first, last in _runs(page, words):
            span = Span(first.start, last.end)
            yield Hit(span, EntityKind.PERSON, "signature", _SURE, ("signature",))


def _title_word(word: Word) -> bool:
    """Say whether a word of a signature is an office, not a name."""
    return word.folded in vocabulary.title_words() and not word.initial


def _runs(page: Page, words: list[Word]) -> Iterator[tuple[Word, Word]]:
    """Join words that stand beside each other."""
    run: list[Word] = []
    for word in words:
        if run and page.view.text[run[-1].end : word.start] not in {" ", ". ", "."}:
            yield run[0], run[-1]
            run = []
        run.append(word)
    if run:
        yield run[0], run[-1]


def drafting(page: Page) -> Iterator[Hit]:
    """Find who drafted, cleared and approved: DRAFTED BY: POL:NAME."""
    for block in _in_sections(page, SectionKind.DRAFTING, SectionKind.TRAILER):
        for label in _DRAFTING.finditer(page.view.text, block.span.start, block.span.end):
            end = min(block.span.end, label.end() + _DRAFTING_REACH)
            for word in block.words[index_at(block, label.end()) :]:
                if word.start >= end:
                    break
                if name_like(word, block) and not ordinary(word.folded):
                    yield Hit(
                        Span(word.start, word.end), EntityKind.PERSON, "drafting", _LIKELY, ("drafting",)
                    )
            if block.section is SectionKind.DRAFTING:
                for name in names_in(page, block, Span(label.end(), end), sure=True):
                    yield Hit(name, EntityKind.PERSON, "drafting", _LIKELY, ("drafting",))
