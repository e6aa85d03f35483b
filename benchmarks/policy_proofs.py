"""How long guarantees take to decide, beside z3 on the same questions, and how long a stock policy takes to load.

    python -m benchmarks.policy_proofs [--rules N] [--rounds N]

Policies are drawn from a seed; every answer of the prover is compared with z3's. Times are of the processor, the
median and the worst of all rounds, without what Python takes to start.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from redactor import policy
from redactor.policy.boxes import Work
from redactor.policy.guarantees import board_of
from redactor.policy.lints import lint
from redactor.policy.load import Source, examine, load, open_source
from redactor.policy.order import Order
from redactor.policy.questions import disclosures, openings
from tests.policy import z3_oracle

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.model import Guarantee, Policy
    from redactor.policy.questions import Board

Found = TypeVar("Found")

HEAD = """redactor: 1
policy: {id: drawn, version: 1.0.0, title: Drawn, owner: nobody, review_by: 2099-01-01}
audience: {kind: public, under: discretion}
entities: 1
otherwise: {portion: {authority: [CLASS]}, entity: {authority: [PRIVACY]}}
assume:
  - {id: routing, where: {section: [from, tags]}, level: U, because: no substance, approved_by: nobody}
"""
GUARANTEES = """guarantees:
  - {id: nothing-above-c, never: {disclosed: {level: {at_least: S}}}, except_assumptions: [routing]}
  - {id: no-sources, never: {disclosed: {entity: [PERSON], context: protect-note}}, except_assumptions: [routing]}
  - {id: no-data, never: {disclosed: {entity: [PHONE, EMAIL]}}, except_assumptions: [routing]}
  - {id: stricter, monotone: [level]}
"""
CONTROLS = ("NOFORN", "NODIS", "EXDIS", "ORCON", "LIMDIS", "STADIS", "PROPIN", "FISA")
SECTIONS = ("paragraph", "bullet", "summary", "comment", "table", "heading", "subject", "tags", "from")
TAGS = ("PREL", "PGOV", "ECON", "PTER", "EAID", "SOCI", "PHUM", "EFIN")
KINDS = ("LOCATION", "ORGANIZATION", "POST", "DATE_TIME", "MONEY", "NATIONALITY", "URL")
SETTINGS = {"partner": {"country": "GBR"}, "other-agency": {"agency": "another"}}


def drawn(rules: int, seed: int) -> Policy:
    """Draw a policy of that many rules; half of them release, half protect."""
    source = random.Random(seed)  # noqa: S311 - a seed for figures, no secret
    release, protect = [], []
    for number in range(rules // 2):
        found = (_finding if source.random() < 0.4 else _portion)(source)  # noqa: PLR2004 - two fifths
        release.append(f"  - {{id: r{number}, when: {{{found}}}}}\n")
    for number in range(rules - rules // 2 - 1):
        found = (_finding if source.random() < 0.4 else _protected)(source)  # noqa: PLR2004 - two fifths
        protect.append(f"  - {{id: p{number}, when: {{{found}}}, do: redact, authority: [PRIVACY]}}\n")
    protect.append(
        "  - {id: source, when: {entity: [PERSON], context: protect-note}, do: redact, authority: [SOURCE]}\n"
    )
    text = f"{HEAD}release:\n{''.join(release)}protect:\n{''.join(protect)}{GUARANTEES}"
    return examine(Source(text.encode(), "drawn.yaml", Path()), prove=False).policy


def _some(source: random.Random, words: tuple[str, ...], most: int = 3) -> str:
    return ", ".join(sorted(source.sample(words, source.randint(1, most))))


def _portion(source: random.Random) -> str:
    parts = [f"level: {{at_most: {source.choice(('U', 'SBU', 'C'))}}}"]
    if source.random() < 0.7:  # noqa: PLR2004 - mostly
        parts.append(f"section: [{_some(source, SECTIONS)}]")
    if source.random() < 0.5:  # noqa: PLR2004 - half
        parts.append(f"controls: {{none_of: [{_some(source, CONTROLS)}]}}")
    if source.random() < 0.3:  # noqa: PLR2004 - some
        parts.append(f"tags: {{any_of: [{_some(source, TAGS)}]}}")
    return ", ".join(parts)


def _protected(source: random.Random) -> str:
    parts = [f"level: {{at_least: {source.choice(('SBU', 'C', 'S'))}}}"]
    if source.random() < 0.7:  # noqa: PLR2004 - mostly
        parts.append(f"controls: {{any_of: [{_some(source, CONTROLS)}]}}")
    if source.random() < 0.5:  # noqa: PLR2004 - half
        parts.append(f"tags: {{any_of: [{_some(source, TAGS)}]}}")
    return ", ".join(parts)


def _finding(source: random.Random) -> str:
    parts = [f"entity: [{_some(source, KINDS)}]"]
    if source.random() < 0.5:  # noqa: PLR2004 - half
        parts.append(f"section: [{_some(source, SECTIONS)}]")
    if source.random() < 0.3:  # noqa: PLR2004 - some
        parts.append(f"score: {{at_least: 0.{source.randint(1, 9)}}}")
    return ", ".join(parts)


def boxes_find(board: Board, promise: Guarantee) -> bool:
    """Say whether boxes leave a case that breaks the promise."""
    board.space.work = Work(10_000_000)
    if promise.kind == "monotone":
        return next(openings(board, Order(board.space, promise.axes)), None) is not None
    found = disclosures(board, promise.condition, promise.action, promise.except_assumptions)
    return next(found, None) is not None


def timed(ask: Callable[[], Found]) -> tuple[float, Found]:
    """Give how many milliseconds an answer took, and the answer."""
    start = time.process_time()
    answer = ask()
    return (time.process_time() - start) * 1000, answer


def row(name: str, times: list[float]) -> str:
    """Write a row of the table."""
    return f"| {name} | {len(times)} | {median(times):.1f} | {max(times):.1f} |"


def main() -> None:
    """Print the table; raises where the two disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    boxes: dict[str, list[float]] = {}
    oracle: list[float] = []
    for seed in range(options.rounds):
        one = drawn(options.rules, seed)
        spent, board = timed(lambda one=one: board_of(one, one.guarantees, most=10_000_000))  # type: ignore[misc]
        boxes.setdefault("lay the policy out", []).append(spent)
        for promise in one.guarantees:
            spent, found = timed(lambda board=board, promise=promise: boxes_find(board, promise))  # type: ignore[misc]
            boxes.setdefault(promise.id, []).append(spent)
            if promise.kind == "never":
                spent, wanted = timed(lambda one=one, promise=promise: z3_oracle.broken(one, promise))  # type: ignore[misc]
                oracle.append(spent)
                assert found == wanted, (seed, promise.id)  # noqa: S101 - the comparison is the point
    print(f"| {options.rules} rules | runs | median ms | worst ms |\n|---|---|---|---|")  # noqa: T201 - a report
    for name, times in boxes.items():
        print(row(f"boxes: {name}", times))  # noqa: T201 - a report
    together = [sum(found) for found in zip(*boxes.values(), strict=True)]
    print(row("boxes: all of that for one policy", together))  # noqa: T201 - a report
    print(row("z3: one `never`", oracle))  # noqa: T201 - a report
    for name in policy.stock():
        times = [timed(lambda name=name: _checked(name))[0] for _ in range(options.rounds)]  # type: ignore[misc]
        print(row(f"load and check `{name}`", times))  # noqa: T201 - a report


def _checked(name: str) -> None:
    load(name, SETTINGS.get(name, {}))
    source = open_source(name)
    lint(examine(source, SETTINGS.get(name, {}), prove=False).policy, source.file)


if __name__ == "__main__":
    main()
