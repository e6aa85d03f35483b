"""Adds lines to a log, each with its custody file, and states the log's length and root in its checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, log, record
from redactor.audit.merkle import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.audit.keys import Signer
    from redactor.audit.log import Record
    from redactor.audit.place import Destination
    from redactor.audit.state import Past
    from redactor.files import Folder


@dataclass(frozen=True, slots=True)
class Entry:
    """One line to write: its fields, the name and banner of its custody file, and what that holds."""

    fields: Record
    name: str
    banner: str
    content: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Written:
    """One line that was written: its record, and its bytes without the line end."""

    record: Record = field(repr=False)
    line: bytes = field(repr=False)


class Ledger:
    """The end of a log, under the lock of the run that writes it."""

    def __init__(
        self,
        place: Destination,
        folders: tuple[Folder, Folder],
        past: Past,
        signer: Signer | None,
    ) -> None:
        self._place, self._secret, self._signer = place, past.secret, signer
        self._out, self._custody = folders
        self._tree, self._prev, self._size = past.tree, past.prev, past.size

    @property
    def lines(self) -> int:
        """Say how many lines the log has."""
        return self._tree.size

    @property
    def size(self) -> int:
        """Say how many bytes its whole lines take."""
        return self._size

    def append(self, entries: Sequence[Entry], run: int) -> list[Written]:
        """Write custody, then all lines as one write, fsynced: all of them are in the log, or none."""
        written, lines, tree, prev = [], b"", self._tree, self._prev
        for entry in entries:
            seq = tree.size
            linked: Record = {**entry.fields, "v": record.VERSION, "seq": seq, "prev": prev, "run": run}
            name = custody.file_name(seq, entry.name)
            data = custody.wrap(entry.banner, {**entry.content, **_links(linked)})
            whole: Record = {**linked, "custody": custody.file_commitment(self._secret, name, data)}
            line = log.encode(whole)
            files.write_whole(self._custody, name, data, private=True)
            written.append(Written(whole, line))
            lines += line + b"\n"
            tree, prev = tree.add(leaf_hash(line)), log.line_digest(line)
        files.append(self._out, self._place.log.name, lines, size=self._size)
        self._tree, self._prev, self._size = tree, prev, self._size + len(lines)
        return written

    def stated(self, policy: str) -> checkpoint.Checkpoint:
        """Give what the checkpoint of the log says, or would."""
        name = checkpoint.origin(policy, commit.secret_check(self._secret))
        return checkpoint.Checkpoint(name, self._tree.size, self._tree.root())

    def state(self, policy: str) -> None:
        """Write the checkpoint."""
        stated = checkpoint.signed(self.stated(policy), self._signer)
        files.write_whole(self._out, self._place.checkpoint.name, stated.note())


def _links(line: Record) -> Mapping[str, bytes]:
    """Give the fields by which a custody file names its line."""
    links: Record = {"seq": line["seq"], "run": line["run"], "line_sha256": record.line_digest(line)}
    if "doc" in line:
        links["doc"] = line["doc"]
    return custody.fragments(links)
