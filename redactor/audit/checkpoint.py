"""The checkpoint: how long a log is and its Merkle root, as the body of a C2SP signed note.

The body is three lines: origin, size, root. Signature lines follow a blank line (audit.keys); a log without a
key has neither. A checkpoint kept elsewhere shows a cut tail, which a chain of hashes alone does not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.audit.canonical import MAX_INTEGER, MalformedError
from redactor.audit.keys import DASH
from redactor.audit.merkle import DIGEST_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from redactor.audit.keys import Signer

_BODY_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log stated of itself at some time."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[str, ...] = ()

    def body(self) -> bytes:
        """Give the bytes that a signature covers."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()

    def note(self) -> bytes:
        """Give the whole file."""
        lines = "".join(f"{line}\n" for line in self.signatures)
        return self.body() + (f"\n{lines}".encode() if lines else b"")

    def digest(self) -> str:
        """Give the name by which a later run line knows this checkpoint; signatures may be added later."""
        return hashlib.sha256(self.body()).hexdigest()


def signed(stated: Checkpoint, signer: Signer | None) -> Checkpoint:
    """Give the checkpoint under its signer's name; unchanged where no key is configured."""
    return stated if signer is None else replace(stated, signatures=(signer.sign(stated.body()),))


def origin(policy: str, check: str) -> str:
    """Name a log: its policy, and enough of its custody's check value to tell it from others."""
    return f"redactor/{policy}/{check[:16]}"


def origin_of(run: Mapping[str, object]) -> str:
    """Give the origin that a log's run lines call for."""
    policy = run["policy"]
    return origin(str(policy["id"]) if isinstance(policy, dict) else "", str(run["custody_key"]))


def parse(data: bytes) -> Checkpoint:
    """Read a checkpoint; only the exact bytes that `note` gives are accepted, else MalformedError."""
    try:
        lines = data.decode().split("\n")
        name, size, root = lines[:_BODY_LINES]
        result = Checkpoint(name, int(size), base64.b64decode(root, validate=True), _signatures(lines))
    except (ValueError, binascii.Error) as error:
        raise MalformedError("not a checkpoint") from error
    if len(result.root) != DIGEST_SIZE or not 0 <= result.size <= MAX_INTEGER or result.note() != data:
        raise MalformedError("not a checkpoint in its one spelling")
    return result


def _signatures(lines: list[str]) -> tuple[str, ...]:
    found = tuple(lines[_BODY_LINES + 1 : -1])
    if not all(line.startswith(DASH) for line in found):
        raise MalformedError("a line that is no signature")
    return found
