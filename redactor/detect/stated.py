"""Finds the names that a text announces: biographic notes, kin, who is named so, who spoke."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.detect.items import names_in
from redactor.detect.names import backward, forward, span_of
from redactor.detect.persons import index_at
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page, Word

_SCORE = 850
_SPEAKER_SCORE = 750
_REACH = 60
"""How many characters behind a label a name may stand in."""
_SHORTEST = 4
_VOWELS = frozenset("aeiouy")

# matches the label of a person: "Biographic note: ", "Full name: ", "Spouse - ", "Name of applicant: "
# must not match "the name of the town" or "Ship's name"
_LABEL = re.compile(
    r"""
    \b (?:
        (?:biographic(?:al)?|bio)[ ](?:note|notes|data|information|info|sketch|report|remarks) (?:[ ](?:on|for))?
      | (?:full|family|last|first|middle|given|maiden|married|father's|mother's)[ ]names? | surname | patronymic
      | names?[ ]of[ ](?:applicant|deceased|detainee|prisoner|owner|spouse|father|mother|victim|suspect|candidate|nominee)
      | (?:applicant|deceased|beneficiary|spouse|wife|husband|father|mother|next[ ]of[ ]kin|nominee|detainee|victim|suspect)(?:'s[ ]name)?
      | control[ ]officer | point[ ]of[ ]contact | poc | duty[ ]officer | contact[ ](?:person|officer)
    )
    [ ]? (?: : | [ ]-+ (?=[ ]) )
    """,
    re.VERBOSE,
)

# matches what brings a name: "named ", "married to ", "by the name of ", "identified as ", "alias "
# must not match "named after the river"
_BEFORE = re.compile(
    r"""
    \b (?:
        (?:re|nick)?named | married[ ]to | engaged[ ]to | by[ ]the[ ]name[ ]of | name[ ]is | identified[ ](?:himself[ ]|herself[ ])?as
      | goes[ ]by | known[ ](?:locally[ ]|also[ ])?as | alias | widow[ ]of | according[ ]to | (?:led|headed|chaired|signed|replaced|succeeded|accompanied|nominated|represented|written)[ ]by
    ) [ ]["']?
    """,
    re.VERBOSE,
)

# matches what follows a person's name alone: " was born on", ", born in", " (born 1961"; must not match " is born of"
_BORN = re.compile(
    r"(?:[ ]was|,|[ ]\()?[ ]?\bborn[ ](?:on|in|at|[0-9]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))"
)


def labelled(page: Page) -> Iterator[Hit]:
    """Find the name behind a label such as Biographic note: LAST, FIRST; Spouse: NAME; Control officer: NAME."""
    for match in _LABEL.finditer(page.view.folded):
        block = _block(page, match.start())
        if block is not None:
            end = min(block.span.end, match.end() + _REACH, _sentence_end(page, match.end()))
            for name in names_in(page, block, Span(match.end(), end), sure=True):
                yield Hit(name, EntityKind.PERSON, "labelled-name", _SCORE, ("label",))


# matches the end of a sentence: ". T", "; "; must not match the point of "J. F"
_END = re.compile(r"(?<=[\w)]{3})\.[ ]|[;\n]")


def _sentence_end(page: Page, start: int) -> int:
    """Give where the sentence that begins at `start` ends."""
    end = _END.search(page.view.text, start, start + _REACH)
    return end.start() if end is not None else start + _REACH


def announced(page: Page) -> Iterator[Hit]:
    """Find the name that words such as named, married to, identified as or headed by bring, and who was born."""
    yield from _born(page)
    for match in _BEFORE.finditer(page.view.folded):
        block = _block(page, match.start())
        if block is None:
            continue
        index = index_at(block, match.end())
        if index >= len(block.words) or block.words[index].start != match.end():
            continue
        stop = forward(page, block, index)
        if stop > index and _believable(block.words[index:stop], block):
            name = span_of(block, index, stop)
            yield Hit(name, EntityKind.PERSON, "announced-name", _SCORE, ("announced",))


def _born(page: Page) -> Iterator[Hit]:
    """Find who was born: NAME was born on; NAME (born 1961)."""
    for match in _BORN.finditer(page.view.folded):
        block = _block(page, match.start())
        if block is None:
            continue
        index = index_at(block, match.start()) - 1
        if index < 0 or block.words[index].end != match.start():
            continue
        start = backward(page, block, index)
        if start <= index and block.words[index].folded not in vocabulary.folded_words("stops"):
            name = span_of(block, start, index + 1)
            yield Hit(name, EntityKind.PERSON, "announced-name", _SCORE, ("announced",))


def speakers(page: Page) -> Iterator[Hit]:
    """Find who spoke: a word that nobody knows before a verb of speech, URQUEZ REPLIED, Vashkel told us."""
    for block in page.blocks:
        for index in _speaking(page, block):
            start = backward(page, block, index)
            if start <= index:
                yield Hit(
                    span_of(block, start, index + 1),
                    EntityKind.PERSON,
                    "speaker",
                    _SPEAKER_SCORE,
                    ("verb-after",),
                )


def _speaking(page: Page, block: Block) -> Iterator[int]:
    """Give the index of each word before a verb of speech that may be a person."""
    verbs = vocabulary.folded_words("speech")
    for index, word in enumerate(block.words[1:]):
        if word.folded in verbs and _speaker(page, block, index, word):
            yield index


def _speaker(page: Page, block: Block, index: int, verb: Word) -> bool:
    """Say whether the word before a verb may be a person who spoke: no body's abbreviation, no plural."""
    word = block.words[index]
    apart = page.view.text[word.end : verb.start] not in {" ", ", "}
    if apart or not word.capital or word.fixed or len(word.text) < _SHORTEST or vocabulary.plain_word(word):
        return False
    return bool(_VOWELS.intersection(word.folded[1:])) and not word.folded.endswith("'s")


def _believable(words: tuple[Word, ...], block: Block) -> bool:
    """Say whether words that were announced are a name: in capitals one that nobody knows must be among them."""
    return not block.flat or any(not vocabulary.plain_word(word) for word in words)


def _block(page: Page, offset: int) -> Block | None:
    """Give the block that holds the view's character `offset`."""
    low, high = 0, len(page.blocks)
    while low < high:
        middle = (low + high) // 2
        if page.blocks[middle].span.end <= offset:
            low = middle + 1
        else:
            high = middle
    return page.blocks[low] if low < len(page.blocks) and page.blocks[low].span.holds(offset) else None
