"""Workers that die, are interrupted or run out of memory: one document is tried again, nothing is left torn."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING

import pytest

from redactor import files
from redactor.audit import read_log
from redactor.errors import ExitCode, InternalError
from redactor.pipeline import Outcome, RunRequest, run
from redactor.pipeline.engines import local
from redactor.pipeline.worker import Worker
from redactor.verify import verify
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CABLES = sorted((ROOT / "examples/cables").glob("*.txt"))[:4]
NOW = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
SECRET = bytes(range(32))
# It loads no detector.
QUICK = ROOT / "tests/pipeline/by_marking.yaml"


def request(out: Path, jobs: int) -> RunRequest:
    """Ask for a run under `internal-sbu`, which loads fast: the custody secret is given, the time fixed."""
    custody = out.with_name(out.name + ".custody")
    custody.mkdir(mode=0o700)
    (custody / "secret").write_bytes(SECRET)
    return RunRequest("internal-sbu", out=out, as_of=dt.date(2016, 1, 1), now=NOW, jobs=jobs)


def bytes_of(out: Path) -> dict[str, bytes]:
    """Give every file of the output and its custody."""
    custody = out.with_name(out.name + ".custody")
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for folder in (out, custody)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def gone(group: int, deadline: float) -> bool:
    """Say whether every process of a group has ended; Python's own tracker needs a moment."""
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def codes(outcomes: list[Outcome]) -> list[int]:
    return [int(outcome.exit_code) for outcome in outcomes]


@pytest.mark.usefixtures("one_detector")
def test_a_worker_that_is_killed_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document that a killed worker had is done by a fresh one; every byte is as without the kill."""
    calm = [*run(request(tmp_path / "calm", 1), CABLES)]
    kept: list[local._Hand] = []
    hire = local.Pool._hire

    def watched(pool: local.Pool) -> None:
        hire(pool)
        kept.append(pool._hands[-1])

    monkeypatch.setattr(local.Pool, "_hire", watched)
    outcomes: list[Outcome] = []
    for outcome in run(request(tmp_path / "out", 2), CABLES):
        if not outcomes:
            os.kill(kept[0].process.pid or 0, signal.SIGKILL)
        outcomes.append(outcome)
    assert len(kept) == 3
    assert codes(outcomes) == codes(calm)
    assert [outcome.document for outcome in outcomes] == [outcome.document for outcome in calm]
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "calm")


@pytest.mark.parametrize(("deaths", "ends"), [(1, True), (9, False)])
def test_a_worker_may_die_before_it_has_read_what_to_do(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    deaths: int,
    ends: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Another takes its place; where none lives, the run says so and stops."""
    start, left = SpawnProcess.start, [deaths]

    def stillborn(process: SpawnProcess) -> None:
        if left[0]:
            left[0] -= 1
            raise BrokenPipeError
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", stillborn)
    asked = run(request(tmp_path / "out", 2), CABLES[:1])
    if ends:
        assert codes([*asked]) == [0]
    else:
        with pytest.raises(InternalError, match="no worker can be started"):
            list(asked)


@pytest.mark.usefixtures("one_detector")
@pytest.mark.parametrize(("times", "code"), [(1, ExitCode.DONE), (2, ExitCode.INTERNAL)])
def test_out_of_memory_is_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, code: ExitCode
) -> None:
    """Once is nothing; twice refuses that document alone, in the log too, and the rest is done."""
    work, left = Worker._worked, [times]

    def scarce(self: Worker, task: object, data: bytes, received: object) -> object:
        if data == CABLES[1].read_bytes() and left[0]:
            left[0] -= 1
            raise MemoryError
        return work(self, task, data, received)  # type: ignore[arg-type]

    monkeypatch.setattr(Worker, "_worked", scarce)
    outcomes = [*run(request(tmp_path / "out", 1), CABLES)]
    assert [outcome.exit_code for outcome in outcomes] == [ExitCode.DONE, code, ExitCode.DONE, ExitCode.DONE]
    refused = [line["reason"] for line in read_log(tmp_path / "out/audit.jsonl") if line["type"] == "refusal"]
    assert refused == ([] if code is ExitCode.DONE else ["internal"])
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE


@pytest.mark.usefixtures("one_detector")
def test_a_bug_stops_one_document_and_tells_its_type_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exception that nobody expected is 70 for its document; what it says is not repeated."""

    def broken(*_: object) -> object:
        raise ValueError("Brennec")

    monkeypatch.setattr(Worker, "_packed", broken)
    outcomes = [*run(request(tmp_path / "out", 1), CABLES[:2])]
    assert codes(outcomes) == [70, 70]
    for outcome in outcomes:
        assert isinstance(outcome.error, InternalError)
        assert outcome.error.message == "internal error: ValueError"


def test_one_job_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With -j 1 everything happens here."""
    monkeypatch.setattr(local, "_Hand", None)
    assert codes([*run(request(tmp_path / "out", 1), CABLES[:1])]) == [0]


@pytest.mark.parametrize(
    ("number", "jobs", "group"),
    [
        (signal.SIGINT, 2, True),  # Ctrl-C goes to every process of the terminal
        (signal.SIGTERM, 2, False),  # kill PID
        (signal.SIGTERM, 2, True),  # a service manager stops all of them
        (signal.SIGTERM, 1, False),
        (signal.SIGHUP, 1, True),  # the terminal is closed
    ],
)
def test_an_interrupt_leaves_nothing_half_done(
    tmp_path: Path, number: signal.Signals, jobs: int, *, group: bool
) -> None:
    """Whichever signal ends a run: exit 130, no worker left, no staged file, and the log verifies."""
    out, cables = tmp_path / "out", tmp_path / "in"
    cables.mkdir()
    for count in range(400):
        (cables / f"{count:03}.txt").write_bytes(CABLES[0].read_bytes() + b"\n" * count)
    words = ["-m", "redactor", "redact", str(cables), "-p", str(QUICK), "-o", str(out), "-j", str(jobs)]
    run_ = subprocess.Popen(
        [sys.executable, *words, "--as-of", "2016-01-01"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not list(out.rglob("*.txt")) and time.monotonic() < deadline:
        time.sleep(0.02)
    (os.killpg if group else os.kill)(run_.pid, number)
    _, told = run_.communicate()
    assert run_.returncode == ExitCode.INTERRUPTED, told.decode()
    assert b"Traceback" not in told
    assert gone(run_.pid, deadline)
    left = [path for folder in (out, tmp_path / "out.custody") for path in folder.rglob("*")]
    assert [path.name for path in left if files.is_temporary(path.name)] == []
    assert 0 < len(list(out.rglob("*.txt"))) < 400
    assert verify(out).exit_code is ExitCode.DONE
