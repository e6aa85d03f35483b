"""A campaign, not a test: every single damage of every conformance case, read again and compared.

    python -m tests.campaigns.fail_closed [--release] [PART OF]

A damage takes away one mark, number, page line, prosign or classification line, or one of its characters, or
puts another in its place. What is read lower than before is counted and named by case; with `--release` what
the stock policy `public` shows is compared instead. `PART OF` runs a part of the cases: `2 4` every fourth.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from redactor import cable
from tests.conformance.test_fail_closed import TEXTS
from tests.damage import controlled, damages, lower, readings, targets
from tests.theorems.harness import shown_offsets


def opened(text: str, start: int, end: int, instead: str, before: set[int]) -> bool:
    """Say whether the damage shows a character that was not shown."""
    after = shown_offsets(text[:start] + instead + text[end:], "public")
    shift = len(instead) - (end - start)
    moved = {at if at < start else at - shift for at in after if not start <= at < start + len(instead)}
    return not moved <= before


def main() -> int:
    """Try every damage; exit 1 where one opens something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--release", action="store_true")
    parser.add_argument("part", nargs="*", type=int, default=[1, 1])
    given = parser.parse_args()
    first, step = given.part
    tried = 0
    bad: Counter[tuple[str, str]] = Counter()
    for name in sorted(TEXTS)[first - 1 :: step]:
        text = TEXTS[name]
        was = readings(text)
        controls = controlled(cable.read(text.encode()))
        before = shown_offsets(text, "public") if given.release else set()
        for span in targets(cable.read(text.encode())):
            for instead in damages(text, span.start, span.end):
                tried += 1
                damaged = text[: span.start] + instead + text[span.end :]
                if given.release:
                    failed = opened(text, span.start, span.end, instead, before)
                else:
                    failed = bool(lower(text, damaged, span.start, span.end, was, controls=controls))
                if failed:
                    bad[name, f"{span.of(text)!r} -> {instead!r}"] += 1
    for (name, what), _ in sorted(bad.items()):
        sys.stdout.write(f"{name}: {what}\n")
    sys.stdout.write(f"{len(TEXTS)} cases, {tried} damages, {sum(bad.values())} opened something\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
