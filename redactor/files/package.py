"""What ships with redactor: its data files, and one digest over all of it."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor.errors import InputRefusedError, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator


def package_path(name: str) -> Path:
    """Give the place of a data file that ships with redactor (redactor is always installed unpacked)."""
    return Path(__file__).parent.parent / "data" / name


def package_data(name: str) -> str:
    """Give the text of a data file that ships with redactor; raises InputRefusedError where it cannot be read."""
    with _reading():
        return package_path(name).read_text(encoding="utf-8")


@functools.cache
def package_table(name: str) -> dict[str, Any]:
    """Give a TOML file that ships with redactor, parsed once; whoever asks leaves it as it is.

    Raises InputRefusedError where it cannot be read.
    """
    return tomllib.loads(package_data(name))


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    """Tell a failure to read what is installed as what it is: nothing of a document is at fault."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system refused"
        raise InputRefusedError(
            Refusal.IO,
            f"a file of redactor itself could not be read: {reason}",
            help="run again; if it stays so, install redactor anew",
        ) from error


@functools.cache
def package_digest() -> str:
    """Give one SHA-256 over the path and bytes of every source and data file of the package.

    Raises InputRefusedError where one cannot be read.
    """
    whole = hashlib.sha256()
    with _reading():
        for path, item in sorted(_package_files("", Path(__file__).parent.parent)):
            data = item.read_bytes()
            whole.update(f"{path}\0{len(data)}\0".encode())
            whole.update(data)
    return whole.hexdigest()


def _package_files(prefix: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Walk the package; a stock policy is named by its own digest, byte code is no source."""
    for item in folder.iterdir():
        if item.is_dir() and item.name not in {"__pycache__", "_policies"}:
            yield from _package_files(f"{prefix}{item.name}/", item)
        elif item.is_file() and not item.name.endswith(".pyc"):
            yield prefix + item.name, item
