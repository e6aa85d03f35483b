"""The release folder's files as the lines of a log speak of them: their names, and whether they stand."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import entries, identity, log, record
from redactor.errors import WriteError

if TYPE_CHECKING:
    from collections.abc import Container

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record
    from redactor.files import Folder


def file_name(document: str, fields: Record, suffix: str, *, tree: bool) -> str:
    """Name a document's file: ID.txt, and ID.draft.txt while a person has to decide; in a tree with its folder."""
    folder = identity.folder(document) if tree else ""
    return (
        f"{folder}{document}.draft.{suffix}" if fields["kind"] == "draft" else f"{folder}{document}.{suffix}"
    )


def intact(out: Folder, line: Record) -> bool:
    """Say whether every file that a line speaks of stands there with its digest."""
    return all(_stands(out, entry) for entry in entries.entries(line) if entry["name"] is not None)


def _stands(out: Folder, entry: Record) -> bool:
    size = entry["bytes"]
    limit = size if isinstance(size, int) else 0
    data = files.read_in(out, str(entry["name"]), limit=limit)
    return isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == entry["sha256"]


def refuse_changed(out: Folder, line: Record, ours: Container[Json]) -> None:
    """Keep a release that somebody changed as evidence: raise WriteError unless its digest is one of ours."""
    for name in entries.file_names(line):
        data = files.read_in(out, name, limit=log.LOG_LIMIT)
        if isinstance(data, bytes) and record.digest(data) not in ours:
            raise WriteError(
                f"{name}: it is not what its line in the log says",
                help="run `redactor verify`; --supersede replaces it",
            )
