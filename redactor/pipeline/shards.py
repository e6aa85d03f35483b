"""Cuts a batch into shards: which inputs are whose follows from the list of inputs alone.

The list is cut into as many runs of neighbours as there are shards, each within one of equal. A shard is so
a piece of the whole in its order, and a merge puts the pieces one after the other. Another list is cut elsewhere:
each run keeps the list's digest in custody, and a merge refuses shards of different lists.
"""

from __future__ import annotations

import functools
import hashlib
import os
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from redactor.audit.record import Shard
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.pipeline.item import Item


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbours of a list of inputs, from one number up to another."""

    items: Iterable[Item]
    start: int
    end: int

    def __iter__(self) -> Iterator[Item]:
        """Give its inputs."""
        return islice(iter(self.items), self.start, self.end)


def cut(items: Iterable[Item], part: tuple[int, int]) -> tuple[Piece, Shard]:
    """Give the inputs of the i-th of n shards, and what its run says of itself.

    The list is gone through three times, never held. Raises UsageError where there are fewer inputs than
    shards, and for standard input, which is no list.
    """
    index, of = part
    count = 0
    for item in items:
        if item.standard:
            raise UsageError("standard input cannot be cut into shards", help="name files or folders")
        count += 1
    if count < of:
        raise UsageError(f"{count} inputs give no {of} shards", help=f"use --shard i/{max(count, 1)}")
    start, end = (count * number // of for number in (index - 1, index))
    return Piece(items, start, end), Shard(index, of, count, digest(items))


def digest(items: Iterable[Item]) -> str:
    """Give one SHA-256 over a list of inputs, as seen from the folder that holds them all.

    So the same list has one digest on machines that reach it by different ways.
    """
    whole = hashlib.sha256()
    around = functools.reduce(_around, (os.path.dirname(_absolute(item)) for item in items))  # noqa: PTH120 - text, no file
    for item in items:
        row = item.name.removeprefix(str(item.path))
        name = f"{os.path.relpath(_absolute(item), around)}{row}".encode("utf-8", "surrogateescape")
        whole.update(len(name).to_bytes(8, "big") + name)
    return whole.hexdigest()


def _absolute(item: Item) -> str:
    return os.path.abspath(item.path)  # noqa: PTH100 - resolving would look at every file


def _around(one: str, other: str) -> str:
    return one if one == other else os.path.commonpath((one, other))
