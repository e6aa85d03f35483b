"""Cuts a log down to what speaks of some releases, with proofs that it stands in the whole.

What comes out is a folder to hand out: the releases, their lines and runs, for each line a proof that leads
to the checkpoint's root, the checkpoint, and a program of one file that checks all of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from redactor import audit, files
from redactor.audit import checkpoint, entries, merkle, place
from redactor.audit.canonical import MalformedError
from redactor.errors import InputRefusedError, Refusal, UsageError
from redactor.verify.exported import VERIFIER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    Line = dict[str, Any]

_LIMIT = 1 << 30
_RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Export:
    """The files of an export by name, how many releases are among them, and whether its checkpoint is signed."""

    files: Mapping[str, bytes] = field(repr=False)
    documents: int
    signed: bool


def export(out: Path, documents: Sequence[str]) -> Export:
    """Cut an output folder's log down to the named releases, all that are finished where none is named.

    Raises UsageError for a document that is no finished release here, InputRefusedError where folder, log
    and checkpoint do not fit each other: an export of what does not verify would carry the damage on.
    """
    data = files.read_input(out / place.LOG, limit=audit.log.LOG_LIMIT)
    note = files.read_input(out / place.CHECKPOINT, limit=_LIMIT)
    records, lines = _read(out, data, note)
    chosen = _chosen(records, documents)
    made = {place.CHECKPOINT: note, place.EXPORT: _proved(records, lines, chosen)}
    for line in chosen:
        for entry in entries.entries(line):
            made[str(entry["name"])] = _file(out, entry)
    made[VERIFIER] = files.package_data(VERIFIER).encode()
    return Export(made, len(chosen), signed=bool(checkpoint.parse(note).signatures))


def _read(out: Path, data: bytes, note: bytes) -> tuple[Sequence[Line], Sequence[bytes]]:
    try:
        history = audit.log.read(data)
        stated = checkpoint.parse(note)
    except MalformedError as error:
        raise _unfit(out) from error
    lines, tail = audit.log.split(data)
    if tail or stated.size != len(lines) or stated.root != history.tree.root():
        raise _unfit(out)
    return [dict(record) for record in history.records], lines


def _unfit(out: Path) -> InputRefusedError:
    return InputRefusedError(
        Refusal.PARSE, f"{out}: releases, log and checkpoint do not fit", help=f"redactor verify {out}"
    )


def _chosen(records: Sequence[Line], documents: Sequence[str]) -> list[Line]:
    """Give the lines to hand out; a draft is no release, and what went to standard output has no file."""
    standing: list[Line] = [dict(line) for line in audit.current(records)]
    finished = {
        str(line["doc"]): line for line in standing if line["kind"] == _RELEASE and line["released"]["name"]
    }
    unknown = sorted(set(documents) - finished.keys())
    if unknown:
        raise UsageError(
            f"{unknown[0]}: no finished release of that name stands in the log",
            help="redactor audit show lists them",
        )
    return [line for name, line in finished.items() if not documents or name in documents]


def _file(out: Path, entry: Mapping[str, Any]) -> bytes:
    data = files.read_input(out / str(entry["name"]), limit=_LIMIT, follow=False)
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise _unfit(out)
    return data


def _proved(records: Sequence[Line], lines: Sequence[bytes], chosen: Sequence[Line]) -> bytes:
    """Write the chosen lines and their runs, each with the hashes that lead to the root."""
    runs = {line["run"] for line in chosen}
    wanted = {line["seq"] for line in chosen}
    wanted |= {line["seq"] for line in records if line["type"] == "run" and line["run"] in runs}
    if len({line["custody_key"] for line in records if line["type"] == "run"}) > 1:
        wanted.add(0)  # a log that was merged from several custodies bears the name of its first
    leaves = [merkle.leaf_hash(line) for line in lines]
    found: list[audit.Json] = [
        {
            "line": lines[seq].decode(),
            "proof": [step.hex() for step in merkle.inclusion_proof(seq, leaves)],
            "seq": seq,
        }
        for seq in sorted(wanted)
    ]
    return audit.canonical({"lines": found, "type": "export", "v": 1}) + b"\n"
