"""Level 1: the log is whole, in order, canonical, and what its checkpoint says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.audit import checkpoint, log
from redactor.audit.canonical import MalformedError
from redactor.audit.keys import Checked, is_signed
from redactor.audit.merkle import Frontier, leaf_hash
from redactor.audit.state import signer_at
from redactor.errors import ExitCode
from redactor.verify.outcome import Failure, Kind, Level, failure
from redactor.verify.public import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactor.audit.canonical import Json
    from redactor.audit.keys import Verifier
    from redactor.audit.log import Record

CHECKPOINT_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """A log as verify read it; `whole` says that every line could be read as a record."""

    records: tuple[Record, ...] = field(repr=False)
    lines: tuple[bytes, ...] = field(repr=False)
    whole: bool
    failures: tuple[Failure, ...]


def _bad(kind: Kind, where: str, what: str, code: ExitCode | None = None) -> Failure:
    return failure(Level.INTEGRITY, kind, where, what, code)


def read(data: bytes, name: str, *, merged: bool) -> Reading:
    """Read a log line by line and name all that does not fit; never raises.

    A merged log may have several custodies: its manifest says where each begins.
    """
    lines, tail = log.split(data)
    records: list[Record] = []
    failures: list[Failure] = []
    for number, line in enumerate(lines, 1):
        try:
            records.append(log.decode(line))
        except MalformedError as error:
            failures.append(_bad(Kind.ALTERED, f"{name}:{number}", error.message))
    if tail:
        what = "the last line is torn"
        failures.append(_bad(Kind.TRUNCATED, f"{name}:{len(lines) + 1}", what, ExitCode.INCOMPLETE))
    whole = len(records) == len(lines) and bool(lines)
    if not lines:
        failures.append(_bad(Kind.MISSING, name, "the log has no whole line"))
    if whole:
        failures += _chain(records, lines, name) + _sense(records, name, merged=merged)
    return Reading(tuple(records), tuple(lines), whole, tuple(failures))


def _chain(records: list[Record], lines: list[bytes], name: str) -> list[Failure]:
    """Follow numbers and links; after a break it goes on from where it landed."""
    failures, seen = [], set[bytes]()
    expected, prev = 0, log.FIRST
    for number, (record, line) in enumerate(zip(records, lines, strict=True), 1):
        where, seq = f"{name}:{number}", int(str(record["seq"]))
        if seq != expected:
            failures.append(_misplaced(where, seq, expected, repeated=line in seen))
        elif record["prev"] != prev:
            failures.append(_bad(Kind.ALTERED, where, "it does not name the line before it"))
        seen.add(line)
        expected, prev = seq + 1, log.line_digest(line)
    return failures


def _misplaced(where: str, seq: int, expected: int, *, repeated: bool) -> Failure:
    if repeated:
        return _bad(Kind.DUPLICATED, where, f"line {seq} stands here again")
    if seq > expected:
        return _bad(Kind.MISSING, where, f"line {expected} should stand here", ExitCode.TAMPERED)
    return _bad(Kind.REORDERED, where, f"line {seq} stands where line {expected} should")


def _sense(records: list[Record], name: str, *, merged: bool) -> list[Failure]:
    """Check what lines say of each other: runs count up, a log has one custody, policy id and audience."""
    failures: list[Failure] = []
    standing: dict[int, Record] = {}
    released: dict[Json, Record] = {}
    runs: list[Record] = []
    for number, record in enumerate(records, 1):
        where = f"{name}:{number}"
        if record["type"] == "run":
            runs.append(record)
        if "run" in record and record["run"] != len(runs):
            failures.append(_bad(Kind.REORDERED, where, "it does not belong to the run it stands in"))
        if record["type"] == "release":
            failures += _supersedes(record, standing, where)
            released[record["seq"]] = record
        if record["type"] == "unseal" and not _opens(record, released.get(record["line"])):
            failures.append(_bad(Kind.ALTERED, where, "it opens removals that no line before it has"))
        if record["type"] == "note" and record["doc"] not in {None, *_names(released)}:
            failures.append(_bad(Kind.ALTERED, where, "it speaks of a document that no line before it has"))
    return failures + _one_owner(runs, name, merged=merged) + _one_line_each(standing, name)


def _names(released: Mapping[Json, Record]) -> Iterator[Json]:
    """Give the documents that were released."""
    return (record["doc"] for record in released.values())


def _opens(record: Record, line: Record | None) -> bool:
    """Say whether an unseal line speaks of removals of the release line that it names, which stands before it."""
    if line is None or line["doc"] != record["doc"]:
        return False
    known, opened = {row["n"] for row in rows(line["removals"])}, record["removals"]
    return isinstance(opened, list) and known.issuperset(opened)


def _supersedes(record: Record, standing: dict[int, Record], where: str) -> list[Failure]:
    """Take the replaced line off, put this one on."""
    failures = []
    replaced = record["supersedes"]
    if replaced is not None:
        before = standing.pop(replaced, None) if isinstance(replaced, int) else None
        if before is None or before["source"] != record["source"]:
            failures.append(_bad(Kind.ALTERED, where, "it replaces a line that is not its document's"))
    standing[int(str(record["seq"]))] = record
    return failures


def _one_owner(runs: list[Record], name: str, *, merged: bool) -> list[Failure]:
    failures = []
    owned = ("audience",) if merged else ("custody_key", "audience")
    for run in runs:
        same = all(run[key] == runs[0][key] for key in owned)
        if not same or _policy_id(run) != _policy_id(runs[0]):
            what = "a run of another custody, policy or audience"
            failures.append(_bad(Kind.ALTERED, f"{name}:{int(str(run['seq'])) + 1}", what))
    return failures


def _policy_id(run: Record) -> object:
    policy = run["policy"]
    return policy["id"] if isinstance(policy, dict) else None


def _one_line_each(standing: dict[int, Record], name: str) -> list[Failure]:
    failures = []
    for key in ("doc", "source"):
        counted = Counter(str(record[key]) for record in standing.values())
        failures += [
            _bad(Kind.DUPLICATED, name, f"{number} lines stand for one document")
            for number in counted.values()
            if number > 1
        ]
    return failures


# --- the checkpoint ----------------------------------------------------------------------------


def check_checkpoint(
    data: bytes, name: str, reading: Reading, wanted: Sequence[Verifier] = ()
) -> list[Failure]:
    """Hold the log against its checkpoint, which each wanted key must have signed."""
    try:
        stated = checkpoint.parse(data)
    except MalformedError as error:
        return [_bad(Kind.ALTERED, name, error.message)]
    if is_anothers(stated, reading):
        return [_bad(Kind.ALTERED, name, "it is another log's checkpoint")]
    return check_signed(stated, name, reading, wanted) + compare(stated, name, reading)


def is_anothers(stated: checkpoint.Checkpoint, reading: Reading) -> bool:
    """Say whether a checkpoint bears another origin than the log's first run calls for."""
    first = reading.records[0] if reading.records else {"type": None}
    return first["type"] == "run" and stated.origin != checkpoint.origin_of(first)


def check_signed(
    stated: checkpoint.Checkpoint, name: str, reading: Reading, wanted: Sequence[Verifier]
) -> list[Failure]:
    """Check the signatures that the log names and that the caller wants; each of them must be there."""
    body, lines = stated.body(), stated.signatures
    failures = [
        _bad(Kind.WRONG_KEY, name, f"{key.name}: {found.value}")
        for key in wanted
        if (found := key.check(body, lines)) is not Checked.GOOD
    ]
    if not failures and not is_signed(body, lines, signer_at(reading.records, stated.size)):
        failures.append(_bad(Kind.WRONG_KEY, name, "it does not bear the signature that its log names"))
    return failures


def compare(stated: checkpoint.Checkpoint, name: str, reading: Reading) -> list[Failure]:
    """Hold the log against what a checkpoint states of its size and root."""
    if stated.size > len(reading.lines):
        return [
            _bad(Kind.TRUNCATED, name, f"it states {stated.size} lines, the log has {len(reading.lines)}")
        ]
    if stated.root != root_at(reading, stated.size):
        return [_bad(Kind.ALTERED, name, f"the log's first {stated.size} lines are not those it states")]
    if stated.size < len(reading.lines):
        what = f"it states {stated.size} lines, the log has {len(reading.lines)}: a run was interrupted"
        return [_bad(Kind.STALE_CHECKPOINT, name, what)]
    return []


def extends(stated: checkpoint.Checkpoint, reading: Reading) -> bool:
    """Say whether a log goes on from a checkpoint."""
    return stated.size <= len(reading.lines) and stated.root == root_at(reading, stated.size)


def origin_of(reading: Reading) -> str:
    """Give the origin that the log's first run line calls for."""
    return checkpoint.origin_of(reading.records[0])


def root_at(reading: Reading, size: int) -> bytes:
    """Give the root over the first lines."""
    tree = Frontier()
    for line in reading.lines[:size]:
        tree = tree.add(leaf_hash(line))
    return tree.root()


def check_links(reading: Reading, name: str) -> list[Failure]:
    """Check that each run names the checkpoint that stood before it."""
    failures, tree = [], Frontier()
    origin = origin_of(reading)
    for number, (record, line) in enumerate(zip(reading.records, reading.lines, strict=True), 1):
        if record["type"] == "run":
            before = checkpoint.Checkpoint(origin, tree.size, tree.root()).digest() if tree.size else None
            if record["prior_checkpoint"] != before:
                what = "the run does not name the checkpoint before it"
                failures.append(_bad(Kind.ALTERED, f"{name}:{number}", what))
        tree = tree.add(leaf_hash(line))
    return failures
