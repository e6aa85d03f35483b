"""On a Dask cluster the bytes are those of one process, a killed worker costs nothing, and nothing leaves the machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from redactor import audit, files
from redactor.errors import ExitCode, InternalError, RedactorError, UsageError
from redactor.pipeline import RunRequest
from redactor.pipeline.engine import Plan, Task, Worked
from redactor.pipeline.engines import cluster
from redactor.pipeline.item import Item
from redactor.pipeline.worker import Tools
from redactor.verify import verify
from tests.audit.merges import tree
from tests.conftest import ROOT
from tests.theorems.harness import EARLY

CABLES = ROOT / "examples/cables"
# It loads no detector: these tests start many processes.
POLICY = ROOT / "tests/pipeline/by_marking.yaml"
# Words of withheld text of the examples.
CANARIES = (b"Brennec", b"Tasch", b"Verrill", b"Halloway")


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    """Give two dozen inputs: the examples, and each once more with a line end more."""
    folder = tmp_path / "cables"
    folder.mkdir()
    for path in sorted(CABLES.glob("*.txt")):
        for more in range(2):
            (folder / f"{more}-{path.name}").write_bytes(path.read_bytes() + b"\n" * more)
    return folder


def started(cables: Path, out: Path, *words: str) -> subprocess.Popen[bytes]:
    """Redact in a process that may talk to itself alone."""
    secret = out.parent / "secret"
    if not secret.exists():
        secret.write_bytes(bytes(range(32)))
        secret.chmod(0o600)
    command = ["redact", str(cables), "-p", str(POLICY), "-o", str(out), "--as-of", "2016-01-01"]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.pipeline.loopback", *command, "--custody-secret", str(secret), *words],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1767322800"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finished(child: subprocess.Popen[bytes]) -> bytes:
    """Wait for the end and give what was said, which must not be what is withheld."""
    stdout, stderr = child.communicate(timeout=120)
    assert not [word for word in CANARIES if word in stdout + stderr]
    assert b"Traceback" not in stderr
    assert b"distributed." not in stderr.replace(b"distributed.comm.tls", b"")
    return stderr


def kill_one_worker(child: subprocess.Popen[bytes], begun: Path) -> bool:
    """Kill a worker process as soon as the run has made a file; say whether one was there."""
    while not begun.exists() and child.poll() is None:
        time.sleep(0.002)
    try:
        for process in psutil.Process(child.pid).children(recursive=True):
            if "spawn_main" in " ".join(process.cmdline()):
                process.kill()
                return True
    except psutil.NoSuchProcess:
        return False
    return False


def test_the_bytes_of_one_process_though_a_worker_is_killed(cables: Path, tmp_path: Path) -> None:
    """Releases, log and custody are the same; nothing is left beside them, no worker lives on."""
    local = started(cables, tmp_path / "local")
    told = finished(local)
    assert local.returncode == 0, told
    child = started(cables, tmp_path / "dask", "-j", "2", "--engine", "dask")
    assert kill_one_worker(child, tmp_path / "dask.custody" / "secret")
    kill_one_worker(child, tmp_path / "dask" / "audit.jsonl")
    told = finished(child)
    assert child.returncode == 0, told
    one, dask = tmp_path / "local", tmp_path / "dask"
    assert tree(dask, audit.custody_of(dask)) == tree(one, audit.custody_of(one))
    assert verify(dask, source=cables).exit_code is ExitCode.DONE
    expected = {"cables", "local", "local.custody", "dask", "dask.custody", "secret"}
    assert {path.name for path in tmp_path.iterdir()} == expected


def test_a_run_that_is_told_to_end_stops_its_cluster(tmp_path: Path) -> None:
    """SIGTERM to the run: exit 130, nothing staged and no scratch folder left, and what is recorded verifies."""
    cables, out = tmp_path / "in", tmp_path / "out"
    cables.mkdir()
    for count in range(300):
        (cables / f"{count:03}.txt").write_bytes((CABLES / "11-lapsed-date.txt").read_bytes() + b"\n" * count)
    with started(cables, out, "--engine", "dask", "-j", "2") as run_:
        deadline = time.monotonic() + 120
        while not list(out.rglob("*.txt")) and time.monotonic() < deadline:
            time.sleep(0.02)
        run_.terminate()
        told = run_.communicate()[1]
    assert run_.returncode == ExitCode.INTERRUPTED, told.decode()
    assert [path.name for path in tmp_path.rglob("*") if files.is_temporary(path.name)] == []
    assert 0 < len(list(out.rglob("*.txt"))) < 300
    assert verify(out).exit_code is ExitCode.DONE


def test_a_named_scheduler(cables: Path, tmp_path: Path) -> None:
    """A cluster that somebody else started gives the same bytes; one that is not there is wrong usage."""
    for path in sorted(cables.iterdir())[3:]:
        path.unlink()
    run = [sys.executable, "-m", "tests.pipeline.serve_cluster"]
    with subprocess.Popen(run, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as served:
        assert served.stdout is not None
        address = served.stdout.readline().decode().strip()
        child = started(cables, tmp_path / "dask", "--engine", "dask", "--scheduler", address)
        told = finished(child)
        served.communicate(b"")
    assert child.returncode == 0, told
    finished(started(cables, tmp_path / "local"))
    local, dask = tmp_path / "local", tmp_path / "dask"
    assert tree(dask, audit.custody_of(dask)) == tree(local, audit.custody_of(local))


# --- without a cluster -------------------------------------------------------------------------


class Future:
    """What a cluster gives for a call."""

    def __init__(self, key: str, result: Any, status: str) -> None:
        self.key, self._result, self.status = key, result, status

    def result(self) -> Any:
        if isinstance(self._result, OSError):
            raise self._result
        return self._result

    def release(self) -> None:
        pass


class Done:
    """Gives futures as they were put in."""

    def __init__(self, queue: list[Future]) -> None:
        self.queue, self.add = queue, queue.append

    def __next__(self) -> Future:
        return self.queue.pop(0)


class Faked:
    """Stands in for `distributed`: calls are answered here, then spoilt as told."""

    def __init__(self, spoil: Any = None) -> None:
        self.spoil, self.loop = spoil, None
        self.queue: list[Future] = []
        self.closed = 0

    def Client(self, *_words: Any, **_named: Any) -> Faked:  # noqa: N802 - the library's name
        return self

    def as_completed(self, _futures: Any, loop: Any) -> Any:
        del loop
        return Done(self.queue)

    def wait_for_workers(self, _count: int, timeout: int) -> None:
        del timeout

    def nthreads(self) -> dict[str, int]:
        return {"one": 1, "two": 2}

    def submit(self, call: Any, *words: Any, key: str, pure: bool) -> Future:
        assert pure is False
        assert "cables" not in key
        result, status = call(*words), "finished"
        if self.spoil is not None and isinstance(words[-1], Task):
            result, status = self.spoil(result)
        return Future(key, result, status)

    def close(self, timeout: int) -> None:
        del timeout
        self.closed += 1


@pytest.fixture
def tools(one_detector: None) -> Tools:
    """Give what a run without output holds."""
    del one_detector
    request = RunRequest(str(POLICY), as_of=EARLY, check=True, engine="dask", scheduler="tls://here:1")
    return Tools(request, EARLY)


def begun(tools: Tools, fake: Faked) -> cluster.Dask:
    made = cluster.Dask(tools, fake)
    made.tooling()
    made.begin(Plan(tools.request, EARLY))
    return made


TASK = Task(7, Item(CABLES / "02-election-law.txt"))


def test_slots_keep_every_thread_busy(tools: Tools) -> None:
    """Two tasks a thread; an answer bears its task's number, and closing closes the connection."""
    fake = Faked()
    made = begun(tools, fake)
    assert made.slots == 6
    made.submit(TASK)
    worked = made.collect()
    assert (worked.number, worked.error) == (7, None)
    assert worked.told is not None
    made.close()
    assert fake.closed == 1


def test_a_task_that_the_cluster_gave_up_is_lost(tools: Tools) -> None:
    """What Dask calls an error or lost comes back as lost, for the run to try once more."""
    for status in ("error", "lost", "cancelled"):
        made = begun(tools, Faked(lambda result, status=status: (result, status)))
        made.submit(TASK)
        assert made.collect() == Worked(7, lost=True)


ANSWERS = (
    ("another task's", lambda _: (Worked(8), "finished"), "no answer"),
    ("no answer at all", lambda _: ("text", "finished"), "no answer"),
    ("an error of ours", lambda _: (UsageError("not here"), "finished"), "not here"),
    ("an error of the cluster", lambda _: (OSError("/secret/name.txt"), "finished"), "cluster is gone"),
)


@pytest.mark.parametrize(("what", "spoil", "told"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_answers_that_are_none(tools: Tools, what: str, spoil: Any, told: str) -> None:
    """Each ends the run with a typed error that repeats nothing of what came back."""
    made = begun(tools, Faked(spoil))
    made.submit(TASK)
    with pytest.raises(RedactorError, match=told) as raised:
        made.collect()
    assert "secret" not in raised.value.message, what


def test_a_worker_that_would_decide_otherwise_works_on_nothing(
    tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another redactor, policy or model on a worker is told before its first task."""
    made = begun(tools, Faked())
    cluster._HELD.clear()
    monkeypatch.setattr("redactor.files.package_digest", lambda: "0" * 64)
    made.submit(TASK)
    with pytest.raises(InternalError, match="another redactor"):
        made.collect()
    with pytest.raises(InternalError, match="another redactor"):
        cluster.Dask(tools, _other(tools)).tooling()


def _other(tools: Tools) -> Faked:
    """Give a cluster whose workers hold another policy."""
    fake = Faked()
    told = tools.tooling()
    changed = type(told)(told.tool, "0" * 64, told.lists, told.decisions, told.detectors)
    fake.submit = lambda *_words, key, **_named: Future(key, changed, "finished")  # type: ignore[method-assign]
    return fake


def test_what_no_worker_has_is_refused(tools: Tools) -> None:
    """Standard input is this process's alone."""
    made = begun(tools, Faked())
    with pytest.raises(UsageError, match="standard input"):
        made.submit(Task(1, Item(Path("-"))))


def test_without_dask_it_says_how_to_install_it(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is imported before it is asked for, and what lacks is named."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="not installed") as told:
        cluster.engine(tools)
    assert "redactor[dask]" in told.value.help


def test_nothing_imports_dask_until_it_is_asked_for() -> None:
    """The command line and the pipeline load neither Dask nor what it brings."""
    script = "import sys, redactor.cli.app, redactor.pipeline; print({'dask', 'distributed', 'tornado'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"


ODD = (
    (("--engine", "dask", "--scheduler", "nonsense://here"), b"with its protocol and port"),
    (("--engine", "dask", "--scheduler", "10.0.0.5:8786"), b"with its protocol and port"),
    (("--engine", "dask", "--scheduler", "tls://10.0.0.5:8786"), b"no certificate"),
    (("--scheduler", "tls://127.0.0.1:1"), b"add --engine dask"),
)


@pytest.mark.parametrize(("words", "told"), ODD)
def test_an_address_that_is_none(tmp_path: Path, words: tuple[str, ...], told: bytes) -> None:
    """Each is refused at once, in words, and nothing is written."""
    child = started(CABLES / "02-election-law.txt", tmp_path / "out", *words)
    assert told in finished(child)
    assert child.returncode == ExitCode.USAGE
    assert not (tmp_path / "out").exists()


def test_a_cluster_without_workers(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler that nobody works for is wrong usage, not a wait without end."""
    fake = Faked()

    def wait(_count: int, timeout: int) -> None:
        raise TimeoutError(timeout)

    monkeypatch.setattr(fake, "wait_for_workers", wait)
    with pytest.raises(UsageError, match="no scheduler with a worker"):
        cluster.Dask(tools, fake)
    assert fake.closed == 1
