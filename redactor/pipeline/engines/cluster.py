"""Works on a Dask cluster: one that is started here, or one whose scheduler is named.

What travels is what travels between processes of one machine: paths, digests, what may be told. Workers read
inputs and custody, and stage what they made, through a file system that they share with this process. A task
whose worker dies goes to another, or is tried again; whatever happens, this process alone writes the log.

A cluster that is started here listens on this machine alone, under keys made for the run: on a bare port any
user of the machine could have our process run code. It spills nothing, logs nothing, and serves no pages.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import signal
import tempfile
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor import audit, files
from redactor.errors import InternalError, RedactorError, UsageError
from redactor.files import staging
from redactor.pipeline.engine import Plan, Task, Tooling, Worked
from redactor.pipeline.request import portable
from redactor.pipeline.worker import Tools, Worker

if TYPE_CHECKING:
    import datetime as dt

    from redactor.pipeline.request import RunRequest

_AHEAD = 2
_PATIENCE = 30
_HOST = "127.0.0.1"
# So often may a worker die over one task before the run is told; the run then tries it once more.
_FAILURES = 2
# A scheduler's address. Matches "tls://10.0.0.5:8786", "tcp://[::1]:8786"; must not match "10.0.0.5:8786",
# "tls://host", "http://host:80".
_ADDRESS = re.compile(r"(?P<scheme> tls | tcp ) :// [^/\s]+ : [0-9]{1,5}", re.VERBOSE)
SETTINGS = {
    "distributed.admin.low-level-log-length": 0,
    "distributed.comm.retry.count": 3,
    "distributed.scheduler.allowed-failures": _FAILURES,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.terminate": False,
    "distributed.worker.profile.enabled": False,
}
"""What keeps paths and tasks out of logs and pages, and everything off the disk."""


def engine(tools: Tools) -> Dask:
    """Give the engine; raises UsageError where Dask is not installed or the scheduler is not reached."""
    try:
        import distributed
    except ImportError:
        raise UsageError("Dask is not installed", help="pip install 'redactor[dask]'") from None
    if tools.request.scheduler is not None:
        _refuse_odd(tools.request.scheduler)
    return Dask(tools, distributed)


def _refuse_odd(address: str) -> None:
    """Refuse an address that Dask would not take, or not in the open: it ends badly over both."""
    import dask

    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise UsageError(
            "--scheduler takes an address with its protocol and port",
            help="such as --scheduler tls://10.0.0.5:8786",
        )
    if match["scheme"] == "tls" and dask.config.get("distributed.comm.tls.ca-file", None) is None:
        raise UsageError(
            f"{address}: there is no certificate to meet it with",
            help="set distributed.comm.tls in Dask's configuration: docs/how-to/many-machines.md",
        )


class Dask:
    """Works on a cluster, as many tasks at a time as keep its workers busy."""

    apart = True

    def __init__(self, tools: Tools, distributed: Any) -> None:
        self._tools, self._distributed = tools, distributed
        self._token = secrets.token_hex(8)
        self._tries = 0
        self._plan: Plan | None = None
        self._tooling: Tooling | None = None
        self._scratch: files.Folder | None = None
        self._cluster: Any = None
        self._client: Any = None
        try:
            self._connect()
            self._numbers: dict[str, int] = {}
            self._under_way, self.slots = self._watch()
        except BaseException:
            self.close()
            raise

    def _connect(self) -> None:
        address = self._tools.request.scheduler
        try:
            if address is None:
                self._start()
            self._client = self._distributed.Client(
                address if self._cluster is None else self._cluster, set_as_default=False, timeout=_PATIENCE
            )
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise UsageError(
                f"{address or 'a local cluster'}: no scheduler with a worker answers there",
                help="start one, and name it with --scheduler tls://HOST:PORT",
            ) from error

    def _start(self) -> None:
        """Start a cluster of as many processes as there are jobs, on this machine alone."""
        import dask

        dask.config.set(SETTINGS)
        self._scratch = files.open_folder(_scratch(self._tools.request), private=True)
        # An interrupt goes to the whole group: the run stops its workers itself, none may act on its own.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self._cluster = self._distributed.LocalCluster(
                n_workers=self._tools.request.jobs,
                threads_per_worker=1,
                processes=True,
                host=_HOST,
                protocol="tls://",
                security=self._distributed.Security.temporary(),
                dashboard_address=None,
                worker_dashboard_address=None,
                local_directory=str(self._scratch.path),
                silence_logs=logging.CRITICAL,
            )
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _watch(self) -> tuple[Any, int]:
        """Give what waits for answers, and how many tasks keep every thread of the cluster busy."""
        threads = sum(self._client.nthreads().values())
        return self._distributed.as_completed([], loop=self._client.loop), _AHEAD * threads

    def tooling(self) -> Tooling:
        """Say what the workers compute with, as one of them tells; the others are held to it at their first task."""
        if self._tooling is None:
            told = self._answer(self._submit(_tooling, portable(self._tools.request), self._tools.as_of))
            if isinstance(told, RedactorError):
                raise told
            ours = replace(self._tools.bare(), detectors=told.detectors)
            if ours != told:
                raise unlike()
            self._tooling = told
        return self._tooling

    def begin(self, plan: Plan) -> None:
        """Keep the plan: every task goes out with it, so that a worker that joins later knows it too."""
        self._plan = replace(plan, request=portable(plan.request))

    def submit(self, task: Task) -> None:
        """Send a task out; standard input, which no worker has, is refused."""
        if self._plan is None or self._tooling is None:
            raise InternalError("a task came before its plan")
        if task.item.standard:
            raise UsageError("no worker has this standard input", help="name a file, or leave --engine out")
        future = self._submit(_work, _Job(self._plan, self._tooling, self._token), task)
        self._numbers[future.key] = task.number
        self._under_way.add(future)

    def _submit(self, call: Any, *words: Any) -> Any:
        """Send a call out under a key that says nothing of what it is given."""
        self._tries += 1
        try:
            return self._client.submit(call, *words, key=f"redactor-{self._token}-{self._tries}", pure=False)
        except Exception as error:
            raise _gone() from error

    def collect(self) -> Worked:
        """Wait for an answer."""
        try:
            future = next(self._under_way)
        except Exception as error:
            raise _gone() from error
        number = self._numbers.pop(future.key)
        if future.status != "finished":
            return Worked(number, lost=True)
        told = self._answer(future)
        if isinstance(told, Worked) and told.number == number:
            return told
        raise told if isinstance(told, RedactorError) else InternalError("a worker's answer is no answer")

    def _answer(self, future: Any) -> Any:
        """Give what came back; the cluster's own failures are told by kind alone."""
        try:
            return future.result()
        except Exception as error:
            raise _gone() from error
        finally:
            future.release()

    def close(self) -> None:
        """Stop what was started here; of another's cluster take back what is still under way."""
        for held in (self._client, self._cluster):
            if held is not None:
                held.close(timeout=_PATIENCE)
        self._client = self._cluster = None
        if self._scratch is not None:
            staging.clear(self._scratch)
            files.close_folder(self._scratch)
            files.remove_empty(self._scratch.path)
            self._scratch = None


def _scratch(request: RunRequest) -> Path:
    """Name a folder for what Dask keeps of its own while it runs: beside custody, where the volume is trusted."""
    name = f"{files.TEMP_PREFIX}dask-{secrets.token_hex(8)}{files.TEMP_SUFFIX}"
    if request.custody is None and (request.out is None or request.check):
        return Path(tempfile.gettempdir()).resolve() / name
    place = audit.destination(request.out, audit=request.audit, custody=request.custody)
    return place.custody.absolute().with_name(name)


def _gone() -> RedactorError:
    return InternalError(
        "the cluster is gone, or refused a task", help="what is recorded stands: run again to go on"
    )


def unlike() -> RedactorError:
    """Say that two processes of one run would not decide alike."""
    return InternalError(
        "a worker has another redactor, policy, list, decisions file or model than this process",
        help="install the same on every machine, and let all of them see the same files",
    )


# --- the side of a worker ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Job:
    """What every task of a run goes out with."""

    plan: Plan
    tooling: Tooling
    token: str


_ALONE = threading.Lock()
_HELD: dict[str, Worker] = {}


def _tooling(request: RunRequest, as_of: dt.date) -> Tooling | RedactorError:
    """Say what this worker computes with; an error goes back as a value, since Dask logs what is raised."""
    try:
        return Tools(request, as_of).tooling()
    except RedactorError as error:
        return error


def _work(job: _Job, task: Task) -> Worked | RedactorError:
    """Work on a task, one at a time in a process; out of memory, die at once: the task goes elsewhere."""
    with _ALONE:
        try:
            return _worker(job).work(task)
        except RedactorError as error:
            return error
        except MemoryError:
            os._exit(1)


def _worker(job: _Job) -> Worker:
    """Give the worker of a run, made once: a policy, a detector and a model are loaded once in a process."""
    if job.token not in _HELD:
        tools = Tools(job.plan.request, job.plan.as_of)
        if tools.tooling() != job.tooling:
            raise unlike()
        custody = job.plan.custody
        _HELD.clear()
        _HELD[job.token] = Worker(tools, job.plan, None if custody is None else audit.desk_of(custody))
    return _HELD[job.token]
