"""Named lists of persons or terms: read from a file beside the policy, or from those that ship.

The format is in docs/how-to/write-a-list.md. A list may be YAML or TOML; both become the same nodes
and are checked by the same grammar.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import re
import tomllib
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, Place, PolicyError
from redactor.files import Unread, package_path, try_read
from redactor.model import ListEntry, NamedList
from redactor.policy.grammar import Items, Key, Keys, Text
from redactor.policy.nodes import Entry, Listing, Problems, Scalar, Table, shown
from redactor.policy.values import DATE, PROSE, WORD, Choice
from redactor.policy.yaml_reader import MOST_BYTES, MOST_DEPTH, read_text, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from redactor.policy.nodes import Node

SHIPPED = ("us-officials",)

_TOML = ".toml"

# Where tomllib says it stopped.
# matches `Invalid value (at line 3, column 5)`; not `Invalid value (at end of document)`
TOML_PLACE = re.compile(
    r"""
    \( at \s line \s (?P<line> [0-9]+ )
    , \s column \s (?P<column> [0-9]+ ) \)
    """,
    re.VERBOSE,
)

_ENTRY = Keys(
    "an entry",
    (
        Key("name", Text(PROSE), required=True, doc="the full name, as texts write it"),
        Key("offices", Items(Text(PROSE)), doc="the office and its short forms"),
        Key("since", Text(DATE), doc="the first day in the office"),
        Key("until", Text(DATE), doc="the last day in the office"),
        Key("source", Text(PROSE), required=True, doc="where that is laid down"),
    ),
)

LIST = Keys(
    "a list",
    (
        Key("redactor-list", Text(Choice("list version", ("1",))), required=True),
        Key("id", Text(WORD), required=True),
        Key("title", Text(PROSE), required=True),
        Key("entries", Items(_ENTRY, unique=False), required=True),
    ),
)


@functools.cache
def shipped_list(name: str) -> NamedList:
    """Read a list that ships with redactor."""
    path = package_path(f"{name}{_TOML}")
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        raise PolicyError((Diagnostic("RP111", f"the list `{name}` cannot be read: {data.value}"),))
    return NamedList(
        name, hashlib.sha256(data).hexdigest(), ships=True, entries=read_entries(data, path.name)
    )


def read_list(name: str, path: Path, declared: str, place: Place) -> NamedList:
    """Read a list of the user's and compare its digest with the declared one. Raises PolicyError."""
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        found = Diagnostic("RP111", f"the list `{name}` cannot be read: {data.value}", place)
        raise PolicyError((found,))
    digest = hashlib.sha256(data).hexdigest()
    if digest != declared:
        message = f"the list `{name}` is not the one that the policy was written for"
        found = Diagnostic(
            "RP112",
            message,
            place,
            label="another SHA-256",
            help=f"review the list; if it is right, write `sha256: {digest}`",
        )
        raise PolicyError((found,))
    return NamedList(name, digest, ships=False, entries=read_entries(data, str(path)))


def read_entries(data: bytes, file: str) -> tuple[ListEntry, ...]:
    """Read the entries of a list. Raises PolicyError with every fault found."""
    problems = Problems()
    text = read_text(data, file)
    problems.sources[file] = text
    node = _read_toml(text, file) if file.endswith(_TOML) else read_yaml(text, file, problems)
    LIST.check(node, problems)
    if problems.errors() or not isinstance(node, Table):
        raise problems.error()
    listed = node.get("entries")
    pairs = (
        [(_entry(item), item.place) for item in listed.items if isinstance(item, Table)]
        if isinstance(listed, Listing)
        else []
    )
    _check_terms(pairs, problems)
    problems.stop()
    return tuple(entry for entry, _ in pairs)


def _entry(table: Table) -> ListEntry:
    """Type one entry that was checked."""
    since, until = _scalar(table, "since"), _scalar(table, "until")
    offices = table.get("offices")
    return ListEntry(
        PROSE.read(_scalar(table, "name")) or "",
        tuple(item.text for item in offices.items if isinstance(item, Scalar))
        if isinstance(offices, Listing)
        else (),
        dt.date.fromisoformat(since) if since else None,
        dt.date.fromisoformat(until) if until else None,
        PROSE.read(_scalar(table, "source")) or "",
    )


def _scalar(table: Table, key: str) -> str:
    """Give the text under a key, or nothing."""
    node = table.get(key)
    return node.text if isinstance(node, Scalar) else ""


def _check_terms(pairs: list[tuple[ListEntry, Place]], problems: Problems) -> None:
    """Refuse an entry that ends before it begins, or the same name twice at one time.

    Two entries that fit open nothing, so such a pair would silently close a name.
    """
    by_name: dict[str, list[ListEntry]] = {}
    for entry, place in pairs:
        if entry.since and entry.until and entry.until < entry.since:
            problems.add("RP115", "the entry ends before it begins", place, help="check `since` and `until`")
        others = by_name.setdefault(entry.name.casefold(), [])
        if any(_same_time(entry, other) for other in others):
            problems.add(
                "RP116",
                f"`{shown(entry.name)}` stands twice at the same time",
                place,
                help="two entries that fit open nothing: put all offices of that time in one entry",
            )
        others.append(entry)


def _same_time(first: ListEntry, second: ListEntry) -> bool:
    """Say whether two terms share a day."""
    begins_in_time = first.since is None or second.until is None or first.since <= second.until
    ends_in_time = second.since is None or first.until is None or second.since <= first.until
    return begins_in_time and ends_in_time


# --- TOML ----------------------------------------------------------------------------------------


def _read_toml(text: str, file: str) -> Node:
    """Read TOML into nodes; they all have the place of the file's first line. Raises PolicyError."""
    start = Place(file, 1, 1)
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        where = TOML_PLACE.search(str(error))
        place = Place(file, int(where["line"]), int(where["column"])) if where else start
        raise PolicyError((Diagnostic("RP003", "this is not TOML", place),), {file: text}) from None
    return _toml_node(raw, _Finder(text, file), start, 1)


class _Finder:
    """Finds the line on which a table of a TOML listing begins, so that a fault has a place."""

    def __init__(self, text: str, file: str) -> None:
        self._lines = [
            number
            for number, line in enumerate(text.split("\n"), 1)
            if line.startswith("[[") and line.rstrip().endswith("]]")
        ]
        self._file = file

    def place(self, index: int, start: Place) -> Place:
        """Give the place of the table with this index."""
        return Place(self._file, self._lines[index], 1) if index < len(self._lines) else start


def _toml_node(value: object, finder: _Finder, place: Place, depth: int) -> Node:
    """Turn a TOML value into a node; every scalar becomes text. Raises PolicyError."""
    if depth > MOST_DEPTH:
        raise PolicyError((Diagnostic("RP004", f"nested deeper than {MOST_DEPTH}", place),))
    if isinstance(value, dict):
        entries = (
            Entry(Scalar(key, place), _toml_node(item, finder, place, depth + 1))
            for key, item in value.items()
        )
        return Table(tuple(entries), place)
    if isinstance(value, list):
        tables = depth == 2 and all(isinstance(item, dict) for item in value)  # noqa: PLR2004 - the listing at the top
        places = (finder.place(index, place) if tables else place for index in range(len(value)))
        return Listing(
            tuple(_toml_node(item, finder, at, depth + 1) for item, at in zip(value, places, strict=True)),
            place,
        )
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), place)
