"""A proved guarantee has no violating cable under the evaluator; an unsound step of the prover is caught."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactor.markings import Declassification, Truth
from redactor.model import Action, Fact, Guarantee
from redactor.policy import claims, questions, space
from redactor.policy.facts import Matter, facts_of, marking_of
from redactor.policy.guarantees import Counterexample, Proof, compare, decide
from redactor.policy.matching import evaluate
from redactor.policy.space import OWN, Side
from redactor.policy.verdict import examine, lay_out
from tests.policy import draws
from tests.policy.worlds import (
    AS_OF,
    CLASS,
    HERE,
    U,
    assume,
    cable_of,
    line,
    para,
    policy_of,
    protect,
    release,
    role_of,
    view_of,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.model import Cable, Condition, Decision, Finding, Policy, Rule
    from redactor.policy.facts import Facts
    from redactor.policy.verdict import Examination

Case = tuple["Cable", tuple["Finding", ...], "Policy"]

conditions = st.one_of(
    draws._level_matchers(monotone=False),
    draws._whole_portion_matchers(),
    draws._entity_matchers(),
    draws._groups(draws._portion_matchers()),
)
most_actions = st.sampled_from((Action.LABEL, Action.LABEL, Action.WITHHOLD, Action.REDACT, Action.ROLE))


@st.composite
def promises(draw: st.DrawFn) -> tuple[Case, Guarantee]:
    """Draw a cable, a policy and a promise that it never tells more of some text than an action does."""
    case = draw(draws.cases())
    excepted = tuple(one.id for one in case[2].assumptions if draw(st.booleans()))
    promise = Guarantee(
        "g", "never", HERE, draw(conditions), except_assumptions=excepted, action=draw(most_actions)
    )
    return case, promise


def examined(case: Case) -> tuple[Examination, tuple[Decision, ...]]:
    """Ask the evaluator of every portion and finding, before a denial would hide them all."""
    cable, findings, policy = case
    found = examine(Matter(cable, view_of(cable), findings, policy, AS_OF, role_of))
    return found, lay_out(found)


def told(case: Case) -> Iterator[tuple[Facts, Action, str, bool]]:
    """Give the facts of each text as it is marked, what a reader learns of it, by which assumption, and whether found.

    Of a portion it is what its own result tells, of a finding what is laid out over its characters at most.
    """
    world, decisions = examined(case)
    matter = world.matter
    for sheet in world.sheets:
        marking = marking_of(sheet.portion, matter.policy)
        for one in sheet.judged:
            plain = facts_of(matter, sheet.portion, marking, atoms=one.facts.atoms)
            yield plain, one.outcome.action, one.reading.assumption, False
            inside = [
                seen
                for seen in world.sightings
                if seen.portion == sheet.portion.address
                and sheet.judge_of(_clip(seen.finding.span, sheet.portion.span)) is one
            ]
            for seen in inside:
                facts = replace(seen.facts, marking=marking, releasable=plain.releasable)
                for action in _laid_over(decisions, seen.finding, sheet.portion.span):
                    yield facts, action, one.reading.assumption, True


def _clip(span: Any, whole: Any) -> Any:
    return type(span)(max(span.start, whole.start), min(span.end, whole.end))


def _laid_over(decisions: tuple[Decision, ...], finding: Finding, whole: Any) -> Iterator[Action]:
    """Give what is told of each character of a finding in one portion; labels and numbers are no text of it."""
    for item in decisions:
        bare = "skeleton" in item.rules or "furniture" in item.rules
        if not bare and item.span.overlaps(_clip(finding.span, whole)):
            yield item.action


def a_proved_promise_is_kept(drawn: tuple[Case, Guarantee]) -> None:
    """Where the prover says never, the evaluator never does."""
    case, promise = drawn
    finding = questions.on_entity(promise.condition)
    policy = case[2]
    if not isinstance(decide(policy, promise), Proof):
        return
    for facts, action, assumption, found in told(case):
        if found is finding and assumption not in promise.except_assumptions:
            broken = evaluate(promise.condition, facts) is not Truth.NO
            assert action.at_most(promise.action) or not broken


def test_a_proved_guarantee_has_no_violating_cable() -> None:
    """Random policies, promises and cables: nothing that was proved is broken."""
    _try(promises(), a_proved_promise_is_kept, 50)


def _try(strategy: st.SearchStrategy[Any], check: Callable[[Any], None], examples: int) -> None:
    @settings(
        max_examples=examples * int(os.environ.get("REDACTOR_EXAMPLES", "1")),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(drawn: Any) -> None:
        check(drawn)

    run()


# --- comparison and order ------------------------------------------------------------------------


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Case, Policy]:
    """Draw a case and another policy: a change of the first, or a policy of its own."""
    case = draw(draws.cases())
    policy = case[2]
    kept = tuple(rule for rule in policy.release if draw(st.integers(0, 3)))
    fewer = replace(policy, release=kept, protect=(*policy.protect, draw(draws.rules("protect", "extra"))))
    other = draw(
        st.sampled_from((fewer, replace(policy, release=policy.release[:1]), draw(draws.policies())))
    )
    return (*case[:2], other), policy


def a_stricter_policy_tells_no_more(drawn: tuple[Case, Policy]) -> None:
    """Where one policy was proved to be as strict as another, no text of a cable is told more of under it."""
    (cable, findings, policy), looser = drawn
    if not isinstance(compare(policy, looser), Proof):
        return
    mine, theirs = (list(told((cable, findings, one))) for one in (policy, looser))
    for (_, left, _, found), (_, right, _, _) in zip(mine, theirs, strict=False):
        if not found and len(mine) == len(theirs):
            assert left.value - Action.LABEL.value <= right.value


def test_a_policy_that_is_proved_stricter_tells_no_more() -> None:
    """Random pairs of policies and cables: what was proved holds of every portion."""
    _try(pairs(), a_stricter_policy_tells_no_more, 30)


# --- planted faults ------------------------------------------------------------------------------

Patch = pytest.MonkeyPatch


def _unknown_as_no(patch: Patch) -> None:
    """Ask only for text that certainly fits the promise's condition."""
    real = space.Space.region
    own: list[int] = []

    def region(self: Any, condition: Condition, speaker: Any, side: Side) -> Any:
        inner, own[:] = bool(own), [1]
        try:
            top = speaker.reading is OWN and side is Side.POSSIBLE and not inner
            return real(self, condition, speaker, Side.CERTAIN if top else side)
        finally:
            own[:] = [1] if inner else []

    patch.setattr(space.Space, "region", region)


def _drop_an_axis(patch: Patch) -> None:
    """Forget the level in what protect rules close, as if they closed at every level."""
    real = claims.closed

    def closed(held: Any, fact: Fact) -> Any:
        return tuple({axis: mask for axis, mask in box.items() if axis != 0} for box in real(held, fact))

    patch.setattr(questions, "closed", closed)


def _forget_assumptions(patch: Patch) -> None:
    """Read every header field by the document's marking alone."""
    real = questions.lay_out

    def lay_out(space: Any, policy: Policy, conditions: Any = ()) -> Any:
        return real(space, replace(policy, assumptions=()), conditions)

    patch.setattr("redactor.policy.guarantees.lay_out", lay_out)


def _protect_all_that_matches_a_part(patch: Patch) -> None:
    """Leave out the exception of a protect rule."""
    real = claims.applies

    def applies(space: Any, rule: Any, speaker: Any, side: Side) -> Any:
        return real(space, replace(rule, unless=None) if side is Side.POSSIBLE else rule, speaker, side)

    patch.setattr(claims, "applies", applies)


def _release_only_what_all_rules_open(patch: Patch) -> None:
    """Take the first release rule for all of them."""
    real = claims.opened

    def opened(space: Any, held: Any, fact: Fact) -> Any:
        return real(space, replace(held, opens=held.opens[:1]), fact)

    patch.setattr(questions, "opened", opened)


# A text that breaks a promise as soon as the prover is wrong, and nothing else does.
TEXT = cable_of(
    line("from", "FM", "AMEMBASSY QUENBY", "AMEMBASSY QUENBY"),
    para(1, "rain fell"),
    para(2, "wheat grew", U),
    declassification=Declassification("event", "12958"),
)
ABOVE_U = when(level={"at_least": "C"})


def _promise(condition: Condition, *rules: Rule, **changes: Any) -> tuple[Case, Guarantee]:
    return (TEXT, (), policy_of(*rules, **changes)), Guarantee("g", "never", HERE, condition)


UP_TO_TS = release("open", when(level={"at_most": "TS"}))

# Columns: the fault, how it is planted, the promise that it makes the prover believe.
FAULTS = [
    # a doubt about the text is taken for a no: the status can be told by a person only
    (
        "unknown as no",
        _unknown_as_no,
        _promise(when(declassified="confirmed"), release("c", when(level={"is": "C"}))),
    ),
    # an axis is dropped: what is closed from S on counts as closed
    (
        "dropped axis",
        _drop_an_axis,
        _promise(ABOVE_U, UP_TO_TS, protect("p", when(level={"at_least": "S"}), CLASS)),
    ),
    # assumed text is not looked at
    (
        "no assumptions",
        _forget_assumptions,
        _promise(
            ABOVE_U,
            release("open", when(level={"at_most": "U"})),
            assumptions=(assume("routing", "from"),),
        ),
    ),
    # an exception is not looked at
    (
        "no exceptions",
        _protect_all_that_matches_a_part,
        _promise(ABOVE_U, UP_TO_TS, protect("p", ABOVE_U, CLASS, unless=when(portion="1"))),
    ),
    # a rule is not looked at
    (
        "one release rule",
        _release_only_what_all_rules_open,
        _promise(ABOVE_U, release("first", when(level={"at_most": "U"})), UP_TO_TS),
    ),
]


@pytest.mark.parametrize(("plant", "drawn"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_an_unsound_step_is_caught(
    plant: Callable[[Patch], None], drawn: tuple[Case, Guarantee], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prover refutes the promise; with the fault it proves it, and the evaluator's cable breaks the proof."""
    a_proved_promise_is_kept(drawn)
    assert isinstance(decide(drawn[0][2], drawn[1]), Counterexample)
    plant(monkeypatch)
    with pytest.raises(AssertionError):
        a_proved_promise_is_kept(drawn)
