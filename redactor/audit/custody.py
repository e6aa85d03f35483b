"""What stays in custody: removed text, original offsets, findings and reasons, the secret of all nonces.

One folder, closed to others, never in or around the release folder. `secret` is 32 random bytes;
`000000-run.json` and `000001-ID.json` belong to the log's lines of those numbers. Each is three lines: a
banner, one canonical JSON object, the banner again, so that a file that is opened alone shows its marking.
"""

from __future__ import annotations

import functools
import hashlib
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor import files, markings
from redactor.audit import commit, record
from redactor.audit.canonical import Json, MalformedError, canonical, joined, parse
from redactor.errors import InputRefusedError, Refusal
from redactor.files import Unread, grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from redactor.files import Folder
    from redactor.markings.types import Marking
    from redactor.model import Cable, Decision, Finding, Portion, Redaction, Release, Verdict

SECRET = "secret"  # noqa: S105 - a file's name
SEALED_SECRET = "secret.sealed"  # noqa: S105 - a file's name
RUN = "run"
# Lines that belong to no document are named by their type.
_NAMELESS = frozenset({RUN, "unseal", "note"})
UNREAD_BANNER = "HANDLE AS THE HIGHEST MARKING IN THIS FOLDER"
NONCES = "HKDF-SHA256 of the secret, info redactor/removed/v1 with the source digest and the two offsets"
FILE_LIMIT = 1 << 30
DIGITS = 6
_FILE_LINES = 4

# The custody file of one line of the log. Matches "000001-07ASTANA1668.json", "000000-run.json"; must not
# match "decisions.yaml", "1-x.json".
FILE_NAME = re.compile(
    r"""
    (?P<seq> [0-9]{6,15} ) - (?P<document> [A-Za-z0-9-]{1,80} ) \.json
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it came in, read once: its digest, and the tag that the log knows it by."""

    name: str
    data: bytes = field(repr=False)
    digest: bytes = field(repr=False)
    tag: str


def source(name: str, data: bytes, secret: bytes) -> Source:
    """Take in a document; its name goes to custody alone."""
    digest = hashlib.sha256(data).digest()
    return Source(name, data, digest, commit.source_tag(secret, digest))


def file_name(seq: int, document: str) -> str:
    """Name the custody file of a line of the log."""
    return f"{seq:0{DIGITS}d}-{document}.json"


def file_of(line: Mapping[str, Json]) -> str:
    """Name the custody file of a line of the log."""
    kind, seq = str(line["type"]), line["seq"]
    return file_name(seq if isinstance(seq, int) else 0, kind if kind in _NAMELESS else str(line["doc"]))


def finish(kept: Folder, lines: int) -> None:
    """Mend what an interrupted run left: the files of a log's lines get their names, all that is unfinished goes.

    Call it only under the lock, for a log of so many lines.
    """
    for name in files.unfinished_in(kept):
        match = FILE_NAME.fullmatch(name)
        if match is not None and int(match["seq"]) < lines and not files.is_regular(kept, name):
            grouped.give_name(kept, name)
    files.sweep(kept)


def stored(kept: Folder, name: str) -> bytes | Unread:
    """Read a custody file, under its name or where a crash left it without."""
    data = files.read_in(kept, name, limit=FILE_LIMIT)
    return data if data is not Unread.ABSENT else files.read_in(kept, files.temporary(name), limit=FILE_LIMIT)


def stored_at(folder: Path, name: str) -> bytes | Unread:
    """Read a custody file of a folder that nobody holds, as `stored` does."""
    data = files.try_read(folder / name, limit=FILE_LIMIT, follow=False)
    if data is not Unread.ABSENT:
        return data
    return files.try_read(folder / files.temporary(name), limit=FILE_LIMIT, follow=False)


def secret_name(check: str) -> str:
    """Name the secret of a log that was merged behind another, by what the log calls it."""
    return f"{SECRET}-{check[:16]}"


def file_commitment(secret: bytes, name: str, data: bytes) -> str:
    """Commit to a custody file, for its line in the log."""
    return commit.salted(secret, "custody", data, name.encode())


def fragments(content: dict[str, Json]) -> Mapping[str, bytes]:
    """Give the canonical JSON of each field."""
    return MappingProxyType({name: canonical(value) for name, value in content.items()})


def wrap(banner: str, content: Mapping[str, bytes]) -> bytes:
    """Give a custody file's bytes, marked at its head and foot, from the canonical JSON of each field."""
    line = banner.encode()
    return b"\n".join((line, joined(content), line, b""))


def unwrap(data: bytes) -> dict[str, Json]:
    """Read a custody file back; raises MalformedError for anything but what `wrap` gives."""
    lines = data.split(b"\n")
    if len(lines) != _FILE_LINES or lines[0] != lines[2] or lines[3]:
        raise MalformedError("not a custody file")
    return parse(lines[1])


def read_file(custody: Path, seq: int, document: str) -> dict[str, Json]:
    """Read the custody file of a line, for a person who is cleared; raises InputRefusedError."""
    path = custody / file_name(seq, document)
    data = stored_at(custody, path.name)
    if isinstance(data, Unread):
        raise InputRefusedError(Refusal.IO, f"{path}: {data.value}")
    try:
        return unwrap(data)
    except MalformedError as error:
        raise InputRefusedError(
            Refusal.PARSE, f"{path}: {error.message}", help="redactor verify tells more"
        ) from error


def inputs_of(run: record.RunInfo) -> Json:
    """Give what custody holds of the list that a shard was cut from; None where the run did the whole list."""
    shard = run.shard
    return None if shard is None else {"count": shard.count, "sha256": shard.inputs}


def run_content(run: record.RunInfo, number: int, decisions_name: str | None) -> dict[str, Json]:
    """Give what custody holds of a run: all that a replay needs beside the policy and the sources."""
    inputs = inputs_of(run)
    part: dict[str, Json] = {} if inputs is None else {"inputs": inputs}
    return part | {
        "v": record.VERSION,
        "type": RUN,
        "run": number,
        "options": dict(sorted(run.options.items())),
        "lists": [{"name": named.name, "sha256": named.sha256} for named in run.policy.lists],
        "decisions": None if run.decisions is None else run.decisions.decode("utf-8", "backslashreplace"),
        "decisions_name": decisions_name,
        **record.parameters(run),
    }


def _source_content(received: Source) -> dict[str, Json]:
    return {
        "name": received.name.encode("utf-8", "backslashreplace").decode(),
        "sha256": received.digest.hex(),
        "bytes": len(received.data),
    }


def refusal_content(received: Source, reason: str) -> dict[str, Json]:
    """Give what custody holds of a refused document: which input it was."""
    return {
        "v": record.VERSION,
        "type": "refusal",
        "reason": reason,
        "source": _source_content(received),
    }


def document_content(
    received: Source,
    cable: Cable,
    findings: Sequence[Finding],
    verdict: Verdict,
    release: Release,
) -> Mapping[str, bytes]:
    """Give what custody holds of a document, its name aside: its original is this plus the release."""
    content: dict[str, Json] = {
        "v": record.VERSION,
        "type": "document",
        "marking": full_marking(cable.marking),
        "source": _source_content(received) | {"codec": cable.codec, "newline": cable.newline},
        "text_sha256": hashlib.sha256(cable.text.encode()).hexdigest(),
        "nonces": NONCES,
        "portions": [_portion(portion) for portion in cable.portions],
        "removals": [_removal(cable.text, redaction) for redaction in release.redactions],
        "findings": [_finding(finding, closed=i in verdict.closed) for i, finding in enumerate(findings)],
        "notices": list(verdict.notices),
        "status": verdict.status.value,
    }
    return MappingProxyType({**fragments(content), "decisions": written_decisions(verdict.decisions)})


def banner(cable: Cable) -> str:
    """Give the line that marks a document's custody file: the cable's own level and controls."""
    return markings.banner_text(cable.marking) or UNREAD_BANNER


def full_marking(mark: Marking) -> dict[str, Json]:
    """Give a marking whole, FGI sources and compartments too: for custody only."""
    foreign = mark.foreign
    return {
        **record.marking(mark),
        "controls": [*sorted(mark.controls)],
        "opaque": mark.opaque,
        "fgi": [*sorted(mark.fgi)],
        "compartments": [*sorted(mark.compartments)],
        "foreign": None
        if foreign is None
        else {
            "release": [*sorted(foreign.release)],
            "display": [*sorted(foreign.display)],
            "relido": foreign.relido,
        },
    }


def _portion(portion: Portion) -> dict[str, Json]:
    """Give a portion's place and what of it is label, number or mark: no search for names looks there."""
    return {
        "address": portion.address,
        "start": portion.span.start,
        "end": portion.span.end,
        "skeleton": [{"start": span.start, "end": span.end} for span in portion.skeleton],
    }


def _removal(text: str, redaction: Redaction) -> dict[str, Json]:
    span = redaction.span
    return {
        "n": redaction.number,
        "start": span.start,
        "end": span.end,
        "text": span.of(text),
        "replacement": redaction.replacement,
    }


def _finding(finding: Finding, *, closed: bool) -> dict[str, Json]:
    return {
        "start": finding.span.start,
        "end": finding.span.end,
        "kind": finding.kind.value,
        "detector": finding.detector,
        "score": finding.score,
        "evidence": list(finding.evidence),
        "person": finding.person,
        "possible": finding.possible,
        "contexts": [*sorted(finding.contexts)],
        "reach": finding.reach,
        "closed": closed,
    }


def written_decisions(decisions: Sequence[Decision]) -> bytes:
    """Write decisions in canonical JSON; there are many, so what several of them share is spelled once."""
    marks: dict[int, bytes] = {}
    rows = []
    for one in decisions:
        # Mostly one object for a whole portion.
        if id(one.marking) not in marks:
            marks[id(one.marking)] = canonical(full_marking(one.marking))
        rows.append(
            b'{"action":%b,"authorities":%b,"basis":%b,"decided_by":%b,"end":%d,"hold":%b,"marking":%b,"portion":%b,'
            b'"rules":%b,"section":%b,"start":%d}'
            % (
                _word(one.action.name.lower()),
                _words(tuple(map(str, one.authorities))),
                _word(one.basis.value),
                _word(one.decided_by.value),
                one.span.end,
                b"true" if one.hold else b"false",
                marks[id(one.marking)],
                b"null" if one.portion is None else _word(one.portion),
                _words(one.rules),
                _word(one.section.value),
                one.span.start,
            )
        )
    return b"[%b]" % b",".join(rows)


@functools.lru_cache(maxsize=4096)
def _word(text: str) -> bytes:
    return canonical(text)


@functools.lru_cache(maxsize=4096)
def _words(texts: tuple[str, ...]) -> bytes:
    return canonical(list(texts))
