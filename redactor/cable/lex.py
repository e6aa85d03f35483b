"""Text to lines: hidden characters are set aside, blank lines counted, every offset kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.spans import Span
from redactor.view import glyphs

if TYPE_CHECKING:
    from collections.abc import Sequence

# Characters that show nothing and can hide something: C0 and C1 controls but tab and line feed,
# bidirectional marks, zero-width characters, fillers, variation selectors, tags.
# "\u200b" and "\x1b" match; "\t", " " and "\u00a0" must not.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: `start` to `end` without its line end, `first` to `last` without blanks.

    `blanks` counts the blank lines before it; `body` is the text from `first` to `last`.
    """

    number: int
    start: int
    end: int
    first: int
    last: int
    blanks: int
    body: str = field(repr=False)

    @property
    def span(self) -> Span:
        """Give the line's characters without blanks around them."""
        return Span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Clean:
    """A text without its hidden characters, and where each run of them stood.

    `gaps[i]` is the clean offset before which `lengths[i]` hidden characters were taken out; `before[i]`
    counts all that were taken out up to and including that run.
    """

    text: str = field(repr=False)
    hidden: tuple[Span, ...]
    gaps: tuple[int, ...]
    before: tuple[int, ...]


def _unshown(text: str) -> re.Pattern[str]:
    """Give the pattern of what the text may not show: HIDDEN, and what the view and the guards count besides."""
    more = sorted(char for char in set(text) if not char.isascii() and glyphs.hidden(char))
    if all(HIDDEN.fullmatch(char) for char in more):
        return HIDDEN
    return re.compile(f"(?:{HIDDEN.pattern}|[{re.escape(''.join(more))}])+")


def clean(text: str) -> Clean:
    """Take the hidden characters out of `text`."""
    hidden = tuple(Span(*match.span()) for match in _unshown(text).finditer(text))
    if not hidden:
        return Clean(text, (), (), ())
    pieces, gaps, before = [], [], []
    position = taken = 0
    for span in hidden:
        pieces.append(text[position : span.start])
        gaps.append(span.start - taken)
        taken += len(span)
        before.append(taken)
        position = span.end
    pieces.append(text[position:])
    return Clean("".join(pieces), hidden, tuple(gaps), tuple(before))


def lines(text: str) -> tuple[Line, ...]:
    """Give the lines of `text` that are not blank, in order."""
    found: list[Line] = []
    start = blanks = 0
    for number, content in enumerate(text.split("\n"), start=1):
        end = start + len(content)
        body = content.strip()
        if body:
            first = start + len(content) - len(content.lstrip())
            found.append(Line(number, start, end, first, first + len(body), blanks, body))
            blanks = 0
        else:
            blanks += 1
        start = end + 1
    return tuple(found)


def split(line: Line, at: int) -> tuple[Line, Line]:
    """Cut a line in two before the offset `at`, as if a line end stood there."""
    head, tail = line.body[: at - line.first], line.body[at - line.first :]
    kept = head.rstrip()
    return (
        Line(line.number, line.start, at, line.first, line.first + len(kept), line.blanks, kept),
        Line(line.number, at, line.end, at, line.last, 0, tail),
    )


def longest(found: Sequence[Line]) -> int:
    """Give the length of the longest line: the width the text was wrapped to."""
    return max((len(line.body) for line in found), default=0)
