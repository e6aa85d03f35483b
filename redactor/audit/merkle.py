"""Merkle trees of RFC 6962: roots, inclusion and consistency proofs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGEST_SIZE = 32


def leaf_hash(data: bytes) -> bytes:
    """Hash an entry; the prefix keeps an entry from passing for a node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree that can grow: its size, and the roots of its whole subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def add(self, leaf: bytes) -> Frontier:
        """Give the tree with one more leaf."""
        peaks, size = list(self.peaks), self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, leaf))

    def root(self) -> bytes:
        """Give the tree's root; that of the empty tree is the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        whole = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            whole = node_hash(peak, whole)
        return whole


def root(leaves: Sequence[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree = tree.add(leaf)
    return tree.root()


def _split(size: int) -> int:
    """Give the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Give the hashes that lead from leaf `index` to the root, nearest first."""
    if not 0 <= index < len(leaves):
        raise ValueError("no such leaf")
    if len(leaves) == 1:
        return ()
    half = _split(len(leaves))
    if index < half:
        return (*inclusion_proof(index, leaves[:half]), root(leaves[half:]))
    return (*inclusion_proof(index - half, leaves[half:]), root(leaves[:half]))


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> tuple[bytes, ...]:
    """Give the hashes that show the tree of the first `old_size` leaves to be a prefix of this one."""
    if not 0 < old_size <= len(leaves):
        raise ValueError("no such older tree")
    return _subproof(old_size, leaves, whole=True)


def _subproof(size: int, leaves: Sequence[bytes], *, whole: bool) -> tuple[bytes, ...]:
    if size == len(leaves):
        return () if whole else (root(leaves),)
    half = _split(len(leaves))
    if size <= half:
        return (*_subproof(size, leaves[:half], whole=whole), root(leaves[half:]))
    return (*_subproof(size - half, leaves[half:], whole=False), root(leaves[:half]))


def is_included(index: int, size: int, leaf: bytes, proof: Sequence[bytes], expected: bytes) -> bool:
    """Say whether the proof leads from `leaf`, at `index` of a tree of `size`, to the expected root."""
    if not 0 <= index < size or not _digests([leaf, *proof]):
        return False
    result, last = leaf, size - 1
    for step in proof:
        if not last:
            return False
        if index & 1 or index == last:
            result = node_hash(step, result)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            result = node_hash(result, step)
        index, last = index >> 1, last >> 1
    return not last and result == expected


def is_consistent(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows the old tree to be a prefix of the new one; nothing follows from an empty one."""
    if not 0 < old <= new or not _digests(proof):
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    return bool(path) and _climb(old - 1, new - 1, path) == (old_root, new_root)


def _climb(index: int, last: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Rebuild both roots from a consistency path, or None where it is too long or too short."""
    while index & 1:
        index, last = index >> 1, last >> 1
    old_result = new_result = path[0]
    for step in path[1:]:
        if not last:
            return None
        if index & 1 or index == last:
            old_result, new_result = node_hash(step, old_result), node_hash(step, new_result)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new_result = node_hash(new_result, step)
        index, last = index >> 1, last >> 1
    return None if last else (old_result, new_result)


def _digests(hashes: Sequence[bytes]) -> bool:
    return all(len(item) == DIGEST_SIZE for item in hashes)
