"""The order of a run: whatever the engine does first, what comes out stands in the order of the inputs."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from redactor.errors import (
    Diagnostic,
    ExitCode,
    GuardError,
    InputRefusedError,
    PolicyError,
    RedactorError,
    Refusal,
    UnexpectedError,
)
from redactor.pipeline.engine import Line, Plan, Task, Tooling, Worked
from redactor.pipeline.item import Item

if TYPE_CHECKING:
    from collections.abc import Iterator


class Shuffled:
    """An engine that answers in the order of its draws, and loses a task as often as it is told to."""

    apart = False

    def __init__(self, slots: int, draws: list[int], losses: dict[int, int]) -> None:
        self.slots, self.draws, self.losses = slots, draws, dict(losses)
        self.held: list[Task] = []
        self.most = 0

    def tooling(self) -> Tooling:
        return Tooling("", "", (), None, ())

    def begin(self, plan: Plan) -> None:
        del plan

    def submit(self, task: Task) -> None:
        self.held.append(task)
        self.most = max(self.most, len(self.held))

    def collect(self) -> Worked:
        draw = self.draws.pop() if self.draws else 0
        task = self.held.pop(draw % len(self.held))
        lost = self.losses.get(task.number, 0) > 0
        self.losses[task.number] = self.losses.get(task.number, 0) - 1
        return Worked(task.number, lost=lost)

    def close(self) -> None:
        pass


def entries(count: int, passed: set[int]) -> Iterator[Task | str]:
    for number in range(count):
        yield str(number) if number in passed else Task(number, Item(Path(str(number))))


@given(
    st.integers(0, 40),
    st.integers(1, 6),
    st.integers(1, 9),
    st.lists(st.integers(0, 50)),
    st.sets(st.integers(0, 40)),
)
def test_results_stand_in_the_order_of_the_inputs(
    count: int, slots: int, window: int, draws: list[int], passed: set[int]
) -> None:
    """Every entry comes out once, in order, whatever is finished first; no more than the slots are under way."""
    engine = Shuffled(slots, draws, {})
    found = [
        int(one) if isinstance(one, str) else one[1].number
        for one in Line(engine, entries(count, passed), window)
    ]
    assert found == list(range(count))
    assert engine.most <= min(slots, window)


@given(
    st.integers(1, 20), st.dictionaries(st.integers(0, 19), st.integers(1, 3)), st.lists(st.integers(0, 9))
)
def test_a_lost_task_is_tried_once_more(count: int, losses: dict[int, int], draws: list[int]) -> None:
    """Lost once, a document is done; lost twice, it alone is an internal error."""
    engine = Shuffled(3, draws, losses)
    found = [one[1] for one in Line(engine, entries(count, set())) if not isinstance(one, str)]
    assert [worked.number for worked in found] == list(range(count))
    for worked in found:
        twice = losses.get(worked.number, 0) > 1
        assert (worked.error is not None) == twice
        assert worked.error is None or worked.error.exit_code is ExitCode.INTERNAL


def test_errors_travel_without_what_caused_them() -> None:
    """An error that crosses to another process keeps our words and code, and no cause, whose words may be text."""
    errors: tuple[RedactorError, ...] = (
        InputRefusedError(Refusal.DECODE, "a.txt: not UTF-8", help="name its --codec"),
        GuardError("echo", "a removed name stands in kept text"),
        PolicyError((Diagnostic("RP312", "of another document"),)),
        UnexpectedError(ValueError("Brennec")),
    )
    for error in errors:
        error.__cause__ = ValueError("Brennec")
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (type(again), again.message, again.help) == (type(error), error.message, error.help)
        assert (vars(again), again.__cause__) == (vars(error), None)
        assert b"Brennec" not in pickle.dumps(error)
