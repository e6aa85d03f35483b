"""A mark inside a paragraph: it lost the line end before it, or stands for a sentence, and may say more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.types import MarkState
from redactor.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.cable.base import Chunk

# A part that holds more things like marks, each another, is no paragraph: it is closed unread.
_MOST = 100

# What may be a mark between its brackets. Matches "(S/NF" of "(S/NF)"; must not match "(12".
_MARK = r"[(\[{] (?P<mark> [A-Z][A-Z/ ,-]{0,39} ) [)\]}]"

# A number and a mark, in small letters too: inside a line the number has a point, at a line's beginning it needs
# none. Matches "spoke. 2. (C)" and "spoke\n  2.1 (C)"; must not match "ref A. (C)", "section 2 (C)".
_NUMBERED = re.compile(
    r"""
    (?: (?<=\S) [ \t]{1,4} ¶?[ ]? \d{1,3} (?: \. | (?: \.\d{1,2} ){1,3} )
      | \n [ \t]{0,40} ¶?[ ]? \d{1,3} (?: \.\d{1,2} ){0,3} [.)]?
    )
    [ \t]{0,3} [(\[{] (?P<mark> [A-Za-z/ ,-]{1,40} ) [)\]}]
    """,
    re.VERBOSE,
)

# A mark where a sentence begins: some offices mark each sentence, and a line end may be lost.
# Matches "spoke. (C)", "spoke -- [S/NF]"; must not match "paper (C) says", "spoke. (c)".
_SENTENCE = re.compile(rf"""(?: [.!?:;] ["')\]]? | -- | // ) \s{{0,4}} {_MARK}""", re.VERBOSE)

# A second mark right behind the first. Matches ", (C)" and "/[C]"; must not match " text (C)".
_BESIDE = re.compile(rf"[\s,;/&+.:-]{{0,4}} {_MARK}", re.VERBOSE)

# A second mark in a title: titles are too short to speak of marks.
# Matches " (C)" and " [S/NF]"; must not match "talks(s)".
_IN_TITLE = re.compile(rf"\s {_MARK}", re.VERBOSE)
_TITLES = frozenset({SectionKind.SUBJECT, SectionKind.HEADING})

# What one writes who marks a whole text. Matches "C - Entire text", "SECRET - ENTIRE TEXT"; must not match
# "the entire text".
_ENTIRE = re.compile(
    r"""
    \b (?P<mark> (?: TOP[ ]SECRET | SECRET | CONFIDENTIAL | TS | S | C ) (?: /{1,2} [A-Z]{1,20} ){0,5} )
    [ ]{0,2} [-\u2013\u2014]{1,2} [ ]{0,2} (?i: ENTIRE [ ] TEXT )
    """,
    re.VERBOSE,
)

# One letter in brackets, which may be an item of a list. Matches "(C)"; must not match "(SBU)".
_LETTER = re.compile(r"[(\[{]([A-Z])[)\]}]")


def raised(chunk: Chunk, text: str) -> Chunk:
    """Close a marked part in which a higher mark stands: how far it reaches nobody can tell."""
    if chunk.mark is None or chunk.mark.marking is None:
        return chunk
    found, own = chunk.raised, chunk.mark.marking
    written = set(_inner(text, chunk.mark.span.end, chunk.span.end))
    if chunk.kind in _TITLES:
        written.update(
            match["mark"] for match in _IN_TITLE.finditer(text, chunk.mark.span.end, chunk.span.end)
        )
    if len(written) > _MOST:
        written = set()
        found = (
            replace(own, known=False) if found is None else markings.join(found, replace(own, known=False))
        )
    for one in sorted(written):
        state, marking = markings.read_portion_mark(f"({one})")
        if state is not MarkState.READ or marking is None or markings.at_most(marking, own):
            continue
        doubted = replace(marking, known=False)
        found = markings.join(found, doubted) if found else doubted
    return chunk if found is chunk.raised else replace(chunk, raised=found)


def _inner(text: str, first: int, last: int) -> Iterator[str]:
    """Give what may be a mark of its own: behind a number, a sentence's end, the part's mark, or in words."""
    for form in (_NUMBERED, _ENTIRE):
        yield from (match["mark"] for match in form.finditer(text, first, last))
    items = _items(text, first, last)
    beside = _BESIDE.match(text, first, last)
    for match in (*([beside] if beside else ()), *_SENTENCE.finditer(text, first, last)):
        if match.start("mark") not in items:
            yield match["mark"]


def _items(text: str, first: int, last: int) -> set[int]:
    """Give the places of letters that go on with a list: the letter before each stood in brackets, too."""
    found: set[int] = set()
    seen: set[str] = set()
    for match in _LETTER.finditer(text, first, last):
        if chr(ord(match[1]) - 1) in seen:
            found.add(match.start(1))
        seen.add(match[1])
    return found
