"""What an evaluator answers about one small cable."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from redactor.markings import Truth
from redactor.model import Condition, ListEntry
from redactor.policy import atoms
from redactor.policy.facts import Matter, facts_of, with_finding
from redactor.policy.matching import evaluate
from redactor.spans import Span
from tests.policy.worlds import (
    AS_OF,
    people,
    policy_of,
    role_of,
    view_of,
    when,
)
from tests.policy.worlds import release as release_rule

if TYPE_CHECKING:
    from redactor.model import Cable, Finding

OPEN = release_rule("open", when(level={"at_most": "TS"}))
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def truth_of(condition: Condition, cable: Cable) -> Truth:
    """Ask of the first portion."""
    matter = Matter(cable, view_of(cable), (), policy_of(), AS_OF, role_of)
    return evaluate(condition, facts_of(matter, cable.portions[0], cable.portions[0].marking))


# --- text ----------------------------------------------------------------------------------------


def atoms_of(cable: Cable, condition: Condition, *findings: Finding) -> Truth:
    """Give what the evaluator knows of the condition in the last portion, or of the last finding in it."""
    on_entity = bool(findings)
    rule = release_rule(
        "r",
        Condition(condition.matchers + when(entity=("any",)).matchers if on_entity else condition.matchers),
    )
    policy = policy_of(OPEN, rule, lists=(TERMS,))
    matter = Matter(cable, view_of(cable), findings, policy, AS_OF, role_of)
    searched = atoms.search(matter)
    portion = cable.portions[-1]
    body = (Span(portion.skeleton[0].end if portion.skeleton else portion.span.start, portion.span.end),)
    facts = facts_of(matter, portion, portion.marking, atoms=atoms.of_portion(searched, portion, body))
    if on_entity:
        proof = atoms.evidence(searched, [item.span for item in cable.portions])
        answers = atoms.of_finding(proof, findings[-1], portion)
        facts = with_finding(facts, findings[-1], contexts=frozenset(), listed={}, atoms=answers)
    return evaluate(condition, facts)


TERMS = people("terms", ListEntry("river"), ListEntry("harbor fees", until=dt.date(2001, 1, 1)))
