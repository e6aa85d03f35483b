"""Count the calls that a task makes: how work grows with its input, told without a clock."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def calls(task: Callable[[], object]) -> int:
    """Give the number of function calls, ours and C's, that a task makes; the same on every machine."""
    count = 0

    def tally(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(tally)
    try:
        task()
    finally:
        sys.setprofile(before)
    return count


def in_proportion(half: Callable[[], object], whole: Callable[[], object], *, slack: int = 20_000) -> bool:
    """Say whether twice the input takes about twice the calls; `slack` is what any input takes."""
    # The half goes first and pays for what is read once and cached; a quadratic whole still takes four times.
    most = 2.5 * calls(half) + slack
    return calls(whole) <= most
