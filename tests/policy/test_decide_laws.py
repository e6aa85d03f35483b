"""The evaluator keeps its laws on drawn cables, findings and policies; a planted fault breaks one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from redactor.markings import Truth
from redactor.model import Action
from redactor.policy import ceilings, matching, settle
from tests.policy import laws

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

Law = tuple["SearchStrategy[Any]", "Callable[[Any], None]"]

WHOLE: dict[str, Law] = {
    # every character has one decision
    "tiling": (laws.whole_cases, laws.decisions_tile),
    # no removal without a reason that a marker can name
    "grounds": (laws.whole_cases, laws.settled_removals_have_grounds),
    # no priorities among rules
    "order": (laws.shuffled_cases, laws.order_is_irrelevant),
    # protection never doubles as permission
    "one more protect rule": (laws.stricter_cases, laws.one_more_protect_rule_never_opens),
    # a release rule never closes
    "one release rule less": (laws.whole_cases, laws.one_release_rule_less_never_opens),
    # a stricter mark is never a way in
    "raised marking": (laws.raised_cases, laws.raising_a_marking_never_opens),
    # the default is closed
    "no rule, no text": (laws.whole_cases, laws.nothing_opens_without_a_rule),
}

FACTS: dict[str, Law] = {
    # a missing fact is no answer
    "unknown never opens": (laws.fact_cases, laws.unknown_never_opens),
    # ceilings are not added up
    "one rule's ceiling": (laws.fact_cases, laws.never_beyond_one_release_rule),
    # what no rule speaks of is closed
    "unmatched": (laws.fact_cases, laws.unmatched_is_closed),
}


@pytest.mark.parametrize("law", WHOLE)
def test_law_of_verdicts(law: str) -> None:
    """The law holds for whole cables."""
    strategy, check = WHOLE[law]
    _try(strategy, check, 60)


@pytest.mark.parametrize("law", FACTS)
def test_law_of_facts(law: str) -> None:
    """The law holds for one thing's facts."""
    strategy, check = FACTS[law]
    _try(strategy, check, 400)


def test_an_unknown_level_opens_nothing() -> None:
    """Where no portion's level is known, the document is denied, assumptions or not."""
    _try(laws.whole_cases, laws.unknown_level_never_opens, 40)


def _try(strategy: SearchStrategy[Any], check: Callable[[Any], None], examples: int) -> None:
    """Run a check on drawn cases."""

    @settings(max_examples=examples)
    @given(strategy)
    def run(case: Any) -> None:
        check(case)

    run()


# --- planted faults ------------------------------------------------------------------------------


def _bites(strategy: SearchStrategy[Any], check: Callable[[Any], None], examples: int = 1500) -> bool:
    """Say whether some drawn case breaks the law."""

    @settings(
        max_examples=examples,
        database=None,
        phases=(Phase.generate,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(strategy)
    def run(case: Any) -> None:
        check(case)

    try:
        run()
    except AssertionError:
        return True
    return False


Patch = pytest.MonkeyPatch


def _first_match_wins(patch: Patch) -> None:
    """Take the first release rule that matches for the ceiling, not the most open."""
    honest = ceilings.matching_releases
    patch.setattr(ceilings, "matching_releases", lambda *args, **more: honest(*args, **more)[:1])


def _release_on_possibly(patch: Patch) -> None:
    """Let a release rule match without certainty."""
    honest = matching.applies
    patch.setattr(
        ceilings,
        "applies",
        lambda rule, facts: (
            Truth.YES
            if rule.verb == "release" and honest(rule, facts) is not Truth.NO
            else honest(rule, facts)
        ),
    )


def _protect_on_certainly(patch: Patch) -> None:
    """Skip a protect rule whose facts are missing."""
    honest = matching.applies
    patch.setattr(
        ceilings,
        "applies",
        lambda rule, facts: (
            Truth.NO
            if rule.verb == "protect" and honest(rule, facts) is not Truth.YES
            else honest(rule, facts)
        ),
    )


def _unknown_level_is_its_floor(patch: Patch) -> None:
    """Count a level that is not known as the level it is at least."""
    patch.setattr(matching, "_certain_or", lambda _known, holds: Truth.of(holds))
    patch.setattr(ceilings, "matching_releases", _releases_whatever_is_known)


def _releases_whatever_is_known(policy: Any, facts: Any, *, on_entity: bool) -> Any:
    return tuple(
        rule
        for rule in policy.release
        if rule.on_entity is on_entity and matching.applies(rule, facts) is Truth.YES
    )


def _ceilings_add_up(patch: Patch) -> None:
    """Several release rules open more together than each alone."""

    def add(actions: Any) -> Action:
        found = list(actions)
        return Action.KEEP if len(found) > 1 else found[0] if found else Action.KEEP

    patch.setattr(settle, "meet_all", add)


def _default_only_for_unnamed_kinds(patch: Patch) -> None:
    """Ask no release rule for a kind that some rule names: protection doubles as permission."""
    honest = ceilings._default

    def default(policy: Any, *, on_entity: bool) -> ceilings.Vote:
        vote = honest(policy, on_entity=on_entity)
        return replace(vote, action=Action.KEEP) if on_entity and policy.protect else vote

    patch.setattr(ceilings, "_default", default)


def _protect_rules_replace(patch: Patch) -> None:
    """Let the last protect rule decide alone, and forget the ceiling."""
    honest = settle._outcome

    def last(votes: Any, authorities: Any) -> settle.Outcome:
        protecting = [vote for vote in votes if vote.protects]
        return honest(tuple(protecting[-1:]) or votes, authorities)

    patch.setattr(settle, "_outcome", last)


FAULTS: dict[str, tuple[Callable[[Patch], None], SearchStrategy[Any], Callable[[Any], None]]] = {
    # each fault, and a law that must notice it
    "first match wins": (_first_match_wins, laws.shuffled_cases, laws.order_is_irrelevant),
    "release on possibly": (_release_on_possibly, laws.fact_cases, laws.unknown_never_opens),
    "protect only on certainly": (_protect_on_certainly, laws.fact_cases, laws.unknown_never_opens),
    "unknown level is its floor": (
        _unknown_level_is_its_floor,
        laws.whole_cases,
        laws.unknown_level_never_opens,
    ),
    "ceilings add up": (_ceilings_add_up, laws.fact_cases, laws.never_beyond_one_release_rule),
    "default only for unnamed kinds": (
        _default_only_for_unnamed_kinds,
        laws.fact_cases,
        laws.unmatched_is_closed,
    ),
    "protect rules replace": (_protect_rules_replace, laws.fact_cases, laws.unmatched_is_closed),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_breaks_a_law(fault: str, monkeypatch: Patch) -> None:
    """The laws bite: each fault that evaluators are known for is noticed."""
    plant, strategy, check = FAULTS[fault]
    plant(monkeypatch)
    assert _bites(strategy, check)
