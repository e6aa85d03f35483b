"""What the words of a command mean: dates, settings, inputs; each mistake says what to type."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import files
from redactor.errors import InputRefusedError, Refusal, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DASH = Path("-")


def as_of(words: str | None) -> dt.date | None:
    """Read a date such as 2016-01-01."""
    if words is None:
        return None
    try:
        return dt.datetime.strptime(words, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise UsageError("--as-of takes a date", help="write it as --as-of 2016-01-01") from None


# A part of a batch. Matches "1/4", "12/100"; must not match "0/4", "1/", "01/4", "1/0".
_SHARD = re.compile(r"(?P<index> [1-9][0-9]{0,8} ) / (?P<of> [1-9][0-9]{0,8} )", re.VERBOSE)


def shard(words: str | None) -> tuple[int, int] | None:
    """Read a part of a batch such as 1/4."""
    if words is None:
        return None
    match = _SHARD.fullmatch(words)
    if match is None or int(match["index"]) > int(match["of"]):
        raise UsageError(
            "--shard takes which part, and of how many", help="write it as --shard 1/4, up to 4/4"
        )
    return int(match["index"]), int(match["of"])


def settings(words: Iterable[str] | None) -> Mapping[str, str]:
    """Read NAME=VALUE pairs; a name given twice is refused."""
    read: dict[str, str] = {}
    for word in words or ():
        name, sign, value = word.partition("=")
        if not (name and sign and value):
            raise UsageError("--set takes NAME=VALUE", help="write it as --set country=GBR")
        if name in read:
            raise UsageError("--set gives one name twice", help="leave one of the two")
        read[name] = value
    return read


def inputs(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Give the cables that the words name: a folder stands for its *.txt, in the order of their names."""
    if sum(path == DASH for path in paths) > 1:
        raise UsageError("standard input can be read once", help="give - once")
    found = tuple(cable for path in paths for cable in _cables(path))
    if len(set(found)) != len(found):
        raise UsageError("one input is named twice", help="name each cable once")
    return found


def _cables(path: Path) -> Iterator[Path]:
    if path == DASH or not path.is_dir():
        yield path
        return
    # A link or a pipe among them is not passed over: reading refuses it by name.
    cables = [cable for cable in files.list_inputs(path) if cable.suffix.lower() == ".txt"]
    if not cables:
        raise InputRefusedError(
            Refusal.IO, f"{path}: the folder holds no *.txt", help="name a cable, or a folder that holds some"
        )
    yield from cables
