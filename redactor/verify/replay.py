"""Level 4: the same policy, tool and source give the same release and the same record again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import commit, identity, record
from redactor.errors import RedactorError
from redactor.files import Unread
from redactor.verify.outcome import Failure, Kind, Level, failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record
    from redactor.model import Cable, Redaction, Release
    from redactor.verify.originals import Custody, Original

POLICY_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """How a document was released: all that a rerun needs beside its bytes.

    `commit` gives the commitments that the decisions name, `identify` the id that the document had when
    they were bound: a copy that showed nothing yet had another. `detectors` are those of the run: a rerun
    with others raises a RedactorError. `names` are those that the log gave the document before, `whole`
    the commitment to its original.
    """

    policy: Path
    as_of: dt.date
    settings: Mapping[str, str]
    options: Mapping[str, str]
    decisions: bytes | None = field(repr=False)
    unproved: bool
    detectors: tuple[tuple[str, str, str], ...]
    identify: Callable[[Cable, tuple[Redaction, ...]], str] = field(repr=False)
    codec: str
    commit: Callable[[Cable, tuple[Redaction, ...]], tuple[str, ...]] = field(repr=False)
    names: frozenset[str]
    whole: str


Rerun = Callable[[bytes, ReplayRequest], "Release"]


@dataclass(frozen=True, slots=True)
class _Log:
    """A log's runs by number, its lines on documents by original, its releases by name."""

    runs: Mapping[object, Record] = field(repr=False)
    by_source: Mapping[object, Sequence[Record]] = field(repr=False)
    by_name: Mapping[object, Sequence[Record]] = field(repr=False)

    def names(self, line: Record) -> frozenset[str]:
        """Give the names that a line's document had before the run that wrote it."""
        earlier = self.by_source.get(line["source"], ())
        return frozenset(str(record["doc"]) for record in earlier if record["run"] != line["run"])


@dataclass(frozen=True, slots=True)
class _Taken:
    """The names that other documents had in the log before the run that wrote a line."""

    log: _Log
    line: Record = field(repr=False)

    def __contains__(self, name: object) -> bool:
        """Say whether another document had a name."""
        run = int(str(self.line["run"]))
        return any(
            record["source"] != self.line["source"] and int(str(record["run"])) < run
            for record in self.log.by_name.get(name, ())
        )


def _looked_up(records: Sequence[Record]) -> _Log:
    """Go through a log once, so that no document needs to."""
    runs: dict[object, Record] = {}
    by_source: dict[object, list[Record]] = {}
    by_name: dict[object, list[Record]] = {}
    for line in records:
        if line["type"] == "run":
            runs.setdefault(line["run"], line)
        if "source" in line:
            by_source.setdefault(line["source"], []).append(line)
        if line["type"] == "release":
            by_name.setdefault(line["doc"], []).append(line)
    return _Log(runs, by_source, by_name)


def _bad(kind: Kind, where: str, what: str) -> Failure:
    return failure(Level.REPLAY, kind, where, what)


def check_policy(path: Path, runs: Sequence[Record]) -> list[Failure]:
    """Compare the policy file's bytes with the digest that the runs name."""
    data = files.try_read(path, limit=POLICY_LIMIT)
    if isinstance(data, Unread):
        # A policy over the size limit is no policy any run can have read.
        kind = Kind.POLICY if data is Unread.TOO_BIG else Kind.UNREADABLE
        return [_bad(kind, str(path), data.value)]
    digest = record.digest(data)
    return [
        _bad(Kind.POLICY, f"run {run['run']}", "the policy file is not the one this run used")
        for run in runs
        if _mapping(run["policy"]).get("sha256") != digest
    ]


def check_tool(runs: Sequence[Record]) -> list[Failure]:
    """Compare this redactor with the one that wrote the runs: another may decide otherwise."""
    return [
        _bad(
            Kind.TOOL,
            f"run {run['run']}",
            f"it was written by another redactor: {_mapping(run['tool']).get('version')}",
        )
        for run in runs
        if _mapping(run["tool"]).get("digest") != files.package_digest()
    ]


def check(
    originals: Sequence[Original], opened: Custody, records: Sequence[Record], policy: Path, rerun: Rerun
) -> list[Failure]:
    """Run each document again and compare release and removals with what was written."""
    failures, log = [], _looked_up(records)
    for original in originals:
        run = log.runs.get(original.copy.line["run"])
        failures += [] if run is None else _check(original, opened, log, run, policy, rerun)
    return failures


def _check(
    original: Original, opened: Custody, log: _Log, run: Record, policy: Path, rerun: Rerun
) -> list[Failure]:
    line, where = original.copy.line, str(original.copy.line["doc"])
    as_of = _day(str(run["as_of"]))
    if as_of is None:
        return [_bad(Kind.TOOL, where, "it cannot be run again: its run names a day that is none")]
    request = _request(original, opened, log, run, policy, as_of)
    try:
        release = rerun(original.source or b"", request)
    except RedactorError as error:
        return [_bad(Kind.TOOL, where, f"it cannot be run again: {error.message}")]
    if release.text.encode() != original.copy.data:
        return [_bad(Kind.TOOL, where, "the same source and policy give another release")]
    commitments = tuple(
        commit.removal(
            opened.secret(original.copy.line), original.opened.sha256, item.span, item.span.of(original.text)
        )
        for item in release.redactions
    )
    if record.removals(release, commitments) != line["removals"]:
        return [_bad(Kind.TOOL, where, "the same source and policy give other reasons")]
    return []


def _day(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def _request(
    original: Original,
    opened: Custody,
    log: _Log,
    run: Record,
    policy: Path,
    as_of: dt.date,
) -> ReplayRequest:
    content = opened.contents.get(int(str(run["seq"])), {})
    decisions = content.get("decisions")
    detectors = run["detectors"]

    def commitments(cable: Cable, redactions: tuple[Redaction, ...]) -> tuple[str, ...]:
        return tuple(
            commit.removal(
                opened.secret(original.copy.line), original.opened.sha256, item.span, item.span.of(cable.text)
            )
            for item in redactions
        )

    def identify(cable: Cable, redactions: tuple[Redaction, ...]) -> str:
        name = identity.document_id(
            opened.secret(original.copy.line), original.opened.sha256, cable, redactions
        )
        return identity.told_apart(name, _Taken(log, original.copy.line))

    return ReplayRequest(
        policy=policy,
        as_of=as_of,
        settings=_texts(content.get("settings")),
        options=_texts(content.get("options")),
        decisions=decisions.encode() if isinstance(decisions, str) else None,
        unproved=run["unproved"] is True,
        detectors=tuple(
            (str(item["name"]), str(item["version"]), str(item["sha256"]))
            for item in (detectors if isinstance(detectors, list) else [])
            if isinstance(item, dict)
        ),
        identify=identify,
        codec=original.opened.codec,
        commit=commitments,
        names=log.names(original.copy.line),
        whole=str(original.copy.line["source"]),
    )


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, dict) else {}


def _texts(value: Json) -> Mapping[str, str]:
    return {key: str(item) for key, item in _mapping(value).items()}
