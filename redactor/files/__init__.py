"""The world: the only module that opens anything for writing, and the one way in for what is read.

A folder is opened once and worked on through its descriptor: a path swapped underneath moves no write.
A file appears whole or not at all: temporary file beside it, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from redactor.errors import UsageError, WriteError
from redactor.files.package import package_data as package_data
from redactor.files.package import package_digest as package_digest
from redactor.files.package import package_path as package_path
from redactor.files.package import package_table as package_table
from redactor.files.reading import INPUT_LIMIT as INPUT_LIMIT
from redactor.files.reading import NOFOLLOW, READ, UNREAD_BY_ERRNO, read_descriptor
from redactor.files.reading import Unread as Unread
from redactor.files.reading import is_folder as is_folder
from redactor.files.reading import list_inputs as list_inputs
from redactor.files.reading import open_input as open_input
from redactor.files.reading import read_input as read_input
from redactor.files.reading import read_part as read_part
from redactor.files.reading import read_stdin as read_stdin
from redactor.files.reading import try_read as try_read

try:
    import fcntl
except ImportError:  # Windows: what rests on POSIX locks and modes is refused, not faked
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
# Nobody else may write, whatever the umask; it may close more.
PUBLIC_FILE = 0o644
PUBLIC_FOLDER = 0o755
OTHERS = 0o077
TEMP_PREFIX = ".redactor-"
TEMP_SUFFIX = ".tmp"
FOLDER = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_DIRECTORY", 0)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder held open; every read and write of ours in it goes through `descriptor`."""

    path: Path
    descriptor: int


def refuse_links(path: Path) -> None:
    """Raise WriteError when a part of the path is a symbolic link; one right under / is the system's."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow what we look for
    for part in [*reversed(absolute.parents), absolute][2:]:
        if os.path.islink(part):  # noqa: PTH114 - Path.is_symlink raises for a name too long
            raise WriteError(f"{path}: {part} is a symbolic link", help="give the real path")


def open_folder(path: Path, *, private: bool = False) -> Folder:
    """Make a folder where there is none and hold it open; a private one is ours alone (0700)."""
    refuse_links(path)
    with writing(path):
        if not (fresh := not path.exists()) and not path.is_dir():
            raise WriteError(f"{path}: a file stands where the folder should be", help="name another folder")
        path.mkdir(mode=PRIVATE_FOLDER if private else PUBLIC_FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(path, FOLDER | NOFOLLOW)
    folder = Folder(path, descriptor)
    try:
        if private:
            _make_private(folder, fresh=fresh)
        if fresh:
            sync_parent(path)
    except BaseException:
        close_folder(folder)
        raise
    return folder


def _make_private(folder: Folder, *, fresh: bool) -> None:
    """Close an empty folder to others; one in use that others can read is the user's to look at."""
    with writing(folder.path):
        open_to_others = stat.S_IMODE(os.fstat(folder.descriptor).st_mode) & OTHERS
    if open_to_others and not fresh and _listing(folder):
        raise UsageError(f"{folder.path}: others may read this folder", help=f"chmod 700 {folder.path}")
    with writing(folder.path):
        os.fchmod(folder.descriptor, PRIVATE_FOLDER)


def sync(folder: Folder) -> None:
    """Make last what the files of a folder are named."""
    with writing(folder.path):
        os.fsync(folder.descriptor)


def sync_parent(path: Path) -> None:
    """Make last what a folder was named: fsync of the folder around it."""
    parent = hold_parent(path.absolute())
    with writing(path):
        try:
            os.fsync(parent.descriptor)
        finally:
            close_folder(parent)


def remove_empty(path: Path) -> None:
    """Take a folder away if it is empty."""
    with contextlib.suppress(OSError):
        path.rmdir()


def close_folder(folder: Folder) -> None:
    """Let go of the folder and of its lock."""
    with contextlib.suppress(OSError):
        os.close(folder.descriptor)


def lock_folder(folder: Folder) -> None:
    """Take the folder for this process alone, or raise WriteError at once; held until it is closed."""
    if fcntl is None:
        raise WriteError("this system has no file locks that redactor can rest on")
    try:
        fcntl.flock(folder.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise WriteError(
            f"{folder.path}: another run of redactor holds it", help="wait for it to end, then run again"
        ) from error
    except OSError as error:
        raise WriteError(
            f"{folder.path}: it cannot be locked: {os.strerror(error.errno or 0)}",
            help="name a folder on a disk of this machine",
        ) from error


def _listing(folder: Folder) -> list[str]:
    return sorted(os.listdir(folder.descriptor))  # noqa: PTH208 - a path could lead elsewhere by now


def names_in(folder: Folder) -> tuple[str, ...]:
    """List the folder, sorted, our temporary files left out."""
    with writing(folder.path):
        return tuple(name for name in _listing(folder) if not is_temporary(name))


def temporary(name: str) -> str:
    """Name a file until it is finished."""
    return f"{TEMP_PREFIX}{name}{TEMP_SUFFIX}"


def is_temporary(name: str) -> bool:
    """Say whether a name is one of ours for a file that is not finished."""
    return name.startswith(TEMP_PREFIX) and name.endswith(TEMP_SUFFIX)


def unfinished_in(folder: Folder) -> tuple[str, ...]:
    """List the names that files of ours were to have, had they been finished."""
    found = [name for name in each_in(folder) if is_temporary(name)]
    return tuple(sorted(name[len(TEMP_PREFIX) : -len(TEMP_SUFFIX)] for name in found))


def sweep(folder: Folder) -> None:
    """Remove what an interrupted run left unfinished; call it only under the lock."""
    with writing(folder.path):
        for name in [name for name in each_in(folder) if is_temporary(name)]:
            remove_temporary(folder, name)


def each_in(folder: Folder) -> Iterator[str]:
    """Give the names in a folder in no order, one by one: there may be very many."""
    with writing(folder.path), os.scandir(folder.descriptor) as found:
        for entry in found:
            yield entry.name


def remove_temporary(folder: Folder, name: str) -> None:
    """Take away a file of ours, or a staging folder with the files in it; a link goes alone."""
    try:
        descriptor = os.open(name, FOLDER | NOFOLLOW, dir_fd=folder.descriptor)
    except FileNotFoundError:
        return
    except OSError:  # no folder
        os.unlink(name, dir_fd=folder.descriptor)
        return
    try:
        for left in os.listdir(descriptor):  # noqa: PTH208 - a path could lead elsewhere by now
            os.unlink(left, dir_fd=descriptor)
    finally:
        os.close(descriptor)
    os.rmdir(name, dir_fd=folder.descriptor)


@contextlib.contextmanager
def inside(folder: Folder, name: str, *, make: bool = False) -> Iterator[tuple[Folder, str]]:
    """Go down to the folder that a name such as `07/ASTANA/x.txt` leads to, no link followed."""
    *parts, last = name.split("/")
    with contextlib.ExitStack() as held:
        for part in parts:
            if make:
                _make_inner(folder, part)
            descriptor = os.open(part, FOLDER | NOFOLLOW, dir_fd=folder.descriptor)
            held.callback(os.close, descriptor)
            folder = Folder(folder.path / part, descriptor)
        yield folder, last


def _make_inner(folder: Folder, name: str) -> None:
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, PUBLIC_FOLDER, dir_fd=folder.descriptor)
        os.fsync(folder.descriptor)


def read_in(folder: Folder, name: str, *, limit: int) -> bytes | Unread:
    """Read a regular file of the folder or below it; a link is not followed."""
    try:
        with inside(folder, name) as (inner, last):
            descriptor = os.open(last, READ | NOFOLLOW, dir_fd=inner.descriptor)
    except OSError as error:
        return UNREAD_BY_ERRNO.get(error.errno or 0, Unread.FAILED)
    return read_descriptor(descriptor, limit)


def is_regular(folder: Folder, name: str) -> bool:
    """Say whether the folder has a regular file of that name, a link being none."""
    try:
        with inside(folder, name) as (inner, last):
            return stat.S_ISREG(os.stat(last, dir_fd=inner.descriptor, follow_symlinks=False).st_mode)
    except OSError:
        return False


# --- writing -----------------------------------------------------------------------------------


@contextlib.contextmanager
def writing(path: Path, name: str = "") -> Iterator[None]:
    """Turn an OSError into a WriteError that names the file and the system's reason."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system refused"
        raise WriteError(f"{path / name}: could not be written: {reason}") from error


def write_whole(folder: Folder, name: str, data: bytes, *, private: bool = False) -> None:
    """Put a whole file in the folder or below it, or leave it as it was; what stands there must be a regular file."""
    with writing(folder.path, name), inside(folder, name, make=True) as (inner, last):
        _replace(inner, last, data, private=private)


def _replace(folder: Folder, name: str, data: bytes, *, private: bool) -> None:
    refuse_odd_target(folder, name)
    unnamed = temporary(name)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(unnamed, dir_fd=folder.descriptor)
    try:
        write_new(folder, unnamed, data, private=private)
        os.rename(unnamed, name, src_dir_fd=folder.descriptor, dst_dir_fd=folder.descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(unnamed, dir_fd=folder.descriptor)
        raise
    os.fsync(folder.descriptor)


def refuse_odd_target(folder: Folder, name: str) -> None:
    """Raise WriteError where anything but a regular file has a name."""
    try:
        mode = os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise WriteError(f"{folder.path / name}: could not be looked at") from error
    if not stat.S_ISREG(mode):
        raise WriteError(f"{folder.path / name}: a link or another odd thing stands there", help="remove it")


def create(folder: Folder, name: str, *, private: bool) -> int:
    """Create a file, and give what writes to it; O_EXCL so that nothing planted there is written through."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | NOFOLLOW
    return os.open(name, flags, PRIVATE_FILE if private else PUBLIC_FILE, dir_fd=folder.descriptor)


def write_new(folder: Folder, name: str, data: bytes, *, private: bool, sync: bool = True) -> None:
    """Create, fill and fsync."""
    descriptor = create(folder, name, private=private)
    try:
        write_all(descriptor, data)
        if sync:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte: a full disk shows as a short write before it shows as an error."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def append(folder: Folder, name: str, data: bytes, *, size: int, private: bool = False) -> None:
    """Add to the end of a file that is `size` bytes long, and fsync; a failed write is taken back."""
    refuse_odd_target(folder, name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | NOFOLLOW
    with writing(folder.path, name):
        descriptor = os.open(name, flags, PRIVATE_FILE if private else PUBLIC_FILE, dir_fd=folder.descriptor)
        try:
            os.ftruncate(descriptor, size)
            os.lseek(descriptor, size, os.SEEK_SET)
            _write_or_take_back(folder, descriptor, data, size)
        finally:
            os.close(descriptor)


def _write_or_take_back(folder: Folder, descriptor: int, data: bytes, size: int) -> None:
    try:
        write_all(descriptor, data)
        os.fsync(descriptor)
        if not size:
            os.fsync(folder.descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
            os.fsync(descriptor)
        raise


def remove(folder: Folder, name: str) -> None:
    """Remove a file of ours; that it is gone already is no error."""
    with (
        writing(folder.path, name),
        contextlib.suppress(FileNotFoundError),
        inside(folder, name) as (inner, last),
    ):
        os.unlink(last, dir_fd=inner.descriptor)
        os.fsync(inner.descriptor)


def write_file(path: Path, data: bytes, *, private: bool = False, replace: bool = False) -> None:
    """Write a single file beside what is there; raises WriteError when it exists, unless told to replace."""
    refuse_links(path)
    folder = hold_parent(path)
    try:
        if not replace and os.path.lexists(path):
            raise WriteError(f"{path}: it is there already", help="name another file, or move this one away")
        write_whole(folder, path.name, data, private=private)
    finally:
        close_folder(folder)


def hold_parent(path: Path) -> Folder:
    """Hold open the folder that a path lies in; raises WriteError where it cannot be opened."""
    with writing(path):
        return Folder(path.parent, os.open(path.parent, FOLDER))


def write_stdout(data: bytes) -> None:
    """Put bytes on standard output as they are; raises WriteError when it does not take them."""
    with writing(Path("-")):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
