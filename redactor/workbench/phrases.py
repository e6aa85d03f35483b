"""A policy's conditions in words, made from the registry of matchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import GroupKind
from redactor.policy.matcher_specs import MATCHERS
from redactor.policy.matching import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.model import Condition, Group, Matcher

# What follows the subject for each matcher and operator; `{}` are the values. A matcher that is not here
# is written with the sentence that the registry has of it.
_PHRASES = {
    ("level", "at_most"): ("at or below {}", "or"),
    ("level", "at_least"): ("at {} or above", "or"),
    ("level", "is"): ("at {}", "or"),
    ("controls", "any_of"): ("under {}", "or"),
    ("controls", "all_of"): ("under {}", "and"),
    ("controls", "none_of"): ("not under {}", "or"),
    ("declassified", ""): ("whose declassification status is {}", "or"),
    ("section", ""): ("in the section {}", "or"),
    ("portion", ""): ("in portion {}", "or"),
    ("basis", ""): ("whose marking is {}", "or"),
    ("score", "at_least"): ("with a score of {} or more", "or"),
    ("list", ""): ("on the list {}", "or"),
    ("context", ""): ("bound by a {}", "or"),
    ("tags", "any_of"): ("in a cable with the TAGS {}", "or"),
}

_RELEASABLE = {
    "yes": "that its marking lets the audience have",
    "no": "that its marking does not let the audience have",
}


def subject(condition: Condition) -> str:
    """Name what a condition speaks of: text, or things found in it."""
    kinds = [value for matcher in condition.matchers if matcher.name == "entity" for value in matcher.values]
    if not kinds:
        return "text"
    return "whatever is found" if ANY in kinds else listed(kinds, "or")


def words(condition: Condition) -> str:
    """Write a condition but for the entities that its subject names; empty where nothing is left."""
    parts = [_matcher(matcher) for matcher in condition.matchers if matcher.name != "entity"]
    return ", ".join([*parts, *(_group(group) for group in condition.groups)])


def whole(condition: Condition) -> str:
    """Write a condition with its subject: `PERSON on the list officials`."""
    return f"{subject(condition)} {words(condition)}".strip()


def _matcher(matcher: Matcher) -> str:
    if matcher.name == "releasable_to_audience":
        return " or ".join(_RELEASABLE.get(value, value) for value in matcher.values)
    phrase, join = _PHRASES.get((matcher.name, matcher.operator), (_registered(matcher), "or"))
    return phrase.replace("{}", listed(matcher.values, join))


def _registered(matcher: Matcher) -> str:
    """Write a matcher by what the registry says of it."""
    spec = MATCHERS.get(matcher.name)
    operator = f" {matcher.operator.replace('_', ' ')}" if matcher.operator else ""
    return f"where {spec.doc if spec is not None else matcher.name} is{operator} {{}}"


def _group(group: Group) -> str:
    parts = [f"({_inner(part)})" for part in group.of]
    if group.kind is GroupKind.NOT:
        return f"not {parts[0]}"
    return (" or " if group.kind is GroupKind.ANY else " and ").join(parts)


def _inner(condition: Condition) -> str:
    """Write a condition inside a group, its entities with the rest."""
    kinds = any(matcher.name == "entity" for matcher in condition.matchers)
    return whole(condition) if kinds else words(condition)


def listed(values: Iterable[str], join: str) -> str:
    """Write values as a sentence does: `a, b or c`."""
    found = tuple(values)
    if len(found) < 2:  # noqa: PLR2004 - one value needs no joint
        return "".join(found)
    return f"{', '.join(found[:-1])} {join} {found[-1]}"
