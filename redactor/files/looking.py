"""Looks through what lies in a folder of ours: its files and folders, the lines of a file, a part of one."""

from __future__ import annotations

import os
import stat
from enum import Enum
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import WriteError
from redactor.files import FOLDER
from redactor.files.reading import NOFOLLOW, READ, UNREAD_BY_ERRNO, Unread, holds_regular

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from redactor.files import Folder


class Kind(Enum):
    """What a name in a folder stands for."""

    FILE = "a file"
    FOLDER = "a folder"
    ODD = "a link, or another odd thing"


# No folder of ours is deeper: what is, is not looked into.
_DEEPEST = 8


def tree_of(folder: Folder) -> Iterator[tuple[str, Kind]]:
    """Give all that lies in a folder and below it, sorted, by its way from there; what an interrupted run left is removed.

    Raises WriteError where a folder cannot be read.
    """
    with files.writing(folder.path):
        yield from _below(folder.descriptor, "", _DEEPEST)


def _below(descriptor: int, way: str, depth: int) -> Iterator[tuple[str, Kind]]:
    for name in sorted(os.listdir(descriptor)):
        mode = os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode
        if stat.S_ISREG(mode) and files.is_temporary(name):
            os.unlink(name, dir_fd=descriptor)
        elif not stat.S_ISDIR(mode) or not depth:
            yield way + name, Kind.FILE if stat.S_ISREG(mode) else Kind.ODD
        else:
            yield way + name, Kind.FOLDER
            inner = os.open(name, FOLDER | NOFOLLOW, dir_fd=descriptor)
            try:
                yield from _below(inner, f"{way}{name}/", depth - 1)
            finally:
                os.close(inner)


def lines_in(folder: Folder, name: str, limit: int) -> Iterator[bytes]:
    """Give a file's lines one by one, each with its line end, but for what stands behind the last; none where it is absent.

    A line over the limit comes without its end. Raises WriteError where it cannot be read.
    """
    try:
        descriptor = os.open(name, READ | NOFOLLOW, dir_fd=folder.descriptor)
    except FileNotFoundError:
        return
    except OSError as error:
        why = UNREAD_BY_ERRNO.get(error.errno or 0, Unread.FAILED)
        raise WriteError(f"{folder.path / name}: {why.value}") from None
    with os.fdopen(descriptor, "rb") as stream:
        if not holds_regular(descriptor):
            raise WriteError(f"{folder.path / name}: {Unread.IRREGULAR.value}")
        while (line := _line(stream, folder.path / name, limit)) and (
            line.endswith(b"\n") or len(line) > limit
        ):
            yield line


def _line(stream: BinaryIO, path: Path, limit: int) -> bytes:
    try:
        return stream.readline(limit + 1)
    except OSError:
        raise WriteError(f"{path}: {Unread.FAILED.value}") from None


def is_no_longer(folder: Folder, name: str, size: int) -> bool:
    """Say whether a file is known to have so many bytes at most; one that is absent has none."""
    try:
        return os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False).st_size <= size
    except FileNotFoundError:
        return True
    except OSError:
        return False


def part_in(folder: Folder, name: str, at: int, size: int) -> bytes:
    """Give a part of a file of ours; raises WriteError where it is not there."""
    with files.writing(folder.path, name):
        descriptor = os.open(name, READ | NOFOLLOW, dir_fd=folder.descriptor)
        try:
            data = os.pread(descriptor, size, at)
        finally:
            os.close(descriptor)
    if len(data) != size:
        raise WriteError(f"{folder.path / name}: {Unread.CHANGED.value}")
    return data
