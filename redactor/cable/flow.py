"""Where a paragraph's text ends: the one question on which a low portion could swallow a higher one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.cable import patterns
from redactor.cable.numbering import Zone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.cable.lex import Line

# Wider than any telegram was typed: the text is not wrapped, and a line end is a paragraph's end.
_UNWRAPPED = 100
_SLACK = 8
_LONGEST_HEADING = 200
_ENOUGH = 2000
_QUOTES = "\"'“‘"


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole body.

    `width` is the margin it was wrapped to, 0 where it was not. `loose_marks` says that some paragraphs
    have a mark and no number, so that an unmarked one may have lost its mark.
    """

    width: int
    loose_marks: bool


def setting(lines: Sequence[Line], heads: Sequence[int], *, loose_marks: bool) -> Setting:
    """Measure a body; `heads[i]` is how much of line i is number and mark.

    These are left out, so that losing one never makes the margin narrower and a line look wrapped.
    """
    width = max((len(line.body) - head for line, head in zip(lines, heads, strict=True)), default=0)
    return Setting(0 if width > _UNWRAPPED else width, loose_marks)


def wraps(before: Line, line: Line, width: int) -> bool:
    """Say whether the line end between two lines is only the margin's: the next word had no room."""
    word = line.body.split(None, 1)[0]
    return width > 0 and len(before.body) + 1 + len(word) > width - _SLACK


@dataclass(frozen=True, slots=True)
class Seam:
    """What lies between two lines: a blank line (`parted`), furniture (`turned`), and what they are part of.

    `item` says that the paragraph is a bullet or a lettered item, `bare` that the line before is number and
    mark alone, as a transcription sets them.
    """

    parted: bool
    turned: bool
    zone: Zone
    item: bool = False
    bare: bool = False


def goes_on(before: Line, block: Sequence[Line], seam: Seam, around: Setting) -> bool:
    """Say whether `block` continues the paragraph whose last line is `before`; in doubt it does not.

    `block` are the lines from the one in question to the next blank line or start.
    """
    line = block[0]
    wrapped = not seam.parted and wraps(before, line, around.width)
    ended = seam.bare or patterns.SENTENCE_END.search(before.body) is not None
    # An open sentence that a page turn cut goes on with "a road" as it does with "the road".
    article = seam.turned and not ended and not before.body.endswith(":") and line.body.startswith("a ")
    lost_item = patterns.LOST_ITEM.match(line.body) is not None and not article
    worded = patterns.WORD.match(line.body) is not None and not lost_item
    if not worded:
        return wrapped and seam.zone is Zone.INTACT
    if line.body.lstrip(_QUOTES)[0].islower():
        return wrapped or seam.turned or not (ended or seam.item or seam.zone is Zone.GAP)
    if seam.zone is Zone.GAP or wrapped:
        return seam.zone is not Zone.GAP
    if not ended:
        return seam.turned and not seam.item and not may_be_heading(block, around)
    unsure = seam.zone is Zone.LAST or seam.item or around.loose_marks or may_be_heading(block, around)
    return not unsure and patterns.PROSE.match(line.body) is not None and several_sentences(block)


def may_be_heading(block: Sequence[Line], around: Setting) -> bool:
    """Say whether a block, or its first line alone, may be a heading."""
    first = block[0].body
    whole = joined(block)
    if (
        len(whole) <= _LONGEST_HEADING
        and not patterns.SENTENCE_END.search(whole)
        and not patterns.INNER_END.search(whole)
    ):
        return True
    if patterns.HEADING_WORD.match(first):
        return True
    if len(block) == 1 or wraps(block[0], block[1], around.width):
        return False
    return len(first) <= _LONGEST_HEADING and not patterns.SENTENCE_END.search(first)


def several_sentences(block: Sequence[Line]) -> bool:
    """Say whether a block holds more than one sentence."""
    return patterns.INNER_END.search(joined(block)) is not None


def joined(block: Sequence[Line]) -> str:
    """Put a block's first lines into one: as much as decides, so that a long block costs no more."""
    taken: list[str] = []
    length = 0
    for line in block:
        if length > _ENOUGH:
            break
        taken.append(line.body[:_ENOUGH])
        length += len(taken[-1])
    return " ".join(taken)
