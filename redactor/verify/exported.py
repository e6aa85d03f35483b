"""Verifies an export: lines that stand in a signed log, each by its proof, and the releases they speak of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, keys, log, merkle, place
from redactor.audit.canonical import MalformedError, canonical, parse
from redactor.files import Unread
from redactor.verify import openings, public
from redactor.verify.integrity import CHECKPOINT_LIMIT
from redactor.verify.outcome import (
    Failure,
    Kind,
    Level,
    VerifyReport,
    ended,
    failure,
    not_run,
    numbered,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.keys import Verifier
    from redactor.audit.log import Record

VERIFIER = "verify_release.py"
_TYPE = "export"


def is_export(folder: Path) -> bool:
    """Say whether a folder is an export: it has proofs, and no log of its own."""
    there = [os.path.exists(folder / name) for name in (place.EXPORT, place.LOG)]  # noqa: PTH110 - never raises
    return there == [True, False]


def verify_export(folder: Path, wanted: Sequence[Verifier], opening: Path | None = None) -> VerifyReport:
    """Verify integrity and public completeness; the other levels need the whole log or custody."""
    failures, lines = _integrity(folder, wanted)
    levels = [ended(Level.INTEGRITY, failures, _told(lines, wanted))]
    released = [line for line in lines if line["type"] == "release"]
    if failures:
        levels.append(not_run(Level.COMPLETENESS, "its lines are not proved"))
    else:
        broken, copies = public.check_folder(folder, released, beside=frozenset({place.EXPORT, VERIFIER}))
        broken += _program(folder)
        broken += openings.check(opening, lines) if opening is not None else []
        levels.append(ended(Level.COMPLETENESS, broken, f"{numbered(len(copies), 'release')} of the export"))
    rest = [level for level in Level if level not in {Level.INTEGRITY, Level.COMPLETENESS}]
    levels += [not_run(level, "an export holds no custody and not the whole log") for level in rest]
    return VerifyReport(str(folder), tuple(levels), len(released), len(lines))


def _told(lines: Sequence[Record], wanted: Sequence[Verifier]) -> str:
    names = ", ".join(key.name for key in wanted)
    key = f"held against the key of {names}" if wanted else "no key was asked for"
    return f"{numbered(len(lines), 'line')} and their proofs, {key}"


def _bad(kind: Kind, where: str, what: str) -> Failure:
    return failure(Level.INTEGRITY, kind, where, what)


def _unread(name: str, why: Unread) -> Failure:
    kind = {Unread.ABSENT: Kind.MISSING, Unread.DENIED: Kind.UNREADABLE}.get(why, Kind.ALTERED)
    return _bad(kind, name, why.value)


def _integrity(folder: Path, wanted: Sequence[Verifier]) -> tuple[list[Failure], list[Record]]:
    note = files.try_read(folder / place.CHECKPOINT, limit=CHECKPOINT_LIMIT, follow=False)
    if isinstance(note, Unread):
        return [_unread(place.CHECKPOINT, note)], []
    data = files.try_read(folder / place.EXPORT, limit=log.LOG_LIMIT, follow=False)
    if isinstance(data, Unread):
        return [_unread(place.EXPORT, data)], []
    try:
        stated = checkpoint.parse(note)
    except MalformedError as error:
        return [_bad(Kind.ALTERED, place.CHECKPOINT, error.message)], []
    try:
        lines = _proved(data, stated)
    except (MalformedError, KeyError, ValueError) as error:
        what = error.message if isinstance(error, MalformedError) else "not an export"
        return [_bad(Kind.ALTERED, place.EXPORT, what)], []
    return _signed(stated, lines, wanted) + _owned(stated, lines), lines


def _proved(data: bytes, stated: checkpoint.Checkpoint) -> list[Record]:
    """Read each line and follow its proof to the checkpoint's root."""
    if not data.endswith(b"\n"):
        raise MalformedError("it is cut short")
    parts = public.rows(parse(data[:-1])["lines"])
    if canonical({"lines": [_spelt(part) for part in parts], "type": _TYPE, "v": 1}) != data[:-1]:
        raise MalformedError("not an export of version 1 in its one spelling")
    found, before = [], -1
    for part in parts:
        line, seq, proof = str(part["line"]).encode(), public.number(part["seq"]), _steps(part)
        if seq <= before:
            raise MalformedError("its lines are not in order")
        if not merkle.is_included(seq, stated.size, merkle.leaf_hash(line), proof, stated.root):
            raise MalformedError(f"line {seq} is not one of the log that the checkpoint states")
        record = log.decode(line)
        if record["seq"] != seq:
            raise MalformedError(f"line {seq} bears another number")
        found.append(record)
        before = seq
    return found


def _steps(part: Mapping[str, Json]) -> list[bytes]:
    """Give the hashes of a proof."""
    steps = part["proof"]
    return [bytes.fromhex(str(step)) for step in steps] if isinstance(steps, list) else []


def _spelt(part: Mapping[str, Json]) -> Json:
    """Give a line of an export as it was understood: whatever is written otherwise is no export."""
    steps: list[Json] = [step.hex() for step in _steps(part)]
    return {"line": str(part["line"]), "proof": steps, "seq": public.number(part["seq"])}


def _signed(
    stated: checkpoint.Checkpoint, lines: Sequence[Record], wanted: Sequence[Verifier]
) -> list[Failure]:
    """Check the keys that the caller wants, else the one that the latest run here names."""
    body = stated.body()
    failures = [
        _bad(Kind.WRONG_KEY, place.CHECKPOINT, f"{key.name}: {found.value}")
        for key in wanted
        if (found := key.check(body, stated.signatures)) is not keys.Checked.GOOD
    ]
    named = next((line["signer"] for line in reversed(lines) if line["type"] == "run"), None)
    if not failures and not keys.is_signed(
        body, stated.signatures, named if isinstance(named, str) else None
    ):
        failures.append(
            _bad(Kind.WRONG_KEY, place.CHECKPOINT, "it does not bear the signature that its log names")
        )
    return failures


def _owned(stated: checkpoint.Checkpoint, lines: Sequence[Record]) -> list[Failure]:
    """Check that each release has its run here, and that the checkpoint is of that log.

    A merged log may have several custodies; it is named by the first, and every export of it begins there.
    """
    runs = {line["run"]: line for line in lines if line["type"] == "run"}
    failures = [
        _bad(Kind.ALTERED, place.CHECKPOINT, "it is another log's checkpoint")
        for run in list(runs.values())[:1]
        if checkpoint.origin_of(run) != stated.origin
    ]
    if any(line["run"] not in runs for line in lines if "run" in line):
        failures.append(_bad(Kind.MISSING, place.EXPORT, "the run of a release is not in it"))
    return failures


def _program(folder: Path) -> list[Failure]:
    """Hold the program that lies beside against the one that ships: who runs it trusts it."""
    data = files.try_read(folder / VERIFIER, limit=CHECKPOINT_LIMIT, follow=False)
    if data is Unread.ABSENT or data == files.package_data(VERIFIER).encode():
        return []
    return [
        failure(
            Level.COMPLETENESS, Kind.TOOL, VERIFIER, "it is not the program that ships with this redactor"
        )
    ]
