"""Long lists as plain text: one name or term a line behind a short head, read in one walk.

The format is in docs/how-to/write-a-list.md. A million terms are meant to be read.
"""

from __future__ import annotations

import re

from redactor.errors import Diagnostic, Place, PolicyError
from redactor.model import ListEntry
from redactor.policy.values import PROSE, TERM, WORD

SUFFIX = ".txt"
MOST_BYTES = 64 * 1024 * 1024
"""A longer list is refused."""

_HEAD = ("redactor-list", "id", "title", "source")
_MOST_FAULTS = 20

# A line of the head.
# matches "# source: State Gazette"; not "source: State Gazette"
HEAD_LINE = re.compile(
    r"""
    \# [ ]? (?P<key> [a-z-]+ ) : [ ]* (?P<value> .* )
    """,
    re.VERBOSE,
)


def read_terms(text: str, file: str) -> tuple[ListEntry, ...]:
    """Read the terms of a list, each once. Raises PolicyError with the first faults found."""
    lines = text.split("\n")
    head, first = _head(lines)
    faults = _faults_of_head(head, file)
    seen: set[str] = set()
    entries = []
    for number, line in enumerate(lines[first:], first + 1):
        name = line.strip()
        if not name:
            continue
        fault = _fault(name, seen)
        if fault and len(faults) < _MOST_FAULTS:
            faults.append(Diagnostic(*fault, Place(file, number, 1)))
        seen.add(name.casefold())
        entries.append(ListEntry(name, source=head.get("source", "")))
    if not entries and not faults:
        faults.append(Diagnostic("RP024", "the list is empty", Place(file, 1, 1)))
    if faults:
        raise PolicyError(tuple(faults), {file: text})
    return tuple(entries)


def _head(lines: list[str]) -> tuple[dict[str, str], int]:
    """Read the lines before the first term."""
    head: dict[str, str] = {}
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        match = HEAD_LINE.fullmatch(line)
        if match is None:
            return head, index
        head[match["key"]] = match["value"].strip()
    return head, len(lines)


def _faults_of_head(head: dict[str, str], file: str) -> list[Diagnostic]:
    """Say what is missing from the head, or not known in it."""
    start = Place(file, 1, 1)
    missing = [key for key in _HEAD if key not in head]
    if missing:
        help_ = f"begin with `# {missing[0]}: ...`"
        return [Diagnostic("RP021", f"`{missing[0]}` is missing from the list's head", start, help=help_)]
    kinds = {"redactor-list": None, "id": WORD, "title": PROSE, "source": PROSE}
    faults = [Diagnostic("RP020", f"unknown key `{key}`", start) for key in head if key not in kinds]
    for key, kind in kinds.items():
        good = head[key] == "1" if kind is None else kind.read(head[key]) is not None
        if not good:
            faults.append(Diagnostic("RP023", f"`{key}` has not the form that it needs", start))
    return faults


def _fault(name: str, seen: set[str]) -> tuple[str, str] | None:
    """Say what is wrong with one term."""
    if TERM.read(name) is None:
        return "RP026", "this is no word and no phrase"
    if name.casefold() in seen:
        return "RP116", "this term stands twice"
    return None
