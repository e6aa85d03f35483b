"""Remembers what was made of a view for as long as the view lives: several searches walk over the same one."""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.view.types import View

T = TypeVar("T")


def once_a_view(make: Callable[[View], T]) -> Callable[[View], T]:
    """Let a function of a view work once for each; a view is told by its identity, and kept alive by nobody here.

    Comparing two views compares every character, so no dictionary can have them as keys.
    """
    known: dict[int, tuple[weakref.ref[View], T]] = {}

    @functools.wraps(make)
    def made(view: View) -> T:
        found = known.get(id(view))
        if found is not None and found[0]() is view:
            return found[1]
        place = id(view)
        result = make(view)
        known[place] = weakref.ref(view, lambda _: known.pop(place, None)), result
        return result

    return made
