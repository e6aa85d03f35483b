"""The defects of the test vectors: each changes the files of the intact run in one way and names what is found.

tests/vectors/write.py writes them.
"""

from __future__ import annotations

import base64
import json
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from redactor import audit
from redactor.audit import checkpoint, keys, log, unseal
from redactor.audit import note as notes
from redactor.audit.merkle import leaf_hash, root
from redactor.report import export
from tests.audit.builders import Plan, document, run_info, write_run

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).resolve().parent
OURS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
THEIRS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
LOG, CKPT = "out/audit.jsonl", "out/audit.ckpt"
TEXT = "out/08XANADU42.txt"
KEPT = "out.custody/000001-08XANADU42.json"
PROOFS = "cut/audit.export.json"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Defect:
    """One vector: its name, what was done, what verify must find, and how the files come to be so."""

    name: str
    what: str
    kinds: tuple[str, ...]
    exit: int
    change: Callable[[Files], object]
    target: str = "out"
    opening: str | None = None
    checkpoint: str | None = None
    signed: bool = True


def lines(files: Files) -> list[bytes]:
    return files[LOG].split(b"\n")[:-1]


def put(files: Files, found: list[bytes]) -> None:
    files[LOG] = b"".join(line + b"\n" for line in found)


def rewrite(change: Callable[[list[bytes]], object]) -> Callable[[Files], None]:
    """Change the log's lines, and nothing that depends on them."""

    def changed(files: Files) -> None:
        found = lines(files)
        change(found)
        put(files, found)

    return changed


def forge(change: Callable[[list[dict[str, Any]]], object], *signers: keys.Signer) -> Callable[[Files], None]:
    """Change records, chain them anew, and write the checkpoint that fits, signed by whoever is at hand."""

    def changed(files: Files) -> None:
        records = [json.loads(line) for line in lines(files)]
        change(records)
        origin = checkpoint.parse(files[CKPT]).origin
        found: list[bytes] = []
        for seq, record in enumerate(records):
            record |= {"seq": seq, "prev": log.line_digest(found[-1]) if found else log.FIRST}
            if record.get("type") == "run" and record.get("prior_checkpoint") is not None:
                record["prior_checkpoint"] = stated(origin, found).digest()
            found.append(
                json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            )
        put(files, found)
        note(files, stated(origin, found), *signers)

    return changed


def stated(origin: str, found: list[bytes]) -> checkpoint.Checkpoint:
    return checkpoint.Checkpoint(origin, len(found), root([leaf_hash(line) for line in found]))


def note(files: Files, body: checkpoint.Checkpoint, *signers: keys.Signer) -> None:
    signatures = tuple(signer.sign(body.body()) for signer in signers)
    files[CKPT] = checkpoint.Checkpoint(body.origin, body.size, body.root, signatures).note()


def resign(*signers: keys.Signer, **changes: Any) -> Callable[[Files], None]:
    """Write the checkpoint anew, with other signatures or statements."""

    def changed(files: Files) -> None:
        ours = checkpoint.parse(files[CKPT])
        fields = {"origin": ours.origin, "size": ours.size, "root": ours.root, **changes}
        note(files, checkpoint.Checkpoint(**fields), *signers)

    return changed


def swap(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    """Replace bytes of a file, which must occur."""

    def changed(files: Files) -> None:
        if old not in files[name]:
            raise ValueError(name)
        files[name] = files[name].replace(old, new, 1)

    return changed


def flip(name: str, at: int) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        data = bytearray(files[name])
        data[at] ^= 1
        files[name] = bytes(data)

    return changed


def move(name: str, to: str) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        files[to] = files.pop(name)

    return changed


def proofs(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        data = json.loads(files[PROOFS])
        change(data["lines"])
        files[PROOFS] = audit.canonical(data) + b"\n"

    return changed


def replaced(index: int, pattern: bytes, new: bytes) -> Callable[[list[bytes]], None]:
    def changed(found: list[bytes]) -> None:
        found[index] = re.sub(pattern, new, found[index], count=1)

    return changed


TAMPERED, INCOMPLETE, UNREADABLE, TOOL = 10, 11, 3, 12

DEFECTS = (
    # the log
    Defect("line-deleted", "a release line is gone", ("missing",), TAMPERED, rewrite(lambda found: found.pop(1))),
    Defect("line-swapped", "two lines changed places", ("reordered",), TAMPERED, rewrite(lambda found: found.insert(1, found.pop(2)))),
    Defect("line-repeated", "a line stands twice", ("duplicated",), TAMPERED, rewrite(lambda found: found.insert(2, found[1]))),
    Defect("line-cut-off", "the last line is gone", ("truncated",), TAMPERED, rewrite(lambda found: found.pop())),
    Defect("line-torn", "the last line lacks its end", ("truncated",), TAMPERED, lambda files: files.update({LOG: files[LOG][:-20]})),
    Defect("line-altered", "one bit of a line", ("altered",), TAMPERED, flip(LOG, 900)),
    Defect("line-added", "a line of another log stands at the end", ("missing",), TAMPERED, rewrite(lambda found: found.append(found[1].replace(b'"seq":1', b'"seq":9')))),
    Defect("log-empty", "the log has no line", ("missing",), TAMPERED, lambda files: files.update({LOG: b""})),
    Defect("log-absent", "there is no log", ("unreadable",), UNREADABLE, lambda files: files.pop(LOG)),
    Defect("key-twice", "a key stands twice in a line", ("altered",), TAMPERED, rewrite(replaced(1, rb'"kind":"release"', b'"kind":"draft","kind":"release"'))),
    Defect("float", "a number is no integer", ("altered",), TAMPERED, rewrite(replaced(1, rb'"n":1', b'"n":1.0'))),
    Defect("not-a-number", "a number is NaN", ("altered",), TAMPERED, rewrite(replaced(1, rb'"n":1', b'"n":NaN'))),
    Defect("lone-surrogate", "a text holds half a character", ("altered",), TAMPERED, rewrite(replaced(1, rb'"what":"paragraph"', rb'"what":"\\ud800"'))),
    Defect("blank-in-line", "a line is not in its one spelling", ("altered",), TAMPERED, rewrite(replaced(1, rb'"v":1', b'"v": 1'))),
    Defect("line-ends", "lines end as on another system", ("altered",), TAMPERED, lambda files: files.update({LOG: files[LOG].replace(b"\n", b"\r\n")})),
    Defect("future-version", "a line is of a version that nobody knows", ("altered",), TAMPERED, forge(lambda records: records[1].update(v=2), OURS)),
    Defect("other-tool", "a line is another program's", ("altered",), TAMPERED, forge(lambda records: records.append({"type": "event", "v": 1}), OURS)),
    Defect("unknown-key", "a line has a key that the schema lacks", ("altered",), TAMPERED, forge(lambda records: records[1].update(text="x"), OURS)),
    Defect("run-hidden", "a run line is gone, the chain mended", ("reordered",), TAMPERED, forge(lambda records: records.pop(3), OURS)),
    Defect("forged-unsigned", "a line is forged, the chain mended, no signature", ("wrong_key",), TAMPERED, forge(lambda records: records[1].update(banner="SECRET"))),
    Defect("forged-other-key", "a line is forged, the chain mended, signed by another key of that name", ("wrong_key",), TAMPERED, forge(lambda records: records[1].update(level="SBU"), THEIRS)),
    Defect("forged-commitment", "a commitment is forged, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[1]["removals"][0].update(commit="0" * 64), OURS)),
    Defect("forged-place", "a removal is said to stand elsewhere, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[1]["removals"][0].update(at=1), OURS)),
    Defect("forged-banner", "another banner is claimed, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[1].update(banner="SECRET"), OURS)),
    Defect("forged-authority", "another ground is claimed, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[1]["removals"][0].update(authorities=["B1"]), OURS)),
    Defect("forged-note", "a note says something else, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[-1].update(text="all is well"), OURS)),
    Defect("forged-note-document", "a note speaks of a document that is not there, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[-1].update(doc="08XANADU99"), OURS)),
    Defect("forged-opening", "somebody else opened a removal, everything mended and signed", ("altered",), TAMPERED, forge(lambda records: records[-2].update(actor="B. Reviewer"), OURS)),
    Defect("custody-one-more", "the last line is gone, everything mended and signed: custody knows it", ("truncated",), INCOMPLETE, forge(lambda records: records.pop(), OURS)),
    Defect("custody-three-more", "three lines are gone, everything mended and signed: custody knows them", ("truncated",), TAMPERED, forge(lambda records: records.__delitem__(slice(-3, None)), OURS)),
    # the checkpoint
    Defect("checkpoint-absent", "the checkpoint is gone", ("missing",), INCOMPLETE, lambda files: files.pop(CKPT)),
    Defect("checkpoint-unsigned", "its signature is gone", ("wrong_key",), TAMPERED, resign()),
    Defect("checkpoint-other-key", "another key of that name signed it", ("wrong_key",), TAMPERED, resign(THEIRS)),
    Defect("checkpoint-bad-signature", "one letter of its signature", ("wrong_key",), TAMPERED, flip(CKPT, -20)),
    Defect("checkpoint-other-log", "it is another log's, signed", ("altered",), TAMPERED, resign(OURS, origin="redactor/foia/0123456789abcdef")),
    Defect("checkpoint-root", "it states another root, signed", ("altered",), TAMPERED, resign(OURS, root=bytes(32))),
    Defect("checkpoint-spare-bits", "its root is spelt with spare bits", ("altered",), TAMPERED, lambda files: files.update({CKPT: re.sub(rb"(?m)(.)=$", lambda m: bytes([m[1][0] + 1]) + b"=", files[CKPT], count=1)})),
    Defect("checkpoint-text", "it is no checkpoint", ("altered",), TAMPERED, lambda files: files.update({CKPT: b"all is well\n"})),
    # the releases
    Defect("release-altered", "one bit of a release", ("altered",), TAMPERED, flip(TEXT, 60)),
    Defect("release-truncated", "a release lacks its last line", ("truncated",), TAMPERED, lambda files: files.update({TEXT: files[TEXT][:-10]})),
    Defect("release-absent", "a release is gone", ("missing",), INCOMPLETE, lambda files: files.pop(TEXT)),
    Defect("release-renamed", "a release stands under another name", ("missing", "moved"), INCOMPLETE, move(TEXT, "out/08XANADU43.txt")),
    Defect("release-swapped", "a release holds the bytes of another", ("moved",), TAMPERED, lambda files: files.update({TEXT: files["out/08XANADU7.txt"]})),
    Defect("release-extra", "a file lies there that no line speaks of", ("extra",), INCOMPLETE, lambda files: files.update({"out/08XANADU9.txt": b"UNCLASSIFIED\n"})),
    # custody
    Defect("custody-altered", "one letter of a removed name", ("altered",), TAMPERED, swap(KEPT, b"Odile", b"Odine")),
    Defect("custody-absent", "a custody file is gone", ("missing",), TAMPERED, lambda files: files.pop(KEPT)),
    Defect("custody-banner", "the marking of a custody file is lowered", ("altered",), TAMPERED, swap(KEPT, b"CONFIDENTIAL", b"UNCLASSIFIED")),
    Defect("custody-secret", "the secret is another run's", ("wrong_key",), TAMPERED, lambda files: files.update({"out.custody/secret": bytes(32)})),
    Defect("custody-short-secret", "the secret is cut short", ("wrong_key",), TAMPERED, lambda files: files.update({"out.custody/secret": bytes(31)})),
    # exports
    Defect("export-proof", "one hash of a proof", ("altered",), TAMPERED, proofs(lambda found: found[-1]["proof"].__setitem__(0, "0" * 64)), target="cut"),
    Defect("export-long-proof", "a proof goes on after the root", ("altered",), TAMPERED, proofs(lambda found: found[-1]["proof"].append("0" * 64)), target="cut"),
    Defect("export-line", "a line that does not stand in the log", ("altered",), TAMPERED, proofs(lambda found: found[-1].update(line=found[-1]["line"].replace('"part"', '"full"'))), target="cut"),
    Defect("export-without-run", "the run of a release is left out", ("missing",), INCOMPLETE, proofs(lambda found: found.pop(0)), target="cut"),
    Defect("export-capitals", "a hash in another spelling", ("altered",), TAMPERED, proofs(lambda found: found[-1]["proof"].__setitem__(0, found[-1]["proof"][0].upper())), target="cut"),
    Defect("export-program", "another program lies beside", ("tool",), TOOL, lambda files: files.update({"cut/verify_release.py": b"print('holds')\n"}), target="cut"),
    # openings
    Defect("opening-text", "an opening says another name", ("altered",), TAMPERED, swap("opening.json", b"Odile", b"Odine"), opening="opening.json"),
    Defect("opening-other-removal", "an opening claims another removal", ("altered",), TAMPERED, swap("opening.json", b'"n":', b'"n":1'), opening="opening.json"),
    Defect("opening-other-document", "an opening claims another document", ("altered",), TAMPERED, swap("opening.json", b"08XANADU42", b"08XANADU43"), opening="opening.json"),
)  # fmt: skip


def intact() -> Files:
    """Make the run that every defect starts from: two signed runs, an opened removal, an export, a key."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        signed = run_info(signer=OURS)
        write_run(base / "out", document(), document(Plan(serial="000007")), run=signed)
        write_run(base / "out", document(Plan(rain="It snowed.", hold=True)), run=signed)
        place = audit.destination(base / "out")
        asked = unseal.Request(
            "08XANADU42", (name_of(base / "out"),), "A. Reviewer", "declassified by letter"
        )
        (base / "opening.json").write_bytes(unseal.to_file(unseal.unseal(place, asked, signer=OURS)))
        notes.note(
            place, notes.Remark("A. Reviewer", "read against the list of May", "08XANADU42"), signer=OURS
        )
        (base / "cut").mkdir()
        for name, data in export.export(base / "out", ["08XANADU42"]).files.items():
            if (
                name != "verify_release.py"
            ):  # it changes with redactor; a copy that is not there is no failure
                (base / "cut" / name).write_bytes(data)
        (base / "key.pub").write_text(OURS.verifier.text() + "\n", encoding="ascii")
        found = sorted(path for path in base.rglob("*") if path.is_file())
        return {path.relative_to(base).as_posix(): path.read_bytes() for path in found}


def name_of(out: Path) -> int:
    """Give the number of the removal that holds the name."""
    for line in (out / "audit.jsonl").read_bytes().splitlines():
        record = json.loads(line)
        if record.get("doc") == "08XANADU42":
            return next(int(row["n"]) for row in record["removals"] if row["kind"] == "entity")
    raise LookupError


def vector(files: Files, defect: Defect) -> dict[str, Any]:
    """Give a vector as its file holds it."""
    changed = dict(files)
    defect.change(changed)
    return {
        "name": defect.name,
        "what": defect.what,
        "expect": {"exit": defect.exit, "kinds": sorted(defect.kinds)},
        "verify": {
            "target": defect.target,
            "key": "key.pub" if defect.signed else None,
            "opening": defect.opening,
            "checkpoint": defect.checkpoint,
        },
        "files": {name: base64.b64encode(data).decode() for name, data in sorted(changed.items())},
    }


INTACT = Defect("intact", "nothing is wrong", (), 0, lambda _: None, opening="opening.json")


def unpacked(given: dict[str, Any]) -> Files:
    return {name: base64.b64decode(data) for name, data in given["files"].items()}
