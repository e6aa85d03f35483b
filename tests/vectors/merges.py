"""The defects of the vectors that begin with a merged log: what two segments said, and what was changed since."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redactor import audit
from redactor.audit import canonical, checkpoint, log, merkle, unseal
from redactor.audit import note as notes
from redactor.report import export
from tests.audit.builders import Plan, document
from tests.audit.merges import documents, merge, shards, write_segment
from tests.vectors.defects import (
    INCOMPLETE,
    OURS,
    TAMPERED,
    THEIRS,
    Defect,
    Files,
    flip,
    forge,
    lines,
    name_of,
    proofs,
    swap,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MANIFEST = "out/audit.manifest.jsonl"
FILED = "filed.ckpt"
OTHER = bytes(range(1, 33))
Lines = list[dict[str, Any]]


def merged() -> Files:
    """Make the run that these start from: three signed segments of two secrets, the second opened and remarked on."""
    rest = [document(Plan(withheld="Brell spoke.")), document(Plan(serial="000007", withheld="Crell spoke."))]
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        parts = [
            write_segment(base / "a", documents(1), signer=OURS),
            write_segment(base / "b", rest, secret=OTHER, signer=OURS),
            write_segment(base / "c", [document(Plan(withheld="Drell spoke."))], signer=OURS),
        ]
        place = audit.destination(parts[1])
        (base / FILED).write_bytes((parts[1] / "audit.ckpt").read_bytes())
        asked = unseal.Request("08XANADU42", (name_of(parts[1]),), "A. Reviewer", "declassified by letter")
        unseal.unseal(place, asked, signer=OURS)
        notes.note(
            place, notes.Remark("A. Reviewer", "read against the list of May", "08XANADU7"), signer=OURS
        )
        merge(parts, base / "out", signer=OURS)
        (base / "cut").mkdir()
        for name, data in export.export(base / "out", ["08XANADU7"]).files.items():
            if name != "verify_release.py":  # as in the intact one
                (base / "cut" / name).write_bytes(data)
        return kept(base)


def sharded() -> Files:
    """Make three shards of one batch under one secret into one log."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        parts = shards(base, documents(3), 3)
        (base / FILED).write_bytes((parts[1] / "audit.ckpt").read_bytes())
        merge(parts, base / "out")
        return kept(base)


def later() -> Files:
    """Make shards of which one is of two runs into one log, and let a run follow."""
    made = documents(5)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        parts = [
            write_segment(base / "a", made[:1], shard=(1, 2)),
            write_segment(base / "b", made[1:2], shard=(2, 2)),
        ]
        write_segment(parts[1], made[2:3], shard=(2, 2))
        (base / FILED).write_bytes((parts[1] / "audit.ckpt").read_bytes())
        merge(parts, base / "out")
        write_segment(base / "out", made[3:])
        return kept(base)


def kept(base: Path) -> Files:
    """Give what a vector holds: the output, its custody, an export of it, the checkpoint that was filed."""
    found = [path for name in ("out", "out.custody", "cut") for path in sorted((base / name).rglob("*"))]
    return {
        path.relative_to(base).as_posix(): path.read_bytes()
        for path in (*found, base / FILED)
        if path.is_file()
    } | {"key.pub": (OURS.verifier.text() + "\n").encode()}


# --- changes -----------------------------------------------------------------------------------


def told(files: Files) -> Lines:
    """Read the manifest."""
    return [json.loads(line) for line in files[MANIFEST].splitlines()]


def manifest(change: Callable[[Lines], Lines | None]) -> Callable[[Files], None]:
    """Change the manifest's lines, each written in its one spelling again."""

    def changed(files: Files) -> None:
        found = told(files)
        found = change(found) or found
        files[MANIFEST] = b"".join(canonical(line) + b"\n" for line in found)

    return changed


def numbered(found: Lines) -> Lines:
    """Give segments their numbers anew, so that nothing but what was done to them shows."""
    return [{**line, "segment": number, "of": len(found)} for number, line in enumerate(found, 1)]


def was(segment: int, at: int, **fields: Any) -> Callable[[Lines], None]:
    """Let a segment's line have read otherwise."""
    return lambda found: found[segment]["lines"][at]["was"].update(fields)


def note_altered(found: Lines) -> None:
    """Change a letter of a segment's signature."""
    note = found[1]["note"]
    found[1]["note"] = note[:-12] + ("B" if note[-12] == "A" else "A") + note[-11:]


def drop_line(found: Lines, number: int = 1) -> None:
    found[number]["lines"].pop()
    found[number]["size"] -= 1


def swap_lines(found: Lines) -> None:
    placed = found[1]["lines"]
    placed[1], placed[2] = placed[2], placed[1]


def line_from_nowhere(files: Files) -> None:
    """Put a refusal between the segments that neither has; merged log and manifest are mended."""
    start = told(files)[1]["lines"][0]["at"]
    line = {"type": "refusal", "v": 1, "run": 1, "doc": "doc-aaaaaaaaaa", "reason": "io"}
    none = "0" * 64

    def put_in(found: Lines) -> None:
        found.insert(start, {**line, "source": none, "custody": none})
        next(one for one in found if one["type"] == "unseal")["line"] += 1

    def shift(found: Lines) -> None:
        for placed in (*found[1]["lines"], *found[2]["lines"]):
            placed["at"] += 1

    forge(put_in, OURS)(files)
    manifest(shift)(files)


def line_left_out(files: Files) -> None:
    """Take the last line out of the merged log and out of its segment, whose log is told to be shorter."""
    forge(lambda found: found.pop(), OURS)(files)
    manifest(lambda found: drop_line(found, 2))(files)
    digest = hashlib.sha256(segment(files, 2)).hexdigest()
    manifest(lambda found: found[2].update(sha256=digest))(files)


def segment(files: Files, number: int) -> bytes:
    """Give a segment's log back."""
    records = [json.loads(line) for line in lines(files)]
    found: list[bytes] = []
    for seq, placed in enumerate(told(files)[number]["lines"]):
        prev = log.line_digest(found[-1]) if found else log.FIRST
        found.append(canonical({**records[placed["at"]], **placed["was"], "seq": seq, "prev": prev}))
    return b"".join(line + b"\n" for line in found)


def segment_forged(files: Files) -> None:
    """Forge a segment, mend everything, and sign it as somebody else of that name would."""
    forge(lambda found: found[-1].update(level="SBU"), OURS)(files)
    data = segment(files, 2)
    stated = checkpoint.parse(told(files)[2]["note"].encode())
    root = merkle.root([merkle.leaf_hash(line) for line in data.split(b"\n")[:-1]])
    made = checkpoint.signed(checkpoint.Checkpoint(stated.origin, stated.size, root), THEIRS).note()
    digest = hashlib.sha256(data).hexdigest()
    manifest(lambda found: found[2].update(sha256=digest, note=made.decode()))(files)


def filed_elsewhere(files: Files) -> None:
    """File a checkpoint of the segment's length under another root."""
    ours = checkpoint.parse(files[FILED])
    files[FILED] = checkpoint.signed(checkpoint.Checkpoint(ours.origin, ours.size, bytes(32)), OURS).note()


def later_run(files: Files) -> None:
    """Add a run behind the merge; everything is mended and signed."""

    def added(found: Lines) -> None:
        runs = [line for line in found if line["type"] == "run"]
        found.append({**runs[-1], "run": len(runs) + 1})

    forge(added, OURS)(files)


def remark(found: Lines) -> None:
    """Let the note say something else."""
    next(line for line in found if line["type"] == "note")["text"] = "all is well"


def gone(name: str) -> Callable[[Files], None]:
    def changed(files: Files) -> None:
        for one in [one for one in files if one.startswith(name)]:
            del files[one]

    return changed


def written(name: str, data: bytes) -> Callable[[Files], None]:
    """Let every file whose name begins so hold other bytes."""
    return lambda files: files.update(dict.fromkeys([one for one in files if one.startswith(name)], data))


SECOND = "out.custody/secret-"
MERGED = Defect("merged", "nothing is wrong with a merged log", (), 0, lambda _: None)
MERGED_FILED = Defect(
    "merged-filed",
    "nor with the checkpoint of a segment, filed before",
    (),
    0,
    lambda _: None,
    checkpoint=FILED,
)
SHARDED = Defect(
    "sharded", "nothing is wrong with three shards", (), 0, lambda _: None, checkpoint=FILED, signed=False
)

MERGES = (
    MERGED_FILED,
    # the manifest
    Defect("manifest-absent", "the manifest of a log of two custodies is gone", ("altered",), TAMPERED, gone(MANIFEST)),
    Defect("manifest-empty", "the manifest has no line", ("altered",), TAMPERED, written(MANIFEST, b"")),
    Defect("manifest-altered", "one bit of the manifest", ("altered",), TAMPERED, flip(MANIFEST, 300)),
    Defect("manifest-torn", "its last line lacks its end", ("altered",), TAMPERED, lambda files: files.update({MANIFEST: files[MANIFEST][:-1]})),
    Defect("manifest-spelling", "a line of it is not in its one spelling", ("altered",), TAMPERED, swap(MANIFEST, b'"v":1', b'"v": 1')),
    Defect("manifest-future-version", "it is of a version that nobody knows", ("altered",), TAMPERED, manifest(lambda found: found[0].update(v=2))),
    # segments
    Defect("segment-missing", "the manifest lacks a segment", ("altered",), TAMPERED, manifest(lambda found: numbered(found[:2]))),
    Defect("segment-twice", "a segment stands twice in it", ("duplicated",), TAMPERED, manifest(lambda found: numbered([*found, found[1]]))),
    Defect("segments-reordered", "its segments changed places", ("reordered",), TAMPERED, manifest(lambda found: numbered([found[0], found[2], found[1]]))),
    Defect("segments-numbered-wrong", "it says that there are four segments", ("altered",), TAMPERED, manifest(lambda found: [{**one, "of": 4} for one in found])),
    Defect("segment-digest", "a segment's digest is another log's", ("altered",), TAMPERED, manifest(lambda found: found[0].update(sha256="0" * 64))),
    Defect("segment-note-altered", "one letter of a segment's signature", ("wrong_key",), TAMPERED, manifest(note_altered)),
    Defect("segment-note-unsigned", "a segment's signature is gone", ("wrong_key",), TAMPERED, manifest(lambda found: found[1].update(note=found[1]["note"].partition("\n\n")[0] + "\n"))),
    Defect("segment-note-other", "a segment has another's checkpoint", ("altered",), TAMPERED, manifest(lambda found: found[1].update(note=found[0]["note"]))),
    # lines of a segment
    Defect("segment-line-missing", "the manifest lacks a segment's last line", ("truncated",), TAMPERED, manifest(drop_line)),
    Defect("segment-lines-swapped", "two lines of a segment changed places", ("reordered",), TAMPERED, manifest(swap_lines)),
    Defect("segment-line-beyond", "a line of a segment is none of the merged log", ("altered",), TAMPERED, manifest(lambda found: found[1]["lines"][-1].update(at=99))),
    Defect("segment-line-renamed", "a line spoke of another document", ("altered",), TAMPERED, manifest(was(1, 1, doc="08XANADU9"))),
    Defect("segment-run-unsigned", "a run named no key, so that no signature is asked for", ("altered",), TAMPERED, manifest(was(1, 0, signer=None))),
    Defect("segment-other-bytes", "a segment released other bytes", ("altered",), TAMPERED, manifest(lambda found: found[1]["lines"][1]["was"]["released"].update(sha256="0" * 64))),
    Defect("segment-field-more", "a field differs that no merge changes", ("altered",), TAMPERED, manifest(was(1, 1, state="full"))),
    Defect("segment-field-same", "a field is told that does not differ", ("altered",), TAMPERED, manifest(was(0, 0, run=1))),
    # the merged log, everything mended and signed by the key that merged
    Defect("merged-line-from-nowhere", "a line that no segment has stands between them", ("reordered",), TAMPERED, line_from_nowhere),
    Defect("merged-line-forged", "a line of a segment is forged", ("altered",), TAMPERED, forge(lambda found: found[1].update(level="SBU"), OURS)),
    Defect("merged-line-left-out", "a line is left out of log and segment", ("truncated",), TAMPERED, line_left_out),
    Defect("merged-note-forged", "a note of a segment says something else", ("altered",), TAMPERED, forge(remark, OURS)),
    Defect("merged-segment-forged", "a segment is forged whole, signed by another key of that name", ("wrong_key",), TAMPERED, segment_forged),
    Defect("merged-later-run", "a run stands behind a merge of two custodies", ("altered",), TAMPERED, later_run),
    Defect("merged-release-absent", "a release of a segment is gone", ("missing",), INCOMPLETE, gone("out/08XANADU42-2.txt")),
    # an export of it: its first line is that of the first custody's run
    Defect("merged-export", "nothing is wrong with an export of it", (), 0, lambda _: None, target="cut"),
    Defect("merged-export-without-first", "the first line is left out", ("altered",), TAMPERED, proofs(lambda found: found.pop(0)), target="cut"),
    Defect("merged-export-without-run", "the run of the release is left out", ("missing",), INCOMPLETE, proofs(lambda found: found.pop(1)), target="cut"),
    # checkpoints filed before
    Defect("merged-filed-other", "the checkpoint that was filed is of another log", ("altered",), TAMPERED, filed_elsewhere, checkpoint=FILED),
    Defect("merged-filed-text", "what was filed is no checkpoint", ("altered",), TAMPERED, lambda files: files.update({FILED: b"all is well\n"}), checkpoint=FILED),
    # custody
    Defect("custody-merged-secret", "the second secret is another's", ("wrong_key",), TAMPERED, written(SECOND, bytes(32))),
    Defect("custody-merged-secret-absent", "the second secret is gone", ("missing",), TAMPERED, gone(SECOND)),
)  # fmt: skip

SHARDS = (
    Defect("shard-missing", "the manifest lacks the last shard", ("missing",), TAMPERED, manifest(lambda found: numbered(found[:2])), signed=False),
    Defect("shards-reordered", "two shards changed places", ("reordered",), TAMPERED, manifest(lambda found: numbered([found[1], found[0], found[2]])), signed=False),
    Defect("shard-numbered-wrong", "a shard was another of the batch", ("missing",), TAMPERED, manifest(was(1, 0, shard={"index": 1, "of": 3})), signed=False),
)  # fmt: skip
