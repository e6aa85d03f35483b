"""Deterministic: hash seed, locale and time zone change no byte of a release or a log."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.conftest import ROOT
from tests.theorems.compose import NAMES, Paragraph, Plan, write

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
