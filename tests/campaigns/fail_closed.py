"""A campaign, not a test: single damages of the conformance cases, read again and compared.

    python -m tests.campaigns.fail_closed [--release POLICY ...] [--draw N [--seed S]] [PART OF]

A damage takes away one mark, number, page line, prosign or classification line, or one of its characters, or
puts another in its place. What is read lower than before is counted and named by case; with `--release` what
the stock policies show is compared instead. Without `--draw` every damage is tried; with it so many at random,
of more kinds: doubled and swapped characters, blanks and line ends put in, small letters, the whole line lost.
`PART OF` runs a part of the cases: `2 4` every fourth.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import cable
from tests.conformance.test_fail_closed import TEXTS
from tests.damage import Reading, controlled, damages, lower, readings, targets
from tests.theorems.harness import shown_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from redactor.spans import Span


@dataclass(frozen=True)
class Clean:
    """A cable as it was: its text, how each character was read, and what each policy showed of it."""

    text: str
    was: list[Reading]
    controls: bool
    shown: dict[str, set[int]]


@dataclass(frozen=True)
class Damage:
    """What stands instead of `text[start:end]`."""

    start: int
    end: int
    instead: str


def clean(text: str, policies: Sequence[str]) -> Clean:
    """Read and release a cable before it is damaged."""
    shown = {policy: shown_offsets(text, policy) for policy in policies}
    return Clean(text, readings(text), controlled(cable.read(text.encode())), shown)


def opened(before: Clean, damage: Damage, policy: str) -> bool:
    """Say whether the damage shows a character that was not shown."""
    after = shown_offsets(damaged(before.text, damage), policy)
    until = damage.start + len(damage.instead)
    shift = len(damage.instead) - (damage.end - damage.start)
    moved = {at if at < damage.start else at - shift for at in after if not damage.start <= at < until}
    return not moved <= before.shown[policy]


def damaged(text: str, damage: Damage) -> str:
    """Give the text with the damage."""
    return text[: damage.start] + damage.instead + text[damage.end :]


def fails(before: Clean, damage: Damage) -> list[str]:
    """Give the policies that show more under the damage; without any policy, `read` where it is read lower."""
    if before.shown:
        return [policy for policy in before.shown if opened(before, damage, policy)]
    after = damaged(before.text, damage)
    less = lower(before.text, after, damage.start, damage.end, before.was, controls=before.controls)
    return ["read"] if less else []


def every(text: str) -> Iterator[Damage]:
    """Give every damage of every piece that the theorem speaks of."""
    for span in targets(cable.read(text.encode())):
        for instead in damages(text, span.start, span.end):
            yield Damage(span.start, span.end, instead)


# What becomes of a piece: the part before a character, the character, the part behind it.
DRAWN: tuple[Callable[[str, str, str], str], ...] = (
    lambda _head, _sign, _tail: "",
    lambda head, sign, tail: head + sign + sign + tail,
    lambda head, sign, tail: head + tail[:1] + sign + tail[1:],
    lambda head, sign, tail: f"{head} {sign}{tail}",
    lambda head, sign, tail: f"{head}{sign}\n{tail}",
    lambda head, sign, tail: head + sign.lower() + tail,
)


def drawn(text: str, spans: Sequence[Span], draw: random.Random) -> Damage:
    """Draw one damage of one piece; now and then all of its line before it goes with it."""
    span = draw.choice(spans)
    start, end = span.start, span.end
    at = draw.randrange(start, end)
    kind = draw.randrange(len(DRAWN) + 3)
    if kind < len(DRAWN):
        return Damage(start, end, DRAWN[kind](text[start:at], text[at], text[at + 1 : end]))
    if kind == len(DRAWN):
        return Damage(text.rfind("\n", 0, start) + 1, end, "")
    return Damage(start, end, draw.choice(damages(text, start, end)))


def plan(names: Sequence[str], count: int, seed: int) -> Iterator[tuple[str, list[Damage]]]:
    """Give each cable and its damages: all of them, or so many drawn over all cables."""
    if not count:
        yield from ((name, list(every(TEXTS[name]))) for name in names)
        return
    draw = random.Random(seed)  # noqa: S311 - no secret
    many = Counter(draw.choices(names, k=count))
    for name in names:
        spans = targets(cable.read(TEXTS[name].encode()))
        yield name, [drawn(TEXTS[name], spans, draw) for _ in range(many[name])]


def main() -> int:
    """Try the damages; exit 1 where one opens something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--release", nargs="+", default=[], metavar="POLICY")
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("part", nargs="*", type=int, default=[1, 1])
    given = parser.parse_args()
    first, step = given.part
    tried = opened_any = 0
    for name, hits in plan(sorted(TEXTS)[first - 1 :: step], given.draw, given.seed):
        before = clean(TEXTS[name], given.release) if hits else None
        for damage in hits:
            tried += 1
            failed = fails(before, damage) if before else []
            opened_any += bool(failed)
            if failed:
                was = TEXTS[name][damage.start : damage.end]
                sys.stdout.write(f"{name}: {was!r} -> {damage.instead!r} ({', '.join(failed)})\n")
                sys.stdout.flush()
    sys.stdout.write(f"{len(TEXTS)} cases, {tried} damages, {opened_any} opened something\n")
    return int(bool(opened_any))


if __name__ == "__main__":
    sys.exit(main())
