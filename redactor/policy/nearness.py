"""`context` as a table: which words, or the terms of which list, stand near a finding, and how near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import Matcher
from redactor.policy.grammar import Items, Key, Keys, OneOf, Text
from redactor.policy.nodes import Listing, Scalar
from redactor.policy.values import TERM, WORD, Choice, Form

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.policy.nodes import Node, Table
    from redactor.policy.values import Kind

PARAGRAPH = "paragraph"
CONTEXT = "context"
SIDES = ("before", "after")

# matches `5` and `paragraph`; not `0` or `100`
_WITHIN = Form("distance in words, or `paragraph`", f"[1-9][0-9]?|{PARAGRAPH}", "5", number=True)

NEAR = OneOf(
    Keys(
        "`context`",
        (
            Key("words", Items(Text(TERM)), doc="words or phrases; letter case makes no difference"),
            Key("list", Text(WORD), doc="a list whose names are the words"),
            Key("within", Text(_WITHIN), required=True, doc="how many words off, or `paragraph`"),
            Key(
                "side",
                Text(Choice("side", SIDES)),
                doc="only `before` it, or only `after`; both where left out",
            ),
        ),
    ),
    ("words", "list"),
)
"""What stands under `context` where it is no single word."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """What a `context` matcher looks for; `within` None means anywhere in the portion, `side` empty both."""

    words: tuple[str, ...]
    lists: tuple[str, ...]
    within: int | None
    side: str


def read_near(table: Table, read: Callable[[Node, Kind], Scalar]) -> Matcher:
    """Type a table that was checked; its operator says where to look, its values for what."""
    words, named = table.get("words"), table.get("list")
    source, node, kind = ("words", words, TERM) if words is not None else ("list", named, WORD)
    items = node.items if isinstance(node, Listing) else (node,)
    values = tuple(read(item, kind).text for item in items if item is not None)
    within, side = (_word(table, key) for key in ("within", "side"))
    return Matcher(CONTEXT, " ".join(part for part in (source, "within", within, side) if part), values)


def nearness_of(matcher: Matcher) -> Nearness | None:
    """Give what a matcher looks for near a finding; None for a matcher of another sort."""
    if matcher.name != CONTEXT or not matcher.operator:
        return None
    source, _, within, *side = matcher.operator.split()
    return Nearness(
        matcher.values if source == "words" else (),
        matcher.values if source == "list" else (),
        None if within == PARAGRAPH else int(within),
        side[0] if side else "",
    )


def _word(table: Table, key: str) -> str:
    node = table.get(key)
    return node.text if isinstance(node, Scalar) else ""
