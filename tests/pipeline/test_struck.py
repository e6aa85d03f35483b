"""Small commands that die at a file operation, or one of whose file operations fails: a piece of both campaigns."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.campaigns import kill_anywhere

if TYPE_CHECKING:
    from pathlib import Path

# Of each command's operations every so many-th fails; the campaign takes all of them.
STEP = 41
KILLS = 6


@pytest.mark.parametrize("merge", [False, True], ids=["batch", "merge"])
def test_what_is_killed_at_a_file_operation_comes_to_the_same_bytes(tmp_path: Path, merge: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """No release stands without its record, no line is lost, and the end is the undisturbed one."""
    made = kill_anywhere.prepared(tmp_path, pool=False)
    place = tmp_path / "round"
    place.mkdir()
    one = kill_anywhere.merge_round if merge else kill_anywhere.batch_round
    way = kill_anywhere.Way(merge, pool=False, timed=False)
    done, found = one(place, made["merge" if merge else "batch"], random.Random(3), KILLS, way)  # noqa: S311 - no secret
    assert found == []
    assert done > 0


@pytest.mark.parametrize("number", [0, 1, 2], ids=["redact", "resume", "merge"])
def test_a_file_operation_that_fails_is_told_and_mended(number: int, root: Path) -> None:
    """A code that says what happened, no traceback, no release without its record; then the same releases."""
    # A process of its own: what other tests left in this one would move the places that are struck.
    done = subprocess.run(
        [sys.executable, "-m", "tests.campaigns.syscalls", str(number), str(STEP)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 violations" in done.stdout
