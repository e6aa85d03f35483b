"""Reads whom a note protects that names nobody beside it: a paragraph by number, all sources, the sentence before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import LOST, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page

# matches "para 4", "paragraphs 2-4", "paras 3a and 5"; must not match "parade 4" or "4 paragraphs"
_PARAGRAPHS = re.compile(
    r"\bpara(?:graph)?s?\.?[ ](?P<list>\d{1,3}[a-z]?(?:(?:[ ]?[-,&/][ ]?|[ ](?:and|to|through|or)[ ]|,[ ]and[ ])\d{1,3}[a-z]?)*)"
)
# matches "2-4", "2 through 4"; must not match "2, 4"
_RANGE = re.compile(r"(?P<low>\d{1,3})(?:[ ]?-[ ]?|[ ](?:to|through)[ ])(?P<high>\d{1,3})")
_NUMBER = re.compile(r"\d{1,3}[a-z]?")

# matches "this para", "this paragraph"; must not match "this parade"
_HERE = re.compile(r"\bthis[ ]para(?:graph)?\b")

# matches what asks for more than one person: "all sources", "the identities"; must not match "the source"
MANY = re.compile(
    r"\b(?:both|all|identities|names|sources|contacts|interlocutors|persons|them|these|those)\b"
)

_TEXT_SECTIONS = frozenset(
    {
        SectionKind.SUBJECT,
        SectionKind.SUMMARY,
        SectionKind.HEADING,
        SectionKind.PARAGRAPH,
        SectionKind.BULLET,
        SectionKind.TABLE,
        SectionKind.COMMENT,
        SectionKind.UNKNOWN,
    }
)
_NEAR = 400
"""How many characters of the block before a note at a block's start may still speak of its person."""


# Letters of a paragraph's parts, and how many numbers may be missing where one is.
_LETTERS = "abcdefghijk"
_NEAR_LOST = 7


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a page that a note may speak of, sorted; the `guessed` ones are unknown capitals."""

    sorted: tuple[Span, ...]
    guessed: frozenset[Span] = frozenset()

    def within(self, span: Span) -> list[Span]:
        """Give the names that lie in a stretch, in order."""
        return [name for name in self.near(span) if span.covers(name)]

    def near(self, span: Span) -> tuple[Span, ...]:
        """Give the names that begin in a stretch, or right before its end, in order."""
        low = bisect_left(self.sorted, span.start, key=lambda name: name.start)
        return self.sorted[low : bisect_left(self.sorted, span.end, key=lambda name: name.start)]


def numbered(page: Page, block: Block, clause: Span, names: Names) -> tuple[Span, ...]:
    """Give the names of the paragraphs that a note's sentence cites: (protect source in para 4)."""
    folded = clause.of(page.view.folded)
    cited = {number for match in _PARAGRAPHS.finditer(folded) for number in _numbers(match["list"])}
    blocks = [other for other in page.blocks if _is_cited(other.address, cited)]
    if _HERE.search(folded):
        blocks.append(block)
    return tuple(name for other in blocks for name in names.within(other.span))


def _numbers(cited: str) -> Iterator[str]:
    """Give the paragraph numbers of a list, ranges filled up."""
    for span in _RANGE.finditer(cited):
        yield from map(str, range(int(span["low"]), int(span["high"]) + 1))
    yield from _NUMBER.findall(cited)


def _is_cited(address: str, cited: set[str]) -> bool:
    """Say whether a portion is one of the cited paragraphs, or one of their parts."""
    number = address.rpartition(":")[2]
    before, lost, _ = number.partition(LOST)
    if lost and before.rstrip(_LETTERS).isdigit():
        # Text that lost its number may be one of those behind the paragraph before it.
        first = int(before.rstrip(_LETTERS))
        return not cited.isdisjoint(str(one) for one in range(first, first + _NEAR_LOST))
    return bool(cited) and address[:1].isdigit() and (number in cited or number.rstrip(_LETTERS) in cited)


def everybody(page: Page, names: Names) -> tuple[Span, ...]:
    """Give every name of the text, header fields aside: please protect all sources."""
    return tuple(
        name for block in page.blocks if block.section in _TEXT_SECTIONS for name in names.within(block.span)
    )


def block_before(page: Page, block: Block) -> Block | None:
    """Give the block before this one, where both are text: a page line may part a name from its note.

    A numbered paragraph begins anew.
    """
    at = bisect_left(page.blocks, block.span.start, key=lambda other: other.span.start) - 1
    if (
        at < 0
        or (block.address[:1].isdigit() and LOST not in block.address)
        or not {block.section, page.blocks[at].section} <= _TEXT_SECTIONS
    ):
        return None
    return page.blocks[at]


def last_names(page: Page, block: Block, names: Names) -> tuple[Span, ...]:
    """Give the names of the last sentence of the block before that has one, where it is near."""
    before = block_before(page, block)
    if before is None:
        return ()
    found = names.within(Span(max(before.span.start, before.span.end - _NEAR), before.span.end))
    return (found[-1],) if found else ()


def parted(page: Page, block: Block, name: Span, names: Names) -> tuple[Span, ...]:
    """Give the half of a name that stands at the end of the block before, where a name opens this one."""
    before = block_before(page, block)
    if before is None or name.start != block.span.start + _lead(page, block):
        return ()
    tail = Span(before.span.start, before.span.start + len(before.span.of(page.view.text).rstrip()))
    return tuple(other for other in names.within(tail) if other.end == tail.end)


def _lead(page: Page, block: Block) -> int:
    text = block.span.of(page.view.text)
    return len(text) - len(text.lstrip())
