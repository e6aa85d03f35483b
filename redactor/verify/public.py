"""Level 2: releases and log are each other's, and of one committed document each; needs nothing secret."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import commit, entries, place
from redactor.audit.body import split
from redactor.errors import ExitCode
from redactor.files import Unread
from redactor.model import OwnLine
from redactor.release import marker, stamp
from redactor.verify.outcome import Failure, Kind, Level, failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record

FILE_LIMIT = 1 << 30
# No folder of a release is deeper: what is, belongs to nobody.
_DEEPEST = 8
# What is taken away without a marker: page lines, and the original's own banner and captions.
_SILENT = frozenset({"furniture", "remark"})


@dataclass(frozen=True, slots=True)
class Copy:
    """A release as it was found: its line, its bytes, and the kept segments between its removals."""

    line: Record = field(repr=False)
    data: bytes = field(repr=False)
    kept: tuple[bytes, ...] = field(repr=False)


def _bad(kind: Kind, where: str, what: str, code: ExitCode | None = None) -> Failure:
    return failure(Level.COMPLETENESS, kind, where, what, code)


def check_folder(
    out: Path, lines: Sequence[Record], *, beside: frozenset[str] = frozenset()
) -> tuple[list[Failure], list[Copy]]:
    """Check every file of a release folder: each has its line, each line has its files.

    `beside` names what else belongs there.
    """
    found = _found(out)
    if isinstance(found, Unread):
        return [_bad(Kind.UNREADABLE, str(out), found.value)], []
    known = {str(entry["sha256"]) for line in lines for entry in entries.entries(line)}
    failures: list[Failure] = []
    copies: list[Copy] = []
    named: set[str] = set()
    for line in lines:
        named.update(entries.file_names(line))
        for number, entry in enumerate(entries.entries(line)):
            if entry["name"] is None:
                continue
            data = _read(out / str(entry["name"]), failures, str(entry["name"]))
            if data is not None and _same(entry, data, known, failures) and not number:
                copies += _take_apart(line, data, failures)
    failures += _extra(out, sorted(found - named - beside), failures, lines)
    return failures, copies


def check_one(path: Path, lines: Sequence[Record]) -> tuple[list[Failure], list[Copy]]:
    """Check a single release: its line is the one that has its digest, else the one that has its name."""
    failures: list[Failure] = []
    data = _read(path, failures, path.name)
    if data is None:
        return failures, []
    digest = hashlib.sha256(data).hexdigest()
    for line in lines:
        if entries.entries(line)[0]["sha256"] == digest:
            return failures, _take_apart(line, data, failures)
    if any(entry["sha256"] == digest for line in lines for entry in entries.entries(line)):
        return failures, []
    if any(path.name == name.rpartition("/")[2] for line in lines for name in entries.file_names(line)):
        return [_bad(Kind.ALTERED, path.name, "its bytes are not those of its line in the log")], []
    return [_bad(Kind.EXTRA, path.name, "the log knows no such release", ExitCode.TAMPERED)], []


def _found(out: Path) -> set[str] | Unread:
    """Name all that lies in the folder and below it, by its way from there; a folder only where it is empty or too deep."""
    denied: list[OSError] = []
    names: set[str] = set()
    for parent, folders, inside in os.walk(out, onerror=denied.append):
        way = Path(parent).relative_to(out)
        odd = [name for name in folders if os.path.islink(Path(parent) / name) or len(way.parts) >= _DEEPEST]  # noqa: PTH114 - Path.is_symlink raises where it may not look
        folders[:] = [name for name in folders if name not in odd]
        names.update(str(way / name) for name in (*inside, *odd))
        if not (folders or inside or odd) and way.parts:
            names.add(str(way))
    return Unread.DENIED if denied else names - {place.LOG, place.CHECKPOINT}


def _read(path: Path, failures: list[Failure], where: str) -> bytes | None:
    data = files.try_read(path, limit=FILE_LIMIT, follow=False)
    if isinstance(data, bytes):
        return data
    kind = {Unread.ABSENT: Kind.MISSING, Unread.DENIED: Kind.UNREADABLE}.get(data, Kind.ALTERED)
    failures.append(_bad(kind, where, data.value))
    return None


def _same(entry: Mapping[str, Json], data: bytes, known: set[str], failures: list[Failure]) -> bool:
    """Say whether a file's bytes are those the log names; else say what they are."""
    digest = hashlib.sha256(data).hexdigest()
    if digest == entry["sha256"] and len(data) == entry["bytes"]:
        return True
    name, size = str(entry["name"]), entry["bytes"]
    if digest in known:
        failures.append(_bad(Kind.MOVED, name, "it holds the bytes of another release"))
    elif isinstance(size, int) and len(data) < size:
        failures.append(_bad(Kind.TRUNCATED, name, "it is shorter than its line says"))
    else:
        failures.append(_bad(Kind.ALTERED, name, "its bytes are not those of its line in the log"))
    return False


def _extra(
    out: Path, names: Iterable[str], before: Sequence[Failure], lines: Sequence[Record]
) -> list[Failure]:
    """Name files that no line speaks of; one that holds a missing release was moved."""
    missing = {item.where for item in before if item.kind is Kind.MISSING}
    lost = {
        str(entry["sha256"]) for line in lines for entry in entries.entries(line) if entry["name"] in missing
    }
    failures = []
    for name in names:
        data = files.try_read(out / name, limit=FILE_LIMIT, follow=False)
        if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() in lost:
            failures.append(
                _bad(Kind.MOVED, name, "a release stands under another name", ExitCode.INCOMPLETE)
            )
        else:
            failures.append(_bad(Kind.EXTRA, name, "no line of the log speaks of it"))
    return failures


# --- one release -------------------------------------------------------------------------------


def _take_apart(line: Record, data: bytes, failures: list[Failure]) -> list[Copy]:
    """Check that kept text and commitments are those of the one document that doc_root commits to."""
    where = str(line["doc"])
    removals = rows(line["removals"])
    places = [(number(row["at"]), number(row["len"])) for row in removals]
    own = tuple(OwnLine(str(row["kind"]), number(row["at"]), number(row["len"])) for row in rows(line["own"]))
    kept = split(data, own, places)
    if kept is None or [row["n"] for row in removals] != list(range(1, len(removals) + 1)):
        failures.append(_bad(Kind.ALTERED, where, "its removals do not stand in order in the release"))
        return []
    if commit.document_root(kept, [str(row["commit"]) for row in removals]) != line["doc_root"]:
        failures.append(_bad(Kind.ALTERED, where, "kept text and commitments are not those of doc_root"))
        return []
    bare = sum(item.length for item in own) == len(data)
    failures += _check_own(line, data, own) + _check_markers(line, data, removals, bare=bare)
    if line["state"] != _state(removals, bare=bare):
        failures.append(_bad(Kind.ALTERED, where, "it is not in the state that its line says"))
    return [Copy(line, data, kept)]


def _check_own(line: Record, data: bytes, own: Sequence[OwnLine]) -> list[Failure]:
    """Check that our lines keep to their grammar, and that banner and stamp are the ones that the line has.

    They are no part of the document, so nothing else says what may stand there.
    """
    failures = []
    if not _are_ours(data, own):
        what = "a line that is said to be ours is none that we write"
        failures.append(_bad(Kind.ALTERED, str(line["doc"]), what))
    for kind in ("banner", "stamp"):
        written = [data[item.at : item.at + item.length] for item in own if item.kind == kind]
        expected = [str(line[kind]).encode() + b"\n"] if line[kind] else []
        if written != expected:
            failures.append(
                _bad(Kind.ALTERED, str(line["doc"]), f"its {kind} is not the one that its line has")
            )
    return failures


def _are_ours(data: bytes, own: Sequence[OwnLine]) -> bool:
    """Say whether each line stands where one of ours may: at the head, one behind the other, or as the last end."""
    position = 0
    for item in own:
        written = data[item.at : item.at + item.length]
        if item.at != (len(data) - 1 if item.kind == "end" else position) or not written.endswith(b"\n"):
            return False
        if not stamp.keeps_grammar(item.kind, written[:-1].decode(errors="replace")):
            return False
        position = item.at + item.length
    return True


def _state(removals: Sequence[Mapping[str, Json]], *, bare: bool) -> str:
    """Give the state of a copy with these removals; a denied one shows nothing but our lines."""
    if any(row["held"] for row in removals):
        return "draft"
    if bare:
        return "denied"
    return "part" if any(row["kind"] not in _SILENT for row in removals) else "full"


def _check_markers(
    line: Record, data: bytes, removals: Sequence[Mapping[str, Json]], *, bare: bool
) -> list[Failure]:
    """Check that each removal is shown by a marker of the grammar that says what its record has.

    Where nothing but our lines is shown, as in a denied copy, no marker is.
    """
    failures = []
    for row in removals:
        at, length = number(row["at"]), number(row["len"])
        written = data[at : at + length]
        silent = bare or row["kind"] in _SILENT
        if written not in {b"", b" "} if silent else not _cites(written, row):
            what = f"the marker of removal {row['n']} is not the one that its record calls for"
            failures.append(_bad(Kind.ALTERED, str(line["doc"]), what))
    return failures


def _cites(written: bytes, row: Mapping[str, Json]) -> bool:
    """Say whether a marker is the one of its record; `text` may stand for a kind that the action hides."""
    try:
        read = marker.read_replacement(written.decode())
    except UnicodeDecodeError:
        return False
    if read is None or read.what not in {row.get("value", row["what"]), "text"}:
        return False
    if read.unmarked is not (row["kind"] == "portion" and row["basis"] == "inherited"):
        return False
    authorities = row["authorities"]
    cited = {str(authority) for authority in read.authorities}
    return (
        read.review if row["held"] else isinstance(authorities, list) and cited == set(map(str, authorities))
    )


def rows(value: Json) -> tuple[dict[str, Json], ...]:
    """Give the objects of a list; the schema has seen to it that there is nothing else."""
    return tuple(item for item in value if isinstance(item, dict)) if isinstance(value, list) else ()


def number(value: Json) -> int:
    """Give an integer; the schema has seen to it that it is one."""
    return value if type(value) is int else 0
