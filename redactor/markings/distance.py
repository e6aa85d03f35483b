"""How far two spellings lie apart, for damage of the wire.

Only small distances are ever asked for, so that a table of all letters against all letters is never made:
cells farther from the diagonal than the limit hold more than the limit (Ukkonen 1985).
"""

from __future__ import annotations

from functools import lru_cache


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
    far = limit + 1
    size = len(text)
    # Rows hold the cells of the diagonals -limit to limit; cell d of row i is (i, i + d - limit).
    older: list[int] = []
    before: list[int] = []
    row = [at if 0 <= at <= size else far for at in range(-limit, far)]
    for done, letter in enumerate(name, start=1):
        older, before, row = before, row, []
        swapped = name[done - 2] if done > 1 else ""
        left = far
        for cell, at in enumerate(range(done - limit, done + far)):
            if not 0 <= at <= size:
                left = far
            elif at == 0:
                left = done
            else:
                other = text[at - 1]
                up = before[cell + 1] if cell < 2 * limit else far
                left = min(before[cell] + (letter != other), left + 1, up + 1)
                if at > 1 and swapped == other and letter == text[at - 2]:
                    left = min(left, older[cell] + 1)
            row.append(left)
        if min(row) > limit and min(before) >= limit:
            return ()
    start = len(name) - limit
    return tuple((start + cell, off) for cell, off in enumerate(row) if off <= limit and start + cell >= 0)


def near(text: str, spelling: str, limit: int) -> bool:
    """Say whether two spellings lie at most `limit` apart."""
    if abs(len(text) - len(spelling)) > limit or len(set(text) ^ set(spelling)) > 2 * limit:
        return False  # each slip changes at most two of the letters that only one side has
    return any(length == len(text) for length, _ in ends(spelling, text, limit))
