"""Asks the rules of each set of facts once: a cable has thousands of findings and few that differ in their facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.policy.ceilings import Ballot, ballot, protections_only
from redactor.policy.conditions import every_matcher
from redactor.policy.settle import Outcome, Scene, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from redactor.model import Policy
    from redactor.policy.facts import Facts, Matter

Weighed = tuple[Ballot, Outcome]

# Matchers that do not look at the score of a finding; one that is not named here may.
_SCORELESS = frozenset(
    """
    level controls declassified releasable_to_audience section portion basis entity list context tags date post
    text predicate
    """.split()
)

NOBODY = Ballot((), ())
"""What rules say of a thing that none of them speaks of."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """The rules over one cable; what they said of equal facts is not asked again.

    What is the same all over the cable (its date, tags, posts, policy) is no part of what is remembered.
    An address is only where a rule names one, a score only where one may ask for it.
    """

    matter: Matter
    _known: dict[Hashable, Weighed] = field(default_factory=dict, repr=False, compare=False)
    _by_address: bool = field(init=False, repr=False, compare=False)
    _by_score: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find out whether a rule names portions, and whether one may ask for a score."""
        asked = _asked(self.matter.policy)
        object.__setattr__(self, "_by_address", "portion" in asked)
        object.__setattr__(self, "_by_score", not asked <= _SCORELESS)

    def of_portion(self, facts: Facts) -> Weighed:
        """Give what the rules say of a portion, before any reviewer speaks."""
        return self._once("portion", facts, lambda: ballot(self.matter.policy, facts, on_entity=False))

    def of_finding(self, facts: Facts) -> Weighed:
        """Give what the rules say of a finding, before any reviewer speaks."""
        return self._once("finding", facts, lambda: ballot(self.matter.policy, facts, on_entity=True))

    def protecting(self, facts: Facts) -> Weighed:
        """Give what the protect rules alone say of a finding that stands released."""
        return self._once("protected", facts, lambda: protections_only(self.matter.policy, facts))

    def unspoken(self, facts: Facts) -> Weighed:
        """Give what comes of a thing that no rule speaks of."""
        return self._once("unspoken", facts, lambda: NOBODY)

    def _once(self, asked: str, facts: Facts, votes: Callable[[], Ballot]) -> Weighed:
        key = (
            asked,
            facts.marking,
            facts.section,
            facts.basis,
            facts.status,
            facts.releasable,
            facts.entity,
            facts.possible,
            facts.score if self._by_score else None,
            facts.contexts,
            tuple(facts.listed.items()),
            tuple(facts.atoms.items()),
            facts.address if self._by_address else "",
        )
        found = self._known.get(key)
        if found is None:
            cast = votes()
            found = self._known[key] = cast, weigh(cast, Scene(self.matter, facts, facts.entity))
        return found


def _asked(policy: Policy) -> frozenset[str]:
    """Give the names of the matchers that the policy's rules hold."""
    conditions = (
        condition
        for rule in (*policy.release, *policy.protect)
        for condition in (rule.when, rule.unless)
        if condition is not None
    )
    return frozenset(matcher.name for condition in conditions for matcher in every_matcher(condition))
