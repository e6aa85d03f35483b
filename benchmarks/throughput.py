"""What a release costs beside plain Presidio and spaCy alone, on the same invented cables and the same model.

    python -m benchmarks.throughput [--documents N] [--cable FILE ...] [--policy NAME] [--write]
    python -m benchmarks.throughput --sizes [1,10,100,1000] | --counts [1000,10000] | --start [--write]
    python -m benchmarks.throughput --all --write

Each side is a process of its own that holds its engine once. All get the same files in turns, a few at a time, so
that other work on the machine falls on all of them alike; what is counted is the processor's time. `--sizes` (kB)
and `--counts` measure growth, `--start` what a command costs before it works; `--all` is everything with the
numbers above, about a quarter of an hour on two idle cores. `--write` puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus, page
from tests.policy.texts import BY_MARKING

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
SIDES = ("redactor", "rules", "presidio", "spacy")
NAMED = {
    "redactor": "redactor, whole release",
    "rules": "redactor, rules only",
    "presidio": "Presidio, analysed and anonymised",
    "spacy": "spaCy alone",
}
_TURN = 8
_MB, _KB = 1_000_000, 1_000
_ROUNDS = 5
_SIZES = [1, 10, 100, 1_000]
_COUNTS = [1_000, 10_000]


@dataclass
class Spent:
    """What some files cost one side."""

    cpu: float = 0.0
    size: int = 0
    files: int = 0
    refused: int = 0
    peak: float = 0.0
    stages: Counter[str] = field(default_factory=Counter)

    def per_kb(self, stage: str | None = None) -> float:
        """Give milliseconds a kB, of all or of one stage."""
        return 1000 * (self.cpu if stage is None else self.stages[stage]) / (self.size / _KB)


class Side:
    """A process that holds one engine."""

    def __init__(self, name: str, policy: str) -> None:
        command = [sys.executable, "-m", "benchmarks.sides", name, "--policy", policy]
        one = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
        )
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **one},
        )
        self.ready = float(self._answer()["ready"])

    def close(self) -> None:
        """End the process."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait()

    def _answer(self) -> dict[str, Any]:
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise SystemExit("a side of the comparison ended early")
        said: dict[str, Any] = json.loads(line)
        return said

    def turn(self, paths: Sequence[Path], spent: Spent) -> None:
        """Let it work off some files and add what they cost."""
        if self.process.stdin is not None:
            self.process.stdin.write(json.dumps([str(path) for path in paths]) + "\n")
            self.process.stdin.flush()
        said = self._answer()
        spent.cpu += said["cpu"]
        spent.peak = said["peak"]
        spent.refused += said["refused"]
        spent.stages.update(said["stages"])
        spent.files += len(paths)
        spent.size += sum(path.stat().st_size for path in paths)


# --- releases ----------------------------------------------------------------------------------


def compare(sets: dict[str, list[Path]], policy: str) -> dict[str, dict[str, Spent]]:
    """Let every side do every set, by turns; the first turn of each side is not counted."""
    sides = {name: Side(name, policy) for name in SIDES}
    found = {label: {name: Spent() for name in SIDES} for label in sets}
    first = next(iter(sets.values()))
    for side in sides.values():
        side.turn(first[:_TURN], Spent())
    for label, paths in sets.items():
        many = 1 if len(set(paths)) < len(paths) else _TURN  # in one turn a document comes once
        for at in range(0, len(paths), many):
            for name, side in sides.items():
                side.turn(paths[at : at + many], found[label][name])
    for side in sides.values():
        side.close()
    return found


def _rates(found: dict[str, Spent]) -> str:
    """Lay out what each side did in a second, and its share of Presidio's analysis."""
    analysis = found["presidio"].per_kb("analyse")
    rows = [
        [
            NAMED[name],
            f"{spent.files / spent.cpu:.1f}",
            f"{spent.size / spent.cpu / _MB:.3f}",
            f"{spent.per_kb():.2f}",
            f"{spent.per_kb() / analysis:.2f}",
            f"{spent.peak:.0f}",
        ]
        for name, spent in found.items()
    ]
    rows.insert(3, ["Presidio, analysed", "", "", f"{analysis:.2f}", "1.00", ""])
    return page.table(
        ["", "documents/s", "MB/s", "ms/kB", "beside Presidio's analysis", "peak memory, MB"], rows
    )


def _profile(found: dict[str, Spent]) -> str:
    """Lay out what each stage of a release takes, with the model and without."""
    whole = {name: found[name] for name in ("redactor", "rules")}
    stages = [stage for stage, _ in found["rules"].stages.most_common()]
    rows = [[stage, *_cells(whole, stage)] for stage in stages]
    for label, left_out in (
        ("all but detection", {"detect"}),
        ("all but detection and reading", {"detect", "read"}),
    ):
        rows.append([label])
        for spent in whole.values():
            rest = spent.cpu - sum(spent.stages[stage] for stage in left_out)
            rows[-1] += [f"{1000 * rest / (spent.size / _KB):.3f}", f"{spent.size / rest / _MB:.2f}"]
    return page.table(["stage", "ms/kB", "MB/s", "ms/kB, rules only", "MB/s, rules only"], rows)


def _cells(whole: dict[str, Spent], stage: str) -> list[str]:
    cells = []
    for spent in whole.values():
        took = spent.stages[stage]
        cells += [f"{spent.per_kb(stage):.3f}", f"{spent.size / took / _MB:.2f}" if took else ""]
    return cells


def releases(documents: int, cables: Sequence[Path], policy: str, *, write: bool) -> None:
    """Compare the sides on a mixed corpus, on cables denied in full, and on given cables."""
    with tempfile.TemporaryDirectory(prefix="redactor-bench-") as folder:
        sets = {
            f"{documents} cables of all kinds": _laid(Path(folder) / "mixed", documents, None),
            f"{documents // 4} cables denied in full": _laid(
                Path(folder) / "denied", documents // 4, "denied"
            ),
        }
        sets |= {f"{path.stem}, {_ROUNDS} times": [path] * _ROUNDS for path in cables}
        found = compare(sets, policy)
    parts = [page.machine(), f"Policy `{policy}`, one core, processor time."]
    for label, sides in found.items():
        size = sides["rules"].size / _MB
        parts += [
            f"### {label}, {size:.1f} MB",
            _rates(sides),
            "Where the time of a release goes:",
            _profile(sides),
        ]
    page.show("releases", "\n\n".join(parts), write=write)


def _laid(folder: Path, count: int, kind: str | None) -> list[Path]:
    """Write a corpus and give its files."""
    corpus.write(folder, count, kind=kind)
    return sorted(folder.rglob("*.txt"))


# --- growth ------------------------------------------------------------------------------------


def sizes(kilobytes: Sequence[int], policy: str, *, write: bool) -> None:
    """Measure one document of each size on every side."""
    rows = []
    sides = {name: Side(name, policy) for name in SIDES}
    with tempfile.TemporaryDirectory(prefix="redactor-bench-") as folder:
        warm = Path(folder) / "warm.txt"
        warm.write_bytes(corpus.document(1, size=(3_000, 3_000), kind="mixed").data)
        for side in sides.values():
            side.turn([warm], Spent())
        for size in kilobytes:
            path = Path(folder) / f"{size}.txt"
            path.write_bytes(corpus.document(1, size=(size * _KB,) * 2, kind="mixed").data)
            cells = [f"{size} kB"]
            for side in sides.values():
                spent = Spent()
                side.turn([path], spent)
                cells.append("refused" if spent.refused else f"{spent.per_kb():.2f}")
                cells.append(f"{spent.peak:.0f}")
            rows.append(cells)
    for side in sides.values():
        side.close()
    head = ["one document of"] + [cell for name in SIDES for cell in (f"{name}, ms/kB", "peak, MB")]
    page.show("sizes", "\n\n".join([page.machine(), page.table(head, rows)]), write=write)


def counts(numbers: Sequence[int], policy: str, workers: Sequence[int], *, write: bool) -> None:
    """Measure whole runs of the command over folders of so many documents of 1 to 2 kB, with the shipped model."""
    rows = []
    for number in numbers:
        alone = 0.0
        for jobs in workers:
            with tempfile.TemporaryDirectory(prefix="redactor-bench-") as folder:
                corpus.write(Path(folder) / "in", number, size=(1_000, 2_000))
                extra = ["-j", str(jobs)] if jobs > 1 else []
                took, wall, peak = _command(
                    [
                        "redact",
                        str(Path(folder) / "in"),
                        "-p",
                        policy,
                        "-o",
                        str(Path(folder) / "out"),
                        *extra,
                    ]
                )
            rate = number / wall
            alone = rate if jobs == 1 else alone
            beside = f"{rate / alone:.2f}" if alone else ""
            each = f"{1000 * took / number:.2f}"
            rows.append([f"{number}", f"{jobs}", f"{rate:.1f}", beside, each, f"{peak:.0f}"])
    head = [
        "documents",
        "workers",
        "documents/s of the clock",
        "times one worker",
        "processor ms a document",
        "peak memory of the largest process, MB",
    ]
    page.show("counts", "\n\n".join([page.machine(), page.table(head, rows)]), write=write)


def _command(arguments: Sequence[str]) -> tuple[float, float, float]:
    """Run redactor as a command; give processor seconds, the clock's seconds, and the largest process's MB."""
    begun = time.monotonic()
    running = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "redactor", *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(running.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 3, 5}:  # refused and held documents are done with, too
        raise SystemExit(f"redactor {arguments[0]} ended with {os.waitstatus_to_exitcode(status)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss * unit / _MB


# --- start -------------------------------------------------------------------------------------


def start(*, write: bool) -> None:
    """Measure what short commands take, start included: the least and the middle of some runs, by turns."""
    cable = ROOT / "examples" / "cables" / "01-harbor-fees.txt"
    with tempfile.TemporaryDirectory(prefix="redactor-bench-") as name:
        folder = Path(name)
        policy = folder / "by-marking.yaml"
        policy.write_text(BY_MARKING, encoding="utf-8")
        commands = {
            "`redactor --help`": ["--help"],
            "`redactor redact CABLE`, `detect: none`": ["redact", str(cable), "-p", str(policy)],
            "`redactor redact CABLE -p public --nlp none`": [
                "redact",
                str(cable),
                "-p",
                "public",
                "--nlp",
                "none",
            ],
            "`redactor redact CABLE -p public`": ["redact", str(cable), "-p", "public"],
        }
        taken: dict[str, list[tuple[float, float, float]]] = {label: [] for label in commands}
        for turn in range(_ROUNDS):
            for at, (label, arguments) in enumerate(commands.items()):
                out = ["-o", str(folder / f"{at}-{turn}")] if arguments[0] == "redact" else []
                taken[label].append(_command([*arguments, *out]))
    rows = []
    for label, found in taken.items():
        cpu, wall = (sorted(one[at] for one in found) for at in (0, 1))
        rows.append(
            [
                label,
                f"{cpu[0]:.2f}",
                f"{wall[0]:.2f}",
                f"{wall[len(wall) // 2]:.2f}",
                f"{max(one[2] for one in found):.0f}",
            ]
        )
    head = ["", "processor, s", "clock, s, least", "clock, s, middle", "peak memory, MB"]
    page.show("start", "\n\n".join([page.machine(), page.table(head, rows)]), write=write)


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def main() -> None:
    """Print, and where asked write, the tables that were asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.throughput", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--cable", type=Path, action="append", default=[], help="measure this cable, too")
    parser.add_argument("--policy", default="public")
    parser.add_argument(
        "--sizes", type=_numbers, nargs="?", const=_SIZES, help="growth with the size of one document, in kB"
    )
    parser.add_argument(
        "--counts", type=_numbers, nargs="?", const=_COUNTS, help="growth with the number of documents"
    )
    parser.add_argument("--workers", type=_numbers, default=[1, 2], help="how many workers --counts runs")
    parser.add_argument("--all", action="store_true", help="all of these, with the usual numbers")
    parser.add_argument("--start", action="store_true", help="what short commands take")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    options = parser.parse_args()
    whole = options.all or not (options.sizes or options.counts or options.start)
    if options.all:
        options.sizes, options.counts, options.start = _SIZES, _COUNTS, True
    if whole:
        releases(options.documents, options.cable, options.policy, write=options.write)
    if options.sizes:
        sizes(options.sizes, options.policy, write=options.write)
    if options.counts:
        counts(options.counts, options.policy, options.workers, write=options.write)
    if options.start:
        start(write=options.write)


if __name__ == "__main__":
    main()
