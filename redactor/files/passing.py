"""Passes files from one process of a run to another, through a folder that nobody else may read."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import WriteError
from redactor.files import FOLDER, TEMP_PREFIX, TEMP_SUFFIX, Folder
from redactor.files.reading import NOFOLLOW

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 1 << 31

# A staged file. Matches "0", "17-00ff00ff00ff00ff"; must not match "../secret", "", "17-".
_NAME = re.compile(r"[0-9]{1,15} (?: -[0-9a-f]{16} )?", re.VERBOSE)


def open_stage(folder: Folder) -> Folder:
    """Make a fresh folder in `folder`, ours alone; `files.sweep` removes one that was left."""
    name = f"{TEMP_PREFIX}{secrets.token_hex(8)}{TEMP_SUFFIX}"
    with files.writing(folder.path, name):
        os.mkdir(name, files.PRIVATE_FOLDER, dir_fd=folder.descriptor)
        return Folder(folder.path / name, os.open(name, FOLDER | NOFOLLOW, dir_fd=folder.descriptor))


def close_stage(folder: Folder, stage: Folder) -> None:
    """Take a staging folder away with all in it."""
    files.close_folder(stage)
    with files.writing(stage.path):
        files.remove_temporary(folder, stage.path.name)


def put(stage: Path, name: str, data: bytes) -> None:
    """Put a file in a staging folder that is there; not synced, since a crash throws it away."""
    with files.writing(stage, name):
        folder = Folder(stage, os.open(stage, FOLDER | NOFOLLOW))
        try:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name, dir_fd=folder.descriptor)
            files.write_new(folder, name, data, private=True, sync=False)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=folder.descriptor)
            raise
        finally:
            files.close_folder(folder)


def take(stage: Folder, name: str) -> bytes:
    """Give a staged file's bytes and remove it; raises WriteError where it cannot be read.

    The name comes from another process: one that leads out of the folder is refused.
    """
    if not _NAME.fullmatch(name):
        raise WriteError(f"{stage.path}: no file of this name was staged")
    data = files.read_in(stage, name, limit=LIMIT)
    with files.writing(stage.path, name), contextlib.suppress(FileNotFoundError):
        os.unlink(name, dir_fd=stage.descriptor)
    if isinstance(data, bytes):
        return data
    raise WriteError(f"{stage.path / name}: {data.value}")
