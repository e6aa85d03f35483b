"""Opens what an earlier run left: the secret, the log, the checkpoint; refuses what does not belong together."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import checkpoint, commit, custody, keys, log, place, record
from redactor.audit.canonical import MalformedError
from redactor.audit.index import Index
from redactor.audit.log import Record
from redactor.audit.merkle import Frontier, leaf_hash
from redactor.errors import UsageError, WriteError
from redactor.files import Unread, looking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.audit.keys import Signer
    from redactor.audit.log import Log
    from redactor.audit.place import Destination
    from redactor.audit.record import RunInfo
    from redactor.files import Folder
    from redactor.model import Policy

_DAMAGED = "run `redactor verify` and restore what is damaged; redactor does not write over evidence"
# A crash may leave custody files of the one group that was being written: a run line and a document.
IN_FLIGHT = 2
_CHECKPOINT_LIMIT = 1 << 20
_OURS = frozenset({place.LOG, place.CHECKPOINT, place.MANIFEST})


@dataclass(frozen=True, slots=True)
class Opened:
    """What stands there: the custody secret, and the log, all of it."""

    secret: bytes = field(repr=False)
    log: Log


@dataclass(frozen=True, slots=True)
class Past:
    """What a run needs of the log that it adds to: its run lines, how long it is, its tree, and where its lines stand.

    `fresh` says that its checkpoint covers all of it.
    """

    secret: bytes = field(repr=False)
    runs: tuple[Record, ...]
    tree: Frontier
    prev: str
    size: int
    index: Index
    fresh: bool

    @property
    def lines(self) -> int:
        """Say how many lines it has."""
        return self.tree.size


def open_state(
    destination: Destination, out: Folder, kept: Folder, run: RunInfo, secret: bytes | None
) -> Past:
    """Read and check all of it under the locks; the secret is made where there is no log yet.

    Raises UsageError where the folder, the custody or the policy is another's, WriteError where
    something is damaged.
    """
    past = _scan(out, destination)
    _refuse_strange_custody(kept, past.lines, destination)
    _refuse_several_custodies(past.runs, destination)
    key = _secret(kept, past.runs, secret)
    custody.finish(kept, past.lines)
    _refuse_other_policy(past.runs, run.policy, destination)
    _refuse_other_signer(past.runs, run.signer, destination)
    if destination.out is not None:
        _refuse_strange_files(out, past.index)
    return replace(past, secret=key)


def _scan(out: Folder, destination: Destination) -> Past:
    """Read the log line by line and hold its checkpoint against it."""
    stated = _stated(out, destination)
    index, runs, tree, prev, size = Index(), list[Record](), Frontier(), log.FIRST, 0
    root = tree.root()
    try:
        for line_record, line in log.scan(looking.lines_in(out, destination.log.name, log.LINE_LIMIT)):
            index.add(line_record, size, len(line))
            runs += [line_record] if line_record["type"] == "run" else []
            tree, prev, size = tree.add(leaf_hash(line)), log.line_digest(line), size + len(line) + 1
            root = tree.root() if stated is not None and stated.size == tree.size else root
    except MalformedError as error:
        raise WriteError(f"{destination.log}: {error.message}", help=_DAMAGED) from error
    fresh = _is_fresh(destination, stated, root, tuple(runs), tree.size)
    return Past(b"", tuple(runs), tree, prev, size, index, fresh)


def open_standing(destination: Destination, out: Folder, kept: Folder, signer: Signer | None) -> Opened:
    """Read and check a log that is only to be added to, whatever its policy: nothing is made, nothing mended.

    Raises UsageError where there is no log or the key is another's, WriteError where something is damaged.
    """
    history = read_log(out, destination)
    if not history.records:
        raise UsageError(f"{destination.log}: there is no log here")
    runs = tuple(line for line in history.records if line["type"] == "run")
    _refuse_strange_custody(kept, len(history.records), destination)
    key = _secret(kept, runs, None)
    custody.finish(kept, len(history.records))
    _refuse_other_signer(runs, signer, destination)
    stated = _stated(out, destination)
    root = b"" if stated is None else _root_at(history, stated.size)
    _is_fresh(destination, stated, root, runs, len(history.records))
    return Opened(key, history)


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


def _secret(kept: Folder, runs: Sequence[Record], given: bytes | None) -> bytes:
    """Give the custody's secret, made on first use; it must be the one that the log names."""
    stored = files.read_in(kept, custody.SECRET, limit=commit.SECRET_SIZE)
    named = runs[0]["custody_key"] if runs else None
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
    found: set[str] = set()
    last = 0
    for name in itertools.filterfalse(files.is_temporary, files.each_in(kept)):
        match = custody.FILE_NAME.fullmatch(name)
        last = max(last, 0 if match is None else int(match["seq"]))
        found.add(name if name in {custody.SECRET, custody.SEALED_SECRET} else "")
    if custody.SEALED_SECRET in found:
        raise UsageError(
            f"{kept.path}: this custody is sealed",
            help="a reviewer opens it: redactor audit seal OUT --open KEY",
        )
    if found and custody.SECRET not in found:
        raise UsageError(
            f"{kept.path}: this folder is in use and is no custody", help="name another with --custody"
        )
    if last >= lines + IN_FLIGHT:
        raise UsageError(
            f"{kept.path}: this custody knows more lines than {destination.log} has",
            help="restore the log, or move that custody away and start afresh",
        )


def _refuse_several_custodies(runs: Sequence[Record], destination: Destination) -> None:
    """Refuse to go on with a log that was merged from several secrets: no one of them knows all documents."""
    if len({line["custody_key"] for line in runs}) > 1:
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


def _refuse_other_policy(runs: Sequence[Record], policy: Policy, destination: Destination) -> None:
    """Hold a log to one policy id and one audience: everything in its folder may be given to that reader."""
    if not runs:
        return
    run = runs[-1]
    before = run["policy"]
    same_policy = isinstance(before, dict) and before["id"] == policy.id
    if not same_policy or run["audience"] != record.audience(policy.audience):
        raise UsageError(
            f"{destination.log}: this output belongs to another policy or audience",
            help="name another folder with -o",
        )


def _refuse_other_signer(runs: Sequence[Record], signer: Signer | None, destination: Destination) -> None:
    """Hold a signed log to its key: a checkpoint that lost its signature proves less than the one before."""
    named = _signer_of(runs[-1] if runs else None)
    if named is None or (signer is not None and signer.verifier.text() == named):
        return
    raise UsageError(
        f"{destination.log}: this log is signed with another key than the one at hand",
        help="name its key with --sign, or write to another folder with -o",
    )


def signer_at(records: Sequence[Record], size: int) -> str | None:
    """Give the verifier key that the last run among a log's first lines names; None where it has none."""
    return _signer_of(next((line for line in reversed(records[:size]) if line["type"] == "run"), None))


def _signer_of(run: Record | None) -> str | None:
    named = None if run is None else run["signer"]
    return named if isinstance(named, str) else None


def _refuse_strange_files(out: Folder, index: Index) -> None:
    """Refuse a folder with files that its log does not name: they would be given away with the rest."""
    for name, kind in looking.tree_of(out):
        if kind is looking.Kind.ODD or (kind is looking.Kind.FOLDER and not index.knows_folder(name)):
            raise WriteError(
                f"{out.path / name}: a link or a folder stands in the output folder", help="remove it"
            )
        if kind is looking.Kind.FILE and name not in _OURS and not index.knows_file(name):
            raise UsageError(
                f"{out.path / name}: the output folder holds a file that its log does not name",
                help="name a folder that is empty or new: all in it may be given to the audience",
            )


def _stated(out: Folder, destination: Destination) -> checkpoint.Checkpoint | None:
    """Read the checkpoint; None where there is none."""
    path = destination.checkpoint
    data = files.read_in(out, path.name, limit=_CHECKPOINT_LIMIT)
    if data is Unread.ABSENT:
        return None
    if isinstance(data, Unread):
        raise WriteError(f"{path}: {data.value}", help=_DAMAGED)
    try:
        return checkpoint.parse(data)
    except MalformedError as error:
        raise WriteError(f"{path}: {error.message}", help=_DAMAGED) from error


def _is_fresh(
    destination: Destination,
    stated: checkpoint.Checkpoint | None,
    root: bytes,
    runs: Sequence[Record],
    lines: int,
) -> bool:
    """Say whether the checkpoint covers the whole log; raises WriteError where it contradicts it."""
    path = destination.checkpoint
    if stated is None:
        if lines <= IN_FLIGHT:
            return not lines
        raise WriteError(f"{path}: {Unread.ABSENT.value}", help=_DAMAGED)
    if stated.size > lines or stated.root != root:
        raise WriteError(f"{path}: it does not fit the log", help=_DAMAGED)
    before = [run for run in runs if int(str(run["seq"])) < stated.size]
    if not keys.is_signed(stated.body(), stated.signatures, _signer_of(before[-1] if before else None)):
        raise WriteError(f"{path}: it does not bear its log's signature", help=_DAMAGED)
    return stated.size == lines


def _root_at(history: Log, size: int) -> bytes:
    tree = Frontier()
    for line in history.records[:size]:
        tree = tree.add(leaf_hash(log.encode(line)))
    return tree.root()
