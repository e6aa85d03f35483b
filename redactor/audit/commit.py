"""Salted commitments: what binds the public record to secret text without telling anything about it.

Every nonce comes from the custody secret by HKDF, under a label of its own, so that the same document,
secret and removal always give the same commitment (a reviewer's decision can name it) and no two
removals share one. A nonce that is published opens its own commitment and no other.
"""

from __future__ import annotations

import functools
import hmac
import struct
from typing import TYPE_CHECKING

from redactor.audit import merkle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.spans import Span

SECRET_SIZE = 32
NONCE_SIZE = 32


def nonce(secret: bytes, label: str, *parts: bytes) -> bytes:
    """Derive 32 bytes for one use: the label says which, the parts say for what."""
    info = (
        f"redactor/{label}/v1".encode()
        + b"\0"
        + b"".join(struct.pack(">Q", len(part)) + part for part in parts)
    )
    # The one block of HKDF-Expand that 32 bytes take: a long cable has hundreds of removals.
    return hmac.digest(_extracted(secret), info + b"\x01", "sha256")


@functools.lru_cache(maxsize=8)
def _extracted(secret: bytes) -> bytes:
    """Give what HKDF-Extract (RFC 5869) makes of a secret, without a salt."""
    return hmac.digest(bytes(NONCE_SIZE), secret, "sha256")


def commit(key: bytes, label: str, data: bytes) -> str:
    """Commit to `data` under a nonce; the label keeps a commitment of one kind from passing for another."""
    return hmac.digest(key, f"redactor/{label}/v1".encode() + b"\0" + data, "sha256").hex()


def salted(secret: bytes, label: str, data: bytes, *parts: bytes) -> str:
    """Commit to `data` under the nonce that the label and the parts give."""
    return commit(nonce(secret, label, *parts), label, data)


def secret_check(secret: bytes) -> str:
    """Give the value by which a log names its custody secret without telling it."""
    return commit(secret, "secret", b"")


def source_tag(secret: bytes, digest: bytes) -> str:
    """Commit to an original's digest; the same original always has the same tag within one log."""
    return salted(secret, "source", digest, digest)


def removal_nonce(secret: bytes, digest: bytes, span: Span) -> bytes:
    """Give the nonce of one removal: it depends on the original and on where the removal stands in it."""
    return nonce(secret, "removed", digest, struct.pack(">QQ", span.start, span.end))


def removal(secret: bytes, digest: bytes, span: Span, text: str) -> str:
    """Commit to a removed text."""
    return commit(removal_nonce(secret, digest, span), "removed", text.encode())


def document_root(kept: Sequence[bytes], removed: Sequence[str]) -> str:
    """Give the root over kept and removed segments in turn: one more kept segment than removals.

    A kept leaf is a hash of released bytes, a removed leaf one of its commitment, so that anyone with
    the release and the log can rebuild the root.
    """
    leaves = [_kept_leaf(kept[0])]
    for commitment, segment in zip(removed, kept[1:], strict=True):
        leaves += [_removed_leaf(commitment), _kept_leaf(segment)]
    return merkle.root(leaves).hex()


def _kept_leaf(segment: bytes) -> bytes:
    return merkle.leaf_hash(b"redactor/kept-leaf/v1\0" + segment)


def _removed_leaf(commitment: str) -> bytes:
    return merkle.leaf_hash(b"redactor/removed-leaf/v1\0" + bytes.fromhex(commitment))
