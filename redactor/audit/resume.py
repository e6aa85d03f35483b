"""Whether a run asks for what an earlier run of the same log asked for: then it goes on with that one."""

from __future__ import annotations

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING

from redactor import files
from redactor.audit import custody, record
from redactor.audit.canonical import parse
from redactor.errors import RedactorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from redactor.audit.canonical import Json
    from redactor.audit.log import Record
    from redactor.audit.record import RunInfo

# What a run line says of its place and its time, and not of what was asked for.
_PLACE = frozenset({"v", "seq", "prev", "custody", "prior_checkpoint", "signer"})
# What the user sees of each field, where the names in the log would not do.
_WORDS: Mapping[str, str] = {
    "tool": "another version of redactor",
    "policy": "another policy, or version of it",
    "as_of": "another --as-of",
    "parameters": "another --set or --protect-list",
    "lists": "another list",
    "detectors": "another detector or model",
    "unproved": "--unproved",
    "shard": "another --shard",
    "inputs": "another list of inputs, cut elsewhere",
    "options": "other options (-f, --nlp, --codec, --max-bytes, --text-column)",
}


# What a run's line has in canonical JSON, and no other line.
_RUN = b'"type":"run"'


class Alike(Enum):
    """How an earlier run compares with this one."""

    SAME = "it asked for the same"
    DECISIONS = "it had other decisions of reviewers"
    OTHER = "it asked for something else"


def compare(run: RunInfo, line: Record, content: Record, secret: bytes) -> tuple[Alike, tuple[str, ...]]:
    """Compare this run with an earlier run's line and custody file, and name the fields that differ."""
    number, time = int(str(line["run"])), str(line["time"])
    now = record.run_body(run, number, time, secret)
    differ = {name for name in {*now, *line} - _PLACE if now.get(name) != line.get(name)}
    if _options(dict(run.options)) != _options(content.get("options")):
        differ.add("options")
    if custody.inputs_of(run) != content.get("inputs"):
        differ.add("inputs")
    if not differ:
        return Alike.SAME, ()
    return (Alike.DECISIONS if differ == {"decisions"} else Alike.OTHER), tuple(sorted(differ))


def _options(value: Json) -> dict[str, Json]:
    """Give a run's options, its way to the policy aside: the policy's digest is what counts."""
    options = value if isinstance(value, dict) else {}
    return {name: item for name, item in options.items() if name != "policy"}


def refuse(log: Path, differ: tuple[str, ...]) -> UsageError:
    """Say why a run cannot go on with the one before, and what can be done instead."""
    named = ", ".join(_WORDS.get(name, name) for name in differ)
    return UsageError(
        f"{log}: --resume goes on with the last run, and that one had {named}",
        help="ask for the same, or leave --resume out: finished documents stay, and --supersede replaces them",
    )


def decisions_of(content: Record) -> bytes | None:
    """Give the decisions file that a run had, from its custody file."""
    text = content.get("decisions")
    return text.encode() if isinstance(text, str) else None


def last_as_of(path: Path) -> dt.date | None:
    """Give the date by which the last run of a log judged; None where there is none, or it cannot be read.

    What is wrong with the log is told when it is opened to be written.
    """
    last = None
    try:
        with files.open_input(path) as stream:
            for line in stream:
                last = line if _RUN in line else last
        return None if last is None else dt.date.fromisoformat(str(parse(last.removesuffix(b"\n"))["as_of"]))
    except (RedactorError, OSError, KeyError, ValueError):
        return None
