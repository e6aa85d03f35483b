"""Reads what the user names; nothing here opens a file for writing."""

from __future__ import annotations

import errno
import os
import stat
import sys
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from redactor.errors import InputRefusedError, Refusal

INPUT_LIMIT = 16 * 1024 * 1024
READ = os.O_RDONLY | os.O_CLOEXEC | getattr(os, "O_NONBLOCK", 0)
NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CHUNK = 1 << 20


class Unread(Enum):
    """Why a file gave no bytes."""

    ABSENT = "there is no such file"
    DENIED = "it may not be read: permission"
    IRREGULAR = "it is not a regular file"
    LINK = "it is a symbolic link"
    TOO_BIG = "it is over the size limit"
    FAILED = "reading it failed"
    CHANGED = "it changed while it was read"


UNREAD_BY_ERRNO = {
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG), Unread.ABSENT),
    **dict.fromkeys((errno.EACCES, errno.EPERM), Unread.DENIED),
    errno.ELOOP: Unread.LINK,
    **dict.fromkeys((errno.ENXIO, errno.EISDIR), Unread.IRREGULAR),
}


def try_read(path: Path, *, limit: int = INPUT_LIMIT, follow: bool = True) -> bytes | Unread:
    """Read a regular file once, whole, or say why not; never waits on a pipe, never raises."""
    try:
        descriptor = os.open(path, READ | (0 if follow else NOFOLLOW))
    except OSError as error:
        return UNREAD_BY_ERRNO.get(error.errno or 0, Unread.FAILED)
    except ValueError:  # a NUL in the name
        return Unread.ABSENT
    return read_descriptor(descriptor, limit)


def read_descriptor(descriptor: int, limit: int) -> bytes | Unread:
    """Read and close it; only a regular file gives bytes."""
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return Unread.IRREGULAR
        chunks: list[bytes] = []
        room = limit + 1
        while room and (chunk := os.read(descriptor, min(room, _CHUNK))):
            chunks.append(chunk)
            room -= len(chunk)
        after = os.fstat(descriptor)
    except OSError:
        return Unread.FAILED
    finally:
        os.close(descriptor)
    if not room:
        return Unread.TOO_BIG
    steady = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return b"".join(chunks) if steady else Unread.CHANGED


def read_input(path: Path, *, limit: int = INPUT_LIMIT, follow: bool = True) -> bytes:
    """Read a file the user named; raises InputRefusedError (io, limits) with the next step."""
    data = try_read(path, limit=limit, follow=follow)
    if isinstance(data, bytes):
        return data
    reason = Refusal.LIMITS if data is Unread.TOO_BIG else Refusal.IO
    hint = f"raise it with --max-bytes (now {limit})" if data is Unread.TOO_BIG else ""
    raise InputRefusedError(reason, f"{path}: {data.value}", help=hint)


def read_stdin(*, limit: int = INPUT_LIMIT) -> bytes:
    """Read standard input to its end; raises InputRefusedError when it is over the limit."""
    data = sys.stdin.buffer.read(limit + 1)
    if len(data) > limit:
        raise InputRefusedError(
            Refusal.LIMITS, f"-: {Unread.TOO_BIG.value}", help="raise it with --max-bytes"
        )
    return data


def _refuse_folder(error: OSError) -> None:
    raise InputRefusedError(Refusal.IO, f"{error.filename}: {Unread.DENIED.value}") from error


def is_folder(path: Path) -> bool:
    """Say whether there is a folder; a path that cannot be looked at is none."""
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for a name too long or a folder closed to us


def list_inputs(folder: Path) -> tuple[Path, ...]:
    """List what lies in a folder of inputs, sorted, hidden names left out, no link followed.

    Pipes, devices and links are listed too, for `read_input(follow=False)` to refuse by name, and a folder
    that may not be read is an error: what is silently passed over looks like what was done.
    """
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        linked = [name for name in folders if os.path.islink(Path(parent) / name)]  # noqa: PTH114 - Path.is_symlink raises where it may not look
        found += [Path(parent) / name for name in [*names, *linked] if not name.startswith(".")]
    return tuple(sorted(found))


def open_input(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file that the user named, to read it part by part; raises InputRefusedError."""
    try:
        descriptor = os.open(path, READ | (0 if follow else NOFOLLOW))
    except (OSError, ValueError) as error:
        why = UNREAD_BY_ERRNO.get(getattr(error, "errno", 0) or 0, Unread.FAILED)
        raise InputRefusedError(Refusal.IO, f"{path}: {why.value}") from None
    if not holds_regular(descriptor):
        os.close(descriptor)
        raise InputRefusedError(Refusal.IO, f"{path}: {Unread.IRREGULAR.value}")
    return os.fdopen(descriptor, "rb")


def holds_regular(descriptor: int) -> bool:
    """Say whether a regular file is open; what cannot be looked at is none."""
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    except OSError:
        return False


def read_part(path: Path, at: int, size: int) -> bytes:
    """Read a part of a file that the user named; raises InputRefusedError where it is shorter by now."""
    with open_input(path) as stream:
        try:
            stream.seek(at)
            data = stream.read(size)
        except OSError:
            raise InputRefusedError(Refusal.IO, f"{path}: {Unread.FAILED.value}") from None
    if len(data) != size:
        raise InputRefusedError(Refusal.IO, f"{path}: {Unread.CHANGED.value}")
    return data
