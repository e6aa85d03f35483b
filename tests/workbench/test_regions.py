"""The regions of a policy hold whatever the evaluator decides, and a weaker policy is told from an equal one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from redactor import policy as policies
from redactor.errors import ReferralError
from redactor.model import Action, Otherwise
from redactor.policy import verdict
from redactor.policy.facts import Matter
from redactor.workbench.coverage import _deciding, _judged_alone
from redactor.workbench.looser import shown_case, shows_more
from redactor.workbench.regions import Region, regions
from redactor.workbench.weakening import mutants
from tests.policy import draws, worlds

if TYPE_CHECKING:
    from redactor.model import Cable, Finding, Policy, Rule

PERSONS = worlds.when(entity=("PERSON",))

Case = tuple["Cable", tuple["Finding", ...], "Policy"]


def _matter(cable: Cable, findings: tuple[Finding, ...], policy: Policy) -> Matter:
    return Matter(cable, worlds.view_of(cable), findings, policy, worlds.AS_OF, worlds.role_of)


@settings(max_examples=60)
@given(draws.cases())
def test_whatever_is_decided_lies_in_a_region(case: Case) -> None:
    """On any cable under any policy, the rules that decide a text or a finding are those of a region."""
    cable, findings, policy = case
    found = regions(policy)
    assert found is not None
    known = {*found.regions, *found.unconfirmed}
    try:
        examined = verdict.examine(_matter(cable, findings, policy))
    except ReferralError:
        return
    for sheet in examined.sheets:
        for one in sheet.judged:
            if one.reading.spans:
                assert Region(False, one.reading.assumption, _deciding(one.ballot)) in known  # noqa: FBT003 - a record's field
    for sighting in examined.sightings:
        if _judged_alone(examined, sighting):
            assert Region(True, "", _deciding(sighting.ballot)) in known  # noqa: FBT003 - a record's field


@settings(max_examples=25)
@given(draws.cases())
def test_a_mutant_that_is_proved_equal_shows_nothing_more(case: Case) -> None:
    """Where no case was found in which a weaker policy tells more, it tells no more of this cable."""
    cable, findings, policy = case
    before = _actions(cable, findings, policy)
    for mutant in mutants(policy):
        if not mutant.holds and not shows_more(mutant.policy, policy):
            after = _actions(cable, findings, mutant.policy)
            assert all(new.at_most(old) for old, new in zip(before, after, strict=True)), (
                mutant.rule,
                mutant.how,
            )


# A rule that leaves something to a person because it has no ground, or under a law matches possibly: without
# it somebody reads more. Columns: what, the rule.
LEFT_TO_A_PERSON = [
    # found by Hypothesis: no ground, and an exception nobody can rule out
    ("in doubt", worlds.protect("p", PERSONS, do=Action.LABEL, unless=worlds.when(list="officials"))),
    # no ground: the default's own would show that a name stood there
    ("no ground", worlds.protect("p", PERSONS, do=Action.LABEL)),
    # a ground that holds: a certain name fares as by the default, a possible one is told apart for safety
    ("with a ground", worlds.protect("p", PERSONS, worlds.B5, do=Action.LABEL)),
]


@pytest.mark.parametrize(
    "rule", [row[1] for row in LEFT_TO_A_PERSON], ids=[row[0] for row in LEFT_TO_A_PERSON]
)
def test_a_rule_that_leaves_something_to_a_person_is_not_superfluous(rule: Rule) -> None:
    """Without it the default's ground would show what the rule had a person decide; on a ground it is superfluous."""
    opened = worlds.release("open", worlds.when(level={"at_most": "C"}))
    grounds = Otherwise((), (worlds.B5,))
    policy = worlds.policy_of(
        opened, rule, audience=worlds.FOIA, otherwise=grounds, lists=(draws.OFFICIALS, draws.TERMS)
    )
    without = next(one for one in mutants(policy) if one.how == "without the rule")
    assert shows_more(without.policy, policy)
    agreed = replace(policy, audience=worlds.DISCRETION, otherwise=Otherwise((), (worlds.CLASS,)))
    plain = replace(agreed, protect=(replace(rule, authorities=(worlds.CLASS,), unless=None),))
    superfluous = next(one for one in mutants(plain) if one.how == "without the rule")
    assert not shows_more(superfluous.policy, plain)


def _actions(cable: Cable, findings: tuple[Finding, ...], policy: Policy) -> list[Action]:
    """Give what the rules alone make of every text and every finding; holds tell nothing."""
    examined = verdict.examine(_matter(cable, findings, policy))
    outcomes = [one.outcome for sheet in examined.sheets for one in sheet.judged]
    outcomes += [one.outcome for one in examined.sightings if _judged_alone(examined, one)]
    return [outcome.action for outcome in outcomes]


@pytest.mark.parametrize("name", policies.stock())
def test_the_regions_of_a_stock_policy_are_shown_by_cables(name: str) -> None:
    """Each is described by a case, and the policy's own rules all stand in one."""
    policy = policies.examine(policies.open_source(name), prove=False).policy
    found = regions(policy)
    assert found is not None
    assert all(region.rules for region in found.regions)
    named = {rule.removeprefix("ceiling:") for region in found.regions for rule in region.rules}
    assert {rule.id for rule in (*policy.release, *policy.protect)} <= named


def test_a_weaker_policy_is_told_with_a_case() -> None:
    """A text that only the mutant shows is imagined, and decided by the evaluator."""
    policy = policies.examine(policies.open_source("public"), prove=False).policy
    mutant = next(one for one in mutants(policy) if one.how == "with `level: {at_most: SBU}`")
    without = next(one for one in mutants(policy) if one.rule == "noforn" and one.how == "without the rule")
    # The rule on SBU still closes what the mutant would open: defence in depth.
    assert not shows_more(mutant.policy, policy)
    assert not shows_more(without.policy, policy)
    names = next(one for one in mutants(policy) if one.rule == "others-by-role" and "keep" in one.how)
    assert shows_more(names.policy, policy)
    case = shown_case(names.policy, policy)
    assert case is not None
    assert case.beside is not None
    assert (Action.KEEP, Action.ROLE) == (case.told.action, case.beside.action)
