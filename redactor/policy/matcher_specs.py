"""The registry of matchers: what each is called, which operators and values it takes.

Adding a matcher: one `Spec` here, its evaluation beside the others, a row in the case table of
tests/policy/test_matchers.py, a paragraph in docs/reference/policy.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import Condition, Group, GroupKind, Matcher
from redactor.policy import vocabulary as words
from redactor.policy.grammar import Defined, Either, Items, Key, Keys, Text
from redactor.policy.nearness import NEAR, read_near
from redactor.policy.nodes import Listing, Table
from redactor.policy.patterns import PatternText
from redactor.policy.values import ADDRESS, DATE, PREDICATE, SCORE, TAG, TERM, WORD, Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from redactor.policy.grammar import Grammar
    from redactor.policy.nodes import Node, Scalar
    from redactor.policy.values import Kind

    Read = Callable[[Node, Kind], Scalar]


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: whether it takes several values, and of which kind they are."""

    kind: Kind
    many: bool
    open: bool = False

    def grammar(self) -> Grammar:
        """Describe the value."""
        text = Text(self.kind, open=self.open)
        return Items(text) if self.many else text


@dataclass(frozen=True, slots=True)
class Spec:
    """One matcher. A single operator named `` stands for a value without an operator.

    `of_finding` says that it speaks of findings: the rule must name an `entity`. `table` is what may stand
    in place of the value, as a whole; `read_table` types it.
    """

    name: str
    operators: Mapping[str, Operator]
    doc: str
    of_finding: bool = False
    table: Grammar | None = None
    read_table: Callable[[Table, Read], Matcher] | None = None

    def grammar(self) -> Grammar:
        """Describe what stands under the matcher's name."""
        if "" in self.operators:
            plain = self.operators[""].grammar()
            return plain if self.table is None else Either(plain, self.table)
        keys = tuple(Key(name, operator.grammar()) for name, operator in self.operators.items())
        return Keys(f"`{self.name}`", keys, least=1)


_SPECS = (
    Spec(
        "level",
        {
            "at_most": Operator(words.LEVEL, many=False),
            "at_least": Operator(words.LEVEL, many=False),
            "is": Operator(words.LEVEL, many=True),
        },
        "the portion's effective level",
    ),
    Spec(
        "controls",
        {name: Operator(words.CONTROL, many=True) for name in ("any_of", "all_of", "none_of")},
        "dissemination controls and captions that reach the portion",
    ),
    Spec(
        "declassified",
        {"": Operator(words.STATUS, many=True)},
        "the declassification status at the as-of date",
    ),
    Spec(
        "releasable_to_audience",
        {"": Operator(Flag(), many=False)},
        "whether the marking lets the audience have it",
    ),
    Spec("section", {"": Operator(words.SECTION, many=True)}, "where in the cable the portion stands"),
    Spec("portion", {"": Operator(ADDRESS, many=True, open=True)}, "the portion's address"),
    Spec("basis", {"": Operator(words.BASIS, many=True)}, "why the portion has its marking"),
    Spec("entity", {"": Operator(words.ENTITY, many=True)}, "the kind of thing found", of_finding=True),
    Spec(
        "score",
        {"at_least": Operator(SCORE, many=False)},
        "how sure the detector is, from 0 to 1",
        of_finding=True,
    ),
    Spec("list", {"": Operator(WORD, many=False)}, "a list that the found name stands in", of_finding=True),
    Spec(
        "context",
        {"": Operator(words.CONTEXT, many=False)},
        "a note that binds the person, or words that stand near what was found",
        of_finding=True,
        table=NEAR,
        read_table=read_near,
    ),
    Spec(
        "text",
        {"any_of": Operator(TERM, many=True), "matches": Operator(PatternText(), many=True)},
        "words or patterns in the portion's text; in a rule with `entity`, in the text of what was found",
    ),
    Spec("tags", {"any_of": Operator(TAG, many=True, open=True)}, "TAGS of the document"),
    Spec(
        "date",
        {name: Operator(DATE, many=False, open=True) for name in ("before", "after")},
        "the document's date; the day that is named is neither before nor after",
    ),
    Spec("post", {"": Operator(words.POST, many=True, open=True)}, "the post that sent the document"),
    Spec("predicate", {"": Operator(PREDICATE, many=False)}, "a test that an installed package registers"),
)

MATCHERS: Mapping[str, Spec] = {spec.name: spec for spec in _SPECS}


def _condition() -> Grammar:
    """Give a condition's whole grammar, which holds itself through its groups."""
    return _WHOLE


CONDITION = Defined("condition", _condition)
"""What stands under `when`, `unless` and inside their groups."""

GROUPS: Mapping[GroupKind, tuple[Grammar, str]] = {
    GroupKind.ANY: (Items(CONDITION), "at least one of these conditions holds"),
    GroupKind.ALL: (Items(CONDITION), "each of these conditions holds"),
    GroupKind.NOT: (CONDITION, "this condition does not hold"),
}
"""The groups by their keys: what stands under each, and what it means."""

_WHOLE: Grammar = Keys(
    "a condition",
    (
        *(Key(spec.name, spec.grammar(), doc=spec.doc) for spec in _SPECS),
        *(Key(kind.value, grammar, doc=doc) for kind, (grammar, doc) in GROUPS.items()),
    ),
    least=1,
)


def read_condition(node: Node, read: Read) -> Condition:
    """Type a condition that was checked; `read` gives a value in its one spelling, parameters put in."""
    matchers: list[Matcher] = []
    groups: list[Group] = []
    for entry in node if isinstance(node, Table) else ():
        spec = MATCHERS.get(entry.key.text)
        if spec is None:
            groups.append(_group(GroupKind(entry.key.text), entry.value, read))
        elif spec.read_table is not None and isinstance(entry.value, Table):
            matchers.append(spec.read_table(entry.value, read))
        elif "" in spec.operators:
            matchers.append(_matcher(spec, "", entry.value, read))
        elif isinstance(entry.value, Table):
            matchers.extend(_matcher(spec, part.key.text, part.value, read) for part in entry.value)
    return Condition(tuple(matchers), tuple(groups))


def _group(kind: GroupKind, node: Node, read: Read) -> Group:
    """Type one group."""
    return Group(kind, tuple(read_condition(item, read) for item in items_of(node)))


def items_of(node: Node) -> tuple[Node, ...]:
    """Give what a listing holds, or the one node that stands without one."""
    return node.items if isinstance(node, Listing) else (node,)


def _matcher(spec: Spec, operator: str, node: Node, read: Read) -> Matcher:
    """Type one matcher under one operator."""
    kind = spec.operators[operator].kind
    return Matcher(spec.name, operator, tuple(read(item, kind).text for item in items_of(node)))
