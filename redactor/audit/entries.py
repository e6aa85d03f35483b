"""The files that a line of the log speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from redactor.audit.canonical import Json
    from redactor.audit.log import Record


def file_names(line: Record) -> tuple[str, ...]:
    """Name the files of the release folder that a line speaks of."""
    if line["type"] != "release":
        return ()
    return tuple(str(entry["name"]) for entry in entries(line) if entry["name"] is not None)


def entries(line: Record) -> tuple[dict[str, Json], ...]:
    """Give the file entries of a release line: the release, then its renderings."""
    renderings = line["renderings"]
    found = [line["released"], *(renderings if isinstance(renderings, list) else [])]
    return tuple(entry for entry in found if isinstance(entry, dict))
