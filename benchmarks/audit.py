"""What the record costs a run, and how long verify takes over many documents.

    python -m benchmarks.audit [--rounds N] [--documents N]

Writing: every example cable is redacted without a record and with one, in turn, in one process; the processor's
time and the disk's are told apart. Verifying: as many small documents as asked for, written by one run, verified
as a member of the public does and with custody, on one core. Times are of the processor unless said otherwise.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from redactor import audit, cable, detect, policy
from redactor.pipeline import compute
from redactor.verify import verify
from tests.audit.builders import Plan, clock, document, run_info

ROOT = Path(__file__).resolve().parent.parent
AS_OF = dt.date(2016, 1, 1)


def writing(rounds: int) -> None:
    """Redact every example with and without a record, in alternation."""
    paths = sorted((ROOT / "examples/cables").glob("*.txt"))
    chosen, detector = policy.load("public"), detect.load(None)
    run = replace(run_info(), policy=chosen)
    without: list[float] = []
    recorded: list[float] = []
    waited: list[float] = []
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            place = audit.destination(Path(folder) / "out")
            with audit.open_store(place, run, clock=clock) as store:
                pure = cost = wall = 0.0
                for path in paths:
                    data = path.read_bytes()
                    start = time.process_time()
                    read = cable.read(data)
                    done = compute(read, chosen, lambda: detector, as_of=AS_OF)
                    pure += time.process_time() - start
                    start, began = time.process_time(), time.perf_counter()
                    received = store.receive(str(path), data)
                    store.publish(received, read, done.prepared.findings, done.verdict, done.release)
                    cost += time.process_time() - start
                    wall += time.perf_counter() - began
        if number:  # the first warms up
            without.append(pure)
            recorded.append(cost)
            waited.append(wall)
    each = len(paths)
    share = [cost / (pure + cost) for pure, cost in zip(without, recorded, strict=True)]
    sys.stdout.write(
        f"| {each} example cables, median of {rounds} rounds | ms a document |\n|---|---|\n"
        f"| without a record | {1000 * median(without) / each:.1f} |\n"
        f"| the record | {1000 * median(recorded) / each:.2f} |\n"
        f"| its share of the run | {100 * median(share):.1f}% (most {100 * max(share):.1f}%) |\n"
        f"| the record by the clock, the disk included | {1000 * median(waited) / each:.2f} |\n\n"
    )


def verifying(documents: int) -> None:
    """Verify one run of many documents, without custody and with it."""
    sync = os.fsync
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        os.fsync = lambda _descriptor: None  # type: ignore[assignment]  # what is measured comes after
        with audit.open_store(audit.destination(out), run_info(), clock=clock) as store:
            for number in range(documents):
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
