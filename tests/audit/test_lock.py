"""One log has one writer: a second process is refused at once, and a dead one holds nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from redactor import audit, files
from redactor.errors import ExitCode, WriteError
from redactor.verify import verify
from tests.audit.builders import SECRET, Plan, clock, document, publish, run_info, write_run
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Writes one document of a run, says so, and then holds the log until it is told to go on or dies.
HOLDER = """
import sys
from pathlib import Path
from redactor import audit
from tests.audit.builders import SECRET, Plan, clock, document, publish, run_info
with audit.open_store(audit.destination(Path(sys.argv[1])), run_info(), clock=clock, secret=SECRET) as store:
    publish(store, document())
    print("held", flush=True)
    sys.stdin.read()
    publish(store, document(Plan(serial="000007")))
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process in the middle of its run."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path / "out")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        yield child
        child.kill()


def test_two_runs_on_one_log(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """The second is refused with 7 and changes nothing; the first goes on, and the log has both its lines."""
    out = tmp_path / "out"
    before = {path: path.read_bytes() for path in sorted(out.iterdir())}
    with pytest.raises(WriteError, match="another run of redactor holds it") as told:
        write_run(out, document(Plan(withheld="Brell spoke.")))
    assert told.value.exit_code is ExitCode.WRITE
    assert {path: path.read_bytes() for path in sorted(out.iterdir())} == before
    holder.communicate("")
    assert holder.returncode == 0
    assert len(audit.read_log(out / "audit.jsonl")) == 3
    assert verify(out).exit_code is ExitCode.DONE


def test_one_custody_serves_one_run(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """Another output cannot take the custody of a run that goes on."""
    assert holder.poll() is None
    place = audit.destination(tmp_path / "other", custody=tmp_path / "out.custody")
    with pytest.raises(WriteError, match="another run"):
        audit.open_store(place, run_info(), clock=clock, secret=SECRET)


def test_a_killed_run_holds_nothing(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """No lock file is left to be cleared by hand: once the process is gone the next run goes on."""
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    out = tmp_path / "out"
    write_run(out, document(Plan(serial="000007")))
    assert verify(out).exit_code is ExitCode.DONE
    assert [line["type"] for line in audit.read_log(out / "audit.jsonl")] == ["run", "release"] * 2


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINTR, errno.EBADF])
def test_a_folder_that_cannot_be_locked_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A file system without locks is told as such; a run never goes on without."""

    def refuse(_descriptor: int, _how: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(WriteError, match="it cannot be locked"):
        write_run(tmp_path / "out", document())
    assert not list(tmp_path.rglob("*.txt"))
    assert not list(tmp_path.rglob("audit.jsonl"))


def test_a_read_only_folder_is_locked_and_then_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock needs no write: a finished run on a read-only disk can be held, but not gone on with."""
    out = tmp_path / "out"
    write_run(out, document())
    real = os.open

    def read_only(path: str, flags: int, *args: int, **rest: int) -> int:
        if flags & (os.O_WRONLY | os.O_CREAT):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *args, **rest)

    monkeypatch.setattr(os, "open", read_only)
    folder = files.staging.hold_folder(out)
    files.lock_folder(folder)
    files.close_folder(folder)
    with (
        audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store,
        pytest.raises(WriteError, match="Read-only"),
    ):
        publish(store, document(Plan(serial="000007")))
    monkeypatch.undo()
    assert verify(out).exit_code is ExitCode.DONE
