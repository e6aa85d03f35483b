"""Opens removals of a document from custody, and records who opened which, and why, before anything is shown.

An opening is what a commitment of the log needs to be checked alone: the nonce and the text. It opens that
one removal and no other: each has a nonce of its own.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.audit import commit, custody, log, record, standing, state, written
from redactor.audit.canonical import Json, MalformedError, canonical, parse
from redactor.audit.opened import read_document
from redactor.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.audit import place
    from redactor.audit.keys import Signer
    from redactor.audit.log import Record
    from redactor.audit.opened import OpenedDocument

_TYPE = "opening"
_DAMAGED = "run `redactor verify` and restore what is damaged"


@dataclass(frozen=True, slots=True)
class Opening:
    """One removal opened: which it is, and what its commitment was made of."""

    document: str
    line: int
    number: int
    nonce: bytes = field(repr=False)
    text: str = field(repr=False)

    def commitment(self) -> str:
        """Give the commitment that the log must have for this removal."""
        return commit.commit(self.nonce, "removed", self.text.encode())


@dataclass(frozen=True, slots=True)
class Request:
    """Which removals of which document, who opens them, and why: the last two stand in the public log."""

    document: str
    numbers: tuple[int, ...]
    actor: str
    reason: str


def unseal(
    destination: place.Destination, asked: Request, *, signer: Signer | None = None
) -> tuple[Opening, ...]:
    """Open removals of a standing release or draft; the log's line is fsynced before they are given.

    Raises UsageError where the document or a removal is not in the log or no reason is given, WriteError
    where log or custody do not fit each other or cannot be written: then nothing is opened.
    """
    written.refuse_odd(asked.actor, asked.reason)
    with standing.hold(destination, signer) as held:
        line = _line(held.records, asked)
        document = document_of(held, line)
        secret = state.secret_of(held.kept, held.opened.log, line)
        openings = tuple(_opening(secret, line, document, number) for number in asked.numbers)
        written.refuse_repeated((asked.actor, asked.reason), (removal.text for removal in document.removals))
        fields: Record = {
            "type": "unseal",
            "doc": asked.document,
            "line": line["seq"],
            "removals": [*sorted(asked.numbers)],
            "actor": asked.actor,
            "reason": asked.reason,
        }
        standing.add(held, fields)
        return openings


def _line(records: Sequence[Record], asked: Request) -> Record:
    """Find the line that stands for the document, and see that it has those removals."""
    for line in log.current(records):
        if line["doc"] == asked.document:
            known = [int(str(row["n"])) for row in _rows(line)]
            if (
                not asked.numbers
                or not set(asked.numbers) <= set(known)
                or len(set(asked.numbers)) < len(asked.numbers)
            ):
                raise UsageError(
                    f"{asked.document}: it has removals {min(known, default=0)} to {max(known, default=0)}",
                    help="redactor audit show lists them",
                )
            return line
    raise UsageError(f"no document {asked.document} stands in the log", help="redactor audit show lists them")


def _rows(line: Record) -> list[dict[str, Json]]:
    rows = line["removals"]
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def document_of(held: standing.Standing, line: Record) -> OpenedDocument:
    """Read a document's custody file, its bytes held against the log; raises WriteError where they differ."""
    name = custody.file_name(int(str(line["seq"])), str(line["doc"]))
    path = held.kept.path / name
    data = custody.stored(held.kept, name)
    secret = state.secret_of(held.kept, held.opened.log, line)
    if not isinstance(data, bytes) or not hmac.compare_digest(
        custody.file_commitment(secret, name, data), str(line["custody"])
    ):
        raise WriteError(f"{path}: it is not what the log commits to", help=_DAMAGED)
    try:
        return read_document(custody.unwrap(data))
    except MalformedError as error:
        raise WriteError(f"{path}: {error.message}", help=_DAMAGED) from error


def _opening(secret: bytes, line: Record, document: OpenedDocument, number: int) -> Opening:
    removal = next(one for one in document.removals if one.number == number)
    nonce = commit.removal_nonce(secret, document.sha256, removal.span)
    made = Opening(str(line["doc"]), int(str(line["seq"])), number, nonce, removal.text)
    stated = next(row["commit"] for row in _rows(line) if row["n"] == number)
    if made.commitment() != stated:
        raise WriteError(f"{made.document}: removal {number} does not open its commitment", help=_DAMAGED)
    return made


# --- openings as files -------------------------------------------------------------------------


def to_file(openings: Iterable[Opening]) -> bytes:
    """Write openings as one canonical JSON object and a line end."""
    found: list[Json] = [
        {
            "doc": one.document,
            "line": one.line,
            "n": one.number,
            "nonce": one.nonce.hex(),
            "text": one.text,
        }
        for one in openings
    ]
    return canonical({"openings": found, "type": _TYPE, "v": record.VERSION}) + b"\n"


def from_file(data: bytes) -> tuple[Opening, ...]:
    """Read openings; raises MalformedError for anything but what `to_file` gives."""
    whole = parse(data.removesuffix(b"\n"))
    try:
        rows = whole["openings"]
        found = tuple(_read(row) for row in rows) if isinstance(rows, list) else ()
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedError("not a file of openings") from error
    if not found or to_file(found) != data:
        raise MalformedError("not a file of openings")
    return found


def _read(row: Json) -> Opening:
    if not isinstance(row, dict):
        raise MalformedError("not a file of openings")
    line, number, nonce, text = row["line"], row["n"], row["nonce"], row["text"]
    if type(line) is not int or type(number) is not int or not isinstance(text, str):
        raise MalformedError("not a file of openings")
    return Opening(str(row["doc"]), line, number, bytes.fromhex(str(nonce)), text)
