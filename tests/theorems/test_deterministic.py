"""Deterministic: hash seed, locale, time zone and workers change no byte of a release, a log or custody."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from redactor.errors import ExitCode
from redactor.pipeline import RunRequest, run
from tests.conftest import ROOT
from tests.theorems.compose import NAMES, Paragraph, Plan, write
from tests.theorems.harness import EARLY

NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)

if TYPE_CHECKING:
    from pathlib import Path

WORLDS = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
)


def test_the_world_around_changes_no_byte(tmp_path: Path) -> None:
    """With one custody secret and one clock, three worlds write the same folder, byte for byte."""
    plan = Plan(
        paragraphs=(
            Paragraph("C", f"{NAMES[0]} said that prices grew a little."),
            Paragraph("U", f"Ambassador {NAMES[1]} met {NAMES[2]} (protect) near the river in spring."),
            Paragraph("SBU", f"{NAMES[3]} and {NAMES[4]} asked for better roads."),
        ),
    )
    cable = tmp_path / "cable.txt"
    cable.write_text(write(plan), encoding="utf-8")
    folders = []
    for number, world in enumerate(WORLDS):
        out, custody = tmp_path / f"out{number}", tmp_path / f"out{number}.custody"
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(bytes(range(32)))
        (custody / "secret").chmod(0o600)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "redactor",
                "redact",
                str(cable),
                "-p",
                "internal-sbu",
                "-o",
                str(out),
                "--as-of",
                "2016-01-01",
            ],
            env={
                **os.environ,
                **world,
                "SOURCE_DATE_EPOCH": "1700000000",
                "PYTHONPATH": str(ROOT),
            },
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        folders.append(
            {path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
        )
    assert folders[0]
    assert folders[1:] == [folders[0], folders[0]]


@pytest.mark.usefixtures("one_detector")
def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    """One, two or three workers, inputs named in any order: the same releases, the same log, the same custody."""
    cables = sorted((ROOT / "examples/cables").glob("*.txt"))
    written = []
    for jobs in (1, 2, 3):
        out, custody = tmp_path / f"out{jobs}", tmp_path / f"out{jobs}.custody"
        custody.mkdir(mode=0o700)
        (custody / "secret").write_bytes(bytes(range(32)))
        request = RunRequest("public", out=out, as_of=EARLY, now=NOW, jobs=jobs, formats=("text", "html"))
        shuffled = cables[jobs:] + cables[:jobs][::-1]
        assert {outcome.exit_code for outcome in run(request, shuffled)} == {ExitCode.DONE}
        written.append(
            [{path.name: path.read_bytes() for path in sorted(folder.iterdir())} for folder in (out, custody)]
        )
    assert len(written[0][0]) == 2 * len(cables) + 2
    assert written[1:] == [written[0], written[0]]
