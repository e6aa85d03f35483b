"""What a run reads: files, folders, patterns and tables, one after another in an order of their own.

The order is that of the names, part by part, and of the rows in a table: not the order in which they were
typed. Nothing is listed ahead: what is held is one folder's names, or one table's row.
"""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import InputRefusedError, Refusal, UsageError
from redactor.pipeline import tables
from redactor.pipeline.item import STANDARD, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.pipeline.tables import Reading

# In a folder only files with this ending are cables; a table is read where it is named.
CABLE = ".txt"
_MAGIC = frozenset("*?[")
_DEEP = "**"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of a run: iterate for one item after another.

    `whole` are files and folders as they were named, `matched` what patterns stood for.
    """

    whole: tuple[Path, ...]
    matched: frozenset[Path] = frozenset()
    reading: Reading | None = None

    @property
    def many(self) -> bool:
        """Say whether these are inputs of the kind that can be many: a folder, a pattern or a table."""
        return bool(self.matched) or any(
            files.is_folder(path) or (self.reading is not None and tables.is_table(path))
            for path in self.whole
        )

    @property
    def alone(self) -> bool:
        """Say whether there is one input, and it was named."""
        return len(self.whole) == 1 and not self.many

    def __iter__(self) -> Iterator[Item]:
        """Give every document; what cannot be looked into is an item with its fault."""
        for path in self.whole:
            if path == STANDARD:
                yield Item(path)
            elif files.is_folder(path) and not self._is_matched_link(path):
                yield from _cables_in(path)
            elif self.reading is not None and tables.is_table(path) and not self._is_matched_link(path):
                yield from tables.rows(path, self.reading)
            else:
                yield Item(path, follow=path not in self.matched)

    def _is_matched_link(self, path: Path) -> bool:
        return path in self.matched and os.path.islink(path)  # noqa: PTH114 - Path.is_symlink raises where it may not look

    def count(self) -> int:
        """Count the documents, for a progress bar: it costs a look at every name and row."""
        return sum(1 for _ in self)


def named(words: Sequence[Path], reading: Reading | None = None) -> Inputs:
    """Take in what the user named: a pattern in quotes is expanded here, a table is its rows where `reading` says how.

    Raises UsageError where one input is named twice, InputRefusedError where a folder or pattern gives nothing.
    """
    whole: list[Path] = []
    matched: set[Path] = set()
    for word in words:
        found = _matches(word)
        whole += [word] if found is None else found
        matched.update(found or ())
    whole.sort(key=_order)
    _refuse_twice(whole)
    inputs = Inputs(tuple(whole), frozenset(matched), reading)
    for path in whole:
        if files.is_folder(path) and next(_cables_in(path), None) is None:
            raise InputRefusedError(
                Refusal.IO,
                f"{path}: the folder holds no *.txt",
                help="name a cable, or a folder that holds some",
            )
    return inputs


def _order(path: Path) -> tuple[str, ...]:
    return path.parts


def _matches(word: Path) -> list[Path] | None:
    """Give what a pattern stands for; None where it is none, or a file of that very name is there."""
    if not _MAGIC.intersection(str(word)) or os.path.lexists(word):
        return None
    found = [Path(name) for name in glob.iglob(str(word), recursive=True)]  # noqa: PTH207 - it takes the word as it is
    if _DEEP in word.parts:  # it gives folders and what lies in them: the files are enough
        found = [path for path in found if not files.is_folder(path)]
    if not found:
        raise InputRefusedError(Refusal.IO, f"{word}: nothing has such a name", help="look at the pattern")
    return found


def _refuse_twice(whole: Sequence[Path]) -> None:
    """Refuse a name that stands twice, or that lies in a folder which is named too."""
    plain = sorted(Path(os.path.abspath(path)).parts for path in whole if path != STANDARD)  # noqa: PTH100 - no link is followed
    if sum(path == STANDARD for path in whole) > 1:
        raise UsageError("standard input can be read once", help="give - once")
    for before, after in pairwise(plain):
        if after[: len(before)] == before:
            raise UsageError("one input is named twice", help="name each cable once")


def _cables_in(folder: Path) -> Iterator[Item]:
    """Walk a folder in the order of names; hidden names are left out, no link is followed.

    A link, a pipe, a folder that may not be read: each is an item, for what is passed over looks like done.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be read"
        yield Item(folder, fault=InputRefusedError(Refusal.IO, f"{folder}: {reason}"))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _cables_in(path)
        elif entry.name.lower().endswith(CABLE):
            yield Item(path, follow=False)
        elif _is_linked_folder(entry):
            yield Item(
                path, fault=InputRefusedError(Refusal.IO, f"{path}: a link to a folder is not followed")
            )


def _is_linked_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:
        return False
