"""A preview rule decides nothing; a run says what it would have done."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redactor.errors import PolicyError
from redactor.model import Action, Rule
from redactor.policy.load import Source, examine
from tests.policy.texts import PUBLIC
from tests.policy.texts import protect as protecting
from tests.policy.worlds import (
    CLASS,
    PRIVACY,
    C,
    U,
    cable_of,
    para,
    policy_of,
    protect,
    release,
    seen,
    shown,
    verdict_of,
    when,
)

LOW = release("low", when(level={"at_most": "U"}))
CABLE = cable_of(para(1, "rain said Quenby", U), para(2, "wheat", C))
PLACE = seen(CABLE, "Quenby")

PREVIEWS = (
    # one that would open
    (release("wide", when(level={"at_most": "C"})), "preview rule wide would show more in portions 2"),
    # one that would close
    (
        protect("rainy", when(text={"any_of": "rain"}), CLASS),
        "preview rule rainy would show less in portions 1, 2",
    ),
    # one that would take a name's bound away
    (
        protect("none", when(entity=("PERSON",)), PRIVACY, do=Action.REDACT),
        "preview rule none would show less in portions 1",
    ),
    # one that would do nothing
    (release("never", when(portion=("9",))), "preview rule never would show more nowhere in it"),
)


@pytest.mark.parametrize(("rule", "notice"), PREVIEWS)
def test_a_preview_rule_is_told_and_decides_nothing(rule: Rule, notice: str) -> None:
    """Decisions are those without the rule; the notice names the portions."""
    plain = policy_of(LOW, release("names", when(entity=("any",))))
    before = verdict_of(CABLE, plain, PLACE)
    tried = verdict_of(CABLE, replace(plain, preview=(replace(rule, preview=True),)), PLACE)
    assert tried.decisions == before.decisions
    assert tried.denied is before.denied
    assert notice in tried.notices


def test_a_preview_rule_is_told_where_the_cable_is_denied() -> None:
    """What would have opened a denied cable is told too."""
    rule = replace(release("wide", when(level={"at_most": "C"})), preview=True)
    verdict = verdict_of(CABLE, replace(policy_of(), preview=(rule,)))
    assert verdict.denied
    assert verdict.notices == ("preview rule wide would show more in portions 1, 2",)
    assert "rain" not in shown(CABLE, verdict)


def test_preview_rules_are_read_and_checked() -> None:
    """They stand apart from the rules in force, and their faults are faults."""
    good = "id: a, when: {level: {at_least: C}}, do: withhold, authority: [CLASS], maturity: preview"
    policy = examine(Source(protecting(good, PUBLIC).encode(), "x", Path())).policy
    assert not policy.protect
    assert [rule.id for rule in policy.preview] == ["a"]
    with pytest.raises(PolicyError):
        examine(Source(protecting(good.replace("[CLASS]", "[B5]"), PUBLIC).encode(), "x", Path()))
