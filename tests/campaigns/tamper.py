"""A campaign, not a test: a run's files tampered with in every way we know, and read by everybody who verifies.

    python -m tests.campaigns.tamper [TAMPERINGS] [SEED]

Each tampering is what somebody can do who can write every file and compute every digest, and has neither a
signing key nor custody's secret. It must not be accepted by any reader named for it: one with the public key,
one with custody and sources, one who kept a checkpoint, one of an export, of an opening, of sealed custody. The
stand-alone program must not accept what the holder of the key or of an export reads. Where a kind of failure is
known, it must be among those reported. A log that was re-made whole without a signature is another log: nobody
who has only its files can tell, and that is counted too.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.campaigns.tamper_world import READERS, Reading, World, lay, world
from tests.campaigns.tamperings import WAYS, Way
from tests.vectors.defects import CKPT, LOG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.vectors.defects import Files

_MOST_DRAWS = 50


def bare(files: Files) -> Files:
    """Leave out signature lines under a log that names no key: anybody may add one, it says nothing."""
    if b'"signer":"' in files.get(LOG, b""):
        return files
    return files | {CKPT: files.get(CKPT, b"").partition(b"\n\n")[0].rstrip(b"\n")}


def changed(before: Files, way: Way, draw: random.Random, given: World) -> tuple[Files, set[str] | None]:
    """Draw a change that is one."""
    for _ in range(_MOST_DRAWS):
        files = dict(before)
        kinds = way.change(files, draw, given)
        if bare(files) != bare(before):
            return files, kinds
    raise RuntimeError(f"{way.name}: no change in {_MOST_DRAWS} draws")


def wrong(found: Reading, kinds: set[str] | None) -> str:
    """Say what is wrong with an answer; empty where it is right."""
    if not found.code:
        return "accepted"
    if found.alone == 0:
        return "accepted by the stand-alone program"
    if kinds is not None and "refused" not in found.kinds and not kinds & found.kinds:
        return f"reported as {', '.join(sorted(found.kinds))}"
    return ""


def campaign(
    times: int, seed: int, base: Path, given: World, ways: Sequence[Way] = WAYS
) -> tuple[Counter[str], list[str]]:
    """Tamper so often; give how often in which way, and what went wrong."""
    counts: Counter[str] = Counter()
    failed: list[str] = []
    pairs = [(way, name) for way in ways for name in way.readers]
    folders: dict[str, tuple[Path, Files]] = {}
    for number, (name, reader) in enumerate(READERS.items()):
        folders[name] = (base / str(number), dict(reader.of(given)))
        lay(base / str(number), {}, reader.of(given))
        found = reader.read(base / str(number))
        if found.code or found.alone:
            failed.append(f"{name}: what nobody touched is not accepted: {sorted(found.kinds)}")
    for number in range(times):
        way, name = pairs[number % len(pairs)]
        folder, before = folders[name]
        draw = random.Random(f"{seed}/{number}")  # noqa: S311 - to be repeated, no secret
        files, kinds = changed(before, way, draw, given)
        lay(folder, before, files)
        what = wrong(READERS[name].read(folder), kinds)
        lay(folder, files, before)
        counts[way.name] += 1
        if what:
            failed.append(f"{way.name}, reader {name}, number {number}: {what}")
    return counts, failed


def main(times: int, seed: int) -> int:
    """Run the campaign; 1 where anything was accepted or called something else."""
    with tempfile.TemporaryDirectory() as folder:
        counts, failed = campaign(times, seed, Path(folder), world())
    for name, count in counts.items():
        sys.stdout.write(f"{count:>8}  {name}\n")
    for line in failed[:50]:
        sys.stdout.write(f"{line}\n")
    readings = sum(counts.values())
    sys.stdout.write(f"{readings} tamperings, {len(failed)} accepted or misnamed\n")
    return int(bool(failed))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("times", nargs="?", type=int, default=10_000)
    parser.add_argument("seed", nargs="?", type=int, default=20261124)
    asked = parser.parse_args()
    sys.exit(main(asked.times, asked.seed))
