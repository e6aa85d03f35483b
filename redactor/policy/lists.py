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
from redactor.policy import term_lists
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
    data = try_read(path, limit=term_lists.MOST_BYTES if path.suffix == term_lists.SUFFIX else MOST_BYTES)
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
    if file.endswith(term_lists.SUFFIX):
        return term_lists.read_terms(read_text(data, file, term_lists.MOST_BYTES), file)
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


# The line of a table of a listing, and of a key with the place of its value.
# matches `[[entries]]`; not `[entries]`
TABLE_LINE = re.compile(r"\s*\[\[.*\]\]\s*(?:#.*)?")
# matches `since = 2001-04-01`; not `# since = ...`
KEY_LINE = re.compile(
    r"""
    \s* (?P<quote> ["']? ) (?P<key> [A-Za-z0-9_-]+ ) (?P=quote)
    \s* = \s* (?P<value> \S .* )
    """,
    re.VERBOSE,
)


class _Finder:
    """Finds where a key of a TOML file stands, in the table of a listing or before the first, for its place.

    TOML has no positions to give; a key that is found on no line of its own has the place of its table.
    """

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._tables: list[Place] = []
        self._keys: dict[tuple[int, str], tuple[Place, Place]] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if TABLE_LINE.fullmatch(line):
                self._tables.append(Place(file, number, 1))
            elif match := KEY_LINE.fullmatch(line.rstrip()):
                key = Place(file, number, match.start("key") + 1, len(match["key"]))
                value = Place(file, number, match.start("value") + 1, len(match["value"]))
                self._keys.setdefault((len(self._tables) - 1, match["key"]), (key, value))

    def place(self, index: int, start: Place) -> Place:
        """Give the place of the table with this index."""
        return self._tables[index] if index < len(self._tables) else start

    def key(self, index: int, key: str, at: Place) -> tuple[Place, Place]:
        """Give the places of a key and its value, of the table with this index or before the first (-1)."""
        return self._keys.get((index, key), (at, at))


def _toml_node(value: object, finder: _Finder, place: Place, depth: int, index: int = -1) -> Node:
    """Turn a TOML value into a node; every scalar becomes text. Raises PolicyError."""
    if depth > MOST_DEPTH:
        raise PolicyError((Diagnostic("RP004", f"nested deeper than {MOST_DEPTH}", place),))
    if isinstance(value, dict):
        return Table(tuple(_toml_entry(pair, finder, place, depth, index) for pair in value.items()), place)
    if isinstance(value, list):
        tables = depth == 2 and all(isinstance(item, dict) for item in value)  # noqa: PLR2004 - the listing at the top
        return Listing(
            tuple(
                _toml_node(item, finder, finder.place(number, place) if tables else place, depth + 1, number)
                for number, item in enumerate(value)
            ),
            place,
        )
    return Scalar(str(value).lower() if isinstance(value, bool) else str(value), place)


def _toml_entry(pair: tuple[str, object], finder: _Finder, place: Place, depth: int, index: int) -> Entry:
    """Turn a key and its value into nodes with their places, as far as those are found."""
    key, item = pair
    # Below a table's own keys the file's lines are not followed.
    places = finder.key(index, key, place) if depth in {1, 3} else (place, place)
    return Entry(Scalar(key, places[0]), _toml_node(item, finder, places[1], depth + 1))
