"""Merkle trees agree with the public vectors and with the definition of RFC 6962 written out."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit import merkle

if TYPE_CHECKING:
    from pathlib import Path

LEAVES = st.lists(st.binary(max_size=4).map(merkle.leaf_hash), min_size=1, max_size=40)


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962 2.1, as it stands there."""
    if len(leaves) == 1:
        return leaves[0]
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return merkle.node_hash(plain_root(leaves[:half]), plain_root(leaves[half:]))


@given(LEAVES)
def test_the_growing_tree_has_the_defined_root(leaves: list[bytes]) -> None:
    """Adding leaf by leaf gives the root of the definition at every size."""
    tree = merkle.Frontier()
    for size, leaf in enumerate(leaves, 1):
        tree = tree.add(leaf)
        assert tree.root() == plain_root(leaves[:size])
        assert tree.size == size


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    """RFC 6962: the hash of an empty list is the hash of an empty string."""
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@given(LEAVES, st.data())
def test_every_leaf_can_be_proved(leaves: list[bytes], data: st.DataObject) -> None:
    """An inclusion proof holds for its leaf and for no other index."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.integers(0, len(leaves) - 1))
    proof, root = merkle.inclusion_proof(index, leaves), merkle.root(leaves)
    assert merkle.is_included(index, len(leaves), leaves[index], proof, root)
    if leaves[other] != leaves[index]:
        assert not merkle.is_included(other, len(leaves), leaves[index], proof, root)


@given(LEAVES, st.data())
def test_every_older_tree_can_be_proved(leaves: list[bytes], data: st.DataObject) -> None:
    """A consistency proof holds for the tree's own past, and not for another's."""
    old = data.draw(st.integers(1, len(leaves)))
    proof, root = merkle.consistency_proof(old, leaves), merkle.root(leaves)
    assert merkle.is_consistent(old, len(leaves), merkle.root(leaves[:old]), root, proof)
    assert not merkle.is_consistent(old, len(leaves), merkle.leaf_hash(b"another"), root, proof)


def test_impossible_proofs_are_refused() -> None:
    """A leaf or an older tree that is not there has no proof."""
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_proof(1, [b"x"])
    with pytest.raises(ValueError, match="no such older tree"):
        merkle.consistency_proof(2, [b"x"])


def test_public_inclusion_vectors(shared: Path) -> None:
    """Every published inclusion proof is accepted or refused as it says."""
    done = 0
    for path in sorted((shared / "data/vectors/merkle/inclusion").rglob("*.json")):
        case = json.loads(path.read_text())
        proof = [base64.b64decode(item) for item in case["proof"] or []]
        leaf, root = base64.b64decode(case["leafHash"] or ""), base64.b64decode(case["root"] or "")
        accepted = merkle.is_included(case["leafIdx"], case["treeSize"], leaf, proof, root)
        assert accepted is not case["wantErr"], path.name
        done += 1
    assert done > 50


def test_public_consistency_vectors(shared: Path) -> None:
    """Every published consistency proof is accepted or refused as it says."""
    done = 0
    for path in sorted((shared / "data/vectors/merkle/consistency").rglob("*.json")):
        case = json.loads(path.read_text())
        proof = [base64.b64decode(item) for item in case["proof"] or []]
        roots = [base64.b64decode(case[name] or "") for name in ("root1", "root2")]
        accepted = merkle.is_consistent(case["size1"], case["size2"], roots[0], roots[1], proof)
        assert accepted is not case["wantErr"], path.name
        done += 1
    assert done > 50
