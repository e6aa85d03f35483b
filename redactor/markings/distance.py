"""How far two spellings lie apart, for damage of the wire.

Only small distances are ever asked for, so that a table of all letters against all letters is never made:
cells farther from the diagonal than the limit hold more than the limit (Ukkonen 1985).
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import or_


def letters(text: str) -> str:
    """Keep the letters and digits alone, in upper case: `S E C R E T` is SECRET."""
    upper = text.upper()
    return upper if upper.isalnum() else "".join(filter(str.isalnum, upper))


def distance(left: str, right: str) -> int:
    """Count the letters lost, added, changed or swapped with their neighbour between two spellings."""
    return dict(ends(left, right, max(len(left), len(right))))[len(right)]


@lru_cache(maxsize=65536)
def ends(name: str, text: str, limit: int) -> tuple[tuple[int, int], ...]:
    """Give each beginning of `text` that lies at most `limit` from `name`: its length and its distance."""
    if limit == 0:
        return ((len(name), 0),) if text.startswith(name) else ()
    # Rows hold the cells of the diagonals -limit to limit; cell d of row i is (i, i + d - limit).
    older: list[int] = []
    before: list[int] = []
    row = [at if 0 <= at <= len(text) else limit + 1 for at in range(-limit, limit + 1)]
    for done in range(1, len(name) + 1):
        older, before = before, row
        row = _row(name, text, done, older, before)
        if min(row) > limit and min(before) >= limit:
            return ()
    start = len(name) - limit
    return tuple((start + cell, off) for cell, off in enumerate(row) if off <= limit and start + cell >= 0)


def _row(name: str, text: str, done: int, older: list[int], before: list[int]) -> list[int]:
    """Give the row of the name's first `done` letters from the two rows before it."""
    limit = len(before) // 2
    letter, swapped = name[done - 1], name[done - 2 : done - 1]
    row: list[int] = []
    left = limit + 1
    for cell, at in enumerate(range(done - limit, done + limit + 1)):
        if not 0 < at <= len(text):
            left = done if at == 0 else limit + 1
            row.append(left)
            continue
        up = before[cell + 1] if cell < 2 * limit else limit + 1
        left = min(before[cell] + (letter != text[at - 1]), left + 1, up + 1)
        if at > 1 and swapped == text[at - 1] and letter == text[at - 2]:
            left = min(left, older[cell] + 1)
        row.append(left)
    return row


def near(text: str, spelling: str, limit: int) -> bool:
    """Say whether two spellings lie at most `limit` apart."""
    if abs(len(text) - len(spelling)) > limit or len(set(text) ^ set(spelling)) > 2 * limit:
        return False  # each slip changes at most two of the letters that only one side has
    return any(length == len(text) for length, _ in ends(spelling, text, limit))


def any_near(text: str, spellings: tuple[str, ...], limit: int) -> bool:
    """Say whether one of some spellings, which are asked for often, lies at most `limit` from a text."""
    signs = _signs(text)
    size = len(text)
    for one, used in _signs_of(spellings):
        # As in `near`, told at a glance.
        if (
            (signs ^ used).bit_count() <= 2 * limit
            and abs(len(one) - size) <= limit
            and near(text, one, limit)
        ):
            return True
    return False


def _signs(text: str) -> int:
    """Give the set of a text's signs, a bit for each letter and digit; others may share one."""
    return reduce(or_, (1 << ord(sign) % 64 for sign in set(text)), 0)


@lru_cache(maxsize=256)
def _signs_of(spellings: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((one, _signs(one)) for one in spellings)
