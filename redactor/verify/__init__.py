"""Verify: proves, level by level, what a release, its log, its custody and its source say of each other.

    report = verify(Path("out/public"), source=Path("cable.txt"), policy=policy.path_of("public"), rerun=...)
    report.exit_code   # 0 | 10 tampered | 11 incomplete | 12 policy or tool | 13 leak | 3 not readable

It is total: whatever bytes lie in those files, it returns a report; it compares bytes before it parses.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import audit as audits
from redactor import files
from redactor.audit import checkpoint as checkpoints
from redactor.audit import place
from redactor.audit.canonical import MalformedError
from redactor.audit.custody import FILE_LIMIT as CUSTODY_LIMIT
from redactor.audit.custody import SEALED_SECRET, SECRET
from redactor.audit.log import LOG_LIMIT, current
from redactor.audit.state import signer_at
from redactor.errors import ExitCode
from redactor.files import Unread
from redactor.verify import exported, integrity, leak, merged, openings, originals, public, replay
from redactor.verify.outcome import (
    Failure,
    Kind,
    Level,
    LevelResult,
    State,
    VerifyReport,
    ended,
    failure,
    not_run,
    numbered,
)
from redactor.verify.replay import ReplayRequest, Rerun

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.keys import Verifier
    from redactor.verify.integrity import Reading
    from redactor.verify.merged import Merge
    from redactor.verify.originals import Custody, Original
    from redactor.verify.public import Copy

__all__ = [
    "Failure",
    "Kind",
    "Level",
    "LevelResult",
    "ReplayRequest",
    "Rerun",
    "State",
    "VerifyReport",
    "verify",
]


# A release of a tree lies this many folders below its log at most.
_HIGHEST = 4


@dataclass(frozen=True, slots=True)
class _Case:
    """What is to be verified, and with what."""

    target: Path
    log: Path
    out: Path | None
    custody: Path | None
    custody_named: bool
    source: Path | None
    policy: Path | None
    keys: tuple[Verifier, ...]
    rerun: Rerun | None


def verify(
    target: Path,
    *,
    audit: Path | None = None,
    custody: Path | None = None,
    source: Path | None = None,
    policy: Path | None = None,
    checkpoint: Path | None = None,
    keys: tuple[Verifier, ...] = (),
    opening: Path | None = None,
    rerun: Rerun | None = None,
) -> VerifyReport:
    """Verify an output folder or one release against its log.

    `custody` defaults to OUT.custody where that is there; `source` is a cable or a folder of them;
    `opening` is a file of published openings. `checkpoint` is an older one to hold the log against; each of `keys` must have signed both. Without
    keys a signature is held against the key that the log itself names, which proves that one hand wrote both, not whose.
    """
    if exported.is_export(target):
        return exported.verify_export(target, keys, opening)
    case = _case(target, audit, custody, source, policy, keys, rerun)
    data = files.try_read(case.log, limit=LOG_LIMIT)
    if isinstance(data, Unread):
        failed = failure(Level.INTEGRITY, Kind.UNREADABLE, str(case.log), data.value)
        rest = (not_run(level, "the log could not be read") for level in list(Level)[1:])
        return VerifyReport(
            str(target), (ended(Level.INTEGRITY, [failed], "the log could not be read"), *rest), 0, 0
        )
    reading = integrity.read(data, case.log.name, merged=merged.is_merged(case.log))
    merge = merged.read(case.log, reading)
    levels = [_integrity(case, reading, merge)]
    lines = current(reading.records) if reading.whole else ()
    if reading.whole:
        levels += _documents(case, reading, lines)
        levels[1] = _with_openings(levels[1], opening, reading)
    else:
        levels += [not_run(level, "the log is damaged") for level in list(Level)[1:-1]]
    levels.append(_append_only(case, (reading, *merge.segments), checkpoint))
    return VerifyReport(str(target), tuple(levels), len(lines), len(reading.lines))


def _case(
    target: Path,
    audit: Path | None,
    custody: Path | None,
    source: Path | None,
    policy: Path | None,
    keys: tuple[Verifier, ...],
    rerun: Rerun | None,
) -> _Case:
    out = target if files.is_folder(target) else None
    log = audit if audit is not None else _log_of(target) if out is None else out / place.LOG
    beside = audits.custody_of(log.parent)
    found = custody if custody is not None else beside if files.is_folder(beside) else None
    return _Case(target, log, out, found, custody is not None, source, policy, keys, rerun)


def _log_of(release: Path) -> Path:
    """Find the log of a single release: beside it, or above it in a tree."""
    near = [folder / place.LOG for folder in list(release.absolute().parents)[:_HIGHEST]]
    return next((path for path in near if os.path.lexists(path)), release.parent / place.LOG)


def _integrity(case: _Case, reading: Reading, merge: Merge) -> LevelResult:
    """Level 1."""
    failures = [*reading.failures, *merge.failures]
    path = audits.checkpoint_of(case.log)
    data = files.try_read(path, limit=integrity.CHECKPOINT_LIMIT)
    if isinstance(data, bytes):
        failures += integrity.check_checkpoint(data, path.name, reading, case.keys)
    else:
        kind = {Unread.ABSENT: Kind.MISSING, Unread.DENIED: Kind.UNREADABLE}.get(data, Kind.ALTERED)
        failures.append(failure(Level.INTEGRITY, kind, path.name, data.value))
    if reading.whole and reading.records[0]["type"] == "run":
        failures += integrity.check_links(reading, case.log.name)
    checked = f"{numbered(len(reading.lines), 'line')} and their checkpoint, {_under(case, reading)}"
    if merge.segments:
        checked += f"; {numbered(len(merge.segments), 'segment')}, each under its own"
    return ended(Level.INTEGRITY, failures, checked)


def _under(case: _Case, reading: Reading) -> str:
    """Say whose signature was looked for."""
    if case.keys:
        return "held against the key of " + ", ".join(key.name for key in case.keys)
    named = signer_at(reading.records, len(reading.records))
    return "unsigned" if named is None else "held against the key the log names (--key says whose it must be)"


def _documents(case: _Case, reading: Reading, lines: tuple[audits.Record, ...]) -> list[LevelResult]:
    """Levels 2 to 5."""
    if case.out is not None:
        failures, copies = public.check_folder(case.out, lines, beside=frozenset({place.MANIFEST}))
    else:
        failures, copies = public.check_one(case.target, lines)
    levels = [ended(Level.COMPLETENESS, failures, _looked_at(case, copies))]
    result, opened, found = _custody(case, reading, copies)
    levels += [result, _replay(case, reading, opened, found)]
    if opened is None:
        levels.append(not_run(Level.LEAK, "needs custody, and a release"))
    else:
        levels.append(
            ended(Level.LEAK, leak.check(found, case.out), f"{numbered(len(found), 'release')} searched")
        )
    return levels


def _looked_at(case: _Case, copies: list[Copy]) -> str:
    """Say what the second level looked at; one file is held against its line, whatever lies beside."""
    if case.out is not None:
        return f"{numbered(len(copies), 'release')} and what else lies beside"
    return "1 release against its line" if copies else "1 file against the log"


def _with_openings(result: LevelResult, opening: Path | None, reading: Reading) -> LevelResult:
    """Add what published openings say to the level that holds text against commitments."""
    if opening is None:
        return result
    failures = [*result.failures, *openings.check(opening, reading.records)]
    return ended(result.level, failures, f"{result.why}, and {opening.name}")


def _custody(
    case: _Case, reading: Reading, copies: list[Copy]
) -> tuple[LevelResult, Custody | None, list[Original]]:
    """Level 3."""
    if case.custody is None:
        why = "custody is not here"
        return _unproved(why, case.source, f"{why}: a source is compared through it"), None, []
    closed = _closed(case, case.custody)
    if closed is not None:
        return closed, None, []
    if case.out is None and not copies:
        return not_run(Level.CUSTODY, "there is no release to rebuild the original of"), None, []
    failures, opened = originals.open_custody(case.custody, reading.records)
    found: list[Original] = []
    if opened is not None:
        broken, found = originals.rebuild(copies, opened)
        failures += broken
        if case.source is not None:
            known = {str(line["source"]) for line in _received(case, reading, copies)}
            unlike, found = originals.match_sources(case.source, found, opened, known)
            failures += unlike
    sources = sum(original.source is not None for original in found)
    return (
        ended(
            Level.CUSTODY,
            failures,
            f"{numbered(len(found), 'original')} rebuilt, {sources} compared with a source",
        ),
        opened,
        found,
    )


def _closed(case: _Case, custody: Path) -> LevelResult | None:
    """Say why custody tells nothing: it is not there, not readable, or sealed; None where it is open."""
    if not case.custody_named and not _opens(custody):
        why = "custody may not be read"
        return _unproved(why, case.source, f"{why}: a source is compared through it")
    if _is_sealed(custody):
        why = "custody is sealed: a reviewer opens it with redactor audit seal --open"
        return _unproved(why, custody if case.source is not None or case.custody_named else None, why)
    if not files.is_folder(custody):
        return _unproved("custody is not there", custody, Unread.ABSENT.value)
    return None


def _unproved(why: str, path: Path | None, what: str) -> LevelResult:
    """Give a level that did not run; a failure where something was named that needs it."""
    if path is None:
        return not_run(Level.CUSTODY, why)
    return ended(Level.CUSTODY, [failure(Level.CUSTODY, Kind.UNREADABLE, str(path), what)], why)


def _received(case: _Case, reading: Reading, copies: list[Copy]) -> list[audits.Record]:
    """Give the lines whose original a source may be: with one release that of its document alone."""
    if case.out is None:
        return [copy.line for copy in copies]
    return [line for line in reading.records if "source" in line]


def _is_sealed(folder: Path) -> bool:
    """Say whether a custody was sealed whole: one that only lost its secret is broken."""
    there = files.try_read(folder / SEALED_SECRET, limit=CUSTODY_LIMIT, follow=False)
    return isinstance(there, bytes) and files.try_read(folder / SECRET, limit=CUSTODY_LIMIT) is Unread.ABSENT


def _opens(folder: Path) -> bool:
    try:
        next(folder.iterdir(), None)
    except OSError:
        return False
    return True


def _replay(case: _Case, reading: Reading, opened: Custody | None, found: list[Original]) -> LevelResult:
    """Level 4; a policy that differs is told even where nothing can be run again."""
    if case.policy is None:
        return not_run(Level.REPLAY, "needs the policy")
    standing = {line["run"] for line in current(reading.records)}
    runs = [line for line in reading.records if line["type"] == "run" and line["run"] in standing]
    failures = replay.check_policy(case.policy, runs)
    if failures:
        return ended(Level.REPLAY, failures, "the policy file was compared")
    sourced = [original for original in found if original.source is not None]
    if opened is None or not sourced or case.rerun is None:
        return not_run(Level.REPLAY, "the policy file is the one used; a rerun needs custody and the source")
    failures = replay.check_tool(runs)
    failures += replay.check(sourced, opened, reading.records, case.policy, case.rerun)
    return ended(Level.REPLAY, failures, f"{numbered(len(sourced), 'document')} run again")


def _append_only(case: _Case, readings: Sequence[Reading], older: Path | None) -> LevelResult:
    """Level 6: an older checkpoint is one of this log, or of a segment that was merged into it."""
    if older is None:
        return not_run(Level.APPEND_ONLY, "needs an older checkpoint")
    data = files.try_read(older, limit=integrity.CHECKPOINT_LIMIT)
    if isinstance(data, Unread):
        failed = failure(Level.APPEND_ONLY, Kind.UNREADABLE, str(older), data.value)
        return ended(Level.APPEND_ONLY, [failed], "the older checkpoint could not be read")
    try:
        stated = checkpoints.parse(data)
    except MalformedError as error:
        failed = failure(Level.APPEND_ONLY, Kind.ALTERED, str(older), error.message)
        return ended(Level.APPEND_ONLY, [failed], "the older checkpoint could not be read")
    reading = next((one for one in readings if integrity.extends(stated, one)), readings[0])
    why = f"the first {numbered(stated.size, 'line')} held against it"
    if not stated.size or integrity.is_anothers(stated, reading):
        what = "it is another log's checkpoint" if stated.size else "it states no line"
        return ended(Level.APPEND_ONLY, [failure(Level.APPEND_ONLY, Kind.ALTERED, str(older), what)], why)
    failures = [
        failure(Level.APPEND_ONLY, found.kind, str(older), found.what, ExitCode.TAMPERED)
        for found in (
            *integrity.check_signed(stated, str(older), reading, case.keys),
            *integrity.compare(stated, str(older), reading),
        )
        if found.kind is not Kind.STALE_CHECKPOINT
    ]
    return ended(Level.APPEND_ONLY, failures, why)
