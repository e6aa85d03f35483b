"""Read YAML text into nodes by its parse events, within limits, every scalar as text.

Nothing is composed or loaded: no anchor, alias, tag or merge key gets past, no key stands twice, and
the depth is checked at each event, so that a file of 100,000 brackets costs one diagnostic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from redactor.errors import Diagnostic, Place, PolicyError
from redactor.policy.nodes import Entry, Listing, Problems, Scalar, Table, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.policy.nodes import Node

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 20

# A longer list of names is better kept as TOML, which reads a hundred times faster.
MOST_VALUES = 50_000

_BOM = b"\xef\xbb\xbf"

# Characters that make a file read otherwise than it looks: line ends that editors do not show, signs that
# turn the direction of text round, blanks of no width.
# matches U+202E, U+2028; not U+200C, which Persian names need
HIDDEN = re.compile(
    r"""
    [\u0085\u2028\u2029]                          # line ends
    | [\u200B\u200E\u200F\u2060\uFEFF]            # no width
    | [\u061C\u202A-\u202E\u2066-\u2069]          # direction
    | [\U000E0000-\U000E007F]                     # tags
    """,
    re.VERBOSE,
)


def _lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(data: bytes, file: str, most: int = MOST_BYTES) -> str:
    """Decode a file that a user wrote; line ends become LF. Raises PolicyError."""
    if len(data) > most:
        found = Diagnostic("RP002", f"the file is larger than {most >> 20} MiB", Place(file, 1, 1))
        raise PolicyError((found,))
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        before = _lf(error.object[: error.start].decode("utf-8"))
        found = Diagnostic("RP001", "the file is not UTF-8 text", _place_of(before, len(before), file))
        raise PolicyError((found,)) from None
    text = _lf(text)
    hidden = HIDDEN.search(text)
    if hidden:
        place = _place_of(text, hidden.start(), file)
        found = Diagnostic(
            "RP012",
            "a hidden character",
            place,
            help="take it out: it makes the file read otherwise than it looks",
        )
        raise PolicyError((found,), {file: text})
    return text


def _place_of(text: str, offset: int, file: str) -> Place:
    """Give the place of a character."""
    return Place(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def read_yaml(text: str, file: str, problems: Problems) -> Node:
    """Read the one document of a file. Raises PolicyError where it cannot be read to its end.

    Faults that let reading go on (a key twice, a tag, an anchor) go to `problems`.
    """
    problems.sources[file] = text
    try:
        return _document(_Walk(file, problems, _events(text, file)))
    except _UnreadableError as error:
        problems.put(error.diagnostic)
        raise problems.error() from None


class _UnreadableError(Exception):
    """The file cannot be read further."""

    def __init__(self, code: str, message: str, place: Place, label: str = "") -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, place, label=label)


@dataclass(frozen=True, slots=True)
class _Walk:
    """A walk over the events of one file."""

    file: str
    problems: Problems
    events: Iterator[yaml.Event]

    def place(self, event: yaml.Event) -> Place:
        """Give the place of what an event speaks of."""
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            return Place(self.file, 1, 1)
        width = end.column - start.column if end.line == start.line else 1
        return Place(self.file, start.line + 1, start.column + 1, max(1, width))


def _document(walk: _Walk) -> Node:
    """Read the one document."""
    node: Node | None = None
    for event in walk.events:
        if not isinstance(event, yaml.DocumentStartEvent):
            continue
        if node is not None:
            raise _UnreadableError("RP005", "the file holds more than one document", walk.place(event))
        node = _node(next(walk.events), walk, 1)
    if node is None:
        raise _UnreadableError("RP010", "the file is empty", Place(walk.file, 1, 1))
    return node


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    """Give the parse events; what the parser cannot read is an error with its place."""
    try:
        for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
            if number > MOST_VALUES:
                raise _UnreadableError("RP013", f"more than {MOST_VALUES} values", Place(file, 1, 1))
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        raise _UnreadableError("RP003", "this is not YAML", place, _reason(error.problem or "")) from None
    except yaml.reader.ReaderError as error:
        place = _place_of(text, error.position, file)
        raise _UnreadableError("RP003", "a character that YAML does not allow", place) from None
    except (ValueError, OverflowError, yaml.YAMLError):
        # An escape beyond the last code point, or a version number of thousands of digits.
        raise _UnreadableError("RP003", "this is not YAML", Place(file, 1, 1)) from None


def _reason(problem: str) -> str:
    """Give the parser's own reason as far as it quotes nothing."""
    words = problem.partition("'")[0].strip().removesuffix(" but found").rstrip(",")[:80]
    return "YAML expects something else here" if words == "expected" else words


def _node(event: yaml.Event, walk: _Walk, depth: int) -> Node:
    """Read the node that begins with this event."""
    place = walk.place(event)
    if depth > MOST_DEPTH:
        raise _UnreadableError("RP004", f"nested deeper than {MOST_DEPTH}", place)
    if isinstance(event, yaml.AliasEvent):
        walk.problems.add("RP006", "anchors and aliases are not allowed", place, help="write the value out")
        return Scalar("", place)
    _refuse_dressing(event, walk, place)
    if isinstance(event, yaml.SequenceStartEvent):
        return _listing(walk, place, depth)
    if isinstance(event, yaml.MappingStartEvent):
        return _table(walk, place, depth)
    return _scalar(event, walk, place)


def _refuse_dressing(event: yaml.Event, walk: _Walk, place: Place) -> None:
    """Refuse an anchor or a tag on a node."""
    if getattr(event, "anchor", None) is not None:
        walk.problems.add("RP006", "anchors and aliases are not allowed", place, help="write the value out")
    if getattr(event, "tag", None) is not None:
        walk.problems.add(
            "RP007", "tags are not allowed", place, help="every value is text: leave the tag out"
        )


def _scalar(event: yaml.Event, walk: _Walk, place: Place) -> Scalar:
    """Read a scalar as text."""
    text = event.value if isinstance(event, yaml.ScalarEvent) else ""
    if any("\ud800" <= character <= "\udfff" for character in text):
        walk.problems.add("RP011", "an escape that stands for no character", place)
        text = ""
    return Scalar(text, place)


def _listing(walk: _Walk, place: Place, depth: int) -> Listing:
    """Read a listing to its end."""
    items = []
    while not isinstance(event := next(walk.events), yaml.SequenceEndEvent):
        items.append(_node(event, walk, depth + 1))
    return Listing(tuple(items), place)


def _table(walk: _Walk, place: Place, depth: int) -> Table:
    """Read a table to its end; a key that stands twice is a fault and its second value is dropped."""
    entries: dict[str, Entry] = {}
    while not isinstance(event := next(walk.events), yaml.MappingEndEvent):
        key = _node(event, walk, depth + 1)
        value = _node(next(walk.events), walk, depth + 1)
        if not isinstance(key, Scalar):
            walk.problems.add("RP009", "a key must be a word", key.place)
        elif key.text == "<<":
            walk.problems.add("RP006", "merge keys are not allowed", key.place, help="write the keys out")
        elif key.text in entries:
            walk.problems.put(_twice(key, entries[key.text].key))
        else:
            entries[key.text] = Entry(key, value)
    return Table(tuple(entries.values()), place)


def _twice(key: Scalar, first: Scalar) -> Diagnostic:
    """Say that a key stands twice."""
    return Diagnostic(
        "RP008",
        f"the key `{shown(key.text)}` stands twice",
        key.place,
        help="keep one of the two",
        second=first.place,
        second_label="first given here",
    )
