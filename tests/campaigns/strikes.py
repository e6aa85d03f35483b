"""Strikes a run at one of its file operations: the process dies there, or the operation fails with an error.

Operations are counted where Python makes them, at `os`, so that every one of a run can be struck in turn.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What changes a disk: between two of these nothing does.
CHANGING = ("open", "write", "fsync", "rename", "mkdir", "unlink", "rmdir", "ftruncate", "fchmod")
# What else may fail. A failed `close` is the system's word that it is closed; `flock` is fcntl's.
ASKING = ("read", "fstat", "stat", "lstat", "listdir", "scandir", "lseek")


@dataclass
class Strikes:
    """Counts operations, and strikes at the `at`-th, counted from 1: what it struck is told by `struck`."""

    names: tuple[str, ...]
    at: int
    strike: Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]
    count: int = 0
    struck: str = ""
    seen: list[str] = field(default_factory=list)

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Stand in for the operations meanwhile."""
        places: list[tuple[Any, str]] = [(os, name) for name in self.names if name != "flock"]
        places += [(fcntl, "flock")] if "flock" in self.names else []
        real = {(module, name): getattr(module, name) for module, name in places}
        try:
            for (module, name), call in real.items():
                setattr(module, name, self._wrapped(name, call))
            yield
        finally:
            for (module, name), call in real.items():
                setattr(module, name, call)

    def _wrapped(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*words: Any, **named: Any) -> Any:
            self.count += 1
            self.seen.append(name)
            if self.count != self.at:
                return call(*words, **named)
            self.struck = name
            return self.strike(name, call, words)

        return operation


def die(name: str, call: Callable[..., Any], words: tuple[Any, ...]) -> None:
    """Kill this process (SIGKILL) before an operation; a write comes half-way."""
    half_way(name, call, words)
    os.kill(os.getpid(), signal.SIGKILL)


def failing(code: int) -> Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]:
    """Give what makes an operation fail with an error of the system; a write comes half-way."""

    def fail(name: str, call: Callable[..., Any], words: tuple[Any, ...]) -> None:
        half_way(name, call, words)
        raise OSError(code, os.strerror(code))

    return fail


def half_way(name: str, call: Callable[..., Any], words: tuple[Any, ...]) -> None:
    """Let half of a write reach the disk."""
    if name == "write":
        call(words[0], bytes(words[1])[: len(words[1]) // 2])
