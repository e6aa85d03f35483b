"""One bad document among many, and a world that fails under a run: a clear error, nothing torn, the rest done."""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor import files
from redactor.errors import ExitCode, WriteError
from redactor.pipeline import RunRequest, named, run
from redactor.verify import verify
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CABLES = sorted((ROOT / "examples/cables").glob("*.txt"))[:3]
DAY = dt.date(2016, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with three cables."""
    inside = tmp_path / "in"
    inside.mkdir()
    for cable in CABLES:
        (inside / cable.name).write_bytes(cable.read_bytes())
    return inside


def request(out: Path, **more: object) -> RunRequest:
    return RunRequest("internal-sbu", out=out, as_of=DAY, **more)  # type: ignore[arg-type]


def _vanish(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _dangle(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere")


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(4096))


@pytest.mark.usefixtures("one_detector")
@pytest.mark.parametrize(
    ("spoil", "jobs"),
    [
        (_vanish, 1),  # gone between the listing and the reading
        (_vanish, 2),  # the same, noticed in another process
        (_folder, 1),  # a folder by now, and an empty one: there is nothing in it
        (_pipe, 1),  # a pipe: reading never waits for it
        (_dangle, 1),  # a link to nothing
        (_empty, 1),  # a file of no bytes
        (_noise, 1),  # bytes of no codec
    ],
)
def test_one_bad_document_stops_no_other(
    tmp_path: Path, folder: Path, spoil: Callable[[Path], None], jobs: int
) -> None:
    """It is refused by its name (3); the others are released, and the folder verifies."""
    inputs = named([folder])
    items = list(inputs)
    spoil(items[1].path)
    # The listing was taken before the file was spoilt.
    listed = replace(inputs, whole=tuple(item.path for item in items))
    outcomes = [*run(request(tmp_path / "out", jobs=jobs), listed)]
    expected = [0, 3, 0] if spoil is not _folder else [0, 0]
    assert [int(outcome.exit_code) for outcome in outcomes] == expected
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of one text and half of another would be a document that nobody wrote."""
    path = tmp_path / "growing.txt"
    path.write_bytes(b"x" * (8 << 20))
    read = os.read

    def read_and_grow(descriptor: int, size: int) -> bytes:
        if path.stat().st_size == 8 << 20:
            with path.open("ab") as stream:
                stream.write(b"y")
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", read_and_grow)
    assert files.try_read(path) is files.Unread.CHANGED


@pytest.mark.usefixtures("one_detector")
def test_two_runs_on_one_folder_are_refused(tmp_path: Path, folder: Path) -> None:
    """The second is told at once (7) and touches nothing; the first ends as if it were alone."""
    first = run(request(tmp_path / "out"), [folder])
    outcomes = [next(first)]
    for more in ({}, {"resume": True}):
        with pytest.raises(WriteError, match="another run"):
            [*run(request(tmp_path / "out", **more), [folder])]
    outcomes += first
    assert [int(outcome.exit_code) for outcome in outcomes] == [0, 0, 0]
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_full_disk_tears_nothing(tmp_path: Path, folder: Path, jobs: int) -> None:
    """Every document that does not fit is told (7), none has half a file, and a later --resume finishes them."""
    out = tmp_path / "out"
    words = ["-m", "redactor", "redact", str(folder), "-p", "internal-sbu", "-o", str(out)]
    words += ["--as-of", "2016-01-01", "-j", str(jobs)]

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, resource.RLIM_INFINITY))

    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    full = subprocess.run(
        [sys.executable, *words], env=env, preexec_fn=small, capture_output=True, check=False
    )
    assert full.returncode == ExitCode.WRITE, full.stderr.decode()
    assert b"could not be written" in full.stderr
    assert b"Traceback" not in full.stderr
    left = [path for path in tmp_path.rglob("*") if files.is_temporary(path.name)]
    assert left == []
    assert verify(out).exit_code in {ExitCode.DONE, ExitCode.INCOMPLETE, ExitCode.REFUSED}
    again = subprocess.run([sys.executable, *words, "--resume"], env=env, capture_output=True, check=False)
    assert again.returncode == ExitCode.DONE, again.stderr.decode()
    assert verify(out, source=folder).exit_code is ExitCode.DONE


def test_a_hundred_thousand_names_are_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the folders that are walked only those on the way are open: the first name comes at once."""
    for number in range(200):
        (tmp_path / f"{number:03d}").mkdir()
        (tmp_path / f"{number:03d}/a.txt").touch()
    looked: list[str] = []
    scan = os.scandir

    def watched(path: object) -> object:
        looked.append(str(path))
        return scan(path)  # type: ignore[call-overload]

    inputs = named([tmp_path])
    monkeypatch.setattr("redactor.pipeline.inputs.os.scandir", watched)
    walk = iter(inputs)
    assert next(walk).path.name == "a.txt"
    assert len(looked) == 2
    assert inputs.count() == 200


@pytest.mark.usefixtures("one_detector")
def test_empty_files_are_refused_one_by_one(tmp_path: Path) -> None:
    """Empty files are one document, refused once in the log and told for each."""
    for number in range(50):
        (tmp_path / f"{number:02d}.txt").touch()
    outcomes = [*run(request(tmp_path.with_name("out")), [tmp_path])]
    assert [int(outcome.exit_code) for outcome in outcomes] == [3] * 50
    assert [outcome.before for outcome in outcomes] == [False, *[True] * 49]
