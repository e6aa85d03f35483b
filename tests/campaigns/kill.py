"""A campaign, not a test: kill a batch at random times, resume it, and compare what it left with a calm one.

    python -m tests.campaigns.kill [KILLS [JOBS]]

Each round starts a batch of example cables in a process of its own and kills it (SIGKILL) after a random time;
with more jobs than one every other kill hits one of its workers, which it must survive. No release may stand
without its record at any time. Once the batch has finished, every byte of releases, log and custody must be
that of a batch that nobody disturbed, and the folder must verify.
"""

from __future__ import annotations

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
import traceback
from pathlib import Path

from redactor import detect
from redactor.pipeline import RunRequest, run
from redactor.verify import verify
from tests.conftest import ROOT
from tests.theorems.harness import EARLY

CABLES = ROOT / "examples/cables"
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SECRET = bytes(range(32))
# A held document is 5, and is what a batch may end with.
EXPECTED = {0, 5}


def batch(folder: Path, jobs: int) -> None:
    """Redact every example, or go on where a batch stopped; leave at the first outcome that is neither done nor held."""
    custody = folder.with_name(folder.name + ".custody")
    if not custody.exists():
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(SECRET)
    request = RunRequest("public", out=folder, as_of=EARLY, now=NOW, jobs=jobs, resume=True)
    for outcome in run(request, [CABLES]):
        if int(outcome.exit_code) not in EXPECTED:
            sys.stderr.write(f"{outcome.source}: {outcome.error}\n")
            os._exit(int(outcome.exit_code))


def started(folder: Path, jobs: int) -> int:
    """Start a batch in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            batch(folder, jobs)
        except BaseException:  # noqa: BLE001 - a child must not run its parent's campaign
            traceback.print_exc()
            os._exit(70)
        os._exit(0)
    return child


def workers(parent: int) -> list[int]:
    """Give the workers of a batch, Python's own helpers left out."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            status = (path / "stat").read_text()
            words = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(")")[2].split()[1]) == parent and b"spawn_main" in words:
            found.append(int(path.name))
    return found


def killed(folder: Path, after: float, jobs: int, *, worker: bool) -> bool:
    """Kill a batch, or one of its workers, after a time; say whether the batch was still running."""
    child = started(folder, jobs)
    time.sleep(after)
    victims = workers(child) if worker else [child]
    if victims:
        os.kill(random.choice(victims), signal.SIGKILL)  # noqa: S311 - no secret
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"a batch stopped with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status) or bool(worker and victims)


def unrecorded(folder: Path) -> list[str]:
    """Name the files that may be given away and that no whole line of the log speaks of."""
    log = folder / "audit.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    known = {json.loads(line).get("released", {}).get("sha256") for line in whole}
    found = [path for path in folder.rglob("*.txt") if not path.name.startswith(".")]
    return [path.name for path in found if hashlib.sha256(path.read_bytes()).hexdigest() not in known]


def everything(folder: Path) -> dict[str, bytes]:
    """Give every file of an output and its custody, by its way from there."""
    places = (folder, folder.with_name(folder.name + ".custody"))
    return {
        f"{number}/{path.relative_to(place)}": path.read_bytes()
        for number, place in enumerate(places)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def main(kills: int, jobs: int) -> None:
    """Run the campaign; exits with 1 if anything was violated."""
    detector = detect.load(None)
    if jobs == 1:
        detect.load = lambda _nlp: detector  # type: ignore[assignment,misc]  # every child has it from its parent
    done = violations = folders = 0
    with tempfile.TemporaryDirectory() as place:
        calm = Path(place) / "calm"
        began = time.monotonic()
        batch(calm, jobs)
        longest = time.monotonic() - began
        while done < kills:
            folder = Path(place) / "out"
            alive = True
            while done < kills and alive:
                hit = jobs > 1 and done % 2 == 1
                alive = killed(folder, random.uniform(0, longest), jobs, worker=hit)  # noqa: S311 - no secret
                done += alive
                violations += bool(unrecorded(folder))
            _, status = os.waitpid(started(folder, jobs), 0)
            violations += bool(status) + bool(verify(folder, source=CABLES).exit_code)
            violations += everything(folder) != everything(calm)
            folders += 1
            for path in (folder, folder.with_name("out.custody")):
                shutil.rmtree(path)
    sys.stdout.write(
        f"-j {jobs}, a batch takes {longest:.1f} s: {done} kills, {folders} batches resumed, verified and "
        f"compared, {violations} violations\n"
    )
    raise SystemExit(bool(violations))


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 50, given[1] if len(given) > 1 else 1)
