"""Box subtraction and z3 answer the same questions the same way.

`REDACTOR_EXAMPLES=N` multiplies the comparisons; docs/reliability.md holds the figures of the campaign.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactor.model import Action, Fact
from redactor.policy.boxes import Work
from redactor.policy.guarantees import conditions_of
from redactor.policy.questions import disclosures, lay_out, looser_cases
from redactor.policy.space import Space
from tests.policy import draws, z3_oracle
from tests.policy.test_guarantees_sound import promises

if TYPE_CHECKING:
    from redactor.model import Cable, Finding, Guarantee, Policy

many = settings(
    max_examples=20 * int(os.environ.get("REDACTOR_EXAMPLES", "1")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@many
@given(promises())
def test_both_find_or_miss_what_breaks_a_promise(
    drawn: tuple[tuple[Cable, tuple[Finding, ...], Policy], Guarantee],
) -> None:
    """A case is left of a `never` exactly where z3 finds one."""
    (_, _, policy), promise = drawn
    space = Space((promise.condition, *conditions_of(policy)), Work())
    board = lay_out(space, policy, (promise.condition,))
    left = next(disclosures(board, promise.condition, promise.action, promise.except_assumptions), None)
    assert (left is not None) == z3_oracle.broken(policy, promise)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """Draw two policies of which the second shares some rules of the first; what is shown is shown whole."""
    first, second = draw(draws.policies()), draw(draws.policies())
    shared = tuple(rule for rule in first.release if draw(st.booleans()))
    second = draw(
        st.sampled_from((replace(first, release=shared), replace(second, release=(*second.release, *shared))))
    )
    reach = draw(st.sampled_from(("all", "classified")))
    return tuple(replace(_whole(one), captions_reach=reach) for one in (first, second))  # type: ignore[return-value]


def _whole(policy: Policy) -> Policy:
    """Leave out release rules that show a part: their grounds are asked too, and z3 is not."""
    whole = tuple(rule for rule in policy.release if rule.action is Action.KEEP)
    return replace(
        policy, release=whole, protect=tuple(replace(one, action=Action.REDACT) for one in policy.protect)
    )


@many
@given(pairs())
def test_both_find_or_miss_what_makes_a_policy_looser(drawn: tuple[Policy, Policy]) -> None:
    """A case is left of a comparison exactly where z3 finds one."""
    first, second = drawn
    space = Space((*conditions_of(first), *conditions_of(second)), Work())
    left = next((case for case in looser_cases(space, first, second) if case.fact is Fact.TEXT), None)
    assert (left is not None) == z3_oracle.looser(first, second)
