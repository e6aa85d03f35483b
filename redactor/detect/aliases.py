"""Finds the other names that stand beside a name: nicknames in quotes or brackets, and what follows "aka"."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from redactor.detect import vocabulary
from redactor.detect.base import Hit
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.detect.base import Page

DETECTOR = "nickname"
_SCORE = 850

_WORD = r"[^\W\d_][\w'-]{0,40}"
_CAPITAL = rf"{_WORD}(?:[ ]{_WORD}){{0,2}}"

# matches the nickname of: Robert "Bob" Lomar, Robert "the Bear" Lomar, Robert (Bob) Lomar, Robert 'Bob' Lomar
# must not match the bracket of "Lomar (Liberal Party) said"
_INSIDE = re.compile(
    rf"(?<![\w'-])(?P<left>{_WORD})[ ][\"'(\[](?:the[ ])?(?P<nick>{_CAPITAL})[\"')\]][ ](?P<right>[^\W\d_])"
)

# matches what brings another name: ", aka", " (also known as", ", nicknamed", " nee"; must not match ", called on"
_ALSO = re.compile(
    rf"""
    ,?[ ][(\[]?
    (?: a\.?[ ]?k\.?[ ]?a\.? | (?:also|better|widely|commonly|locally)[ ]known[ ](?:to[ ]\w+[ ])?as | known[ ](?:to[ ]\w+[ ])?as
      | nicknamed | alias | n[ée]e | born | formerly | pseudonym | real[ ]name | (?:also[ ])?(?:called|dubbed) | who[ ]goes[ ]by
    ) :? [ ]["'(]? (?P<name>{_CAPITAL})
    """,
    re.VERBOSE | re.IGNORECASE,
)


def nicknames(page: Page, names: Sequence[Span]) -> Iterator[Hit]:
    """Join a nickname to the name round it: Robert "Bob" Lomar is one name of three parts."""
    known = sorted(names)
    ends = {span.end: span for span in known}
    for match in _INSIDE.finditer(page.view.text):
        right = _beginning(known, match.start("right"))
        if right is None or not match["left"][0].isupper() or not match["nick"][0].isupper():
            continue
        left = ends.get(match.end("left"))
        start = left.start if left is not None else match.start("left")
        if left is not None or not vocabulary.known(match["left"].casefold()):
            yield Hit(Span(start, right.end), EntityKind.PERSON, DETECTOR, _SCORE, ("nickname",))


def also_called(page: Page, end: int) -> Span | None:
    """Give the other name that a text brings right after a name that ends at `end`: ", aka Bob"."""
    match = _ALSO.match(page.view.text, end)
    if match is None:
        return None
    stop = match.start("name")
    for word in match["name"].split(" "):
        if not word[0].isupper():
            break
        stop += len(word) + (stop > match.start("name"))
    return Span(match.start("name"), stop) if stop > match.start("name") else None


def _beginning(known: Sequence[Span], start: int) -> Span | None:
    at = bisect_left(known, start, key=lambda span: span.start)
    return known[at] if at < len(known) and known[at].start == start else None
