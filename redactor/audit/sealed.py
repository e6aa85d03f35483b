"""Seals a custody folder to its reviewers: afterwards only their private keys open any of it.

Each file of custody, the secret too, becomes `NAME.sealed`: AES-256-GCM under a key of its own, and that key
by HPKE (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) to every reviewer. What is encrypted is padded to a power
of two, so that its length tells little, and bound to the file's name, its log's custody key and the document's
root, so that no sealed file passes for another; the list of reviewers is bound with it, so that each of them
sees a change to any part. The log commits to the files as they were: opened again, they verify as before.
"""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from redactor import files
from redactor.audit import commit, custody, log, place, record
from redactor.audit.canonical import Json, MalformedError, canonical, parse
from redactor.audit.keys import NAME, checked_name, strict_base64
from redactor.errors import InputRefusedError, Refusal, UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from redactor.audit.log import Record
    from redactor.files import Folder

SUFFIX = ".sealed"
KEY_SIZE = 32
_PUBLIC, _PRIVATE = "redactor-reviewer+", "REDACTOR+REVIEWER+PRIVATE+KEY+"
_TYPE = "sealed"
_LEAST = 4096
_LENGTH = struct.Struct(">Q")
_INFO = b"redactor/sealed/v1"
_NOTHING = "0" * 64
# A key seals one file and no other, so that its nonce may be the same each time.
_ONCE = bytes(12)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer's public key under a name."""

    name: str
    key: bytes

    @property
    def id(self) -> str:
        """Give the name by which a sealed file knows the key."""
        return _key_id(self.name, self.key)

    def text(self) -> str:
        """Give the key as it is handed out."""
        return f"{_PUBLIC}{self.name}+{self.id}+{base64.b64encode(self.key).decode()}"


@dataclass(frozen=True, slots=True)
class ReviewerKey:
    """A reviewer's private key; it shows itself nowhere but in `private_text`."""

    name: str
    _key: X25519PrivateKey = field(repr=False)

    @property
    def reviewer(self) -> Reviewer:
        """Give the public half."""
        return Reviewer(self.name, self._key.public_key().public_bytes_raw())

    def private_text(self) -> str:
        """Give the key as its file holds it."""
        return f"{_PRIVATE}{self.name}+{self.reviewer.id}+{base64.b64encode(self._key.private_bytes_raw()).decode()}"

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Decrypt; raises MalformedError where it was sealed to another key, or as another file."""
        try:
            return _suite().decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError) as error:
            raise MalformedError("it does not open with this key as this file") from error


def new_reviewer(name: str) -> ReviewerKey:
    """Make a key; raises MalformedError for a name that a key cannot have."""
    return ReviewerKey(checked_name(name), X25519PrivateKey.generate())


def read_reviewer(data: bytes) -> Reviewer:
    """Read a reviewer's public key; raises MalformedError for any other bytes."""
    name, key_id, key = _taken_apart(data, _PUBLIC)
    found = Reviewer(name, key)
    if found.id != key_id:
        raise MalformedError("the key does not fit its own name")
    return found


def read_reviewer_key(data: bytes) -> ReviewerKey:
    """Read a reviewer's private key; raises MalformedError for any other bytes."""
    name, key_id, key = _taken_apart(data, _PRIVATE)
    found = ReviewerKey(name, X25519PrivateKey.from_private_bytes(key))
    if found.reviewer.id != key_id:
        raise MalformedError("the key does not fit its own name")
    return found


def _taken_apart(data: bytes, prefix: str) -> tuple[str, str, bytes]:
    text = data.decode("ascii", "replace").removesuffix("\n")
    name, _, rest = text.removeprefix(prefix).partition("+")
    key_id, _, encoded = rest.partition("+")
    if not text.startswith(prefix) or not NAME.fullmatch(name):
        raise MalformedError("not a reviewer's key of this kind")
    key = strict_base64(encoded)
    if len(key) != KEY_SIZE:
        raise MalformedError("a key of another size")
    return name, key_id, key


def _key_id(name: str, key: bytes) -> str:
    return hashlib.sha256(b"redactor/reviewer/v1\0" + name.encode() + b"\0" + key).hexdigest()[:8]


# --- one file ----------------------------------------------------------------------------------


def seal(data: bytes, info: bytes, reviewers: Sequence[Reviewer]) -> bytes:
    """Give the sealed file: canonical JSON with one part for each reviewer, and a line end."""
    key = AESGCM.generate_key(8 * KEY_SIZE)
    parts: list[Json] = [{"key": one.id, "name": one.name, "data": _for(one, key, info)} for one in reviewers]
    head: dict[str, Json] = {"type": _TYPE, "v": record.VERSION, "to": parts}
    body = AESGCM(key).encrypt(_ONCE, _padded(data), _bound(info, parts))
    return canonical(head | {"data": base64.b64encode(body).decode()}) + b"\n"


def _for(one: Reviewer, key: bytes, info: bytes) -> str:
    sealed = _suite().encrypt(key, X25519PublicKey.from_public_bytes(one.key), info)
    return base64.b64encode(sealed).decode()


def _bound(info: bytes, parts: list[Json]) -> bytes:
    """Give what a file's encryption is bound to beside its key: which file it is, and to whom it is sealed."""
    return info + b"\0" + canonical({"to": parts})


def unsealed(data: bytes, info: bytes, key: ReviewerKey) -> bytes:
    """Open a sealed file; raises MalformedError where it is none, or not to this key, or not as this file."""
    if not data.endswith(b"\n"):
        raise MalformedError("not a sealed file")
    whole = parse(data[:-1])
    parts = whole.get("to")
    if whole.keys() != {"type", "v", "to", "data"} or not isinstance(parts, list):
        raise MalformedError("not a sealed file of version 1")
    if whole["type"] != _TYPE or type(whole["v"]) is not int or whole["v"] != record.VERSION:
        raise MalformedError("not a sealed file of version 1")
    mine = [part for part in parts if isinstance(part, dict) and part.get("key") == key.reviewer.id]
    if not mine:
        raise MalformedError("it is not sealed to this key")
    inner = key.open(strict_base64(str(mine[0].get("data"))), info)
    return _unpadded(_decrypted(inner, strict_base64(str(whole["data"])), _bound(info, parts)))


def _decrypted(key: bytes, body: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(_ONCE, body, bound)
    except (InvalidTag, ValueError) as error:
        raise MalformedError("it is not as it was sealed") from error


def _padded(data: bytes) -> bytes:
    """Pad to the next power of two, so that the length of what is sealed tells only its magnitude."""
    whole = _LENGTH.pack(len(data)) + data
    size = max(_LEAST, 1 << (len(whole) - 1).bit_length())
    return whole.ljust(size, b"\0")


def _unpadded(padded: bytes) -> bytes:
    (length,) = _LENGTH.unpack_from(padded)
    data = padded[_LENGTH.size : _LENGTH.size + length]
    if _padded(data) != padded:
        raise MalformedError("not padded as a sealed file is")
    return data


# --- a folder ----------------------------------------------------------------------------------


def seal_folder(destination: place.Destination, reviewers: Sequence[Reviewer]) -> tuple[str, ...]:
    """Seal every file of a custody folder and take the open ones away, the secret last; give their names.

    Run again after an interruption it finishes. Raises UsageError where no log or no custody is there,
    WriteError where something cannot be written: then nothing was taken away that is not sealed.
    """
    if not reviewers:
        raise UsageError("nobody could open it again", help="name each reviewer's key with --to")
    records = _by_number(_records(destination))
    kept = _locked(destination.custody)
    try:
        custody.finish(kept, len(records))
        names = [name for name in files.names_in(kept) if not name.endswith(SUFFIX)]
        if custody.SECRET not in names:
            raise UsageError(f"{kept.path}: there is no open custody here")
        for name in names:
            data = _file(kept, name)
            files.write_whole(kept, name + SUFFIX, seal(data, _info(name, records), reviewers), private=True)
        for name in sorted(names, key=lambda name: (name == custody.SECRET, name)):
            files.remove(kept, name)
        return tuple(names)
    finally:
        files.close_folder(kept)


def seal_when_done(destination: place.Destination, reviewers: Sequence[Reviewer]) -> int | None:
    """Seal custody unless drafts stand in the log; give how many do: those who decide on them need it open.

    None where nothing was ever recorded. Raises what `seal_folder` raises.
    """
    if not files.is_folder(destination.custody) or not destination.log.exists():
        return None
    drafts = sum(line["kind"] == "draft" for line in log.current(_records(destination)))
    if not drafts:
        seal_folder(destination, reviewers)
    return drafts


def open_folder(destination: place.Destination, key: ReviewerKey, into: Path) -> tuple[str, ...]:
    """Open a sealed custody into a folder (its own, or a new one that is closed to others); give the names.

    Nothing is written before every file has opened. Raises UsageError where nothing is sealed or the folder
    is another's, InputRefusedError where a file does not open with the key as the file it claims to be.
    """
    records = _by_number(_records(destination))
    source = _locked(destination.custody)
    try:
        names = [name for name in files.names_in(source) if name.endswith(SUFFIX)]
        if not names:
            raise UsageError(f"{source.path}: nothing is sealed here")
        opened = {name.removesuffix(SUFFIX): _opened(source, name, records, key) for name in sorted(names)}
        _refuse_another_secret(opened, records, source.path)
        if into == destination.custody:
            _put(source, opened)
            for name in names:
                files.remove(source, name)
        else:
            _put_elsewhere(into, opened)
        return tuple(sorted(opened))
    finally:
        files.close_folder(source)


def _put(folder: Folder, opened: Mapping[str, bytes]) -> None:
    for name, data in opened.items():
        files.write_whole(folder, name, data, private=True)


def _put_elsewhere(into: Path, opened: Mapping[str, bytes]) -> None:
    target = files.open_folder(into, private=True)
    try:
        if files.names_in(target):
            raise UsageError(f"{into}: the folder is not empty", help="name a new one")
        _put(target, opened)
    finally:
        files.close_folder(target)


def _opened(source: Folder, name: str, records: Mapping[int, Record], key: ReviewerKey) -> bytes:
    try:
        return unsealed(_file(source, name), _info(name.removesuffix(SUFFIX), records), key)
    except MalformedError as error:
        raise InputRefusedError(Refusal.PARSE, f"{source.path / name}: {error.message}") from error


def _refuse_another_secret(opened: Mapping[str, bytes], records: Mapping[int, Record], where: Path) -> None:
    secret = opened.get(custody.SECRET, b"")
    if len(secret) != commit.SECRET_SIZE or commit.secret_check(secret) != _custody_key(records):
        raise InputRefusedError(Refusal.PARSE, f"{where}: its secret is not the one that the log names")


def _records(destination: place.Destination) -> tuple[Record, ...]:
    if not files.is_folder(destination.custody):
        raise UsageError(f"{destination.custody}: there is no custody here", help="name it with --custody")
    records = log.read_file(destination.log)
    if not records:
        raise UsageError(f"{destination.log}: the log has no line", help="redactor verify tells more")
    return records


def _locked(path: Path) -> Folder:
    kept = files.open_folder(path, private=True)
    try:
        files.lock_folder(kept)
    except BaseException:
        files.close_folder(kept)
        raise
    return kept


def _file(folder: Folder, name: str) -> bytes:
    data = files.read_in(folder, name, limit=custody.FILE_LIMIT)
    if not isinstance(data, bytes):
        raise WriteError(f"{folder.path / name}: {data.value}")
    return data


def _by_number(records: Sequence[Record]) -> Mapping[int, Record]:
    return dict(enumerate(records))


def _info(name: str, records: Mapping[int, Record]) -> bytes:
    """Bind a sealed file to its name, its log and, where it is a document's, the document's root."""
    match = custody.FILE_NAME.fullmatch(name)
    line = None if match is None else records.get(int(match["seq"]))
    root = _NOTHING if line is None else str(line.get("doc_root", _NOTHING))
    return b"\0".join((_INFO, name.encode(), _custody_key(records).encode(), root.encode()))


def _custody_key(records: Mapping[int, Record]) -> str:
    return next(str(line["custody_key"]) for line in records.values() if line["type"] == "run")
