"""Where policies lie: the stock policies that ship with redactor, and any path."""

from __future__ import annotations

import functools
import os
from pathlib import Path

from redactor import files
from redactor.errors import UsageError
from redactor.policy.nodes import suggest

_SUFFIX = ".yaml"


@functools.cache
def folder() -> Path:
    """Give the folder of the stock policies: in the package, or in the repository of an editable install."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_policies"
    return shipped if files.is_folder(shipped) else package.parent / "policies"


def stock() -> tuple[str, ...]:
    """Give the names of the stock policies, sorted; raises UsageError where they cannot be listed."""
    try:
        found = [path for path in folder().iterdir() if path.suffix == _SUFFIX]
    except OSError as error:
        raise UsageError(f"{folder()}: the stock policies cannot be listed", help="install again") from error
    # Beside NAME.yaml lie its tests, NAME.tests.yaml: a policy's name has no point in it.
    return tuple(sorted(path.stem for path in found if "." not in path.stem))


def path_of(name: str) -> Path:
    """Give the file of a stock policy by its name, or of a policy by its path. Raises UsageError."""
    if name in stock():
        return folder() / f"{name}{_SUFFIX}"
    path = Path(name)
    if os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises where it may not look
        return path
    if os.path.lexists(path):
        raise UsageError(f"`{name}` is not a file", help="give a policy's path or a stock policy's name")
    if path.suffix in {_SUFFIX, ".yml"} or os.path.dirname(name):  # noqa: PTH120 - `./x` is a path, `x` a name
        raise UsageError(
            f"{name}: there is no such file", help="`redactor policy list` names the stock policies"
        )
    help_ = suggest(name, stock()) or f"the stock policies are {', '.join(stock())}"
    raise UsageError(f"there is no policy `{name}`", help=help_)


def display_name(name: str) -> str:
    """Give what diagnostics call the file: the path as typed, or the stock policy's file name."""
    return f"policies/{name}{_SUFFIX}" if name in stock() else name
