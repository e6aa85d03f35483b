"""Finds who took part: the names of a list of participants, on either side, with and without dashes, in capitals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.detect.items import line_starts, names_in
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page

DETECTOR = "participants"
_SCORE = 850

# matches the label of a list: "PARTICIPANTS:", "Attendees -", "MEMBERS OF THE DELEGATION:", "Velmoran side:"
# must not match "all participants agreed that"
_LABEL = re.compile(
    r"""
    \b (?:
        (?:list[ ]of[ ]|meeting[ ])? (?:participants? | attendees | present | also[ ]present | in[ ]attendance | delegates | note-?takers?)
      | (?:members[ ]of[ ](?:the[ ])?)? (?:\w+[ ])? delegation (?:[ ]members)?
      | (?:\w+|u\.s\.)[ ]side
    )
    (?:[ ](?:included|include|were|was|list))? [ ]?
    (?: : | [ ]?-+[ ]? (?=[a-z]) )
    """,
    re.VERBOSE,
)
# matches a whole heading or line that opens a list: "participants", "1. (u) u.s. participants:"
# must not match "participants agreed that"
_HEADING = re.compile(
    r"""
    (?:\d+\.[ ])? (?:\([a-z/]{1,5}\)[ ])? (?:(?:list[ ]of|meeting|u\.?s\.?|american)[ ])?
    (?:participants|attendees|delegations?|delegates|present|persons[ ]present|in[ ]attendance) [ :.-]*
    """,
    re.VERBOSE,
)
_LISTED = frozenset({SectionKind.HEADING, SectionKind.BULLET, SectionKind.TABLE, SectionKind.UNKNOWN})
_LABELLED = _LISTED | {SectionKind.PARAGRAPH, SectionKind.SUMMARY, SectionKind.COMMENT}


def participants(page: Page) -> Iterator[Hit]:
    """Find the names in a list of participants: U.S. side, host side, with and without dashes, in capitals."""
    for block, span in _stretches(page):
        for name in names_in(page, block, span):
            yield Hit(name, EntityKind.PERSON, DETECTOR, _SCORE, ("participants",))


def _stretches(page: Page) -> Iterator[tuple[Block, Span]]:
    """Give the stretches of blocks that list participants: after a label, and the list blocks that follow it."""
    listing = False
    for block in page.blocks:
        label = _label(page, block)
        if label is not None:
            listing = True
            yield block, Span(label, block.span.end)
        elif listing and block.section in _LISTED:
            yield block, block.span
        else:
            listing = False


def _label(page: Page, block: Block) -> int | None:
    """Give where the list of a block begins, behind its label; None where it has none."""
    if block.section not in _LABELLED:
        return None
    folded = page.view.folded
    heading = _HEADING.match(folded, block.span.start, block.span.end)
    if heading is not None and (
        not folded[heading.end() : block.span.end].strip() or heading.end() in line_starts(page, block)
    ):
        return heading.end()
    label = _LABEL.search(folded, block.span.start, block.span.end)
    return label.end() if label is not None else None
