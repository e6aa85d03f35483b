"""What is done to a run's files to make the states that verify tells apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from redactor.audit import canonical, checkpoint, merkle
from redactor.files import package_data
from tests.vectors.defects import (
    CKPT,
    OURS,
    PROOFS,
    TEXT,
    forge,
    lines,
    note,
)
from tests.verify.scenarios import (
    recut,
    rewritten,
    sealed_anew,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vectors.defects import Files

KEPT = "out.custody/000001-08XANADU42.json"


def moved_custody(files: Files) -> None:
    """Let custody lie elsewhere."""
    for name in [one for one in files if one.startswith("out.custody/")]:
        files[name.replace("out.custody", "kept")] = files.pop(name)


def opened_by(change: dict[str, Any]) -> Callable[[Files], None]:
    """Add a line that says that removals were opened."""
    line = {"type": "unseal", "v": 1, "doc": "08XANADU42", "line": 1, "removals": [1, 2], "actor": "x"}
    return forge(lambda found: found.append(line | {"reason": "x", "custody": "0" * 64} | change))


def older(files: Files) -> None:
    """Put the first run's checkpoint back."""
    files[CKPT] = files["kept.ckpt"]


def flipped_marker(files: Files) -> None:
    """Let marker 1 claim what its record does not; digest and root are right."""
    recut(files[TEXT].replace(b"[CLASS: paragraph]", b"[CLASS: paragraph]".replace(b"CLASS", b"SOURC")))(
        files
    )


def retold(old: bytes, new: bytes, **changes: Any) -> Callable[[Files], None]:
    """Let the release, its digest and its root hold other bytes of the same length."""

    def changed(files: Files) -> None:
        recut(files[TEXT].replace(old, new, 1), **changes)(files)

    return changed


def first_line(**changes: Any) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        recut(files[TEXT], **changes)(files)

    return changed


def rows(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Files], None]:
    """Change the removals of line 1, and let its root fit."""

    def changed(files: Files) -> None:
        removals = json.loads(lines(files)[1])["removals"]
        change(removals)
        recut(files[TEXT], removals=removals)(files)

    return changed


def own(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        written = json.loads(lines(files)[1])["own"]
        change(written)
        recut(files[TEXT], own=written)(files)

    return changed


def broken_head(files: Files) -> None:
    """Let a custody file be no custody file, and the log commit to it so."""
    files[KEPT] = b"\n".join(files[KEPT].split(b"\n")[:2])
    sealed_anew(files, 1, KEPT)


def not_utf8(files: Files) -> None:
    """Let a kept segment be no UTF-8, with everything that speaks of it."""
    recut(files[TEXT].replace(b"Rain", b"R\xffin"))(files)


def misnumbered(files: Files) -> None:
    """Sign a log of two lines whose second says that it is the sixth, and export it."""
    first, second = lines(files)[0], lines(files)[1].replace(b'"seq":1', b'"seq":5')
    leaves = [merkle.leaf_hash(line) for line in (first, second)]
    origin = checkpoint.parse(files[CKPT]).origin
    note(files, checkpoint.Checkpoint(origin, 2, merkle.root(leaves)), OURS)
    files["cut/audit.ckpt"] = files[CKPT]
    found: list[Any] = [
        {"line": line.decode(), "proof": [leaves[1 - seq].hex()], "seq": seq}
        for seq, line in enumerate((first, second))
    ]
    files[PROOFS] = canonical({"lines": found, "type": "export", "v": 1}) + b"\n"


def all_lines(files: Files) -> None:
    """Export every line of the log, notes and openings too."""
    leaves = [merkle.leaf_hash(line) for line in lines(files)]
    found: list[Any] = [
        {
            "line": line.decode(),
            "proof": [step.hex() for step in merkle.inclusion_proof(seq, leaves)],
            "seq": seq,
        }
        for seq, line in enumerate(lines(files))
    ]
    files[PROOFS] = canonical({"lines": found, "type": "export", "v": 1}) + b"\n"
    for name in [one for one in files if one.startswith("out/08")]:
        files[name.replace("out/", "cut/", 1)] = files[name]


def linked(name: str) -> Callable[[Files], None]:
    """Let a file be a link to its bytes, which lie elsewhere."""

    def changed(files: Files) -> None:
        files["elsewhere"] = files[name]
        files[name] = b"-> " + b"../" * name.count("/") + b"elsewhere"

    return changed


def other_policy(files: Files) -> None:
    """Let the first run have had another policy file."""
    policy = json.loads(lines(files)[0])["policy"] | {"sha256": "0" * 64}
    rewritten(0, policy=policy)(files)


def give_program(files: Files) -> None:
    """Lay the program that ships beside an export."""
    files["cut/verify_release.py"] = package_data("verify_release.py").encode()


def resign_kept(files: Files) -> None:
    """Take the signature off the kept checkpoint."""
    ours = checkpoint.parse(files["kept.ckpt"])
    files["kept.ckpt"] = checkpoint.Checkpoint(ours.origin, ours.size, ours.root).note()
