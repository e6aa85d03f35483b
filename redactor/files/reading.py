"""Reads what the user names; nothing here opens a file for writing."""

from __future__ import annotations

import errno
import os
import stat
import sys
from enum import Enum
from pathlib import Path

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
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return Unread.IRREGULAR
        chunks: list[bytes] = []
        room = limit + 1
        while room and (chunk := os.read(descriptor, min(room, _CHUNK))):
            chunks.append(chunk)
            room -= len(chunk)
    except OSError:
        return Unread.FAILED
    finally:
        os.close(descriptor)
    return b"".join(chunks) if room else Unread.TOO_BIG


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
        linked = [name for name in folders if (Path(parent) / name).is_symlink()]
        found += [Path(parent) / name for name in [*names, *linked] if not name.startswith(".")]
    return tuple(sorted(found))
