"""Text to lines: blank lines are counted, every offset is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


class Line(NamedTuple):
    """One line that is not blank: `start` to `end` without its line end, `first` to `last` without blanks.

    `blanks` counts the blank lines before it; `body` is the text from `first` to `last`. A text has thousands of
    lines, and a tuple is made in a third of the time that a record takes.
    """

    number: int
    start: int
    end: int
    first: int
    last: int
    blanks: int
    body: str

    def __repr__(self) -> str:
        """Tell where the line stands and nothing of its text."""
        return f"Line({self.number}, {self.start} to {self.end})"

    @property
    def span(self) -> Span:
        """Give the line's characters without blanks around them."""
        return Span(self.first, self.last)


def lines(text: str) -> tuple[Line, ...]:
    """Give the lines of `text` that are not blank, in order."""
    found: list[Line] = []
    start = blanks = 0
    for number, content in enumerate(text.split("\n"), start=1):
        end = start + len(content)
        body = content.strip()
        if body:
            first = start + content.index(body[0])
            found.append(Line(number, start, end, first, first + len(body), blanks, body))
            blanks = 0
        else:
            blanks += 1
        start = end + 1
    return tuple(found)


def split(line: Line, at: int) -> tuple[Line, Line]:
    """Cut a line in two before the offset `at`, as if a line end stood there."""
    head, tail = cut(line, [at])
    return head, tail


def cut(line: Line, offsets: Sequence[int]) -> list[Line]:
    """Cut a line before each of the offsets, which ascend inside it, as if line ends stood there."""
    found = []
    starts = [line.first, *offsets]
    ends = [*offsets, line.last]
    for first, end in zip(starts, ends, strict=True):
        body = line.body[first - line.first : end - line.first].rstrip()
        found.append(Line(line.number, first, end, first, first + len(body), 0, body))
    found[0] = found[0]._replace(start=line.start, blanks=line.blanks)
    found[-1] = found[-1]._replace(end=line.end)
    return found


def longest(found: Sequence[Line]) -> int:
    """Give the length of the longest line: the width the text was wrapped to."""
    return max((len(line.body) for line in found), default=0)
