"""Writes a remark into the log: by whom, on which document or on the log itself; public like every line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.audit import log, standing, unseal, written
from redactor.errors import UsageError

if TYPE_CHECKING:
    from redactor.audit import place
    from redactor.audit.keys import Signer
    from redactor.audit.log import Record


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be noted; `document` None: it speaks of the log."""

    actor: str
    text: str
    document: str | None = None


def note(destination: place.Destination, remark: Remark, *, signer: Signer | None = None) -> int:
    """Record a remark and give its line's number.

    Raises UsageError where the document is not in the log, or where the words repeat what any document that
    stands in it removes; WriteError where log or custody do not fit each other or cannot be written.
    """
    written.refuse_odd(remark.actor, remark.text)
    with standing.hold(destination, signer) as held:
        released = log.current(held.records)
        if remark.document is not None and remark.document not in {line["doc"] for line in released}:
            raise UsageError(
                f"no document {remark.document} stands in the log", help="redactor audit show lists them"
            )
        opened = (unseal.document_of(held, line) for line in released)
        removed = (removal.text for document in opened for removal in document.removals)
        written.refuse_repeated((remark.actor, remark.text), removed)
        fields: Record = {
            "type": "note",
            "doc": remark.document,
            "actor": remark.actor,
            "text": remark.text,
        }
        standing.add(held, fields)
        return len(held.records)
