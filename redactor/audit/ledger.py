"""Adds lines to a log, each with its custody file, and states the log's length and root in its checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, log, record
from redactor.audit.canonical import canonical, joined
from redactor.audit.merkle import leaf_hash
from redactor.errors import WriteError
from redactor.files import grouped, looking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from redactor.audit.keys import Signer
    from redactor.audit.log import Record
    from redactor.audit.merkle import Frontier
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


@dataclass(frozen=True, slots=True)
class _End:
    """Where a log ends: its tree, the digest of its last line, its size in bytes."""

    tree: Frontier
    prev: str
    size: int

    def after(self, line: bytes) -> _End:
        """Give the end behind one more line."""
        return _End(self.tree.add(leaf_hash(line)), log.line_digest(line), self.size + len(line) + 1)


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
        self._end = _End(past.tree, past.prev, past.size)
        self._unnamed: list[str] = []

    @property
    def lines(self) -> int:
        """Say how many lines the log has."""
        return self._end.tree.size

    @property
    def size(self) -> int:
        """Say how many bytes its whole lines take."""
        return self._end.size

    def append(self, entries: Sequence[Entry], run: int) -> list[Written]:
        """Write custody, then all lines as one write, fsynced: all of them are in the log, or none.

        Custody's files have no names yet: custody never knows a line that the log lacks. `settle` names them.
        """
        end = self._end
        written, kept = [], dict[str, bytes]()
        for entry in entries:
            name, data, one = self._linked(entry, end, run)
            end = end.after(one.line)
            kept[name] = data
            written.append(one)
        grouped.write_unnamed(self._custody, kept, private=True)
        try:
            files.sync(self._custody)
            lines = b"".join(one.line + b"\n" for one in written)
            files.append(self._out, self._place.log.name, lines, size=self._end.size)
        except WriteError:
            # After anything else, or where they could not be taken back, the next run looks what became of the lines.
            if looking.is_no_longer(self._out, self._place.log.name, self._end.size):
                grouped.remove_unnamed(self._custody, kept)
            raise
        self._end = end
        self._unnamed += kept
        return written

    def settle(self) -> None:
        """Give the custody files of recorded lines their names; what is left undone the next call does, or the next run."""
        if self._unnamed:
            while self._unnamed:
                grouped.give_name(self._custody, self._unnamed[0])
                del self._unnamed[0]
            files.sync(self._custody)

    def _linked(self, entry: Entry, end: _End, run: int) -> tuple[str, bytes, Written]:
        """Give an entry its place behind an end of the log: its custody file, and its line."""
        seq = end.tree.size
        linked: Record = {**entry.fields, "v": record.VERSION, "seq": seq, "prev": end.prev, "run": run}
        fields = log.spelled_fields(linked)
        name = custody.file_name(seq, entry.name)
        data = custody.wrap(entry.banner, {**entry.content, **_links(linked, fields)})
        whole: Record = {**linked, "custody": custody.file_commitment(self._secret, name, data)}
        log.refuse_odd(whole)
        line = joined({**fields, "custody": canonical(whole["custody"])})
        return name, data, Written(whole, line)

    def stated(self, policy: str) -> checkpoint.Checkpoint:
        """Give what the checkpoint of the log says, or would."""
        name = checkpoint.origin(policy, commit.secret_check(self._secret))
        return checkpoint.Checkpoint(name, self._end.tree.size, self._end.tree.root())

    def state(self, policy: str) -> None:
        """Write the checkpoint."""
        stated = checkpoint.signed(self.stated(policy), self._signer)
        files.write_whole(self._out, self._place.checkpoint.name, stated.note())


def _links(line: Record, fields: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Give the fields by which a custody file names its line."""
    known = joined({name: data for name, data in fields.items() if name not in record.LOG_ONLY})
    links: Record = {"seq": line["seq"], "run": line["run"], "line_sha256": record.digest(known)}
    if "doc" in line:
        links["doc"] = line["doc"]
    return custody.fragments(links)
