"""Cuts a batch into shards: which inputs are whose follows from the list of inputs alone.

The list is cut into as many runs of neighbours as there are shards, each within one of equal. A shard is so
a piece of the whole in its order, and a merge puts the pieces one after the other. Another list is cut elsewhere:
each run keeps the list's digest in custody, and a merge refuses shards of different lists.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from redactor.audit.record import Shard
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.pipeline.engine import Item


def cut(items: Sequence[Item], part: tuple[int, int]) -> tuple[Sequence[Item], Shard]:
    """Give the inputs of the i-th of n shards, and what its run says of itself.

    Raises UsageError where there are fewer inputs than shards, and for standard input, which is no list.
    """
    index, of = part
    if any(item.standard for item in items):
        raise UsageError("standard input cannot be cut into shards", help="name files or folders")
    if len(items) < of:
        raise UsageError(
            f"{len(items)} inputs give no {of} shards", help=f"use --shard i/{max(len(items), 1)}"
        )
    start, end = (len(items) * number // of for number in (index - 1, index))
    return items[start:end], Shard(index, of, len(items), digest([item.name for item in items]))


def digest(names: Sequence[str]) -> str:
    """Give one SHA-256 over a list of paths, as seen from the folder that holds them all.

    So the same list has one digest on machines that reach it by different ways.
    """
    whole = hashlib.sha256()
    paths = [os.path.abspath(name) for name in names]  # noqa: PTH100 - resolving would look at every file
    around = os.path.commonpath([os.path.dirname(path) for path in paths])  # noqa: PTH120 - text, no file
    for path in paths:
        name = os.path.relpath(path, around).encode("utf-8", "surrogateescape")
        whole.update(len(name).to_bytes(8, "big") + name)
    return whole.hexdigest()
