"""Works on this machine: in this process with one job, else in as many processes as there are jobs.

Processes are spawned, never forked: a fork would take along the locks on the output folder, and threads of
the libraries that it cannot stop. Each worker is sent paths over a pipe of its own and dies with the run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from dataclasses import replace
from multiprocessing import connection
from typing import TYPE_CHECKING

from redactor import audit
from redactor.errors import InternalError, RedactorError
from redactor.files import interrupts
from redactor.pipeline.engine import Plan, Task, Tooling, Worked
from redactor.pipeline.request import portable
from redactor.pipeline.worker import Tools, Worker

if TYPE_CHECKING:
    import datetime as dt
    from multiprocessing.connection import Connection

    from redactor.pipeline.engine import Engine
    from redactor.pipeline.request import RunRequest

# One that is worked on, and one that waits for it, so that no worker waits for the log.
_AHEAD = 2
# What says how many threads the libraries under a model may start.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
# So many workers may die one after the other before they have loaded anything.
_STARTS = 3


def engine(tools: Tools) -> Engine:
    """Give the engine for as many jobs as the request names; one starts no process."""
    return Here(tools) if tools.request.jobs == 1 else Pool(tools)


class Here:
    """Works in this process, one task at a time."""

    slots = 1
    apart = False

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._worker: Worker | None = None
        self._tasks: deque[Task] = deque()

    def tooling(self) -> Tooling:
        """Say what this process computes with."""
        return self._tools.tooling()

    def begin(self, plan: Plan) -> None:
        """Take the plan; parcels stay in this process."""
        desk = None if plan.custody is None else audit.desk_of(plan.custody)
        self._worker = Worker(self._tools, replace(plan, stage=None), desk)

    def submit(self, task: Task) -> None:
        """Keep the task until it is asked for."""
        self._tasks.append(task)

    def collect(self) -> Worked:
        """Work on the task."""
        task = self._tasks.popleft()
        if self._worker is None:
            raise InternalError("a task came before its plan")
        try:
            return self._worker.work(task)
        except MemoryError:
            return Worked(task.number, lost=True)

    def close(self) -> None:
        """There is nothing to stop."""


# --- the side of the run -----------------------------------------------------------------------


class _Hand:
    """One worker process: its pipe, the tasks that it was sent and has not answered, oldest first."""

    def __init__(self, request: RunRequest, as_of: dt.date) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, request, as_of), daemon=True)
        self.tasks: deque[Task] = deque()
        self.ready = False
        # An interrupt goes to the whole group: the run stops its workers itself, none may act on its own.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, interrupts.SIGNALS)
        try:
            self.process.start()
        except BrokenPipeError:
            pass  # it died before it had read what to do: its pipe says so
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()

    def kill(self) -> None:
        if self.process.pid is not None:
            self.process.kill()
            self.process.join()
        self.pipe.close()


class Pool:
    """Works in several processes; what a worker that died was working on is lost, the rest goes on."""

    apart = True

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.slots = tools.request.jobs * _AHEAD
        self._plan: Plan | None = None
        self._own: Here | None = None
        self._tasks: deque[Task] = deque()
        self._mine: deque[Task] = deque()
        self._tooling: Tooling | None = None
        self._hands: list[_Hand] = []
        self._stillborn = 0
        try:
            for _ in range(tools.request.jobs):
                self._hire()
        except BaseException:
            self.close()
            raise

    def tooling(self) -> Tooling:
        """Say what the workers compute with; waits until the first of them has loaded it."""
        while self._tooling is None:
            self._hear()
        ours = replace(self._tools.bare(), detectors=self._tooling.detectors)
        if ours != self._tooling:
            raise _unlike()
        return self._tooling

    def begin(self, plan: Plan) -> None:
        """Tell the workers that are ready; the others are told when they are."""
        self._plan = replace(plan, request=portable(plan.request))
        for hand in self._hands:
            if hand.ready:
                self._send(hand, self._plan)

    def submit(self, task: Task) -> None:
        """Queue a task; standard input is read here, since no worker has it."""
        if task.item.standard:
            self._mine.append(task)
        else:
            self._tasks.append(task)
            self._hand_out()

    def collect(self) -> Worked:
        """Wait for an answer."""
        if self._mine:
            return self._work_here(self._mine.popleft())
        while True:
            worked = self._hear()
            if worked is not None:
                self._hand_out()
                return worked

    def close(self) -> None:
        """Kill every worker: nothing that they hold is needed."""
        while self._hands:
            self._hands.pop().kill()

    def _work_here(self, task: Task) -> Worked:
        if self._own is None and self._plan is not None:
            self._own = Here(self._tools)
            self._own.begin(self._plan)
        if self._own is None:
            raise InternalError("a task came before its plan")
        self._own.submit(task)
        return replace(self._own.collect(), release=None, verdict=None)

    def _hire(self) -> None:
        self._hands.append(_Hand(portable(self._tools.request), self._tools.as_of))

    def _hand_out(self) -> None:
        """Give each ready worker its next tasks, the least laden first."""
        while self._tasks:
            free = [hand for hand in self._hands if hand.ready and len(hand.tasks) < _AHEAD]
            if not free:
                return
            hand = min(free, key=lambda one: len(one.tasks))
            task = self._tasks.popleft()
            hand.tasks.append(task)
            self._send(hand, task)

    def _send(self, hand: _Hand, message: Plan | Task) -> None:
        """Send; that the worker has died shows when its answer is waited for."""
        try:
            hand.pipe.send(message)
        except OSError:
            hand.ready = False

    def _hear(self) -> Worked | None:
        """Wait for one message and act on it; give it if it is an answer or a loss."""
        pipes = {hand.pipe: hand for hand in self._hands}
        ready = connection.wait(list(pipes))
        hand = next(one for pipe, one in pipes.items() if pipe in ready)
        try:
            message = hand.pipe.recv()
        except (EOFError, OSError):
            return self._lost(hand)
        if isinstance(message, RedactorError):
            raise message
        if isinstance(message, Tooling):
            self._ready(hand, message)
            return None
        hand.tasks.popleft()
        return message if isinstance(message, Worked) else None

    def _ready(self, hand: _Hand, tooling: Tooling) -> None:
        if self._tooling is None:
            self._tooling = tooling
        elif tooling != self._tooling:
            raise _unlike()
        hand.ready = True
        self._stillborn = 0
        if self._plan is not None:
            self._send(hand, self._plan)
            self._hand_out()

    def _lost(self, hand: _Hand) -> Worked | None:
        """Put another in a dead worker's place; only what it was working on is lost."""
        self._hands.remove(hand)
        hand.kill()
        if not hand.tasks and not hand.ready:
            self._stillborn += 1
        if self._stillborn > _STARTS:
            raise InternalError("no worker can be started", help="is there memory for one? -j 1 needs none")
        self._hire()
        first = hand.tasks.popleft() if hand.tasks else None
        self._tasks.extendleft(reversed(hand.tasks))
        return None if first is None else Worked(first.number, lost=True)


def _unlike() -> RedactorError:
    return InternalError(
        "a worker reads another redactor, policy, list, decisions file or model than this process",
        help="one of them changed while the run began: run again",
    )


# --- the side of a worker ----------------------------------------------------------------------


def serve(pipe: Connection, request: RunRequest, as_of: dt.date) -> None:
    """Answer tasks until the run hangs up; out of memory, die at once: a fresh process goes on."""
    _keep_quiet()
    _one_thread()
    try:
        tools = Tools(request, as_of)
        pipe.send(tools.tooling())
        worker: Worker | None = None
        while True:
            message = pipe.recv()
            if isinstance(message, Plan):
                worker = Worker(
                    tools, message, None if message.custody is None else audit.desk_of(message.custody)
                )
            elif worker is not None:
                pipe.send(worker.work(message))
    except RedactorError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return
    except MemoryError:
        os._exit(1)


def _one_thread() -> None:
    """Let numerical libraries, which are loaded later, work in one thread: the workers are as many as were asked for."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def _keep_quiet() -> None:
    """Say nothing on the terminal, leave interrupts to the run, and die with it."""
    for number in interrupts.SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, interrupts.SIGNALS)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    threading.Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
