"""Lay a policy's tree out as YAML again, its comments with it."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from redactor.policy.grammar import Items, Keys, Named, Variants
from redactor.policy.nodes import Entry, Listing, Scalar, Table

if TYPE_CHECKING:
    from redactor.policy.grammar import Grammar
    from redactor.policy.nodes import Node
    from redactor.workbench.comments import Attached, Comment, Unit

WIDTH = 120
_STEP = 2
_FOUR_DIGITS = 0xFFFF
_RESOLVER = yaml.resolver.Resolver()
_FLAGS = frozenset({"yes", "no", "true", "false"})

# Numbers that every reader takes for the text they are written as.
# matches `1`, `0.85`; not `1.10`, `0209`
PLAIN_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")

# Numbers as readers of YAML 1.2 see them.
# matches `0209`, `1e3`; not `1.0.0`, `2027-11-01`
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A tree, the text that it was read from, and its comments."""

    lines: tuple[str, ...] = field(repr=False)
    attached: Attached = field(repr=False)

    def style(self, node: Node) -> str:
        """Give the sign that a value begins with in the text."""
        line = self.lines[node.place.line - 1]
        return line[node.place.column - 1 : node.place.column]

    def flows(self, node: Node) -> bool:
        """Say whether a collection is written on a line, in brackets."""
        return self.style(node) in {"{", "["}

    def busy(self, unit: Unit) -> bool:
        """Say whether a comment stands inside a unit, which then needs lines of its own."""
        return any(self._spoken(inner) or self.busy(inner) for inner in _inside(unit))

    def _spoken(self, unit: Unit) -> bool:
        found = self.attached
        return any(id(unit) in where for where in (found.above, found.behind, found.below))


def _inside(unit: Unit) -> tuple[Unit, ...]:
    """Give the units right inside another."""
    node = unit.value if isinstance(unit, Entry) else unit
    if isinstance(node, Table):
        return node.entries
    return node.items if isinstance(node, Listing) else ()


def lay_out(root: Table, sheet: Sheet) -> str:
    """Write a tree: two blanks a step, a collection on one line where its author put it there and it fits."""
    head = _comments(sheet.attached.head, 0, first=True)
    body = _table(root, sheet, 0)
    tail = _comments(sheet.attached.tail, 0, first=False)
    return "".join(f"{line}\n" for line in [*head, *([""] if head else []), *body, *tail])


def _table(table: Table, sheet: Sheet, indent: int) -> list[str]:
    lines: list[str] = []
    for number, entry in enumerate(table.entries):
        lines += _above(entry, sheet, indent, first=number == 0)
        lines += _entry(entry, sheet, indent)
        lines += _below(entry, sheet, indent)
    return lines


def _entry(entry: Entry, sheet: Sheet, indent: int) -> list[str]:
    """Write one key and its value."""
    head = f"{' ' * indent}{_scalar(entry.key, sheet)}:"
    value = entry.value
    if isinstance(value, Scalar):
        return _valued(head, value, sheet, indent, _behind(entry, sheet))
    if not sheet.busy(entry):
        line = f"{head} {inline(value, sheet)}"
        if not _inside(value) or (sheet.flows(value) and len(line) <= WIDTH):
            return [line + _behind(entry, sheet)]
    below = _table(value, sheet, indent + _STEP) if isinstance(value, Table) else []
    below = _items(value, sheet, indent + _STEP) if isinstance(value, Listing) else below
    return [head + _behind(entry, sheet), *below]


def _items(listing: Listing, sheet: Sheet, indent: int) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(listing.items):
        lines += _above(item, sheet, indent, first=number == 0)
        lines += _item(item, sheet, indent)
        lines += _below(item, sheet, indent)
    return lines


def _item(item: Node, sheet: Sheet, indent: int) -> list[str]:
    """Write one item of a list behind its dash."""
    dash = f"{' ' * indent}- "
    if isinstance(item, Scalar):
        return _valued(dash[:-1], item, sheet, indent, _behind(item, sheet))
    line = f"{dash}{inline(item, sheet)}"
    fits = not _inside(item) or (sheet.flows(item) and len(line) <= WIDTH) or isinstance(item, Listing)
    if fits and not sheet.busy(item):
        return [line + _behind(item, sheet)]
    above = [f"{' ' * indent}{comment.text}" for comment in sheet.attached.behind.get(id(item), ())]
    return [*above, *_dashed(item, sheet, indent)]


def _dashed(item: Node, sheet: Sheet, indent: int) -> list[str]:
    """Write a table, or a list, over several lines, the first of them behind the dash."""
    inner = indent + _STEP
    lines = _table(item, sheet, inner) if isinstance(item, Table) else []
    lines = _items(item, sheet, inner) if isinstance(item, Listing) else lines
    above = 0
    while not lines[above] or lines[above].lstrip().startswith("#"):
        above += 1
    first = f"{' ' * indent}- {lines[above][inner:]}"
    return [*(line[_STEP:] for line in lines[:above]), first, *lines[above + 1 :]]


def _above(unit: Unit, sheet: Sheet, indent: int, *, first: bool) -> list[str]:
    """Write what stands above a unit: its comments, and an empty line where there was one."""
    lines = _comments(sheet.attached.above.get(id(unit), ()), indent, first=first)
    return [*lines, ""] if id(unit) in sheet.attached.gaps and (lines or not first) else lines


def _below(unit: Unit, sheet: Sheet, indent: int) -> list[str]:
    return _comments(sheet.attached.below.get(id(unit), ()), indent, first=False)


def _comments(comments: tuple[Comment, ...], indent: int, *, first: bool) -> list[str]:
    """Write comments, each on its line; nothing empty stands above what is first."""
    lines: list[str] = []
    for comment in comments:
        lines += [""] if comment.gap and (lines or not first) else []
        lines.append(f"{' ' * indent}{comment.text}")
    return lines


def _behind(unit: Unit, sheet: Sheet) -> str:
    """Write the comments behind a line; several are joined."""
    comments: tuple[Comment, ...] = sheet.attached.behind.get(id(unit), ())
    return f"  {' '.join(comment.text for comment in comments)}" if comments else ""


# --- values --------------------------------------------------------------------------------------


def inline(node: Node, sheet: Sheet) -> str:
    """Write a value on one line."""
    if isinstance(node, Scalar):
        return _scalar(node, sheet)
    if isinstance(node, Listing):
        return f"[{', '.join(inline(item, sheet) for item in node.items)}]"
    entries = (f"{_scalar(entry.key, sheet)}: {inline(entry.value, sheet)}" for entry in node)
    return f"{{{', '.join(entries)}}}"


def _valued(head: str, value: Scalar, sheet: Sheet, indent: int, behind: str) -> list[str]:
    """Write a single value behind its key or dash; a block stays one where it can."""
    if sheet.style(value) in {"|", ">"}:
        block = _block(value.text, " " * (indent + _STEP), folded=sheet.style(value) == ">")
        if block is not None:
            return [f"{head} {block[0]}{behind}", *block[1:]]
    return [f"{head} {_scalar(value, sheet)}".rstrip() + behind]


def _block(text: str, margin: str, *, folded: bool) -> list[str] | None:
    """Write a text as a block; None where it would not be read back."""
    body = text.rstrip("\n")
    odd = any(not char.isprintable() and char != "\n" for char in text)
    if not body or odd or any(line != line.strip() for line in body.split("\n")):
        return None
    ends = len(text) - len(body)
    sign = {0: "-", 1: ""}.get(ends, "+")
    lines = body.split("\n")
    if folded:
        wrapped = [_wrapped(line, WIDTH - len(margin)) for line in lines]
        if any(" ".join(parts) != line for parts, line in zip(wrapped, lines, strict=True)):
            return None
        lines = [part for index, parts in enumerate(wrapped) for part in ([""] * bool(index) + parts)]
    filled = [f"{margin}{line}" if line else "" for line in lines]
    return [f"{'>' if folded else '|'}{sign}", *filled, *[""] * (ends - 1)]


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)


def _scalar(value: Scalar, sheet: Sheet) -> str:
    """Write a single value: plain where it was and every reader takes it for this text, else in quotes."""
    if sheet.style(value) in {'"', "'", "|", ">"} or "\n" in value.text or _mistaken(value.text):
        return _quoted(value.text)
    return value.text


def _mistaken(text: str) -> bool:
    """Say whether a reader of YAML 1.1 would take a plain text for something else: `NO`, `1.10`, `0209`."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it so
    if tag == "tag:yaml.org,2002:bool":
        return text not in _FLAGS
    if tag == "tag:yaml.org,2002:null":
        return bool(text)
    numbers = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    number = tag in numbers or NUMBER.fullmatch(text) is not None
    return number and PLAIN_NUMBER.fullmatch(text) is None


def _quoted(text: str) -> str:
    """Write a text in quotes: single ones where double ones would need escapes, as for a pattern."""
    if text.isprintable() and any(char in text for char in '"\\'):
        return "'" + text.replace("'", "''") + "'"
    return f'"{"".join(_escaped(char) for char in text)}"'


def _escaped(char: str) -> str:
    """Write a character inside quotes; what cannot be seen by its number."""
    if char in '"\\':
        return f"\\{char}"
    if char == "\n":
        return "\\n"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= _FOUR_DIGITS else f"\\U{ord(char):08x}"


# --- order ---------------------------------------------------------------------------------------


def in_order(node: Node, grammar: Grammar) -> Node:
    """Put the keys of tables in the order that the grammar has them; conditions stay as they are."""
    if isinstance(grammar, Keys) and isinstance(node, Table):
        inner = {key.name: key.value for key in grammar.keys}
        order = {name: number for number, name in enumerate(inner)}
        entries = sorted(node.entries, key=lambda entry: order.get(entry.key.text, len(order)))
        return _with(node, [(entry, inner.get(entry.key.text)) for entry in entries])
    if isinstance(grammar, Named) and isinstance(node, Table):
        return _with(node, [(entry, grammar.value) for entry in node.entries])
    if isinstance(grammar, Variants) and isinstance(node, Table):
        word = node.get(grammar.by)
        shape = grammar.shapes.get(word.text) if isinstance(word, Scalar) else None
        return node if shape is None else in_order(node, shape)
    if isinstance(grammar, Items) and isinstance(node, Listing):
        return Listing(tuple(in_order(item, grammar.item) for item in node.items), node.place)
    return node


def _with(table: Table, entries: list[tuple[Entry, Grammar | None]]) -> Table:
    ordered = (
        entry if grammar is None else Entry(entry.key, in_order(entry.value, grammar))
        for entry, grammar in entries
    )
    return Table(tuple(ordered), table.place)
