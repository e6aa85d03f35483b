"""Finds where a line ended though the next word would have fitted: there ends what stood on the line, a name too."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactor.view import View

# matches what stands on a line without the blanks round it; must not match a line of blanks
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_WIDEST = 72
_USUAL = 0.9  # this share of the lines is no wider than a usual one
_RAGGED = 12  # so much may a typist leave free


def breaks(text: str, view: View) -> tuple[int, ...]:
    """Give the view's blanks at which a line ended early, in order."""
    lines = [match.span() for match in _LINE.finditer(text)]
    if not lines:
        return ()
    sizes = sorted(end - start for start, end in lines)
    width = min(_WIDEST, sizes[int(_USUAL * (len(sizes) - 1))])
    early = (
        left[1]
        for left, right in pairwise(lines)
        if left[1] - left[0] + 1 + _first(text, right) <= width - _RAGGED
    )
    return tuple(at for at in (_blank(view, end) for end in early) if at is not None)


def _first(text: str, line: tuple[int, int]) -> int:
    """Give the length of a line's first word."""
    return len(text[line[0] : line[1]].split(None, 1)[0])


def _blank(view: View, end: int) -> int | None:
    """Give the view's blank that stands for the line end after the original's character before `end`."""
    at = bisect_right(view.starts, end) - 1
    here = 0 <= at < len(view.text) and view.text[at] == " " and view.starts[at] <= end < view.ends[at]
    return at if here else None
