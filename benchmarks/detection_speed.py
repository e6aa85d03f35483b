"""How long detection takes after start, on one core.

    python -m benchmarks.detection_speed [--nlp MODEL] [--rounds N]

Lays invented cables of the gold end to end until there are 15 kB, finds in them, and prints the processor's
seconds of the quickest round and of the median: other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path

from redactor import cable as cables
from redactor import detect
from redactor import view as views

GOLD = Path(__file__).parents[1] / "tests" / "detect" / "gold" / "cables"
SIZE = 15_000


def text() -> bytes:
    """Give 15 kB: one cable's header, and the paragraphs of as many as it takes."""
    parts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt"))]
    whole = parts[0]
    for part in parts[1:]:
        whole += part[part.index("\n1. ") :] if "\n1. " in part else ""
    return whole[:SIZE].encode()


def seconds(model: str | None, rounds: int) -> list[float]:
    """Give the processor's seconds of each round, the first, which loads tables, left out."""
    detector = detect.load(model)
    cable = cables.read(text())
    taken = []
    for _ in range(rounds + 1):
        begun = time.process_time()
        view = views.build(cable.text, furniture=cables.furniture(cable), blocks=cables.blocks(cable))
        detect.find(cable, view, detector)
        taken.append(time.process_time() - begun)
    return taken[1:]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.detection_speed")
    parser.add_argument("--nlp", metavar="MODEL")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    for model in dict.fromkeys((None, options.nlp)):
        taken = seconds(model, options.rounds)
        sys.stdout.write(
            f"{model or 'rules only':<20} {min(taken):.2f} s quickest, {statistics.median(taken):.2f} s median of {len(taken)}\n"
        )


if __name__ == "__main__":
    main()
