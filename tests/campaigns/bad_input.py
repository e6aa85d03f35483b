"""A campaign, not a test: what becomes of every invented cable when it is cut, doubled, mixed or garbled.

    python -m tests.campaigns.bad_input

Every cable of the conformance suite and of the examples is damaged in each of the ways below and read again.
It must be read or refused with our own error, and keep the invariants. Where characters of the clean cable
still stand, the campaign counts those that are read at a lower known level than before, and names the cables.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import cable
from redactor.errors import InputRefusedError
from tests.conformance.cases import every
from tests.conftest import ROOT
from tests.damage import Reading, opened, readings
from tests.invariants import broken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A damaged text and, for each character of the clean one, where it stands now; None where it is gone.
Damaged = tuple[str, list[int | None]]
NOISE = "#?X0z ¿"


def cut_below(text: str, draw: random.Random) -> Damaged:
    """Cut the text off behind a line."""
    at = draw.randrange(len(text) // 3, len(text))
    return text[:at], [index if index < at else None for index in range(len(text))]


def cut_above(text: str, draw: random.Random) -> Damaged:
    """Cut off the text's beginning."""
    at = draw.randrange(1, len(text) // 2)
    return text[at:], [index - at if index >= at else None for index in range(len(text))]


def doubled(text: str, _: random.Random) -> Damaged:
    """Write the text twice, one behind the other."""
    return text + text, list(range(len(text)))


def doubled_lines(text: str, _: random.Random) -> Damaged:
    """Write every line twice."""
    return _lines(text, lambda line: [line, line])


def garbled(text: str, draw: random.Random) -> Damaged:
    """Lose one character of fifty in noise."""
    signs = [draw.choice(NOISE) if sign != "\n" and draw.random() < 1 / 50 else sign for sign in text]
    return "".join(signs), [index if text[index] == sign else None for index, sign in enumerate(signs)]


def interleaved(text: str, draw: random.Random) -> Damaged:
    """Mix the lines of another cable in."""
    other = draw.choice(TEXTS).split("\n")
    return _lines(text, lambda line: [line, draw.choice(other)])


def around(text: str, draw: random.Random) -> Damaged:
    """Put another cable into the middle, between two lines."""
    at = text.index("\n", len(text) // 2) + 1
    other = draw.choice(TEXTS)
    return text[:at] + other + text[at:], [i if i < at else i + len(other) for i in range(len(text))]


def shuffled(text: str, draw: random.Random) -> Damaged:
    """Swap two lines."""
    lines = text.split("\n")
    one, two = sorted(draw.sample(range(len(lines)), 2))
    order = list(range(len(lines)))
    order[one], order[two] = two, one
    starts, at = {}, 0
    for index in order:
        starts[index] = at
        at += len(lines[index]) + 1
    places: list[int | None] = []
    for index, line in enumerate(lines):
        places.extend(range(starts[index], starts[index] + len(line) + 1))
    return "\n".join(lines[index] for index in order), places[: len(text)]


def _lines(text: str, written: Callable[[str], list[str]]) -> Damaged:
    found: list[str] = []
    places: list[int | None] = []
    at = 0
    for line in text.split("\n"):
        stand = written(line)
        places.extend(range(at, at + len(line) + 1))
        found.extend(stand)
        at += sum(map(len, stand)) + len(stand)
    return "\n".join(found), places[: len(text)]


KINDS = (cut_below, cut_above, doubled, doubled_lines, garbled, interleaved, around, shuffled)
# Each as bytes: read or refused is all that is asked.
BYTES: dict[str, Callable[[str], bytes]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "lone CR": lambda text: text.replace("\n", "\r").encode(),
    "NEL": lambda text: text.replace("\n", "\x85").encode(),
    "U+2028": lambda text: text.replace("\n", "\u2028").encode(),
    "byte order mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "CP1252 unnamed": lambda text: (text + "caf\xe9 \x93").encode("latin-1", "replace"),
    "NUL": lambda text: text.replace(" ", "\0", 1).encode(),
    "a lone surrogate": lambda text: (text + "\ud800").encode("utf-8", "surrogatepass"),
    "a line of 100,000 characters": lambda text: (text + "x" * 100_000).encode(),
    "one line": lambda text: text.replace("\n", " ").encode(),
    "deep brackets": lambda text: (text + "(" * 5000 + "C" + ")" * 5000).encode(),
}
# Of these the clean text comes out again: nothing may be read lower.
SAME = frozenset({"CRLF", "lone CR", "NEL", "U+2028", "byte order mark", "UTF-16"})


@dataclass
class Count:
    """What became of the cables under one damage."""

    read: int = 0
    refused: int = 0
    broken: int = 0
    lower: int = 0


def texts() -> Iterator[str]:
    """Give the invented cables that are read, as text."""
    for path in sorted((ROOT / "examples/cables").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    for case in every():
        try:
            yield cable.read(case.data, codec=case.codec).text
        except InputRefusedError:
            continue


TEXTS = tuple(dict.fromkeys(texts()))


def attempt(data: bytes, count: Count) -> list[Reading] | None:
    """Read the bytes and count; give how each character was read, nothing where they were refused."""
    try:
        read = cable.read(data)
    except InputRefusedError:
        count.refused += 1
        return None
    count.read += 1
    count.broken += bool(broken(read))
    return readings(read.text)


def main() -> int:
    """Damage every cable in every way; exit 1 where an invariant broke or an error was not ours."""
    counts: dict[str, Count] = {}
    for number, text in enumerate(TEXTS):
        was = readings(text)
        draw = random.Random(number)  # noqa: S311 - no secret
        for kind in KINDS:
            count = counts.setdefault(kind.__name__.replace("_", " "), Count())
            damaged, places = kind(text, draw)
            now = attempt(damaged.encode(), count) if damaged.strip() else None
            pairs = (
                (was[i], now[at]) for i, at in enumerate(places) if at is not None and now and at < len(now)
            )
            count.lower += any(opened(*pair, controls=False) for pair in pairs)
        for name, make in BYTES.items():
            count = counts.setdefault(name, Count())
            now = attempt(make(text), count)
            count.lower += name in SAME and now is not None and now[: len(was)] != was[: len(now)]
    sys.stdout.write(f"{'damage':32}{'read':>6}{'refused':>9}{'broken':>8}{'read lower':>12}\n")
    for name, count in counts.items():
        sys.stdout.write(f"{name:32}{count.read:>6}{count.refused:>9}{count.broken:>8}{count.lower:>12}\n")
    return int(any(count.broken for count in counts.values()))


if __name__ == "__main__":
    sys.exit(main())
