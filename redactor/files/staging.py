"""Folders that are built aside and put in their place whole, and folders that are only read."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import UsageError, WriteError

if TYPE_CHECKING:
    from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


def hold_folder(path: Path) -> files.Folder:
    """Hold a folder open to read from: nothing is made or changed; raises UsageError where there is none."""
    files.refuse_links(path)
    try:
        return files.Folder(path, os.open(path, _FOLDER))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system refused"
        raise UsageError(f"{path}: the folder could not be opened: {reason}") from error


def is_in_place(folder: files.Folder) -> bool:
    """Say whether a folder that is held still stands where its path says."""
    try:
        there = folder.path.stat(follow_symlinks=False)
        held = os.fstat(folder.descriptor)
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)


def clear(folder: files.Folder) -> None:
    """Take away all that lies in a folder that we built; a link in it is removed, never followed."""
    with files.writing(folder.path):
        _clear(folder.descriptor)


def _clear(descriptor: int) -> None:
    for name in os.listdir(descriptor):
        if stat.S_ISDIR(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode):
            inner = os.open(name, _FOLDER, dir_fd=descriptor)
            try:
                _clear(inner)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=descriptor)
        else:
            os.unlink(name, dir_fd=descriptor)


def put_in_place(folder: files.Folder, target: Path) -> None:
    """Give a finished folder a name beside its own, and make that last.

    Raises WriteError where something has the name already.
    """
    files.refuse_links(target.parent)
    if os.path.lexists(target):
        raise WriteError(f"{target}: it is there already", help="name another folder")
    around = files.hold_parent(target.absolute())
    try:
        with files.writing(target):
            os.fsync(folder.descriptor)
            os.rename(
                folder.path.name, target.name, src_dir_fd=around.descriptor, dst_dir_fd=around.descriptor
            )
            os.fsync(around.descriptor)
    finally:
        files.close_folder(around)
