"""What a file that a user wrote is made of: scalars, listings and tables, each with its place."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, Place, PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A file with more faults than this is not worth reading to its end.
MOST_PROBLEMS = 100

# Longer words are not compared: a suggestion for them would cost more than it helps.
_LONGEST_WORD = 64
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value; always text."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    """Values in their order."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a table and its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with their values, in their order; no key stands twice."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """Give the value of a key, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)

    def __iter__(self) -> Iterator[Entry]:
        """Walk the keys in their order."""
        return iter(self.entries)


Node = Scalar | Listing | Table

Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """Give a node as dictionaries, lists and text, without places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value, before its place is known: a code, a sentence and what to type."""

    code: str
    message: str
    help: str = ""


@dataclass(slots=True)
class Problems:
    """Collects everything wrong with a file, so that its author sees it all at once.

    `sources` are the texts of the files that places point into, by their names.
    """

    found: list[Diagnostic] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict, repr=False)

    def add(self, code: str, message: str, place: Place, **more: str) -> None:
        """Note one error; `more` is label, help."""
        self.put(Diagnostic(code, message, place, label=more.get("label", ""), help=more.get("help", "")))

    def fault(self, fault: Fault, place: Place) -> None:
        """Note what is wrong with the value at a place."""
        self.put(Diagnostic(fault.code, fault.message, place, help=fault.help))

    def put(self, diagnostic: Diagnostic) -> None:
        """Note one diagnostic."""
        if not self.full:
            self.found.append(diagnostic)

    @property
    def full(self) -> bool:
        """Say that nothing more will be noted."""
        return len(self.found) >= MOST_PROBLEMS

    def sorted(self) -> tuple[Diagnostic, ...]:
        """Give all of them in the order of the file, none twice."""
        return tuple(sorted(dict.fromkeys(self.found), key=_position))

    def errors(self) -> tuple[Diagnostic, ...]:
        """Give those that refuse the file."""
        return tuple(item for item in self.sorted() if item.severity == "error")

    def take(self, error: PolicyError) -> None:
        """Note what is wrong with another file."""
        for diagnostic in error.diagnostics:
            self.put(diagnostic)
        self.sources.update(error.sources)

    def stop(self) -> None:
        """Raise PolicyError if an error was found."""
        if self.errors():
            raise self.error()

    def error(self) -> PolicyError:
        """Give everything found as one error."""
        return PolicyError(self.sorted(), self.sources)


def _position(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """Order diagnostics by file, line and column."""
    place = diagnostic.place or Place("", 0, 0)
    return place.file, place.line, place.column, diagnostic.code, diagnostic.message


def suggest(word: str, known: Iterable[str]) -> str:
    """Give `did you mean` with the nearest known word, or nothing."""
    if len(word) > _LONGEST_WORD:
        return ""
    choices = {choice.casefold(): choice for choice in known}
    near = difflib.get_close_matches(word.casefold(), choices, n=1, cutoff=0.6)
    return f"did you mean `{choices[near[0]]}`?" if near else ""


def shown(word: str) -> str:
    """Cut a user's word to what fits in a message, on one line."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in word).split())
    return flat if len(flat) <= _LONGEST_SHOWN else f"{flat[: _LONGEST_SHOWN - 3]}..."
