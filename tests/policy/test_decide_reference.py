"""The evaluator agrees with the slow, obvious one, character by character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from redactor.model import RemovalKind
from redactor.policy.substitutes import VALUED
from redactor.policy.verdict import decide
from tests.policy.draws import cases
from tests.policy.worlds import AS_OF, role_of, view_of
from tests.reference import evaluate

if TYPE_CHECKING:
    from redactor.model import Cable, Finding, Policy


@settings(max_examples=100)
@given(cases())
def test_the_evaluator_agrees_with_the_reference(case: tuple[Cable, tuple[Finding, ...], Policy]) -> None:
    """Action, rules, authorities and hold of every character are those of the reference evaluator."""
    cable, findings, policy = case
    view = view_of(cable)
    wanted = evaluate(cable, view, findings, policy, AS_OF)
    verdict = decide(cable, view, findings, policy, as_of=AS_OF, role_of=role_of)
    assert verdict.denied is wanted.denied
    assert verdict.closed == wanted.closed
    if verdict.denied:
        return
    for decision in verdict.decisions:
        if decision.removal in {RemovalKind.FURNITURE, RemovalKind.REMARK} or decision.rules == ("skeleton",):
            continue
        for at in range(decision.span.start, decision.span.end):
            cell = wanted.cells[at]
            if cell is None or not cable.text[at].strip():
                continue
            assert decision.action is cell.action
            if decision.removal is not None:
                assert frozenset(decision.rules) == cell.rules
                assert frozenset(decision.authorities) == cell.authorities
                assert decision.hold is cell.hold
                assert decision.value == (cell.value if decision.action in VALUED else "")
    skeleton = [d.span for d in verdict.decisions if d.rules == ("skeleton",)]
    loud = [at for span in skeleton for at in range(span.start, span.end) if cable.text[at].strip()]
    assert all(wanted.cells[at] is None for at in loud)
