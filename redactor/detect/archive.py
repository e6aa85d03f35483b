"""Knows the closed words of a telegram: the archive's keys behind it, its TAGS, the bureaus that it went to."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Block, Hit, Page, Word

# Keys of one word; elsewhere they are words like others.
_SHORT_KEYS = (
    "Concepts Copy Drafter Enclosure Errors Expiration Format From ISecure Locator Markings Office Reference "
    "Retention Secure Status Subject TAGS To Type"
).split()


@functools.cache
def _keys() -> re.Pattern[str]:
    """Make the pattern of every key with its colon, the longest first.

    It matches the "Draft Date:" and the "Type:" of an attribute; it must not match "Type 2" or "draft date".
    """
    groups = {group["id"]: group["words"] for group in vocabulary.table("harmless.toml")["phrases"]}
    known = sorted(
        {*groups["archive-attributes"], *_SHORT_KEYS, "SAS ID", "Message Attributes"},
        key=lambda key: (-len(key), key),
    )
    joined = "|".join(re.escape(key) for key in known)
    return re.compile(rf"(?<!\S)(?:{joined})(?=:)|(?<!\S)Message Attributes(?!\S)")


def labels(page: Page) -> Iterator[Span]:
    """Find the keys in what the archive wrote behind the telegram, and nowhere else."""
    for block in page.blocks:
        if block.section is SectionKind.TRAILER:
            for match in _keys().finditer(page.view.text, block.span.start, block.span.end):
                yield Span(*match.span())


# matches the value of the archive's list of subjects up to the next key; must not match "Control Number: n/a"
_SUBJECTS = re.compile(r"(?<!\S)Concepts:(?P<subjects>[^:]*)")
_BY_TITLE = frozenset({"title-name", "title-list", "name-title"})


def within_values(page: Page, hits: Sequence[Hit]) -> list[Hit]:
    """Give the hits, persons ended at the next key; among subjects a title names nobody: AMBASSADORS, VISITS."""
    keys = sorted(labels(page))
    if not keys:
        return list(hits)
    listed = [
        Span(*match.span("subjects"))
        for block in page.blocks
        if block.section is SectionKind.TRAILER
        for match in _SUBJECTS.finditer(page.view.text, block.span.start, block.span.end)
    ]
    cut = (_before_key(hit, keys) for hit in hits)
    return [
        hit
        for hit in cut
        if len(hit.span)
        and not (hit.detector in _BY_TITLE and any(span.holds(hit.span.start) for span in listed))
    ]


def _before_key(hit: Hit, keys: Sequence[Span]) -> Hit:
    """Give a person's hit up to the first key inside it; empty where one opens it."""
    if hit.kind is not EntityKind.PERSON:
        return hit
    at = bisect_left(keys, hit.span.start + 1, key=lambda key: key.end)
    if at == len(keys) or keys[at].start >= hit.span.end:
        return hit
    return replace(hit, span=Span(hit.span.start, max(hit.span.start, keys[at].start - 1)))


def copied(block: Block, word: Word) -> bool:
    """Say whether the word stands in an attribute that was copied from the telegram, whose capitals tell nothing."""
    return block.section is SectionKind.TRAILER and word.text.isupper()


# matches a bureau and its copies as the relay lists them: "NSAE-00", "H-03"; must not match "AL-SAYED" or "1974"
_COPIES = re.compile(r"[A-Z]{1,5}-\d{2}")
_ENDS = frozenset({"NNN", "NNNN", "TE", "SAS", "RR", "PP", "OO"})
"""What ends a telegram, the type of every text, the name of a system, precedences."""


@functools.cache
def _tags() -> frozenset[str]:
    """Give the TAGS of the vocabulary; persons' TAGS are no row of it."""
    return frozenset(row["code"] for row in vocabulary.table("tags.toml")["tags"])


def code(block: Block, word: Word) -> bool:
    """Say whether the word is of a closed vocabulary where it stands: a TAG, a bureau with its copies, the end."""
    match block.section:
        case SectionKind.TAGS:
            return word.text in _tags()
        case SectionKind.TRAILER:
            return word.text in _tags() or word.text in _ENDS
        case SectionKind.TRANSMISSION:
            return _COPIES.fullmatch(word.text) is not None
        case _:
            return False
