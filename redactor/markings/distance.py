"""How far two spellings lie apart, for damage of the wire.

Only small distances are ever asked for. So no table of letters against letters is made: what two spellings share
is passed over, and where they differ each of the four slips is tried, as often as the limit allows.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# An added letter, a lost one, a changed one; two neighbours swapped.
_SLIPS = ((0, 1), (1, 0), (1, 1))
_SWAPPED = (*_SLIPS, (2, 2))


def letters(text: str) -> str:
    """Keep the letters and digits alone, in upper case: `S E C R E T` is SECRET."""
    upper = text.upper()
    return upper if upper.isalnum() else "".join(filter(str.isalnum, upper))


def distance(text: str, spelling: str, limit: int) -> int | None:
    """Count the letters lost, added, changed or swapped with their neighbour; None is more than `limit`."""
    return next((off for off in range(limit + 1) if near(text, spelling, off)), None)


def ends(name: str, text: str, limit: int) -> tuple[tuple[int, int], ...]:
    """Give each beginning of `text` that lies at most `limit` from `name`: its length and its distance."""
    if not limit:
        return ((len(name), 0),) if text.startswith(name) else ()
    size, long = len(name), len(text)
    found: dict[int, int] = {}
    todo = [(0, 0, 0)]
    while todo:
        # The first i letters of the name and j of the text are paired, with so many slips.
        i, j, off = todo.pop()
        while True:
            # The last letters of the name may be lost: an end may stand here.
            if off + size - i <= limit:
                found[j] = min(off + size - i, found.get(j, limit))
            if i == size or j == long or name[i] != text[j]:
                break
            # What both share is never worth a slip.
            i, j = i + 1, j + 1
        if off < limit:
            for left, right in _slips(name[i : i + 2], text[j : j + 2]):
                todo.append((i + left, j + right, off + 1))
    return tuple(sorted(found.items()))


def _slips(left: str, right: str) -> tuple[tuple[int, int], ...]:
    """Give how many letters of both sides each slip takes where two spellings go on like this."""
    if not left or not right:
        return ((0, 1),) if right else ((1, 0),) if left else ()
    return _SWAPPED if len(left) > 1 and left == right[::-1] else _SLIPS


def near(text: str, spelling: str, limit: int) -> bool:
    """Say whether two spellings lie at most `limit` apart."""
    if text == spelling:
        return True
    if not limit or abs(len(text) - len(spelling)) > limit:
        return False
    mine, other = set(text), set(spelling)
    # A slip takes one letter away at most, and brings one at most.
    if len(mine - other) > limit or len(other - mine) > limit:
        return False
    return _near(text, spelling, limit)


def _near(left: str, right: str, limit: int) -> bool:
    """Say whether two spellings that differ lie at most `limit` apart, at least 1."""
    at, shorter = 0, min(len(left), len(right))
    while at < shorter and left[at] == right[at]:
        at += 1
    left, right = left[at:], right[at:]
    return any(_same_but(left[one:], right[other:], limit - 1) for one, other in _slips(left[:2], right[:2]))


def _same_but(left: str, right: str, limit: int) -> bool:
    if left == right:
        return True
    return limit > 0 and abs(len(left) - len(right)) <= limit and _near(left, right, limit)


def all_near(text: str, spellings: tuple[str, ...], limit: int) -> Iterator[str]:
    """Give those of some spellings, which are asked for often, that lie at most `limit` from a text, in their order."""
    known, signs = _signs_of(spellings), _signs(text)
    # As in `near`, told at a glance: most texts have letters that no spelling has, most spellings others.
    if (signs & ~known.all).bit_count() > limit:
        return
    for one, used in known.each:
        if (signs & ~used).bit_count() <= limit >= (used & ~signs).bit_count() and near(text, one, limit):
            yield one


def any_near(text: str, spellings: tuple[str, ...], limit: int) -> bool:
    """Say whether one of some spellings, which are asked for often, lies at most `limit` from a text."""
    return any(True for _ in all_near(text, spellings, limit))


def _signs(text: str) -> int:
    """Give the set of a text's signs, a bit for each letter and digit; others may share one."""
    found = 0
    for sign in text:
        found |= 1 << (ord(sign) & 63)
    return found


class _Signs(NamedTuple):
    """The signs of all spellings of a vocabulary, and each with its own."""

    all: int
    each: tuple[tuple[str, int], ...]


@lru_cache(maxsize=256)
def _signs_of(spellings: tuple[str, ...]) -> _Signs:
    """Give the signs of the spellings of a vocabulary; it holds no word of a text."""
    each = tuple((one, _signs(one)) for one in spellings)
    return _Signs(reduce(or_, (used for _, used in each), 0), each)
