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
from tests.vectors.merges import MANIFEST
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


def ours_say(files: Files) -> None:
    """Let a line of ours that is blank say something, with everything that speaks of it."""
    line, words = json.loads(lines(files)[1]), b"All is well."
    line["own"][2]["len"] += len(words)
    for row in line["removals"]:
        row["at"] += len(words)
    data = files[TEXT].replace(b"CLASS\n\n", b"CLASS\n" + words + b"\n", 1)
    recut(data, own=line["own"], removals=line["removals"])(files)


def ours_within(kind: str, length: int = 1) -> Callable[[Files], None]:
    """Let a blank line of the document be said to be ours."""

    def changed(files: Files) -> None:
        written = json.loads(lines(files)[1])["own"]
        at = files[TEXT].index(b"000042\n\n") + 7
        recut(files[TEXT], own=[*written, {"kind": kind, "at": at, "len": length}])(files)

    return changed


def table(name: str, column: str, *texts: bytes) -> Callable[[Files], None]:
    """Lay the sources out as the rows of a table."""

    def changed(files: Files) -> None:
        rows = [
            json.dumps({column: text.decode()}) for text in (*texts, files["in/0.txt"], files["in/1.txt"])
        ]
        files[name] = "".join(f"{row}\n" for row in rows).encode()

    return changed


def nameless(files: Files) -> None:
    """Let a rendering have gone to standard output."""
    renderings = json.loads(lines(files)[1])["renderings"]
    renderings[0]["name"] = None
    rewritten(1, renderings=renderings)(files)


def headless(found: list[dict[str, Any]]) -> None:
    """Take a segment's first line away."""
    found[1]["lines"].pop(0)
    found[1]["size"] -= 1


def doubled(found: list[dict[str, Any]]) -> None:
    """Let a segment have its first release twice."""
    found[1]["lines"].insert(2, found[1]["lines"][1])
    found[1]["size"] += 1


def joined(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let two segments be one."""
    first, second, third = found
    whole = {**first, "lines": first["lines"] + second["lines"], "size": first["size"] + second["size"]}
    return [{**one, "segment": number, "of": 2} for number, one in enumerate((whole, third), 1)]


def whole_segment(files: Files) -> None:
    """File the checkpoint of a segment as it was when it was merged."""
    files["filed.ckpt"] = json.loads(files[MANIFEST].splitlines()[1])["note"].encode()


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
