"""Lays a view out as blocks and words, and finds the titles in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import lines, vocabulary
from redactor.detect.base import Block, Page, TitleHit, Word
from redactor.detect.casing import capitals
from redactor.model import SectionKind
from redactor.spans import Span, union
from redactor.view import find_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.model import Cable
    from redactor.view import View

# matches "Boucher", "O'Mara", "al-Shihri", "U.S.", "J.F."; "19" matches, too, and is dropped: no letter, no word
_WORD = re.compile(
    r"""
      (?: [^\W\d_] \. ){2,}                                    # U.S.  J.F.
    | [^\W_]+ (?: ['-] [^\W_]+ )*                              # O'Mara  al-Shihri  B0ucher
    """,
    re.VERBOSE,
)

# matches the gap before a word that opens a sentence: ". ", ": ", '"', "(", " -- "; must not match ", " or " "
_SENTENCE_GAP = re.compile(r"[.!?:;\"(\[\n]|(?:^|\s)-+\s")

# matches the end of each line, "\r\n" once; must not match a blank
_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")

_HEADLINE_SHARE = 0.6
_HEADLINE_WORDS = 30
_LINKS = frozenset({"of", "for", "and", "the"})
"""Small words inside the name of an office, which never close it: in capitals they have one, too."""
_MATTERS = 4  # letters of a word whose capital counts for a headline


def to_view(view: View, span: Span) -> Span:
    """Give the view's characters that begin inside the original's `span`; may be empty."""
    start = bisect_left(view.starts, span.start)
    return Span(start, max(start, bisect_left(view.starts, span.end)))


def _words(view: View, span: Span, fixed: Sequence[Span]) -> Iterator[Word]:
    """Cut a block into words; `fixed` are sorted stretches that no rule may call a name."""
    before, opened, at = span.start, True, 0
    for match in _WORD.finditer(view.text, span.start, span.end):
        start, end = match.span()
        if view.text[start:end].isdecimal():
            continue
        while at < len(fixed) and fixed[at].end <= start:
            at += 1
        inside = at < len(fixed) and fixed[at].start <= start
        gap = view.text[before:start]
        abbreviated = gap == ". " and abbreviation(view.text, before)
        first = opened or (not abbreviated and _SENTENCE_GAP.search(gap) is not None)
        yield Word(start, end, match.group(), view.folded[start:end], first, inside)
        before, opened = end, inside


# matches the end of "J", "Mr", "Gen"; must not match that of "Almaty"
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Prof|Rev|Amb|St))\Z"
)


def abbreviation(text: str, end: int) -> bool:
    """Say whether the point at `end` belongs to an initial or an abbreviated title."""
    return _ABBREVIATED.search(text, max(0, end - 5), end) is not None


def _flat(view: View, span: Span, words: Sequence[Word]) -> bool:
    """Say whether capitals tell nothing in the block: it is in capitals, or a headline."""
    if capitals(span.of(view.text)):
        return True
    counted = [word for word in words if len(word.text) >= _MATTERS and not word.fixed]
    ended = span.of(view.text).rstrip().endswith((".", "!", '."', ".)"))
    headline = len(counted) > 2 and len(words) <= _HEADLINE_WORDS and not ended  # noqa: PLR2004
    return headline and sum(word.capital for word in counted) > _HEADLINE_SHARE * len(counted)


def _block(view: View, span: Span, section: SectionKind, fixed: Sequence[Span], address: str = "") -> Block:
    """Make the block of one stretch of the view."""
    words = tuple(_words(view, span, fixed))
    return Block(span, section, words, _flat(view, span, words), address)


def _blocks(cable: Cable, view: View) -> Iterator[Block]:
    """Give the blocks of a page: one a portion, or the whole text where there are none."""
    if not cable.portions:
        yield _block(view, Span(0, len(view.text)), SectionKind.UNKNOWN, ())
    for portion in cable.portions:
        span = to_view(view, portion.span)
        fixed = union(to_view(view, part) for part in (*portion.skeleton, *portion.closed))
        if len(span):
            yield _block(view, span, portion.section, fixed, portion.address)


def read_page(cable: Cable, view: View) -> Page:
    """Lay out the page that recognisers work on."""
    blocks = tuple(sorted(_blocks(cable, view), key=lambda block: block.span))
    return Page(
        view, blocks, tuple(_titles(view, blocks)), _lines(cable.text, view), lines.breaks(cable.text, view)
    )


def _lines(text: str, view: View) -> tuple[int, ...]:
    """Give where in the view the original's lines begin, each place once."""
    ends = (bisect_left(view.starts, match.end()) for match in _LINE_END.finditer(text))
    return tuple(dict.fromkeys(ends))


# --- titles ------------------------------------------------------------------------------------


def _written(view: View, span: Span, row: vocabulary.Title) -> bool:
    """Say whether a title stands as its row wants it: short codes exactly, abbreviations with their point."""
    text = span.of(view.text)
    following = view.text[span.end : span.end + 1]
    if row.exact:
        return text == row.exact.rstrip(".")
    if row.dotted:
        return following == "." and text[0].isupper()
    return True


def _raw_titles(view: View) -> list[tuple[Span, vocabulary.Title]]:
    """Find the titles of the table, longest first where several begin at one place."""
    table = vocabulary.titles()
    found: list[tuple[Span, vocabulary.Title]] = []
    for span, term in find_terms(view, frozenset(table)):
        if span.of(view.folded) != term and len(term) <= 2 * _MATTERS:
            continue  # a short title in disguise is a word: A/S is not "as"
        found.extend((span, row) for row in table[term] if _written(view, span, row))
    found.sort(key=lambda item: (item[0].start, -item[0].end, item[1].role is None))
    return found


def _longest(found: list[tuple[Span, vocabulary.Title]]) -> Iterator[tuple[Span, vocabulary.Title]]:
    """Drop what lies inside or runs into an earlier title."""
    end = -1
    for span, row in found:
        if span.start >= end:
            yield span, row
            end = span.end


def _titles(view: View, blocks: Sequence[Block]) -> Iterator[TitleHit]:
    """Give the titles of the page, each widened by its modifiers and portfolio."""
    starts = [block.span.start for block in blocks]
    reached = 0
    for span, row in _longest(_raw_titles(view)):
        at = bisect_left(starts, span.start + 1) - 1
        if at < 0 or not blocks[at].span.covers(span) or span.start < reached:
            continue
        block = blocks[at]
        wide = Span(_widen_left(view, block, span, reached), _widen_right(view, block, span))
        dotted = any(form.dotted for form in vocabulary.titles()[row.folded])
        dot = dotted and view.text[wide.end : wide.end + 1] == "."
        reached = wide.end
        weak = row.capital and view.text[span.start].islower()
        yield TitleHit(Span(wide.start, wide.end + dot), at, row.role, row.plural, weak)


def _index(block: Block, offset: int) -> int:
    """Give the index of the first word that starts at or after `offset`."""
    return bisect_left(block.words, offset, key=lambda word: word.start)


def _widen_left(view: View, block: Block, span: Span, floor: int) -> int:
    """Take the modifiers before a title: deputy, former, Energy."""
    start, index = span.start, _index(block, span.start) - 1
    while index >= 0:
        word = block.words[index]
        apart = view.text[word.end : start] not in {" ", "-"}
        modifier = word.folded in vocabulary.folded_words("modifiers")
        portfolio = word.capital and word.folded in vocabulary.folded_words("portfolio")
        adverb = (
            word.first and word.folded == "then"
        )  # "Then Minister X": an adverb, where "the then Minister" is none
        if apart or adverb or word.fixed or word.start < floor or not (modifier or portfolio):
            break
        start = word.start
        index -= 1
    lead = view.folded[start : span.start].split(" ", 1)[0]
    return span.start if lead in {"the", "and", "of", "for", "on", "in"} else start


def _widen_right(view: View, block: Block, span: Span) -> int:
    """Take the portfolio after a title: of Foreign Affairs, of Kazakhstan."""
    index = _index(block, span.end)
    if index >= len(block.words) or block.words[index].folded not in {"of", "for"}:
        return span.end
    end, last = span.end, span.end
    for word in block.words[index:]:
        about = word.folded in vocabulary.folded_words("portfolio") or word.folded in vocabulary.place_words()
        if view.text[end : word.start] != " " or not about:
            break
        end = word.end
        last = end if word.capital and word.folded not in _LINKS else last
    return last
