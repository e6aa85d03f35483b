"""A number and a mark inside a line: a paragraph that lost the line end before it, and may say more."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.types import MarkState

if TYPE_CHECKING:
    from redactor.cable.base import Chunk

# "spoke. 2. (C) The" and "spoke. ¶2. (S/NF) The" hold one; "ref A. (C) and", "section 2. (China)" match no mark.
_INNER = re.compile(r"(?<=\S)[ \t]{1,4}¶?[ ]?\d{1,3}\.[ \t]{0,3}(?P<mark>\([A-Za-z/ ,]{1,40}\))")


def raised(chunk: Chunk, text: str) -> Chunk:
    """Close a marked part in which a number and a higher mark stand: whose they are nobody can tell."""
    if chunk.mark is None or chunk.mark.marking is None:
        return chunk
    found = chunk.raised
    for match in _INNER.finditer(text, chunk.mark.span.end, chunk.span.end):
        state, marking = markings.read_portion_mark(match["mark"])
        if state is not MarkState.READ or marking is None or markings.at_most(marking, chunk.mark.marking):
            continue
        doubted = replace(marking, known=False)
        found = markings.join(found, doubted) if found else doubted
    return chunk if found is chunk.raised else replace(chunk, raised=found)
