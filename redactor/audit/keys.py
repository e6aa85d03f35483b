"""Ed25519 keys and signature lines of C2SP signed notes: what says who stands behind a checkpoint.

The spellings are those of the signed-note format, so that other tools read them: a verifier key is
`NAME+HASH+BASE64`, a private key `PRIVATE+KEY+NAME+HASH+BASE64`, where the base64 holds an algorithm byte
(1 for Ed25519) and 32 bytes, and HASH is the first four bytes of SHA-256 over name, line end and key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from redactor.audit.canonical import MalformedError

if TYPE_CHECKING:
    from collections.abc import Sequence

ED25519 = b"\x01"
KEY_SIZE = 32
SIGNATURE_SIZE = 64
_ID_SIZE = 4
_PRIVATE = "PRIVATE+KEY+"
DASH = "\u2014 "

# The name of a key. Matches "records.example", "post-42"; must not match "two words", "a+b", "".
NAME = re.compile(
    r"""
    [A-Za-z0-9] [A-Za-z0-9._/-]{0,79}
    """,
    re.VERBOSE,
)

# A key after its name. Matches "0a1b2c3d+AQID"; must not match "0A1B2C3D+AQID", "0a1b2c3d".
_REST = re.compile(
    r"""
    (?P<id> [0-9a-f]{8} ) \+ (?P<key> [A-Za-z0-9+/]+ ={0,2} )
    """,
    re.VERBOSE,
)


class Checked(Enum):
    """What came of looking for a key's signature."""

    GOOD = "signed"
    ABSENT = "not signed by this key"
    BAD = "its signature does not fit"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name; two are the same only where name and key are."""

    name: str
    key: bytes

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature line names this key."""
        return _key_id(self.name, ED25519 + self.key)

    def text(self) -> str:
        """Give the key as it is handed out."""
        return _spelt(self.name, ED25519 + self.key)

    def check(self, body: bytes, lines: Sequence[str]) -> Checked:
        """Look for this key's signature among a note's lines; one that does not fit is BAD."""
        mine = [
            signature
            for name, key_id, signature in map(_read_line, lines)
            if name == self.name and key_id == self.id
        ]
        if not mine:
            return Checked.ABSENT
        try:
            for signature in mine:
                Ed25519PublicKey.from_public_bytes(self.key).verify(signature, body)
        except (InvalidSignature, ValueError):
            return Checked.BAD
        return Checked.GOOD


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key under its name; it shows itself nowhere but in `private_text`."""

    name: str
    _key: Ed25519PrivateKey = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        """Give the public half."""
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def sign(self, body: bytes) -> str:
        """Give the signature line over a note's body."""
        signature = self.verifier.id + self._key.sign(body)
        return f"{DASH}{self.name} {base64.b64encode(signature).decode()}"

    def private_text(self) -> str:
        """Give the key as its file holds it."""
        data = ED25519 + self._key.private_bytes_raw()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{base64.b64encode(data).decode()}"


def new_signer(name: str) -> Signer:
    """Make a key; raises MalformedError for a name that a note cannot hold."""
    return Signer(checked_name(name), Ed25519PrivateKey.generate())


def checked_name(name: str) -> str:
    """Give a key's name back; raises MalformedError for one that a key cannot have."""
    if not NAME.fullmatch(name):
        raise MalformedError("a key's name is 1 to 80 letters, digits, dots, dashes, underscores, slashes")
    return name


def read_signer(data: bytes) -> Signer:
    """Read a private key's file; raises MalformedError for anything but what `private_text` gives."""
    text = _line_of(data)
    if not text.startswith(_PRIVATE):
        raise MalformedError("not a private signing key")
    name, key_id, key = _taken_apart(text.removeprefix(_PRIVATE))
    signer = Signer(name, Ed25519PrivateKey.from_private_bytes(key))
    if signer.verifier.id != key_id:
        raise MalformedError("the key does not fit its own name")
    return signer


def read_verifier(data: bytes) -> Verifier:
    """Read a public key; raises MalformedError for a private one, for another kind, for any other bytes."""
    text = _line_of(data)
    if text.startswith(_PRIVATE):
        raise MalformedError("a private key stands where a public one belongs")
    name, key_id, key = _taken_apart(text)
    verifier = Verifier(name, key)
    if verifier.id != key_id:
        raise MalformedError("the key does not fit its own name")
    return verifier


def _line_of(data: bytes) -> str:
    try:
        return data.decode("ascii").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise MalformedError("not a key") from error


def _taken_apart(text: str) -> tuple[str, bytes, bytes]:
    """Give name, key id and the 32 bytes."""
    name, _, rest = text.partition("+")
    match = _REST.fullmatch(rest)
    if match is None or not NAME.fullmatch(name):
        raise MalformedError("not a key")
    data = strict_base64(match["key"])
    if len(data) != 1 + KEY_SIZE or data[:1] != ED25519:
        raise MalformedError("a key of another kind: Ed25519 is wanted")
    return name, bytes.fromhex(match["id"]), data[1:]


def _read_line(line: str) -> tuple[str, bytes, bytes]:
    """Take a signature line apart; one that is not of this form names nobody."""
    name, _, encoded = line.removeprefix(DASH).partition(" ")
    try:
        data = strict_base64(encoded)
    except MalformedError:
        return "", b"", b""
    return name, data[:_ID_SIZE], data[_ID_SIZE:]


def strict_base64(text: str) -> bytes:
    """Decode base64 in its one spelling: spare bits must be zero, which the library does not ask for."""
    try:
        data = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise MalformedError("not base64") from error
    if base64.b64encode(data).decode() != text:
        raise MalformedError("not base64 in its one spelling")
    return data


def _key_id(name: str, typed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + typed).digest()[:_ID_SIZE]


def _spelt(name: str, typed: bytes) -> str:
    return f"{name}+{_key_id(name, typed).hex()}+{base64.b64encode(typed).decode()}"


def is_signed(body: bytes, lines: Sequence[str], named: str | None) -> bool:
    """Say whether a note bears the signature of the key that its log names; any note does where none is."""
    if named is None:
        return True
    try:
        return read_verifier(named.encode()).check(body, lines) is Checked.GOOD
    except MalformedError:
        return False
