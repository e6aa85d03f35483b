"""A campaign, not a test: kill batches and merges at random places, go on, and look at what is left.

    python -m tests.campaigns.kill_anywhere [KILLS] [SEED]

A process that has loaded everything forks one that redacts five small inputs, and that one is killed (SIGKILL): at
a file operation drawn from all of them, a write half-way done, or after a random time. So again and again, resumed
or begun anew, until it has come to its end. After each kill no release may stand without its record, no line of
the log may be lost or doubled, none torn but the last. At the end the folder verifies; a resumed one is, byte for
byte, log and custody included, that of a batch nobody disturbed. Of every five rounds one kills the merge of three
shards instead: the output is whole or not there. A few rounds have two jobs.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import audit
from redactor.pipeline import RunRequest, run
from redactor.verify import verify
from tests.audit.merges import tree
from tests.campaigns.strikes import CHANGING, Strikes, die
from tests.conftest import ROOT
from tests.theorems.harness import EARLY

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES, SMALLEST = ROOT / "examples/cables", 4
# It loads no detector: what is killed here is the writing.
POLICY = ROOT / "tests/pipeline/by_marking.yaml"
NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
# One input is refused (3); where a batch is begun anew its finished documents are refused (7).
EXPECTED = {0, 3, 5, 7}
SHARDS = 3
# Of so many rounds one is a merge's, one of two jobs, one killed by the clock.
EVERY_MERGE, EVERY_POOL, EVERY_TIMED = 5, 60, 4
# Processes take long to start: a batch of two jobs is killed in its last third, and so often at most.
POOL_FROM, POOL_KILLS = 0.6, 5
# After so many kills a folder is brought to its end.
MOST = 20


@dataclass(frozen=True)
class Tally:
    """What the campaign has seen."""

    kills: int = 0
    merges: int = 0
    rounds: int = 0
    pools: int = 0
    timed: int = 0
    violations: tuple[str, ...] = ()


def request(out: Path, **changes: object) -> RunRequest:
    """Ask for the same every time: date, clock and custody secret are fixed."""
    asked = RunRequest(str(POLICY), out=out, as_of=EARLY, now=NOW, secret=out.parent.parent / "secret")
    return replace(asked, **changes)  # type: ignore[arg-type]


def batch(asked: RunRequest) -> None:
    """Redact every example; leave at the first outcome that is neither done, held nor there already."""
    for outcome in run(asked, [asked.secret.with_name("cables")]):  # type: ignore[union-attr]
        if int(outcome.exit_code) not in EXPECTED:
            os._exit(int(outcome.exit_code))


def merge(parts: list[Path], out: Path) -> None:
    """Merge the shards."""
    audit.merge(parts, audit.destination(out), out)


def forked(work: Callable[[], None]) -> int:
    """Do something in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # workers of a killed run complain that it is gone
        with contextlib.suppress(BaseException):
            work()
            code = 0
        os._exit(code)
    return child


@dataclass(frozen=True)
class Undisturbed:
    """What a round is compared with: the folder, how long it took, how many file operations."""

    out: Path
    seconds: float
    operations: int


def killed(
    work: Callable[[], None], calm: Undisturbed, draw: random.Random, *, timed: bool, first: float = 0.0
) -> bool:
    """Start something and kill it at a random place; say whether it was still at work."""
    if timed:
        child = forked(work)
        time.sleep(draw.uniform(first, 1.0) * calm.seconds)
        os.kill(child, signal.SIGKILL)
    else:
        child = forked(lambda: struck(work, draw.randint(1, calm.operations)))
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"what was not killed stopped with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def struck(work: Callable[[], None], at: int) -> None:
    """Do something, and die at a file operation."""
    with Strikes(CHANGING, at, die).on():
        work()


def ended(work: Callable[[], None]) -> bool:
    """Let something come to its end, and say whether that was a good one."""
    _, status = os.waitpid(forked(work), 0)
    return status == 0


def lines_of(folder: Path) -> list[dict[str, object]]:
    """Give the whole lines of a log; the last may be torn."""
    log = folder / "audit.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    return [json.loads(line) for line in whole]


def wrong(folder: Path) -> list[str]:
    """Name what no kill may leave: a release without its record, a line out of its place, a document twice."""
    lines = lines_of(folder)
    released = [line for line in lines if line["type"] == "release"]
    known = {line["released"]["sha256"] for line in released}  # type: ignore[index]
    found = [path for path in folder.rglob("*.txt") if not path.name.startswith(".")]
    strange = [path.name for path in found if hashlib.sha256(path.read_bytes()).hexdigest() not in known]
    order = (
        [] if [line["seq"] for line in lines] == list(range(len(lines))) else ["a line is lost or doubled"]
    )
    return (
        strange
        + order
        + [str(one) for one, times in Counter(line["source"] for line in released).items() if times > 1]
    )


def batch_round(
    place: Path, calm: Undisturbed, draw: random.Random, left: int, way: Way
) -> tuple[int, list[str]]:
    """Kill one batch until it is done; give how often that was, and what was wrong."""
    out, done, found = place / "out", 0, list[str]()
    resume = draw.random() < 0.5
    asked = request(out, jobs=2 if way.pool else 1, resume=resume)
    first, most = (POOL_FROM, min(left, POOL_KILLS)) if way.pool else (0.0, min(left, MOST))
    while done < most and killed(lambda: batch(asked), calm, draw, timed=way.timed, first=first):
        done += 1
        found += wrong(out)
    if not ended(lambda: batch(asked)):
        found.append("a batch did not come to its end")
    report = verify(out, source=place.parent / "cables")
    found += [str(failure) for failure in report.failures] + wrong(out)
    both = (out, audit.custody_of(out)), (calm.out, audit.custody_of(calm.out))
    ours, theirs = (tree(*pair) if resume else releases(pair[0]) for pair in both)
    return done, found + ([] if ours == theirs else ["the result is another"])


def releases(folder: Path) -> dict[str, bytes]:
    """Give every release by its name."""
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*.txt"))}


def merge_round(
    place: Path, calm: Undisturbed, draw: random.Random, left: int, way: Way
) -> tuple[int, list[str]]:
    """Kill one merge until it is done; give how often that was, and what was wrong."""
    out, done, found = place / "out", 0, list[str]()
    parts = [calm.out.parent / f"s{number}" for number in range(1, SHARDS + 1)]
    while done < min(left, MOST) and killed(lambda: merge(parts, out), calm, draw, timed=way.timed):
        done += 1
        if out.exists() and tree(out) != tree(calm.out):
            found.append("half an output")
    if not ended(lambda: merge(parts, out)):
        found.append("a merge did not come to its end")
    if tree(out, audit.custody_of(out)) != tree(calm.out, audit.custody_of(calm.out)):
        found.append("the merge is another")
    found += [str(failure) for failure in verify(out, source=place.parent / "cables").failures]
    return done, found + [path.name for path in place.glob(".*")]


def undisturbed(out: Path, work: Callable[[], None], count: Callable[[], None] | None = None) -> Undisturbed:
    """Let something come to its end; say how long that took, and how many operations it has."""
    began = time.monotonic()
    if not ended(work):
        raise SystemExit("it does not even work undisturbed")
    seconds = time.monotonic() - began
    counting = Strikes(CHANGING, 0, die)
    if count is not None:
        with counting.on():
            count()
    return Undisturbed(out, seconds, counting.count)


def lay_inputs(place: Path, number: int, odd: str, data: bytes) -> None:
    """Lay out a custody secret and a folder with the smallest example cables and one file that is none."""
    (place / "secret").write_bytes(bytes(range(32)))
    (place / "secret").chmod(0o600)
    (place / "cables").mkdir()
    for path in sorted(EXAMPLES.glob("*.txt"), key=lambda path: path.stat().st_size)[:number]:
        shutil.copy(path, place / "cables")
    (place / "cables" / odd).write_bytes(data)


def prepared(place: Path, *, pool: bool = True) -> dict[str, Undisturbed]:
    """Make the inputs, and what the rounds are compared with, one of two jobs too."""
    lay_inputs(place, SMALLEST, "none.txt", b"\xff\xfe\xff")
    calm = place / "calm"
    calm.mkdir()
    batch(request(calm / "warm"))
    made = {
        "batch": undisturbed(
            calm / "batch", lambda: batch(request(calm / "batch")), lambda: batch(request(calm / "count"))
        )
    }
    if pool:
        both = undisturbed(calm / "pool", lambda: batch(request(calm / "pool", jobs=2)))
        made["pool"] = replace(both, out=calm / "batch")
    for number in range(1, SHARDS + 1):
        batch(request(calm / f"s{number}", shard=(number, SHARDS)))
    parts = [calm / f"s{number}" for number in range(1, SHARDS + 1)]
    made["merge"] = undisturbed(
        calm / "merge", lambda: merge(parts, calm / "merge"), lambda: merge(parts, calm / "counted")
    )
    return made


@dataclass(frozen=True)
class Way:
    """How a round is killed: a merge's, of two jobs, by the clock."""

    merge: bool
    pool: bool
    timed: bool


def way_of(number: int) -> Way:
    """Give the way of a round."""
    merges = number % EVERY_MERGE == EVERY_MERGE - 1
    pool = not merges and number % EVERY_POOL == 1
    return Way(merges, pool, pool or number % EVERY_TIMED == 0)


def campaign(place: Path, kills: int, seed: int) -> Tally:
    """Run rounds until so many kills have struck."""
    draw, seen = random.Random(seed), Tally()  # noqa: S311 - no secret
    made = prepared(place)
    while seen.kills < kills:
        inner, left, way = place / "round", kills - seen.kills, way_of(seen.rounds)
        inner.mkdir()
        one = merge_round if way.merge else batch_round
        calm = made["merge" if way.merge else "pool" if way.pool else "batch"]
        done, found = one(inner, calm, draw, left, way)
        seen = Tally(
            seen.kills + done,
            seen.merges + done * way.merge,
            seen.rounds + 1,
            seen.pools + done * way.pool,
            seen.timed + done * way.timed,
            (*seen.violations, *found),
        )
        shutil.rmtree(inner)
    return seen


def main(kills: int, seed: int) -> None:
    """Run the campaign; exits with 1 where anything was violated."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        seen = campaign(Path(place), kills, seed)
    sys.stdout.write(
        f"{seen.kills} kills in {time.monotonic() - began:.0f} s, {seen.merges} of them of a merge, "
        f"{seen.pools} with two jobs, {seen.timed} by the clock; {seen.rounds} folders finished, verified and compared; "
        f"{len(seen.violations)} violations\n" + "".join(f"  {one}\n" for one in sorted(set(seen.violations)))
    )
    raise SystemExit(bool(seen.violations))


if __name__ == "__main__":
    words = [int(word) for word in sys.argv[1:]]
    main(words[0] if words else 50, words[1] if len(words) > 1 else 1)
