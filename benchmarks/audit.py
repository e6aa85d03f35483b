"""What the record costs a run, and how long verify takes over many documents.

    python -m benchmarks.audit [--rounds N] [--documents N]

Writing: example cables and drawn ones are redacted without a record and with one, in turn, in one process; the
processor's time and the clock's, the disk included, are told apart. Verifying: as many small documents as asked for, written by one run, verified
as a member of the public does and with custody, on one core. Times are of the processor unless said otherwise.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import corpus
from redactor import audit, cable, detect, policy
from redactor.pipeline import compute, recorder
from redactor.verify import verify
from tests.audit.builders import Plan, clock, document, run_info

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
AS_OF = dt.date(2016, 1, 1)
DRAWN = 65


@dataclass(frozen=True)
class Cost:
    """What one round took a document, in milliseconds: without a record, and the record, by processor and by clock."""

    pure: float
    record: float
    pure_clock: float
    record_clock: float

    @property
    def share(self) -> float:
        """Give the record's share of the processor's time."""
        return self.record / (self.pure + self.record)

    @property
    def share_clock(self) -> float:
        """Give the record's share by the clock, where nothing else is done while the disk works."""
        return self.record_clock / (self.pure_clock + self.record_clock)


def writing(rounds: int) -> None:
    """Redact the examples, and drawn cables, with and without a record, in alternation."""
    examples = [path.read_bytes() for path in sorted((ROOT / "examples/cables").glob("*.txt"))]
    drawn = [made.data for made in corpus.documents(DRAWN, size=(2_000, 12_000))]
    for what, cables in ((f"{len(examples)} example cables", examples), (f"{DRAWN} drawn cables", drawn)):
        size = sum(map(len, cables)) / len(cables) / 1000
        costs = [_round(cables) for _ in range(rounds + 1)][1:]  # the first warms up
        sys.stdout.write(
            f"| {what} of {size:.1f} kB, median of {rounds} rounds | ms a document | by the clock |\n|---|---|---|\n"
            f"| without a record | {median(one.pure for one in costs):.1f} | {median(one.pure_clock for one in costs):.1f} |\n"
            f"| the record | {median(one.record for one in costs):.2f} | {median(one.record_clock for one in costs):.2f} |\n"
            f"| its share of the run | {100 * median(one.share for one in costs):.1f}% (most {100 * max(one.share for one in costs):.1f}%)"
            f" | {100 * median(one.share_clock for one in costs):.1f}% |\n\n"
        )


def _round(cables: Sequence[bytes]) -> Cost:
    """Redact each cable, then record them as a run does: the first alone, the others many at a time."""
    chosen, detector = policy.load("public"), _detector()
    run = replace(run_info(), policy=chosen)
    spent = [0.0] * 4
    with tempfile.TemporaryDirectory() as folder:
        place = audit.destination(Path(folder) / "out")
        with audit.open_store(place, run, clock=clock) as store:
            waiting: list[audit.Parcel] = []
            for number, data in enumerate(cables):
                with _timed(spent, 0):
                    read = cable.read(data)
                    done = compute(read, chosen, lambda: detector, as_of=AS_OF)
                with _timed(spent, 1):
                    received = store.receive(f"{number}.txt", data)
                    waiting.append(
                        store.desk.pack(received, read, done.prepared.findings, done.verdict, done.release)
                    )
                    if not number or len(waiting) == recorder.MOST or number == len(cables) - 1:
                        store.put_all(waiting)
                        waiting.clear()
    return Cost(*(1000 * one / len(cables) for one in spent))


@functools.cache
def _detector() -> detect.Detector:
    return detect.load(None)


@contextlib.contextmanager
def _timed(spent: list[float], at: int) -> Iterator[None]:
    """Add what is done meanwhile: processor and clock."""
    start, began = time.process_time(), time.perf_counter()
    yield
    spent[at] += time.process_time() - start
    spent[at + 2] += time.perf_counter() - began


def verifying(documents: int) -> None:
    """Verify one run of many documents, without custody and with it."""
    sync = os.fsync
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        os.fsync = lambda _descriptor: None  # type: ignore[assignment]  # what is measured comes after
        with audit.open_store(audit.destination(out), run_info(), clock=clock) as store:
            for number in range(1000, 1000 + documents):  # each with an id of its own
                made = document(Plan(serial=f"{number:06d}", rain=f"Rain fell on day {number}."))
                received = store.receive(f"{number}.txt", made.data)
                store.publish(received, made.cable, made.findings, made.verdict, made.release)
        os.fsync = sync
        with_custody = timed(out)
        out.with_name("out.custody").rename(Path(folder) / "elsewhere")
        public = timed(out)
    sys.stdout.write(
        f"| {documents:,} documents of 120 bytes | s | ms a document |\n|---|---|---|\n"
        f"| log and releases, as the public has them | {public:.1f} | {1000 * public / documents:.2f} |\n"
        f"| with custody and the search for leaks | {with_custody:.1f} | {1000 * with_custody / documents:.2f} |\n"
    )


def timed(out: Path) -> float:
    """Verify, and give the processor's seconds."""
    start = time.process_time()
    if verify(out).failures:
        raise SystemExit("what was measured does not verify")
    return time.process_time() - start


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--documents", type=int, default=10_000)
    asked = parser.parse_args()
    writing(asked.rounds)
    verifying(asked.documents)


if __name__ == "__main__":
    main()
