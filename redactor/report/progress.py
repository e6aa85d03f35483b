"""A bar on the terminal while a batch runs: how fast, how long still, and what became of how many."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from redactor.report.screen import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.report.tally import Tally

_SHOWN = ("full", "part", "denied", "held", "refused")


@contextlib.contextmanager
def bar(count: Callable[[], int], tally: Tally) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal, and give what moves it on by one; elsewhere nothing is shown or counted."""
    if terminal(sys.stderr) is None:
        yield lambda: None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}/s"),
        progress.TimeRemainingColumn(),
        progress.TextColumn("{task.description}"),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(figures(tally), total=count(), rate="-")

        def move() -> None:
            elapsed = shown.tasks[0].elapsed or 0.0
            rate = f"{tally.files / elapsed:.1f}" if elapsed else "-"
            shown.update(task, advance=1, description=figures(tally), rate=rate)

        yield move


def figures(tally: Tally) -> str:
    """Write how many went how."""
    return ", ".join(f"{name} {tally.fates[name]}" for name in _SHOWN)
