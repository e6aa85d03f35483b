"""How far two spellings lie apart, for damage of the wire."""

from __future__ import annotations

from functools import lru_cache


def letters(text: str) -> str:
    """Keep the letters and digits alone, in upper case: `S E C R E T` is SECRET."""
    return "".join(character for character in text.upper() if character.isalnum())


@lru_cache(maxsize=65536)
def distance(left: str, right: str) -> int:
    """Count the letters lost, added, changed or swapped with their neighbour between two spellings."""
    return ends(left, right)[-1]


@lru_cache(maxsize=65536)
def ends(name: str, text: str) -> tuple[int, ...]:
    """Give the distance of `name` to every beginning of `text`, from the empty one to the whole."""
    before: list[int] = []
    row = list(range(len(text) + 1))
    previous = ""
    for done, letter in enumerate(name, start=1):
        older, before, row = before, row, [done]
        for at, other in enumerate(text, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != other))
            if at > 1 and letter == text[at - 2] and previous == other:
                cost = min(cost, older[at - 2] + 1)
            row.append(cost)
        previous = letter
    return tuple(row)


def near(text: str, spelling: str, limit: int) -> bool:
    """Say whether two spellings lie at most `limit` apart."""
    if abs(len(text) - len(spelling)) > limit or len(set(text) ^ set(spelling)) > 2 * limit:
        return False  # each slip changes at most two of the letters that only one side has
    return distance(text, spelling) <= limit
