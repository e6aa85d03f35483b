"""Opens what an earlier run left: the secret, the log, the checkpoint; refuses what does not belong together."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, keys, log, place, record
from redactor.audit.canonical import MalformedError
from redactor.audit.merkle import Frontier, leaf_hash
from redactor.errors import UsageError, WriteError
from redactor.files import Unread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.audit.canonical import Json
    from redactor.audit.keys import Signer
    from redactor.audit.log import Log, Record
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.files import Folder
    from redactor.model import Policy

_DAMAGED = "run `redactor verify` and restore what is damaged; redactor does not write over evidence"
# A crash may leave custody files of the one group that was being written: a run line and a document.
IN_FLIGHT = 2
_CHECKPOINT_LIMIT = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands there: the custody secret, the log, and whether its checkpoint is up to date."""

    secret: bytes = field(repr=False)
    log: Log
    fresh_checkpoint: bool


def open_state(
    destination: Destination, out: Folder, kept: Folder, run: RunInfo, secret: bytes | None
) -> Opened:
    """Read and check all of it under the locks; the secret is made where there is no log yet.

    Raises UsageError where the folder, the custody or the policy is another's, WriteError where
    something is damaged.
    """
    history = read_log(out, destination)
    _refuse_strange_custody(kept, len(history.records), destination)
    _refuse_several_custodies(history.records, destination)
    key = _secret(kept, history, secret)
    _refuse_other_policy(history.records, run.policy, destination)
    _refuse_other_signer(history.records, run.signer, destination)
    fresh = _checkpoint_is_fresh(out, destination, history)
    if destination.out is not None:
        _refuse_strange_files(out, history.records)
    return Opened(key, history, fresh)


def open_standing(destination: Destination, out: Folder, kept: Folder, signer: Signer | None) -> Opened:
    """Read and check a log that is only to be added to, whatever its policy: nothing is made, nothing mended.

    Raises UsageError where there is no log or the key is another's, WriteError where something is damaged.
    """
    history = read_log(out, destination)
    if not history.records:
        raise UsageError(f"{destination.log}: there is no log here")
    _refuse_strange_custody(kept, len(history.records), destination)
    key = _secret(kept, history, None)
    _refuse_other_signer(history.records, signer, destination)
    fresh = _checkpoint_is_fresh(out, destination, history)
    return Opened(key, history, fresh)


def read_log(out: Folder, destination: Destination) -> Log:
    """Read the log that the next line goes to; an absent one is empty."""
    data = files.read_in(out, destination.log.name, limit=log.LOG_LIMIT)
    if data is Unread.ABSENT:
        return log.Log()
    if isinstance(data, Unread):
        raise WriteError(f"{destination.log}: {data.value}")
    try:
        return log.read(data)
    except MalformedError as error:
        raise WriteError(f"{destination.log}: {error.message}", help=_DAMAGED) from error


def _secret(kept: Folder, history: Log, given: bytes | None) -> bytes:
    """Give the custody's secret, made on first use; it must be the one that the log names."""
    stored = files.read_in(kept, custody.SECRET, limit=commit.SECRET_SIZE)
    named = next((line["custody_key"] for line in history.records if line["type"] == "run"), None)
    if isinstance(stored, bytes) and given not in {None, stored}:
        raise UsageError(
            f"{kept.path}: this custody has another secret than the one given",
            help="leave --custody-secret out",
        )
    if isinstance(stored, bytes) and len(stored) == commit.SECRET_SIZE:
        if named not in {None, commit.secret_check(stored)}:
            raise UsageError(
                f"{kept.path}: this custody belongs to another log", help="name the right one with --custody"
            )
        return stored
    if named is not None:
        raise UsageError(f"{kept.path}: the log's custody is not here", help="name it with --custody")
    if stored is not Unread.ABSENT:
        raise UsageError(f"{kept.path}: its secret cannot be used", help="name another folder with --custody")
    made = given if given is not None else secrets.token_bytes(commit.SECRET_SIZE)
    files.write_whole(kept, custody.SECRET, made, private=True)
    return made


def _refuse_strange_custody(kept: Folder, lines: int, destination: Destination) -> None:
    """Refuse a folder that is something else, or the custody of a log that is gone or was cut."""
    names = files.names_in(kept)
    if custody.SEALED_SECRET in names:
        raise UsageError(
            f"{kept.path}: this custody is sealed",
            help="a reviewer opens it: redactor audit seal OUT --open KEY",
        )
    if names and custody.SECRET not in names:
        raise UsageError(
            f"{kept.path}: this folder is in use and is no custody", help="name another with --custody"
        )
    numbered = [int(match["seq"]) for match in map(custody.FILE_NAME.fullmatch, names) if match]
    if max(numbered, default=0) >= lines + IN_FLIGHT:
        raise UsageError(
            f"{kept.path}: this custody knows more lines than {destination.log} has",
            help="restore the log, or move that custody away and start afresh",
        )


def _refuse_several_custodies(records: Sequence[Record], destination: Destination) -> None:
    """Refuse to go on with a log that was merged from several secrets: no one of them knows all documents."""
    if len({line["custody_key"] for line in records if line["type"] == "run"}) > 1:
        raise UsageError(
            f"{destination.log}: this output was merged from logs with different custody secrets",
            help="redact into the segment's own folder, or one of its own, and merge again",
        )


def secret_of(kept: Folder, history: Log, line: Record) -> bytes:
    """Give the custody secret that a line's commitments were made under; raises UsageError where it is not there."""
    runs = [run for run in history.records if run["type"] == "run"]
    check = next(str(run["custody_key"]) for run in runs if run["run"] == line["run"])
    name = custody.SECRET if check == runs[0]["custody_key"] else custody.secret_name(check)
    stored = files.read_in(kept, name, limit=commit.SECRET_SIZE)
    if not isinstance(stored, bytes) or commit.secret_check(stored) != check:
        raise UsageError(f"{kept.path / name}: it is not the secret that the log names")
    return stored


def _refuse_other_policy(records: Sequence[Record], policy: Policy, destination: Destination) -> None:
    """Hold a log to one policy id and one audience: everything in its folder may be given to that reader."""
    run = next((line for line in reversed(records) if line["type"] == "run"), None)
    if run is None:
        return
    before = run["policy"]
    same_policy = isinstance(before, dict) and before["id"] == policy.id
    if not same_policy or run["audience"] != record.audience(policy.audience):
        raise UsageError(
            f"{destination.log}: this output belongs to another policy or audience",
            help="name another folder with -o",
        )


def _refuse_other_signer(records: Sequence[Record], signer: Signer | None, destination: Destination) -> None:
    """Hold a signed log to its key: a checkpoint that lost its signature proves less than the one before."""
    named = signer_at(records, len(records))
    if named is None or (signer is not None and signer.verifier.text() == named):
        return
    raise UsageError(
        f"{destination.log}: this log is signed with another key than the one at hand",
        help="name its key with --sign, or write to another folder with -o",
    )


def signer_at(records: Sequence[Record], size: int) -> str | None:
    """Give the verifier key that the last run among a log's first lines names; None where it has none."""
    run = next((line for line in reversed(records[:size]) if line["type"] == "run"), None)
    named = None if run is None else run["signer"]
    return named if isinstance(named, str) else None


def _refuse_strange_files(out: Folder, records: Sequence[Record]) -> None:
    """Refuse a folder with files that its log does not name: they would be given away with the rest."""
    ours = {
        place.LOG,
        place.CHECKPOINT,
        place.MANIFEST,
        *(name for line in records for name in file_names(line)),
    }
    for name in files.names_in(out):
        if not files.is_regular(out, name):
            raise WriteError(
                f"{out.path / name}: a link or a folder stands in the output folder", help="remove it"
            )
        if name not in ours:
            raise UsageError(
                f"{out.path / name}: the output folder holds a file that its log does not name",
                help="name a folder that is empty or new: all in it may be given to the audience",
            )


def file_names(line: Record) -> tuple[str, ...]:
    """Name the files of the release folder that a line speaks of."""
    if line["type"] != "release":
        return ()
    return tuple(str(entry["name"]) for entry in entries(line) if entry["name"] is not None)


def entries(line: Record) -> tuple[dict[str, Json], ...]:
    """Give the file entries of a release line: the release, then its renderings."""
    renderings = line["renderings"]
    found = [line["released"], *(renderings if isinstance(renderings, list) else [])]
    return tuple(entry for entry in found if isinstance(entry, dict))


def _checkpoint_is_fresh(out: Folder, destination: Destination, history: Log) -> bool:
    """Say whether the checkpoint covers the whole log; raises WriteError where it contradicts it."""
    path = destination.checkpoint
    data = files.read_in(out, path.name, limit=_CHECKPOINT_LIMIT)
    if data is Unread.ABSENT and len(history.records) <= IN_FLIGHT:
        return not history.records
    if isinstance(data, Unread):
        raise WriteError(f"{path}: {data.value}", help=_DAMAGED)
    try:
        stated = checkpoint.parse(data)
    except MalformedError as error:
        raise WriteError(f"{path}: {error.message}", help=_DAMAGED) from error
    if stated.size > len(history.records) or stated.root != _root_at(history, stated.size):
        raise WriteError(f"{path}: it does not fit the log", help=_DAMAGED)
    if not keys.is_signed(stated.body(), stated.signatures, signer_at(history.records, stated.size)):
        raise WriteError(f"{path}: it does not bear its log's signature", help=_DAMAGED)
    return stated.size == len(history.records)


def _root_at(history: Log, size: int) -> bytes:
    tree = Frontier()
    for line in history.records[:size]:
        tree = tree.add(leaf_hash(log.encode(line)))
    return tree.root()
