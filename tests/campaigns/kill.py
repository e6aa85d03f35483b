"""A campaign, not a test: kill a batch at random times, resume it, and verify what it left.

    python -m tests.campaigns.kill [KILLS]

Each round starts a batch of example cables in a process of its own, kills that process (SIGKILL) after a
random time, and checks that no release stands without its record. Once the batch has finished, the
folder is verified and its releases are compared with those of a batch that nobody disturbed.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from redactor import detect
from redactor.cli.words import inputs
from redactor.pipeline import RunRequest, run
from redactor.verify import verify
from tests.conftest import ROOT
from tests.theorems.harness import EARLY

CABLES = ROOT / "examples/cables"
# A finished document is refused when the batch comes again: that is 7, and is what resuming looks like.
EXPECTED = {0, 5, 7}


def batch(folder: Path) -> None:
    """Redact every example; leave at the first outcome that is neither done, held nor there already."""
    for outcome in run(RunRequest("public", out=folder, as_of=EARLY), inputs([CABLES])):
        if int(outcome.exit_code) not in EXPECTED:
            os._exit(int(outcome.exit_code))


def started(folder: Path) -> int:
    """Start a batch in a process of its own."""
    child = os.fork()
    if child == 0:
        batch(folder)
        os._exit(0)
    return child


def killed(folder: Path, after: float) -> bool:
    """Kill a batch after a time; say whether it was still running."""
    child = started(folder)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"a batch stopped with {os.WEXITSTATUS(status)}")
    return os.WIFSIGNALED(status)


def unrecorded(folder: Path) -> list[str]:
    """Name the files that may be given away and that no whole line of the log speaks of."""
    log = folder / "audit.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    known = {json.loads(line).get("released", {}).get("sha256") for line in whole}
    found = [path for path in folder.glob("*.txt") if not path.name.startswith(".")]
    return [path.name for path in found if hashlib.sha256(path.read_bytes()).hexdigest() not in known]


def releases(folder: Path) -> dict[str, bytes]:
    """Give every release by its name."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.txt"))}


def main(kills: int) -> None:
    """Run the campaign; exits with 1 at the first violation."""
    detector = detect.load(None)
    detect.load = lambda _nlp: detector  # type: ignore[assignment,misc]  # every child has it from its parent
    done = violations = folders = 0
    with tempfile.TemporaryDirectory() as place:
        batch(Path(place) / "warm")
        calm = Path(place) / "calm"
        began = time.monotonic()
        batch(calm)
        longest = time.monotonic() - began
        while done < kills:
            folder = Path(place) / "out"
            while done < kills and killed(folder, random.uniform(0, longest)):  # noqa: S311 - no secret
                done += 1
                violations += bool(unrecorded(folder))
            _, status = os.waitpid(started(folder), 0)
            report = verify(folder, source=CABLES)
            violations += bool(status) + bool(report.exit_code) + (releases(folder) != releases(calm))
            folders += 1
            for path in (folder, folder.with_name("out.custody")):
                shutil.rmtree(path)
    sys.stdout.write(
        f"a batch takes {longest:.1f} s: {done} kills, {folders} batches resumed and verified, {violations} violations\n"
    )
    raise SystemExit(bool(violations))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50)
