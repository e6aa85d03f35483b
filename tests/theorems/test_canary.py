"""Canary: planted words of removed text appear in nothing that leaves custody."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.theorems.compose import Paragraph, Plan, write

if TYPE_CHECKING:
    from pathlib import Path

# Words of no language, one for each place that a policy removes.
CANARIES = {
    "paragraph": "zorvekkel",
    "name": "Quolthamar",
    "subject": "VRELNIKAST",
    "reference": "WUBBELDORP",
    "classifier": "Thrystavik",
    "heading": "Plonderquist",
    "signature": "GRALVENSTOR",
    "info": "KLORBAXTRE",
    "unmarked": "smelvidrang",
    "tag": "YRVENDIKA",
}


@pytest.fixture
def cable(tmp_path: Path) -> Path:
    """Write a cable whose every removed place holds a canary, file name included."""
    plan = Plan(
        captions=("SIPDIS", "NOFORN"),
        subject=f"{CANARIES['subject']} AND {CANARIES['name'].upper()}",
        references=(f"{CANARIES['reference']} 1357",),
        classified_by=f"Classified By: DCM {CANARIES['classifier']}; reasons 1.4 (b) and (d).",
        info=f"INFO RUEAIIA/{CANARIES['info']}",
        heading=f"What {CANARIES['heading']} Wants",
        signature=CANARIES["signature"],
        paragraphs=(
            Paragraph("C", f"Minister {CANARIES['name']} said that {CANARIES['paragraph']} was near."),
            Paragraph("U", "The ministry repaired two roads near the river in spring."),
            Paragraph("", f"It is clear that {CANARIES['unmarked']} was slow."),
        ),
    )
    text = write(plan).replace("TAGS: PGOV, PREL, KZ", f"TAGS: PGOV, OVIP ({CANARIES['tag']}, ANNA), KZ")
    path = tmp_path / "in" / f"{CANARIES['paragraph']}.txt"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


def _run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "TMPDIR": str(cwd / "tmp"), "PYTHONPATH": str(ROOT)}
    (cwd / "tmp").mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", "redactor", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
    )


def _found(haystack: bytes) -> list[str]:
    lower = haystack.lower()
    return [place for place, word in CANARIES.items() if word.lower().encode() in lower]


@pytest.mark.parametrize("policy", ["public", "foia", "internal-sbu", "partner"])
def test_no_planted_word_leaves_custody(cable: Path, tmp_path: Path, policy: str) -> None:
    """Neither the output folder, its file names, stdout, stderr nor temporary files hold a canary."""
    settings = ["--set", "country=GBR"] if policy == "partner" else []
    name = cable.name.encode()
    runs = [
        _run(
            "redact", str(cable), "-p", policy, *settings, "-o", "out", "--as-of", "2016-01-01", cwd=tmp_path
        ),
        _run("redact", str(cable), "-p", policy, *settings, "-o", "out", "--json", cwd=tmp_path),
        _run("audit", "show", "out", cwd=tmp_path),
        _run("audit", "show", "out", "--json", cwd=tmp_path),
        _run("audit", "stats", "out", cwd=tmp_path),
        _run("verify", "out", "--source", str(cable), "-p", policy, cwd=tmp_path),
        _run("inspect", str(cable), cwd=tmp_path),
        _run("inspect", str(cable), "--json", cwd=tmp_path),
        _run("explain", str(cable), "-p", policy, *settings, "--portion", "1", cwd=tmp_path),
        _run("review", "out", cwd=tmp_path),
    ]
    assert (tmp_path / "out").is_dir()
    for done in runs:
        # The path that the user typed may be repeated to that user; nothing else of it may.
        assert _found((done.stdout + done.stderr).replace(name, b"")) == []
    written = list((tmp_path / "out").rglob("*"))
    assert any(path.is_file() for path in written)
    for path in written:
        assert _found(path.name.encode()) == []
        assert not path.is_file() or _found(path.read_bytes()) == []
    assert [path for path in (tmp_path / "tmp").rglob("*") if path.is_file()] == []
