"""Adds to a log that stands a line that belongs to no run: somebody opened removals, or wrote a note.

As in a run custody comes first, then the line, fsynced, then the checkpoint. Custody holds a file for such a
line too: without it whoever can write to an unsigned log could take the line away, or make one.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, custody, log, record, state
from redactor.audit.merkle import leaf_hash
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.audit import place
    from redactor.audit.keys import Signer
    from redactor.audit.log import Record
    from redactor.files import Folder


@dataclass(frozen=True, slots=True)
class Standing:
    """A log under its locks, read and found whole."""

    destination: place.Destination
    out: Folder
    kept: Folder
    opened: state.Opened = field(repr=False)
    signer: Signer | None

    @property
    def records(self) -> tuple[Record, ...]:
        """Give the log's records."""
        return self.opened.log.records


@contextlib.contextmanager
def hold(destination: place.Destination, signer: Signer | None) -> Iterator[Standing]:
    """Lock an output folder and its custody, and read what stands there.

    Raises UsageError where there is no log or no custody, or the key is another's, WriteError where something
    is damaged or another process holds it.
    """
    if destination.out is None or not files.is_folder(destination.out):
        raise UsageError(f"{destination.log.parent}: there is no output folder here")
    if not files.is_folder(destination.custody):
        raise UsageError(f"{destination.custody}: there is no custody here", help="name it with --custody")
    with contextlib.ExitStack() as held:
        kept = files.open_folder(destination.custody, private=True)
        held.callback(files.close_folder, kept)
        out = files.open_folder(destination.out)
        held.callback(files.close_folder, out)
        files.lock_folder(kept)
        files.lock_folder(out)
        yield Standing(destination, out, kept, state.open_standing(destination, out, kept, signer), signer)


def add(standing: Standing, fields: Record) -> None:
    """Record one line, in custody first; raises WriteError where it cannot be written."""
    history = standing.opened.log
    seq = history.tree.size
    line: Record = {**fields, "v": record.VERSION, "seq": seq, "prev": history.prev}
    content: Record = {
        "v": record.VERSION,
        "type": fields["type"],
        "seq": seq,
        "line_sha256": record.line_digest(line),
    }
    name = custody.file_name(seq, str(fields["type"]))
    kept = custody.wrap(custody.UNREAD_BANNER, custody.fragments(content))
    line["custody"] = custody.file_commitment(standing.opened.secret, name, kept)
    data = log.encode(line)
    files.write_whole(standing.kept, name, kept, private=True)
    files.append(standing.out, standing.destination.log.name, data + b"\n", size=history.size)
    tree = history.tree.add(leaf_hash(data))
    origin = checkpoint.origin_of(history.records[0])
    stated = checkpoint.signed(checkpoint.Checkpoint(origin, tree.size, tree.root()), standing.signer)
    files.write_whole(standing.out, standing.destination.checkpoint.name, stated.note())
