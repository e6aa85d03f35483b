"""Comments of a YAML file: where they stand, and which key or item each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from redactor.policy.nodes import Entry, Listing, Scalar, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from redactor.policy.nodes import Node

# A comment, between values.
# matches `# why` at a line's start or behind a blank; not the `#` of `a#b`
COMMENT = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")

Unit = Entry | Scalar | Listing | Table
"""What can stand on a line of its own: a key with its value, or an item of a list."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment: its place, its text with the sign; whether it has its line for itself, and a gap above."""

    line: int
    column: int
    text: str = field(repr=False)
    alone: bool
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """Comments by what they belong to, as `id` of the node: above it, behind its line, below it.

    `head` stands above the whole file, `tail` below it. `gaps` are nodes right below an empty line.
    """

    head: tuple[Comment, ...]
    above: Mapping[int, tuple[Comment, ...]]
    behind: Mapping[int, tuple[Comment, ...]]
    below: Mapping[int, tuple[Comment, ...]]
    tail: tuple[Comment, ...]
    gaps: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Place:
    """One unit in the order of the file: where it begins, the margin of its line, the line it ends on."""

    unit: Unit
    line: int
    column: int
    margin: int
    last: int


def find(text: str) -> tuple[Comment, ...]:
    """Give every comment of a file that YAML reads, in order."""
    found: list[Comment] = []
    starts = _starts(text)
    for gap_start, gap_end in _gaps(text):
        for match in COMMENT.finditer(text, gap_start, gap_end):
            line = bisect_right(starts, match.start())
            before = text[starts[line - 1] : match.start()]
            column = match.start() - starts[line - 1] + 1
            gap = line > 1 and not text[starts[line - 2] : starts[line - 1]].strip()
            found.append(Comment(line, column, match.group().rstrip(), not before.strip(), gap))
    return tuple(found)


def _starts(text: str) -> list[int]:
    return [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """Give the stretches between scalars; a block's own first line is one, its text is none."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        if isinstance(token, yaml.ScalarToken):
            start, end = token.start_mark.index, token.end_mark.index
            if text[start] in "|>":
                line_end = text.find("\n", start)
                yield at, line_end if line_end >= 0 else len(text)
                at = end
            else:
                yield at, start
                at = end
    yield at, len(text)


def attach(root: Node, text: str) -> Attached:
    """Give each comment to what it speaks of.

    One that stands alone belongs to what follows it, or, where it is set further in than that, to what
    goes before; one behind a value belongs to that line.
    """
    lines = text.split("\n")
    places = sorted(_places(root, lines), key=lambda place: (place.line, place.column))
    above, behind, below = (defaultdict[int, list[Comment]](list) for _ in range(3))
    comments = find(text)
    head, rest = _head(comments, lines, places)
    tail: list[Comment] = []
    for comment in rest:
        index = bisect_right(
            places, (comment.line, comment.column), key=lambda place: (place.line, place.column)
        )
        follows = places[index] if index < len(places) else None
        if not comment.alone:
            owner = _on_line(places[:index], comment)
            (behind[id(owner.unit)] if owner else tail).append(comment)
        elif follows is not None and comment.column <= follows.margin:
            above[id(follows.unit)].append(comment)
        else:
            owner = _before(places[:index], comment)
            (below[id(owner.unit)] if owner else tail).append(comment)
    return Attached(
        head, _frozen(above), _frozen(behind), _frozen(below), tuple(tail), _spaced(places, lines)
    )


def _frozen(found: Mapping[int, list[Comment]]) -> Mapping[int, tuple[Comment, ...]]:
    return {key: tuple(comments) for key, comments in found.items()}


def _places(node: Node, lines: list[str]) -> Iterator[_Place]:
    """Walk the units of a tree, each before what it holds."""
    if isinstance(node, Table):
        for entry in node:
            yield _place(entry, entry.key, lines)
            yield from _places(entry.value, lines)
    elif isinstance(node, Listing):
        for item in node.items:
            yield _place(item, item, lines)
            yield from _places(item, lines)


def _place(unit: Unit, start: Node, lines: list[str]) -> _Place:
    line = lines[start.place.line - 1]
    margin = len(line) - len(line.lstrip()) + 1
    return _Place(unit, start.place.line, start.place.column, margin, _last(unit))


def _last(unit: Unit) -> int:
    """Give the line that the last value inside begins on."""
    if isinstance(unit, Scalar):
        return unit.place.line
    if isinstance(unit, Entry):
        return max(unit.key.place.line, _last(unit.value))
    inside = [*unit.items] if isinstance(unit, Listing) else [*unit.entries]
    return max([unit.place.line, *(_last(part) for part in inside)])


def _head(
    comments: tuple[Comment, ...], lines: list[str], places: list[_Place]
) -> tuple[tuple[Comment, ...], tuple[Comment, ...]]:
    """Cut off the comments above an empty line at the top: they speak of the whole file."""
    first = places[0].line if places else len(lines) + 1
    empty = [line for line in range(1, first) if not lines[line - 1].strip()]
    border = empty[-1] if empty else 0
    head = tuple(comment for comment in comments if comment.line < border)
    return head, comments[len(head) :]


def _on_line(before: list[_Place], comment: Comment) -> _Place | None:
    """Give the unit whose line a comment ends: the widest that begins and ends there, else the innermost."""
    here = [place for place in before if place.line == comment.line]
    whole = [place for place in here if place.last == comment.line]
    if whole:
        return whole[0]
    return here[-1] if here else _before(before, comment)


def _before(before: list[_Place], comment: Comment) -> _Place | None:
    """Give the last unit whose line begins no further in than a comment: it stands below that one."""
    line_margin = comment.column if comment.alone else 0
    fitting = [place for place in before if place.margin <= max(line_margin, 1)]
    if not fitting:
        return None
    # Of several that begin on that line, the widest is the line's own.
    return next(place for place in fitting if place.line == fitting[-1].line)


def _spaced(places: list[_Place], lines: list[str]) -> frozenset[int]:
    """Give the units that begin a line below an empty one."""
    return frozenset(
        id(place.unit)
        for place in places
        if place.line > 1
        and not lines[place.line - 2].strip()
        and not lines[place.line - 1][: place.column - 1].strip(" -")
    )
