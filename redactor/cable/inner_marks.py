"""A mark inside a paragraph: it lost the line end before it, or stands for a sentence, and may say more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.types import MarkState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.cable.base import Chunk

# "spoke. 2. (C) The" and "spoke. ¶2. (S/NF) The" hold one; "ref A. (C) and", "section 2. (China)" match no mark.
_INNER = re.compile(r"(?<=\S)[ \t]{1,4}¶?[ ]?\d{1,3}\.[ \t]{0,3}(?P<mark>\([A-Za-z/ ,]{1,40}\))")

# A mark in capitals where a sentence begins: some offices mark each sentence, and a line end may be lost.
# Matches "spoke. (C) The", "spoke -- (S/NF) The"; must not match "paper (C) says", "spoke. (c) The".
_SENTENCE = re.compile(
    r"""
    (?: [.!?:;] ["')\]]? | -- | // ) \s{0,4}
    (?P<mark> \( [A-Z] [A-Z/ ,]{0,39} \) )
    """,
    re.VERBOSE,
)

# A second mark right behind the first. Matches ", (C)" and "/(C)"; must not match " text (C)".
_BESIDE = re.compile(
    r"""
    [\s,;/&+.:-]{0,4}
    (?P<mark> \( [A-Z] [A-Z/ ,]{0,39} \) )
    """,
    re.VERBOSE,
)

# One letter in brackets: it may be an item of a list. Matches "(C)"; must not match "(SBU)".
_LETTER = re.compile(r"\([A-Z]\)")


def raised(chunk: Chunk, text: str) -> Chunk:
    """Close a marked part in which a higher mark stands: how far it reaches nobody can tell."""
    if chunk.mark is None or chunk.mark.marking is None:
        return chunk
    found = chunk.raised
    for written in _inner(text, chunk.mark.span.end, chunk.span.end):
        state, marking = markings.read_portion_mark(written)
        if state is not MarkState.READ or marking is None or markings.at_most(marking, chunk.mark.marking):
            continue
        doubted = replace(marking, known=False)
        found = markings.join(found, doubted) if found else doubted
    return chunk if found is chunk.raised else replace(chunk, raised=found)


def _inner(text: str, first: int, last: int) -> Iterator[str]:
    """Give what may be a mark of its own inside a part: behind a number, a sentence's end or the part's mark."""
    yield from (match["mark"] for match in _INNER.finditer(text, first, last))
    beside = _BESIDE.match(text, first, last)
    for match in (*([beside] if beside else ()), *_SENTENCE.finditer(text, first, last)):
        if not _is_item(text, first, match.span("mark")):
            yield match["mark"]


def _is_item(text: str, first: int, place: tuple[int, int]) -> bool:
    """Say whether a letter goes on with a list: the letter before it stood in brackets, too."""
    start, end = place
    letter = _LETTER.fullmatch(text, start, end)
    return letter is not None and f"({chr(ord(text[start + 1]) - 1)})" in text[first:start]
