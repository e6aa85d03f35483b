"""Letters in brackets that count items: `(C)` behind `(A)` and `(B)` is no mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from redactor.cable.lex import Line

# How many lines away the item before may stand where the two do not open lines of one list.
_NEAR = 12

# "(C) text" and "c) text" match; "(CC) text" and "C. text" must not.
_ITEM = re.compile(r"^(?P<open>\(?)(?P<letter>[A-Za-z])\)")


@dataclass(frozen=True, slots=True)
class Lists:
    """The positions whose letter goes on counting from an `(A)`, and those that may: `late` ones.

    A list is told by its letters alone, however long its items are; a paragraph's number ends it. Behind
    one, `(C)` may still go on from a `(B)` before it, or be a mark: nobody can tell.
    """

    counted: frozenset[int] = frozenset()
    late: frozenset[int] = frozenset()


def survey(lines: Sequence[Line], numbered: Container[int]) -> Lists:
    """Find the lettered lists of a body."""
    counted: set[int] = set()
    late: set[int] = set()
    chain: list[int] = []
    seen: set[str] = set()
    last = ""
    for position, line in enumerate(lines):
        if position in numbered:
            chain, last = [], ""
        match = _ITEM.match(line.body)
        if match is None:
            continue
        sign, letter = match["open"], match["letter"]
        before = sign + chr(ord(letter) - 1)
        if letter in "Aa":
            chain, last = [position], sign + letter
        elif before == last:
            chain.append(position)
            counted.update(chain[-2:])
            last = sign + letter
        elif before in seen:
            late.add(position)
        seen.add(sign + letter)
    return Lists(frozenset(counted), frozenset(late))


def near_its_like(lines: Sequence[Line], position: int, letter: str) -> bool:
    """Say whether near a line that opens with `(C)` stands `(B)`, or behind one with `(A)`."""
    if letter.upper() == "A":
        return _has_item(lines[position + 1 : position + _NEAR], chr(ord(letter) + 1))
    return _has_item(lines[max(0, position - _NEAR) : position], chr(ord(letter) - 1))


def _has_item(lines: Sequence[Line], letter: str) -> bool:
    """Say whether `(B)` stands in one of the lines, or `B)` at the head of one."""
    opening, whole = f"{letter})", f"({letter})"
    return any(whole in line.body or line.body.startswith(opening) for line in lines)
