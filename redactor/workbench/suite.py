"""Policy tests, read from YAML beside the policy or from the Markdown page that documents it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from redactor.errors import Diagnostic, Place, PolicyError, UsageError
from redactor.files import Unread, try_read
from redactor.policy.nodes import Listing, Problems, Scalar, Table
from redactor.policy.rules import prose, tables, texts, word
from redactor.policy.stock import folder, stock
from redactor.policy.yaml_reader import MOST_BYTES, read_text, read_yaml
from redactor.workbench import markdown, notation
from redactor.workbench.suite_shape import EXPECT, HEAD, SUITE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from redactor.policy.grammar import Keys
    from redactor.spans import Span
    from redactor.workbench.notation import Annotated

ENDINGS = (".tests.yaml", ".tests.md")
_PAGE = ".md"
_NO_TABLE = Table((), Place("", 1, 1))

# How a literal block begins.
# matches `|`, `|-`, `|2+`; not `>`
LITERAL = re.compile(r"\|(?:[-+]?[1-9]?|[1-9][-+]?)(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Written:
    """A cable as its author wrote it, and where: the line its text begins on, the blanks before each line."""

    annotated: Annotated
    source: str = field(repr=False)
    file: str
    line: int
    indent: int

    def place(self, at: int, end: int | None = None) -> Place:
        """Give the place of characters as written; of several lines, the part on the first."""
        line = self.source.count("\n", 0, at)
        start = self.source.rfind("\n", 0, at) + 1
        stop = self.source.find("\n", at)
        stop = len(self.source) if stop < 0 else stop
        width = min(end if end is not None else at + 1, stop) - at
        return Place(self.file, self.line + line, self.indent + at - start + 1, max(1, width))

    def place_of(self, span: Span) -> Place:
        """Give the place of characters of the cable."""
        places = self.annotated.places
        return self.place(places[span.start], places[span.end - 1] + 1)


@dataclass(frozen=True, slots=True)
class Test:
    """One test: a cable with its expected removals, and what else must be so.

    `says` is the table of its keys, checked; `findings` is None where the detectors look for them.
    """

    __test__ = False  # no test of ours: pytest looks at names

    name: str
    place: Place
    written: Written
    says: Table
    as_of: dt.date
    settings: Mapping[str, str]

    @property
    def state(self) -> str:
        """Give the state that the copy must have, or nothing."""
        return word(self.says, "state")

    @property
    def portions(self) -> tuple[str, ...]:
        """Give the only portions that the test looks at; none named is all."""
        return texts(self.says.get("portions"))

    def at(self, key: str, text: str = "") -> Place:
        """Give the place of a key's value, or of one item of it, else of the test."""
        node = self.says.get(key)
        items = node.items if isinstance(node, Listing) else ()
        item = next((item for item in items if isinstance(item, Scalar) and item.text == text), None)
        found = item or node
        return found.place if found is not None else self.place


@dataclass(frozen=True, slots=True)
class Suite:
    """The tests of one file, and the policy that they are about: a stock policy's name or a path."""

    file: str
    policy: str
    tests: tuple[Test, ...]
    sources: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _About:
    """What the head of a file says of all its tests."""

    file: str
    head: Table
    problems: Problems


def read_suite(path: Path, name: str = "", policy: str = "") -> Suite:
    """Read a file of tests; `name` is what diagnostics call it, `policy` what it tests where it names none.

    Raises PolicyError with every fault of the file, UsageError where it cannot be read.
    """
    data = try_read(path, limit=MOST_BYTES)
    if isinstance(data, Unread):
        raise UsageError(f"the tests `{path}` cannot be read: {data.value}")
    file = name or str(path)
    text = read_text(data, file)
    problems = Problems(sources={file: text})
    tests, head = (_from_markdown if path.suffix == _PAGE else _from_yaml)(text, file, problems)
    if not tests:
        problems.add("RT115", "the file holds no test", Place(file, 1, 1), help="an empty file tests nothing")
    _check_names(tests, problems)
    problems.stop()
    return Suite(file, _policy(head, path, policy), tests, MappingProxyType(dict(problems.sources)))


def _policy(head: Table, path: Path, default: str) -> str:
    """Give the policy under test: the one that is named, else the one whose name the file has."""
    named = word(head, "policy")
    if named in stock():
        return named
    if named or default:
        return _known(path.parent / named) if named else default
    stem = next((path.name.removesuffix(end) for end in ENDINGS if path.name.endswith(end)), path.stem)
    return _known(path.parent / f"{stem}.yaml")


def _known(path: Path) -> str:
    """Give a policy's path, or its name where it is a stock policy's: no place of the machine is shown."""
    shipped = path.parent == folder() and path.stem in stock()
    return path.stem if shipped else str(path)


# --- YAML ----------------------------------------------------------------------------------------


def _from_yaml(text: str, file: str, problems: Problems) -> tuple[tuple[Test, ...], Table]:
    """Read the tests of a YAML file."""
    node = read_yaml(text, file, problems)
    good = SUITE.check(node, problems)
    if not good or not isinstance(node, Table):
        return _salvaged(node, text, file, problems), _NO_TABLE
    about = _About(file, node, problems)
    lines = text.split("\n")
    return tuple(_yaml_test(table, lines, about) for table in tables(node.get("tests"))), node


def _salvaged(node: object, text: str, file: str, problems: Problems) -> tuple[Test, ...]:
    """Look at the notation of cables in a file that has other faults, so that its author sees all at once."""
    listing = node.get("tests") if isinstance(node, Table) else None
    about = _About(file, _NO_TABLE, problems)
    for table in tables(listing):
        cable = table.get("cable")
        if isinstance(cable, Scalar):
            _annotated(cable, text.split("\n"), about)
    if not problems.errors():
        problems.add("RT115", "the file holds no test", Place(file, 1, 1))
    raise problems.error()


def _yaml_test(table: Table, lines: list[str], about: _About) -> Test:
    """Type one test that was checked."""
    cable = table.get("cable")
    written = _annotated(cable if isinstance(cable, Scalar) else Scalar("", table.place), lines, about)
    name = table.get("name")
    return _test(prose(table, "name"), name.place if name else table.place, written, table, about)


def _annotated(cable: Scalar, lines: list[str], about: _About) -> Written:
    """Read a cable of a YAML file; only in a literal block does each character stand for itself."""
    place = cable.place
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if not LITERAL.match(line, place.column - 1):
        help_ = "write `cable: |` and the cable below it, indented"
        about.problems.add("RT107", "a cable must stand in a literal block", place, help=help_)
        return Written(notation.parse(""), "", about.file, place.line, 0)
    first = next((text for text in cable.text.split("\n") if text.strip()), "")
    raw = next((text for text in lines[place.line :] if text.strip()), "")
    return _written(cable.text, about, place.line + 1, max(0, len(raw) - len(first)))


def _written(source: str, about: _About, line: int, indent: int) -> Written:
    """Read the notation of a cable, and note its faults where they stand."""
    found = Written(notation.parse(source), source, about.file, line, indent)
    for slip in found.annotated.slips:
        place = found.place(slip.at.start, slip.at.end)
        about.problems.put(Diagnostic(slip.code, slip.message, place, help=slip.help))
    return found


# --- Markdown ------------------------------------------------------------------------------------


def _from_markdown(text: str, file: str, problems: Problems) -> tuple[tuple[Test, ...], Table]:
    """Read the tests of a Markdown page: a head, cables named by their headings, each with what it expects."""
    found = markdown.blocks(text, file)
    heads = [block for block in found if block.word == markdown.HEAD]
    for block in heads[1:]:
        problems.add("RT120", "a second head of the tests", Place(file, block.line - 1, 1), help="keep one")
    head = _block_table(heads[0], HEAD, file, problems) if heads else _NO_TABLE
    about = _About(file, head, problems)
    tests: list[Test] = []
    for index, block in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        if block.word == markdown.CABLE:
            says = after if after is not None and _belongs(after, block) else None
            tests.append(_markdown_test(block, says, len(tests), about))
        elif block.word == markdown.EXPECT and not (index and _belongs(block, found[index - 1])):
            place = Place(file, block.line - 1, 1)
            problems.add(
                "RT121", "`expect` follows no cable", place, help="put it behind the cable that it is about"
            )
    return tuple(tests), head


def _belongs(says: markdown.Block, cable: markdown.Block) -> bool:
    """Say whether a block tells what the cable right before it, under the same heading, must become."""
    return (cable.word, says.word) == (markdown.CABLE, markdown.EXPECT) and cable.heading == says.heading


def _markdown_test(block: markdown.Block, says: markdown.Block | None, number: int, about: _About) -> Test:
    """Type the test of one cable."""
    written = _written(block.text, about, block.line, 0)
    table = _NO_TABLE if says is None else _block_table(says, EXPECT, about.file, about.problems)
    place = Place(about.file, block.line - 1, 1, 3)
    return _test(block.heading or f"cable {number + 1}", place, written, table, about)


def _block_table(block: markdown.Block, shape: Keys, file: str, problems: Problems) -> Table:
    """Read the YAML of a block; its places are those of the page."""
    inner = Problems()
    padded = "\n" * (block.line - 1) + block.text
    try:
        node = read_yaml(padded, file, inner)
        shape.check(node, inner)
    except PolicyError:
        node = _NO_TABLE
    for diagnostic in inner.found:
        problems.put(diagnostic)
    return node if isinstance(node, Table) and not inner.errors() else _NO_TABLE


# --- both ----------------------------------------------------------------------------------------


def _test(name: str, place: Place, written: Written, says: Table, about: _About) -> Test:
    """Type one test, and note what it lacks."""
    day = word(says, "as_of") or word(about.head, "as_of")
    if not day:
        help_ = "write `as_of: 2016-01-01`, in the head for all tests"
        about.problems.add("RT109", "the test names no day", place, help=help_)
    if not written.annotated.expected and not any(says.get(key) for key in ("state", "stays", "gone")):
        help_ = "mark what must go as `[[rule: text]]`, or say `state: full`"
        about.problems.add("RT110", "the test expects nothing", place, help=help_)
    settings = {**_settings(about.head), **_settings(says)}
    return Test(
        name, place, written, says, dt.date.fromisoformat(day or "2000-01-01"), MappingProxyType(settings)
    )


def _settings(table: Table) -> dict[str, str]:
    """Give the values of parameters."""
    node = table.get("set")
    entries = node.entries if isinstance(node, Table) else ()
    return {entry.key.text: entry.value.text for entry in entries if isinstance(entry.value, Scalar)}


def _check_names(tests: tuple[Test, ...], problems: Problems) -> None:
    """Note names that two tests have."""
    first: dict[str, Place] = {}
    for test in tests:
        if test.name in first:
            found = Diagnostic("RT108", "two tests have one name", test.place, help="give each its own")
            problems.put(replace(found, second=first[test.name], second_label="first given here"))
        first.setdefault(test.name, test.place)
