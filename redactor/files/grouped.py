"""Puts several files on the disk at once: each whole or not at all, all of them for little more than one wait.

A disk takes as long over thirty files as over one where it is asked for all of them before it has answered.
Written in two steps: under temporary names, synced; then the names. What stands between the two steps is the caller's.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from redactor import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from redactor.files import Folder

# So many answers of the disk are waited for at a time; for fewer files than that no thread is worth starting.
_AT_A_TIME = 8
_WORTH_THREADS = 4


def write_unnamed(folder: Folder, group: Mapping[str, bytes], *, private: bool = False) -> None:
    """Write files of one folder under their temporary names, and sync them; the folder is the caller's to sync.

    Raises WriteError where one cannot be written: then none is left.
    """
    try:
        with contextlib.ExitStack() as held:
            descriptors = [
                _written(folder, name, data, held, private=private) for name, data in group.items()
            ]
            with files.writing(folder.path):
                _sync(descriptors)
    except BaseException:
        remove_unnamed(folder, group)
        raise


def _written(folder: Folder, name: str, data: bytes, held: contextlib.ExitStack, *, private: bool) -> int:
    files.refuse_odd_target(folder, name)
    with files.writing(folder.path, name):
        with contextlib.suppress(FileNotFoundError):
            os.unlink(files.temporary(name), dir_fd=folder.descriptor)
        descriptor = files.create(folder, files.temporary(name), private=private)
        held.callback(os.close, descriptor)
        files.write_all(descriptor, data)
    return descriptor


def give_name(folder: Folder, name: str) -> None:
    """Give a file its name that was written without; the folder is the caller's to sync."""
    with files.writing(folder.path, name):
        os.rename(files.temporary(name), name, src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)


def remove_unnamed(folder: Folder, names: Iterable[str]) -> None:
    """Take away what was written and got no name; what cannot be removed is left to `files.sweep`."""
    for name in names:
        with contextlib.suppress(OSError):
            os.unlink(files.temporary(name), dir_fd=folder.descriptor)


def write_group(folder: Folder, group: Mapping[str, bytes]) -> None:
    """Put whole files in the folder or below it; raises WriteError where one cannot be: others may stand then."""
    with files.writing(folder.path), contextlib.ExitStack() as held:
        for inner, part in _by_folder(folder, group, held):
            write_unnamed(inner, part)
            for name in part:
                give_name(inner, name)
            files.sync(inner)


def _by_folder(
    folder: Folder, group: Mapping[str, bytes], held: contextlib.ExitStack
) -> Iterator[tuple[Folder, Mapping[str, bytes]]]:
    """Take a group apart by the folders that its names lead to; each is made where it is not there."""
    parts: dict[str, dict[str, bytes]] = {}
    for name, data in group.items():
        way, _, last = name.rpartition("/")
        parts.setdefault(way, {})[last] = data
    for way, part in parts.items():
        inner, _ = held.enter_context(files.inside(folder, f"{way}/-" if way else "-", make=True))
        yield inner, part


def _sync(descriptors: list[int]) -> None:
    if len(descriptors) < _WORTH_THREADS:
        for descriptor in descriptors:
            os.fsync(descriptor)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        list(pool.map(os.fsync, descriptors))
