"""Keys in files: made once, never written over, and a private one readable by its owner alone."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from redactor import files
from redactor.audit import commit, keys, sealed
from redactor.audit.canonical import MalformedError
from redactor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from redactor.audit.keys import Signer, Verifier
    from redactor.audit.sealed import Reviewer, ReviewerKey

KEY_LIMIT = 1 << 16
PRIVATE_SUFFIX = ".key"
PUBLIC_SUFFIX = ".pub"
SECRET_SUFFIX = ".secret"  # noqa: S105 - a file's name
SIGNING_KEY = "REDACTOR_SIGNING_KEY"
"""The variable that names the signing key where `--sign` does not."""
REVIEWER_KEYS = "REDACTOR_REVIEWER_KEYS"
"""The variable that names reviewers' public keys where `--seal-to` does not, parted as paths are in PATH."""
_Key = TypeVar("_Key")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def generate(name: str, folder: Path, *, reviewer: bool = False) -> tuple[Path, Path]:
    """Make NAME.key (0600) and NAME.pub in a folder; give both paths, the private one first.

    A signing key, or a reviewer's key that custody is sealed to. Raises UsageError for a name that no key
    can have, WriteError where one of the files is there.
    """
    try:
        private_text, public_text = _new(name, reviewer=reviewer)
    except MalformedError as error:
        raise UsageError(error.message) from error
    stem = name.replace("/", "-")
    private, public = folder / f"{stem}{PRIVATE_SUFFIX}", folder / f"{stem}{PUBLIC_SUFFIX}"
    files.write_file(private, private_text.encode() + b"\n", private=True)
    files.write_file(public, public_text.encode() + b"\n")
    return private, public


def generate_secret(name: str, folder: Path) -> Path:
    """Make NAME.secret (0600) in a folder, for the custody of several runs that are to be one; give its path.

    Raises UsageError for a name that no key can have, WriteError where the file is there.
    """
    try:
        stem = keys.checked_name(name).replace("/", "-")
    except MalformedError as error:
        raise UsageError(error.message) from error
    path = folder / f"{stem}{SECRET_SUFFIX}"
    files.write_file(path, secrets.token_bytes(commit.SECRET_SIZE), private=True)
    return path


def secret_of(path: Path) -> bytes:
    """Read a custody secret; raises UsageError for any other file, and for one that others may read."""
    data = files.try_read(path, limit=commit.SECRET_SIZE)
    if not isinstance(data, bytes) or len(data) != commit.SECRET_SIZE:
        raise UsageError(f"{path}: it is no custody secret", help="redactor audit keygen --custody makes one")
    return _closed(path, data)


def _new(name: str, *, reviewer: bool) -> tuple[str, str]:
    if reviewer:
        made = sealed.new_reviewer(name)
        return made.private_text(), made.reviewer.text()
    signer = keys.new_signer(name)
    return signer.private_text(), signer.verifier.text()


def signer_of(path: Path) -> Signer:
    """Read a private key; raises UsageError for another kind of file and for one that others may read."""
    return _closed(path, _read(path, keys.read_signer, "redactor audit keygen makes one"))


def reviewer_of(path: Path) -> Reviewer:
    """Read a reviewer's public key; raises UsageError for any other file."""
    return _read(path, sealed.read_reviewer, "redactor audit keygen --reviewer makes one")


def reviewers(paths: Sequence[Path]) -> tuple[Reviewer, ...]:
    """Give the reviewers that custody is sealed to: those named, else those that the environment names."""
    named = [Path(one) for one in os.environ.get(REVIEWER_KEYS, "").split(os.pathsep) if one]
    return tuple(reviewer_of(path) for path in (paths or named))


def reviewer_key_of(path: Path) -> ReviewerKey:
    """Read a reviewer's private key; raises UsageError for any other file, and for one that others may read."""
    return _closed(path, _read(path, sealed.read_reviewer_key, "name the .key file of a reviewer"))


def verifier_of(path: Path) -> Verifier:
    """Read a public key's file; raises UsageError for any other."""
    return _read(path, keys.read_verifier, "name the .pub file of a signing key")


def _read(path: Path, reader: Callable[[bytes], _Key], hint: str) -> _Key:
    data = files.read_input(path, limit=KEY_LIMIT)
    try:
        return reader(data)
    except MalformedError as error:
        raise UsageError(f"{path}: {error.message}", help=hint) from error


def _closed(path: Path, key: _Key) -> _Key:
    """Give a private key that its owner alone may read."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise UsageError(f"{path}: who may read it cannot be looked at") from error
    if os.name == "posix" and mode & _OTHERS:
        raise UsageError(f"{path}: others may read this key", help=f"chmod 600 {path}")
    return key


def configured(path: Path | None) -> Signer | None:
    """Give the key that signs: the one named, else the one that the environment names, else none."""
    named = os.environ.get(SIGNING_KEY, "")
    if path is not None:
        return signer_of(path)
    return signer_of(Path(named)) if named else None
