"""Say what a file may hold, once: from the same description come its check and its JSON Schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from redactor.errors import Diagnostic
from redactor.policy.nodes import Fault, Listing, Scalar, Table, plain, shown, suggest
from redactor.policy.values import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.errors import Place
    from redactor.policy.nodes import Node, Problems
    from redactor.policy.values import Json, Kind

PARAM = "param"


class Grammar(Protocol):
    """A description of a node."""

    def check(self, node: Node, problems: Problems) -> bool:
        """Note what is wrong with the node; True where nothing is."""

    def schema(self) -> Json:
        """Give the JSON Schema that accepts the same."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar of a kind; `open` lets `{param: NAME}` stand in its place."""

    kind: Kind
    open: bool = False

    def check(self, node: Node, problems: Problems) -> bool:
        """Check a scalar, or a reference to a parameter."""
        if self.open and isinstance(node, Table):
            return _REFERENCE.check(node, problems)
        if not isinstance(node, Scalar):
            return _wrong(node, f"a {self.kind.noun}", problems)
        if self.kind.read(node.text) is not None:
            return True
        fault = (
            self.kind.fault(node.text)
            if node.text
            else Fault("RP024", f"a {self.kind.noun} is missing", "fill it in")
        )
        problems.fault(fault, node.place)
        return False

    def schema(self) -> Json:
        """Give the kind's schema, with the reference where one may stand."""
        return {"anyOf": [self.kind.schema(), _REFERENCE.schema()]} if self.open else self.kind.schema()


@dataclass(frozen=True, slots=True)
class Items:
    """A listing of at least `least`; none twice where they are `unique`."""

    item: Grammar
    least: int = 1
    unique: bool = True

    def check(self, node: Node, problems: Problems) -> bool:
        """Check each item, and that none stands twice."""
        if not isinstance(node, Listing):
            return _wrong(node, "a list", problems, help_="put it in brackets: `[...]`")
        if len(node.items) < self.least:
            problems.add("RP024", "the list is empty", node.place, help="name at least one")
            return False
        good = [self.item.check(item, problems) for item in node.items]
        repeated = self.unique and _repeated(node, problems)
        return all(good) and not repeated

    def schema(self) -> Json:
        """Give an array."""
        return {
            "type": "array",
            "items": self.item.schema(),
            "minItems": self.least,
            "uniqueItems": self.unique,
        }


@dataclass(frozen=True, slots=True)
class Either:
    """A scalar by one grammar, a table by the other."""

    scalar: Grammar
    table: Grammar

    def check(self, node: Node, problems: Problems) -> bool:
        """Check by the shape of the node."""
        return (self.table if isinstance(node, Table) else self.scalar).check(node, problems)

    def schema(self) -> Json:
        """Give both."""
        return {"anyOf": [self.scalar.schema(), self.table.schema()]}


@dataclass(frozen=True, slots=True)
class Defined:
    """A grammar with a name of its own, so that it can hold itself; `whole` gives what it stands for."""

    name: str
    whole: Callable[[], Grammar]

    def check(self, node: Node, problems: Problems) -> bool:
        """Check as the whole does."""
        return self.whole().check(node, problems)

    def schema(self) -> Json:
        """Give a reference; the schema holds the whole once, among its definitions."""
        return {"allOf": [{"$ref": f"#/definitions/{self.name}"}]}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table."""

    name: str
    value: Grammar
    required: bool = False
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Keys:
    """A table with these keys and no other; `noun` names it in messages."""

    noun: str
    keys: tuple[Key, ...]
    least: int = 0

    def check(self, node: Node, problems: Problems) -> bool:
        """Check each key's value; note unknown and missing keys."""
        if not isinstance(node, Table):
            return _wrong(
                node, self.noun, problems, help_=f"its keys are {', '.join(key.name for key in self.keys)}"
            )
        known = {key.name: key for key in self.keys}
        good = True
        for entry in node:
            key = known.get(entry.key.text)
            good = (
                self._unknown(entry.key, problems) if key is None else key.value.check(entry.value, problems)
            ) and good
        return self._complete(node, problems) and good

    def _unknown(self, key: Scalar, problems: Problems) -> bool:
        """Note a key that is none of ours."""
        if problems.full:
            return False
        names = tuple(key.name for key in self.keys)
        help_ = suggest(key.text, names) or f"its keys are {', '.join(names)}"
        problems.add(
            "RP020",
            f"unknown key `{shown(key.text)}`",
            key.place,
            label=f"not a key of {self.noun}",
            help=help_,
        )
        return False

    def _complete(self, table: Table, problems: Problems) -> bool:
        """Note the keys that are missing."""
        missing = [key.name for key in self.keys if key.required and table.get(key.name) is None]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            verb = "is" if len(missing) == 1 else "are"
            message = f"{names} {verb} missing from {self.noun}"
            problems.add("RP021", message, table.place, help=f"add `{missing[0]}:`")
        if len(table.entries) < self.least:
            problems.add("RP024", f"{self.noun} is empty", table.place, help="say what it matches")
        return not missing and len(table.entries) >= self.least

    def schema(self) -> Json:
        """Give an object that is closed to other keys."""
        return {
            "type": "object",
            "properties": {key.name: _described(key) for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
            "minProperties": self.least,
        }


@dataclass(frozen=True, slots=True)
class Given:
    """A table of one shape where a key is given, of another where it is not."""

    key: str
    then: Keys
    otherwise: Keys

    def check(self, node: Node, problems: Problems) -> bool:
        """Check by the shape that the key tells."""
        given = isinstance(node, Table) and node.get(self.key) is not None
        return (self.then if given else self.otherwise).check(node, problems)

    def schema(self) -> Json:
        """Give both, told apart by the key."""
        told: Json = {"type": "object", "required": [self.key]}
        return {"if": told, "then": self.then.schema(), "else": self.otherwise.schema()}


@dataclass(frozen=True, slots=True)
class OneOf:
    """A table with exactly one of these keys beside its others."""

    table: Keys
    names: tuple[str, ...]

    def check(self, node: Node, problems: Problems) -> bool:
        """Check the table, and that one of the keys stands in it."""
        good = self.table.check(node, problems)
        given = [name for name in self.names if isinstance(node, Table) and node.get(name) is not None]
        if not isinstance(node, Table) or len(given) == 1:
            return good
        either = " or ".join(f"`{name}`" for name in self.names)
        if given:
            problems.add("RP028", f"{self.table.noun} has {either}, not both", node.place)
        else:
            problems.add("RP021", f"{either} is missing from {self.table.noun}", node.place)
        return False

    def schema(self) -> Json:
        """Give the table, with one of the keys required."""
        return {**self.table.schema(), "oneOf": [{"required": [name]} for name in self.names]}


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names that the author gives."""

    noun: str
    name: Kind
    value: Grammar

    def check(self, node: Node, problems: Problems) -> bool:
        """Check each name and each value."""
        if not isinstance(node, Table):
            return _wrong(node, self.noun, problems)
        good = [Text(self.name).check(entry.key, problems) for entry in node]
        return all([*good, *(self.value.check(entry.value, problems) for entry in node)])

    def schema(self) -> Json:
        """Give an object with a rule for its names."""
        return {
            "type": "object",
            "propertyNames": self.name.schema(),
            "additionalProperties": self.value.schema(),
        }


@dataclass(frozen=True, slots=True)
class Variants:
    """A table whose other keys depend on the word under one key."""

    noun: str
    by: str
    word: Kind
    shapes: Mapping[str, Keys] = field(default_factory=dict)

    def check(self, node: Node, problems: Problems) -> bool:
        """Check by the shape that the word names."""
        word = node.get(self.by) if isinstance(node, Table) else None
        if isinstance(node, Table) and word is not None and not Text(self.word).check(word, problems):
            return False
        shape = self.shapes.get(word.text) if isinstance(word, Scalar) else None
        return (shape or Keys(self.noun, (Key(self.by, Text(self.word), required=True),))).check(
            node, problems
        )

    def schema(self) -> Json:
        """Give the shapes, each under its word."""
        return {"anyOf": [self.shapes[word].schema() for word in self.shapes]}


def _wrong(node: Node, wanted: str, problems: Problems, help_: str = "") -> bool:
    """Note a node of another shape than was wanted."""
    found = {Scalar: "a single value", Listing: "a list", Table: "a table of keys"}[type(node)]
    if isinstance(node, Scalar) and not node.text:
        found = "nothing"
    problems.add("RP022", f"{wanted} was expected, {found} stands here", node.place, help=help_)
    return False


def _repeated(node: Listing, problems: Problems) -> bool:
    """Note items that stand twice."""
    first: dict[str, Place] = {}
    for item in node.items:
        same = repr(plain(item))
        if same in first:
            name = f"`{shown(item.text)}`" if isinstance(item, Scalar) else "the same item"
            problems.put(
                Diagnostic(
                    "RP025",
                    f"{name} stands twice",
                    item.place,
                    help="keep one of the two",
                    second=first[same],
                    second_label="first given here",
                )
            )
        first.setdefault(same, item.place)
    return len(first) < len(node.items)


def _described(key: Key) -> Json:
    """Give a key's schema with its documentation."""
    return {**key.value.schema(), "description": key.doc} if key.doc else key.value.schema()


_REFERENCE = Keys("a reference to a parameter", (Key(PARAM, Text(WORD), required=True),))
