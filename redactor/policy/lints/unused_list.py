"""A list that the policy declares and no rule names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.policy.conditions import every_matcher
from redactor.policy.guarantees import conditions_of
from redactor.policy.lints.base import warning
from redactor.policy.lints.tokens import scalars
from redactor.policy.nearness import nearness_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.errors import Diagnostic
    from redactor.model import Policy
    from redactor.policy.lints.base import Subject


def unused_list(subject: Subject) -> Iterator[Diagnostic]:
    """Warn of each declared list that nothing asks: a rule may name another by mistake."""
    used = set(_named(subject.policy))
    for token in scalars(subject.policy.source, subject.file):
        if token.path[:1] == ("lists",) and token.path[-1] == "file" and token.path[1] not in used:
            yield warning(
                "RP244",
                f"no rule names the list `{token.path[1]}`",
                token.place,
                "name it in a rule, or take it out",
            )


def _named(policy: Policy) -> Iterator[str]:
    """Give every list that a rule or a guarantee names."""
    tried = (rule.when for rule in policy.preview), (rule.unless for rule in policy.preview if rule.unless)
    promised = (one.condition for one in policy.guarantees)
    conditions = (*conditions_of(policy), *promised, *tried[0], *tried[1])
    for matcher in (matcher for condition in conditions for matcher in every_matcher(condition)):
        near = nearness_of(matcher)
        yield from near.lists if near is not None else ()
        yield from matcher.values if matcher.name == "list" else ()
