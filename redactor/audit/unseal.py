"""Opens removals of a document from custody, and records who opened which, and why, before anything is shown.

An opening is what a commitment of the log needs to be checked alone: the nonce and the text. It opens that
one removal and no other: each has a nonce of its own.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor import view as views
from redactor.audit import checkpoint, commit, custody, log, place, record, state
from redactor.audit.canonical import Json, MalformedError, canonical, parse
from redactor.audit.merkle import leaf_hash
from redactor.audit.opened import read_document
from redactor.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from redactor.audit.keys import Signer
    from redactor.audit.log import Log, Record
    from redactor.audit.opened import OpenedDocument

_TYPE = "opening"
# The longest that the schema takes.
_ACTOR, _REASON = 200, 500
# A shorter text recurs by chance.
_LEAST = 4

# A word of folded text. Matches "brandt", "o'neil"; must not match "12", "--".
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_RELEASE = "release"
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
    _refuse_words(asked)
    if destination.out is None or not files.is_folder(destination.out):
        raise UsageError(f"{destination.log.parent}: there is no output folder here")
    kept = files.open_folder(destination.custody, private=True)
    try:
        out = files.open_folder(destination.out)
        try:
            files.lock_folder(kept)
            files.lock_folder(out)
            return _unseal(out, kept, destination, asked, signer)
        finally:
            files.close_folder(out)
    finally:
        files.close_folder(kept)


def _unseal(
    out: files.Folder,
    kept: files.Folder,
    destination: place.Destination,
    asked: Request,
    signer: Signer | None,
) -> tuple[Opening, ...]:
    opened = state.open_standing(destination, out, kept, signer)
    line = _line(opened.log.records, asked)
    document = _document(kept, opened.secret, line)
    openings = tuple(_opening(opened.secret, line, document, number) for number in asked.numbers)
    _refuse_repeated(asked, document)
    fields: Record = {
        "type": "unseal",
        "doc": asked.document,
        "line": line["seq"],
        "removals": [*sorted(asked.numbers)],
        "actor": asked.actor,
        "reason": asked.reason,
    }
    _record(out, destination, opened.log, fields, checkpoint.origin_of(opened.log.records[0]), signer)
    return openings


def _refuse_words(asked: Request) -> None:
    """Refuse an actor or a reason that a line of the log cannot hold."""
    for words, most in ((asked.actor, _ACTOR), (asked.reason, _REASON)):
        if not words.strip() or len(words) > most or not words.isprintable():
            raise UsageError(
                "an opening needs who opens it, and why: one line of plain text each",
                help=f"--by takes {_ACTOR} characters, --reason {_REASON}",
            )


def _refuse_repeated(asked: Request, document: OpenedDocument) -> None:
    """Refuse words that repeat what the document removes, however disguised: they would stand in the public log.

    A name is repeated by any of its words; one that is an ordinary word tells nothing by itself.
    """
    folded = [views.fold_term(removal.text).strip() for removal in document.removals]
    named = {word for text in folded for word in _WORD.findall(text) if not views.ordinary(word)}
    terms = sorted(term for term in {*folded, *named} if len(term) >= _LEAST)
    if next(iter(views.find_terms(views.build(f"{asked.actor}\n{asked.reason}"), terms)), None) is not None:
        raise UsageError(
            "who or why repeats what was removed, and the log is public",
            help="name the office, not the person",
        )


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


def _document(kept: files.Folder, secret: bytes, line: Record) -> OpenedDocument:
    """Read the document's custody file, its bytes held against the log."""
    name = custody.file_name(int(str(line["seq"])), str(line["doc"]))
    data = files.read_in(kept, name, limit=custody.FILE_LIMIT)
    if not isinstance(data, bytes) or not hmac.compare_digest(
        custody.file_commitment(secret, name, data), str(line["custody"])
    ):
        raise WriteError(f"{kept.path / name}: it is not what the log commits to", help=_DAMAGED)
    try:
        return read_document(custody.unwrap(data))
    except MalformedError as error:
        raise WriteError(f"{kept.path / name}: {error.message}", help=_DAMAGED) from error


def _opening(secret: bytes, line: Record, document: OpenedDocument, number: int) -> Opening:
    removal = next(one for one in document.removals if one.number == number)
    nonce = commit.removal_nonce(secret, document.sha256, removal.span)
    made = Opening(str(line["doc"]), int(str(line["seq"])), number, nonce, removal.text)
    stated = next(row["commit"] for row in _rows(line) if row["n"] == number)
    if made.commitment() != stated:
        raise WriteError(f"{made.document}: removal {number} does not open its commitment", help=_DAMAGED)
    return made


def _record(
    out: files.Folder,
    destination: place.Destination,
    history: Log,
    fields: Record,
    origin: str,
    signer: Signer | None,
) -> None:
    """Append the line, fsynced, and the checkpoint that covers it."""
    line: Record = {**fields, "v": record.VERSION, "seq": history.tree.size, "prev": history.prev}
    data = log.encode(line)
    files.append(out, destination.log.name, data + b"\n", size=history.size)
    tree = history.tree.add(leaf_hash(data))
    stated = checkpoint.signed(checkpoint.Checkpoint(origin, tree.size, tree.root()), signer)
    files.write_whole(out, destination.checkpoint.name, stated.note())


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
    if not (isinstance(line, int) and isinstance(number, int) and isinstance(text, str)):
        raise MalformedError("not a file of openings")
    return Opening(str(row["doc"]), line, number, bytes.fromhex(str(nonce)), text)
