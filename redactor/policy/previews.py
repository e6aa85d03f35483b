"""Preview rules: tried out on each cable and told of, never a part of any decision.

A preview rule opens nothing and closes nothing. What it would have done is found by deciding the cable
once more with that rule among the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from redactor.model import Action, Decision, Policy, Rule
    from redactor.policy.facts import Matter
    from redactor.spans import Span

Fates = dict[str, list[tuple["Span", "Action"]]]


def with_rule(policy: Policy, rule: Rule) -> Policy:
    """Give the policy as it would be with one preview rule in force."""
    if rule.verb == "release":
        return replace(policy, release=(*policy.release, rule), preview=())
    return replace(policy, protect=(*policy.protect, rule), preview=())


def notices(
    matter: Matter, decisions: Iterable[Decision], decide: Callable[[Matter], Iterable[Decision]]
) -> tuple[str, ...]:
    """Say of each preview rule in which portions it would have changed what is shown; never with text."""
    if not matter.policy.preview:
        return ()
    before = _fates(decisions)
    told = []
    for rule in sorted(matter.policy.preview, key=lambda rule: rule.id):
        after = _fates(decide(replace(matter, policy=with_rule(matter.policy, rule))))
        changed = [address for address in before if before[address] != after.get(address)]
        where = f"in portions {', '.join(changed)}" if changed else "nowhere in it"
        told.append(f"preview rule {rule.id} would show {_more(rule)} {where}")
    return tuple(told)


def _more(rule: Rule) -> str:
    return "more" if rule.verb == "release" else "less"


def _fates(decisions: Iterable[Decision]) -> Fates:
    """Give what happens to each portion's characters: stretches of one action, in order."""
    fates: Fates = {}
    for decision in decisions:
        if decision.portion is None:
            continue
        found = fates.setdefault(decision.portion, [])
        if found and found[-1][0].end == decision.span.start and found[-1][1] is decision.action:
            found[-1] = (replace(found[-1][0], end=decision.span.end), decision.action)
        else:
            found.append((decision.span, decision.action))
    return fates
