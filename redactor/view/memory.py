"""Remembers what was made of a thing for as long as it lives: several searches walk over the same view."""

from __future__ import annotations

import functools
import weakref
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Of = TypeVar("Of")
Made = TypeVar("Made")


def once(make: Callable[[Of], Made]) -> Callable[[Of], Made]:
    """Let a function work once for each thing, told by its identity; nothing is kept alive for it.

    Comparing two views compares every character, so no dictionary can have them as keys.
    """
    known: dict[int, tuple[weakref.ref[Of], Made]] = {}

    @functools.wraps(make)
    def made(thing: Of) -> Made:
        place = id(thing)
        found = known.get(place)
        if found is not None and found[0]() is thing:
            return found[1]
        result = make(thing)
        known[place] = weakref.ref(thing, lambda _: known.pop(place, None)), result
        return result

    return made
