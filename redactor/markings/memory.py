"""What the readers of lines and marks remember while one text is read, and forget behind it.

The same line is asked about by many readers, so that what it says is kept. It is text of a document: none of it
may stay in memory once the document is read, and a million documents may take no more of it than one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

T = TypeVar("T")

_CLEAR: list[Callable[[], None]] = []


def forgotten(cached: _lru_cache_wrapper[T]) -> _lru_cache_wrapper[T]:
    """Take a function's cache for one that `forget` empties: whatever holds words of a text must be one."""
    _CLEAR.append(cached.cache_clear)
    return cached


def forget() -> None:
    """Empty every cache that holds words of a text; a reading that is still under way only takes longer."""
    for clear in _CLEAR:
        clear()
