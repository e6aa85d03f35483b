"""Opens an output and its custody for one run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import place, state
from redactor.audit.store import Store, utc_now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.audit.store import Clock
    from redactor.files import Folder


def open_store(
    destination: Destination,
    run: RunInfo,
    *,
    inputs: Sequence[Path] = (),
    supersede: bool = False,
    resume: bool = False,
    tree: bool = False,
    clock: Clock = utc_now,
    secret: bytes | None = None,
) -> Store:
    """Lock an output and its custody for one run, make them where they are not, check what stands there.

    Raises UsageError (exit 2) where the places, the policy or the custody do not belong together,
    WriteError (exit 7) where an input would be touched, another run holds them, or the log is damaged.
    """
    place.refuse_overlap(destination, inputs)
    where = destination.out if destination.out is not None else destination.log.parent
    made = tuple(path for path in (destination.custody, where) if not os.path.lexists(path))
    kept = files.open_folder(destination.custody, private=True)
    out = None
    try:
        out = files.open_folder(where)
        _take(kept, out, destination)
        past = state.open_state(destination, out, kept, run, secret)
        return Store(
            destination,
            run,
            (out, kept),
            past,
            clock=clock,
            supersede=supersede,
            resume=resume,
            tree=tree,
            made=made,
        )
    except BaseException:
        for folder in (kept, out):
            if folder is not None:
                files.close_folder(folder)
        raise


def _take(kept: Folder, out: Folder, destination: Destination) -> None:
    """Lock, and sweep the output; the folder of a log that stands alone is not ours to lock or to sweep."""
    files.lock_folder(kept)
    if destination.out is not None:
        files.lock_folder(out)
        files.sweep(out)
