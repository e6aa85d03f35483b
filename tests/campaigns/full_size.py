"""Campaign: texts of full size that are built to break the detectors, released under `public`.

    python -m tests.campaigns.full_size [KIND [COUNT [MODEL]]]

KIND is a shape below, COUNT how many names or characters, MODEL `none` for rules alone. Says how long it took,
how much memory, and whether a planted name reached the copy; a document that is refused shows nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import sys
import time
from typing import TYPE_CHECKING

from redactor import cable as cables
from redactor import detect, files
from redactor.errors import RedactorError
from redactor.pipeline.compute import compute
from tests.attacks.build import PLAIN, Attack, cable
from tests.theorems.harness import stock_policy

if TYPE_CHECKING:
    from collections.abc import Callable

_PARAGRAPH = 3000
_PLANTED = ("Vahdatov", "Vashkelev", "Вашкель", "الوزير")


def _name(draw: random.Random) -> str:
    """Invent a family name of seven letters."""
    inner = "".join(draw.choice("aeiou") + draw.choice("bdfgklmnprstvz") for _ in range(3))
    return draw.choice("BCDFGHKLMNPRSTVZ") + inner


def _names(count: int) -> str:
    draw = random.Random(5)  # noqa: S311 - the same text each time
    return ". ".join(f"Mr. {_name(draw)} {_name(draw)} left" for _ in range(count))


def _family(count: int) -> str:
    draw = random.Random(5)  # noqa: S311 - the same text each time
    return ". ".join(f"Mr. {_name(draw)} Vashkelev left" for _ in range(count))


SHAPES: dict[str, tuple[Callable[[int], str], int, bool]] = {
    # what stands in the text, how much of it, whether it is cut into paragraphs
    "no blank": (lambda count: "abcdefghij" * (count // 10), 10_000_000, False),
    "names": (_names, 100_000, True),
    "one family": (_family, 10_000, True),
    "Cyrillic": (lambda count: "Торвальд Вашкель сказал, что цены растут. " * (count // 42), 1_000_000, True),
    "Arabic": (lambda count: "قال محمد الوزير إن الأسعار ترتفع. " * (count // 34), 1_000_000, True),
    "emoji": (lambda count: "\U0001f600\U0001f469\u200d\U0001f4bb " * (count // 5), 1_000_000, False),
}


def written(kind: str, count: int) -> str:
    """Write the cable of one shape, with a planted name at its end."""
    make, _, cut = SHAPES[kind]
    body, last = make(count), "Minister Olim Vahdatov left."
    if not cut:
        return cable(Attack("", (f"1. (U) {body} {last}",), ()), PLAIN)
    pieces = [body[at : at + _PARAGRAPH] for at in range(0, len(body), _PARAGRAPH)] + [last]
    paragraphs = tuple(f"{number}. (U) {piece}" for number, piece in enumerate(pieces, 1))
    return cable(Attack("", paragraphs, ()), PLAIN)


def told(kind: str, count: int, model: str) -> str:
    """Release one shape and say what came of it."""
    detector, data = detect.load(model), written(kind, count).encode()
    began = time.perf_counter()
    try:
        read = cables.read(data, max_bytes=4 * files.INPUT_LIMIT)
        done = compute(read, stock_policy("public"), lambda: detector, as_of=dt.date(2026, 1, 1))
        leaked = [name for name in _PLANTED if name in done.release.text]
        came = f"{len(done.prepared.findings)} findings, {'LEAKED' if leaked else 'no planted name shown'}"
    except RedactorError as error:
        came = f"refused: {error}"
    spent, most = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{kind}, {count}, {model}: {len(data) / 1e6:.2f} MB, {spent:.0f} s, {most:.0f} MB at most, {came}\n"
    )


def main() -> None:
    """Run one shape, or all of them, smallest memory first."""
    kind, count, model = (*sys.argv[1:], *(None,) * 3)[:3]
    for name in (kind,) if kind else ("one family", "emoji", "Cyrillic", "Arabic", "names", "no blank"):
        size = int(count) if count else SHAPES[name][1]
        sys.stdout.write(told(name, size, model or "redactor-names"))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
