"""A run seals custody to its reviewers in the end; while a draft awaits a decision its holder can go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from redactor.audit import key_files
from redactor.cli.app import app
from redactor.errors import ExitCode
from redactor.verify import State, verify

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")
DAY = ("--as-of", "2016-01-01")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Make a reviewer's key; give its public half."""
    return key_files.generate("ann.example", tmp_path, reviewer=True)[1]


def run(*words: object, **variables: str) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], env=variables)


def redact(root: Path, out: Path, policy: str, *more: object, **variables: str) -> Result:
    cable = root / "examples/cables/02-election-law.txt"
    return run("redact", cable, "-p", policy, "-o", out, *DAY, *more, **variables)


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_finished_run_seals(root: Path, tmp_path: Path, key: Path, how: str) -> None:
    """Nothing of custody stays open, what the public can verify verifies, and the reviewer can verify the rest."""
    out, opened = tmp_path / "out", tmp_path / "opened"
    if how == "option":
        done = redact(root, out, "public", "--seal-to", key)
    else:
        done = redact(root, out, "public", REDACTOR_REVIEWER_KEYS=str(key))
    assert done.exit_code == 0
    assert "sealed to ann.example" in done.stderr
    assert all(path.suffix == ".sealed" for path in (tmp_path / "out.custody").iterdir())
    report = verify(out)
    assert report.exit_code is ExitCode.DONE
    assert "sealed" in next(level.why for level in report.levels if level.state is State.NOT_RUN)
    assert run("audit", "seal", out, "--open", key.with_suffix(".key"), "--into", opened).exit_code == 0
    assert verify(out, custody=opened).exit_code is ExitCode.DONE


def test_a_draft_keeps_custody_open(root: Path, tmp_path: Path, key: Path) -> None:
    """A run with holds says that custody stays open; review works, and the reviewer's decisions are not sealed away."""
    out = tmp_path / "out"
    done = redact(root, out, "foia", "--seal-to", key)
    assert done.exit_code == 5
    assert "open, for 1 draft to be decided on" in done.stderr
    assert (tmp_path / "out.custody" / "secret").exists()
    assert run("review", out).exit_code == 5


def test_a_key_of_the_wrong_kind_stops_the_run_first(root: Path, tmp_path: Path, key: Path) -> None:
    """A private key, a signing key or no key at all is refused before anything is written."""
    signing = key_files.generate("records.example", tmp_path)[1]
    for wrong in (key.with_suffix(".key"), signing, root / "README.md", tmp_path / "none"):
        done = redact(root, tmp_path / "out", "public", "--seal-to", wrong)
        assert done.exit_code in {2, 3}
        assert not (tmp_path / "out").exists()
    assert redact(root, tmp_path / "out", "public", "--check", "--seal-to", key).exit_code == 2


def test_a_second_run_over_sealed_custody_is_refused(root: Path, tmp_path: Path, key: Path) -> None:
    """What is sealed is opened by a reviewer before the log goes on."""
    out = tmp_path / "out"
    assert redact(root, out, "public", "--seal-to", key).exit_code == 0
    again = redact(root, out, "public", "--seal-to", key)
    assert again.exit_code == 2
    assert "sealed" in again.stderr
