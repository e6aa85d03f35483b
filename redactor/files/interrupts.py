"""Ends a command the orderly way: Ctrl-C, SIGTERM and SIGHUP are one interrupt, which waits for what must not be torn.

Without `orderly` nothing here does anything: a program that uses redactor as a library keeps its own signals.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SIGNALS = frozenset(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_UNTOUCHED = (signal.SIG_DFL, signal.default_int_handler)


class _Moment:
    """Whether an interrupt must wait, and whether one does."""

    busy = 0
    waiting = False


@contextlib.contextmanager
def orderly() -> Iterator[None]:
    """Let each of the signals raise KeyboardInterrupt meanwhile; one that is ignored, or handled already, stays so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in sorted(SIGNALS)}
    ours = {number: handler for number, handler in before.items() if handler in _UNTOUCHED}
    for number in ours:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in ours.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def put_off() -> Iterator[None]:
    """Finish what is done meanwhile; an interrupt that came is raised behind it."""
    _Moment.busy += 1
    try:
        yield
    finally:
        _Moment.busy -= 1
        if _Moment.waiting and not _Moment.busy:
            _Moment.waiting = False
            raise KeyboardInterrupt


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    if _Moment.busy:
        _Moment.waiting = True
    else:
        raise KeyboardInterrupt
