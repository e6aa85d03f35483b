"""The plug point for where documents are worked on: an engine maps tasks to computed work.

What travels to a worker is a path, what comes back a path, digests and what may be told: never text. One
process, the one that holds the log, gives ids, numbers and bytes their place, in the order of the inputs;
so neither the engine nor the number of workers nor the order in which they finish changes a byte.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from redactor.errors import InternalError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from redactor.audit import Known, Parcel
    from redactor.errors import RedactorError
    from redactor.model import Release, Verdict
    from redactor.pipeline.item import Item
    from redactor.pipeline.request import RunRequest
    from redactor.pipeline.told import Told

# How many documents may wait for an earlier one that takes longer.
WINDOW = 256

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Task:
    """An input and its place in the order of all."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Tooling:
    """What two processes must hold alike to give the same bytes: digests of all that decides."""

    tool: str
    policy: str
    lists: tuple[tuple[str, str], ...]
    decisions: str | None
    detectors: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What each worker is told before its first task.

    `custody` is None where nothing is to be written; `stage` names the folder in it for parcels on their
    way, None where they stay in this process. `known` is what the log says of the decisions' document.
    """

    request: RunRequest
    as_of: dt.date
    custody: Path | None = None
    stage: str | None = None
    known: Known | None = None
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Staged:
    """A parcel that lies in the staging folder: its name there, and the digest of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of a task: a parcel, an error, or neither where the worker was lost.

    `release` and `verdict` never leave the process that computed them.
    """

    number: int
    told: Told | None = None
    error: RedactorError | None = None
    parcel: Parcel | Staged | None = None
    release: Release | None = field(default=None, repr=False)
    verdict: Verdict | None = field(default=None, repr=False)
    lost: bool = False


class Engine(Protocol):
    """Computes tasks; all that it writes is parcels in the staging folder.

    `slots` says how many tasks it takes at a time, `apart` whether its workers are other processes.
    """

    slots: int
    apart: bool

    def tooling(self) -> Tooling:
        """Say what its workers compute with; raises what loading it raises."""
        ...

    def begin(self, plan: Plan) -> None:
        """Tell every worker, those that come later too, what the run is."""
        ...

    def submit(self, task: Task) -> None:
        """Take a task; called only while fewer than `slots` are under way."""
        ...

    def collect(self) -> Worked:
        """Wait for any task that is done; one whose worker died is `lost`."""
        ...

    def close(self) -> None:
        """Stop every worker at once, whatever it does."""
        ...


class Line(Generic[Done]):
    """Keeps an engine busy and gives what came of each entry in the order of the entries.

    What is no task passes through. A lost task is tried once more; lost again, it is an InternalError.
    """

    def __init__(self, engine: Engine, entries: Iterable[Task | Done], window: int = WINDOW) -> None:
        self._engine, self._entries, self._window = engine, iter(entries), window
        self._waiting: deque[Task | Done] = deque()
        self._under_way: dict[int, Task] = {}
        self._done: dict[int, Worked] = {}
        self._again: set[int] = set()

    def __iter__(self) -> Iterator[tuple[Task, Worked] | Done]:
        """Give everything, each as soon as all before it are given."""
        self._fill()
        while self._waiting:
            first = self._waiting[0]
            if not isinstance(first, Task):
                self._waiting.popleft()
                yield first
            elif first.number in self._done:
                self._waiting.popleft()
                yield first, self._done.pop(first.number)
            else:
                self._take(self._engine.collect())
            self._fill()

    def _fill(self) -> None:
        while len(self._under_way) < self._engine.slots and len(self._waiting) < self._window:
            entry = next(self._entries, None)
            if entry is None:
                return
            self._waiting.append(entry)
            if isinstance(entry, Task):
                self._start(entry)

    def _start(self, task: Task) -> None:
        self._under_way[task.number] = task
        self._engine.submit(task)

    def _take(self, worked: Worked) -> None:
        task = self._under_way.pop(worked.number)
        if not worked.lost:
            self._done[task.number] = worked
        elif task.number not in self._again:
            self._again.add(task.number)
            self._start(task)
        else:
            error = InternalError("the worker died twice over it", help="is it too large for the memory?")
            self._done[task.number] = replace(worked, error=error)
