"""Where a run writes: the output folder, its log, its custody; and which of them must not meet."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import UsageError, WriteError

if TYPE_CHECKING:
    from collections.abc import Sequence
LOG = "audit.jsonl"
CHECKPOINT = "audit.ckpt"
EXPORT = "audit.export.json"
MANIFEST = "audit.manifest.jsonl"
CUSTODY_SUFFIX = ".custody"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a run's files go; `out` is None when the release goes to standard output."""

    out: Path | None
    log: Path
    custody: Path

    @property
    def checkpoint(self) -> Path:
        """Give the checkpoint's place: beside the log."""
        return checkpoint_of(self.log)


def checkpoint_of(log: Path) -> Path:
    """Name a log's checkpoint: audit.jsonl has audit.ckpt."""
    return log.with_name(log.name.removesuffix(".jsonl") + ".ckpt")


def custody_of(out: Path) -> Path:
    """Name an output folder's custody where the user named none: a sibling."""
    absolute = out.absolute()
    return absolute.with_name(absolute.name + CUSTODY_SUFFIX)


def destination(out: Path | None, *, audit: Path | None = None, custody: Path | None = None) -> Destination:
    """Settle where things go; `out` None is standard output, which needs both others named.

    Raises UsageError where a place is missing, or where a folder's log is sent elsewhere.
    """
    if out is None:
        if audit is None or custody is None:
            raise UsageError(
                "a release on standard output needs a place for its log and for its custody",
                help="add --audit FILE and --custody DIR",
            )
        return Destination(None, audit, custody)
    if not out.absolute().name:
        raise UsageError(f"{out}: this cannot be an output folder", help="name a folder of its own")
    if audit is not None and not _same_path(audit, out / LOG):
        raise UsageError(
            "--audit goes with -o -: a folder's log lies in it", help=f"leave --audit out ({out / LOG})"
        )
    return Destination(out, out / LOG, custody if custody is not None else custody_of(out))


def refuse_overlap(place: Destination, inputs: Sequence[Path]) -> None:
    """Raise when writing would touch an input, or custody would travel with the releases.

    UsageError: custody inside or around the output. WriteError: an input is the output or a link to it,
    lies in it or in custody, or is a folder around it.
    """
    folder = place.out if place.out is not None else None
    if folder is not None and (is_within(place.custody, folder) or is_within(folder, place.custody)):
        raise UsageError(
            f"{place.custody}: custody must lie neither inside the output folder nor around it",
            help="leave --custody out, or name a folder beside the output",
        )
    if folder is None and is_within(place.log, place.custody):
        raise UsageError(f"{place.log}: the log can be published, so it must not lie in custody")
    for path in inputs:
        for target in (folder if folder is not None else place.log, place.checkpoint, place.custody):
            _refuse_input(path, target)


def _refuse_input(path: Path, target: Path) -> None:
    around = files.is_folder(path) and is_within(target, path)
    if around or is_within(path, target) or _same(path, target):
        raise WriteError(
            f"{target}: this output is an input, holds one, or lies among them", help="name another folder"
        )


def is_within(path: Path, folder: Path) -> bool:
    """Say whether `path` is `folder` or lies in it, links resolved."""
    return _real(path).is_relative_to(_real(folder))


def _same_path(path: Path, other: Path) -> bool:
    return _real(path) == _real(other)


def _real(path: Path) -> Path:
    """Resolve links; a loop of them, or a name too long, stays as it is and is refused when it is opened."""
    return Path(os.path.realpath(path))


def _same(path: Path, other: Path) -> bool:
    """Say whether two names lead to one file: by path, link or hard link."""
    with contextlib.suppress(OSError):
        return path.samefile(other)
    return False
