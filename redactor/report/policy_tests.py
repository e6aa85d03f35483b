"""Policy tests for people and for programs: each test's name and what failed, what no test has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redactor.report import diagnostics
from redactor.report.screen import as_document, counted, visible
from redactor.workbench.coverage import Spared
from redactor.workbench.coverage import lacking as lacks
from redactor.workbench.mutation import Fate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.errors import Diagnostic
    from redactor.workbench.bench import Laid
    from redactor.workbench.coverage import Coverage, Goal
    from redactor.workbench.mutation import Tried
    from redactor.workbench.trial import Result


@dataclass(frozen=True, slots=True)
class Tested:
    """One suite and everything that came of it."""

    laid: Laid
    results: tuple[Result, ...]
    coverage: Coverage | None = None
    mutants: tuple[Tried, ...] | None = None

    @property
    def failed(self) -> int:
        """Count the tests that failed."""
        return sum(not result.passed for result in self.results)

    @property
    def survivors(self) -> tuple[Tried, ...]:
        """Give the mutants that nobody noticed."""
        return tuple(item for item in self.mutants or () if item.fate is Fate.SURVIVED)


def to_text(suites: Sequence[Tested]) -> str:
    """Tell what came of every suite, failures with the cable's line, then the sums."""
    total = sum(len(suite.results) for suite in suites)
    failed = sum(suite.failed for suite in suites)
    sums = f"{counted(total, 'test')}: {total - failed} passed, {failed} failed\n"
    return "".join(_suite(suite) for suite in suites) + sums


def _suite(tested: Tested) -> str:
    laid = tested.laid
    head = f"{visible(laid.suite.file)}: policy {laid.policy.id} {laid.policy.version}\n"
    names = (f"  {'ok' if one.passed else 'FAILED':8}{visible(one.test.name)}\n" for one in tested.results)
    failed = (
        f"\n{visible(one.test.name)}\n\n{diagnostics.render_all(one.failures, laid.sources)}"
        for one in tested.results
        if not one.passed
    )
    coverage = "" if tested.coverage is None else _coverage(tested.coverage, tested)
    mutants = "" if tested.mutants is None else _mutants(tested.mutants, tested)
    return "".join([head, *names, *failed, coverage, mutants, "\n"])


def _coverage(found: Coverage, tested: Tested) -> str:
    reached = found.total - len(found.missed)
    head = f"\ncoverage: {found.percent}%, {reached} of {counted(found.total, 'goal')}\n"
    if found.composed:
        head += f"  {len(found.composed)} of them where rules meet that were seen apart\n"
    if not found.mapped:
        head += "  the regions take more work than they may: each rule by itself is a goal\n"
    if found.unconfirmed:
        head += (
            f"  {counted(found.unconfirmed, 'region')} more that no imaginary cable confirms: not counted\n"
        )
    lacking = [lacks(goal, tested.laid.policy) for goal in found.missed]
    return head + ("\n" if lacking else "") + diagnostics.render_all(lacking, tested.laid.sources)


def _mutants(found: Sequence[Tried], tested: Tested) -> str:
    counts = ", ".join(
        f"{sum(item.fate is fate for item in found)} {words}" for fate, words in _FATES.items()
    )
    survivors = [item.diagnostic for item in tested.survivors]
    shown = diagnostics.render_all(survivors, tested.laid.sources)
    return f"\n{counted(len(found), 'mutant')}: {counts}\n" + ("\n" if survivors else "") + shown


_FATES = {
    Fate.TEST: "noticed by a test",
    Fate.GUARANTEE: "by a guarantee",
    Fate.EQUIVALENT: "proved to show nothing more",
    Fate.SURVIVED: "by nobody",
}


def to_json(suites: Sequence[Tested], exit_code: int, faults: Sequence[Diagnostic] = ()) -> str:
    """Write everything as one versioned JSON document; `faults` are those for which nothing was run."""
    failed = sum(suite.failed for suite in suites)
    return as_document(
        {
            "document": "redactor-policy-test",
            "exit_code": exit_code,
            "diagnostics": [diagnostics.to_json(fault) for fault in faults],
            "failed": failed,
            "passed": sum(len(suite.results) for suite in suites) - failed,
            "suites": [_plain(suite) for suite in suites],
            "version": 1,
        }
    )


def _plain(tested: Tested) -> dict[str, Any]:
    policy = tested.laid.policy
    return {
        "coverage": None if tested.coverage is None else _plain_coverage(tested.coverage),
        "file": tested.laid.suite.file,
        "mutants": None if tested.mutants is None else [_plain_mutant(item) for item in tested.mutants],
        "policy": {"id": policy.id, "sha256": policy.sha256, "version": policy.version},
        "tests": [
            {
                "failures": [diagnostics.to_json(item) for item in result.failures],
                "line": result.test.place.line,
                "name": result.test.name,
                "passed": result.passed,
            }
            for result in tested.results
        ],
    }


def _plain_coverage(found: Coverage) -> dict[str, Any]:
    return {
        "composed": [_plain_goal(goal) for goal in found.composed],
        "mapped": found.mapped,
        "missed": [_plain_goal(goal) for goal in found.missed],
        "percent": found.percent,
        "reached": [_plain_goal(goal) for goal in found.reached],
        "unconfirmed": found.unconfirmed,
    }


def _plain_goal(goal: Goal) -> dict[str, Any]:
    if isinstance(goal, Spared):
        return {"assumption": "", "for_instance": [], "rules": [goal.rule], "what": "spared"}
    what = "finding" if goal.on_entity else "text"
    facts = list(goal.facts)
    return {"assumption": goal.assumption, "for_instance": facts, "rules": list(goal.rules), "what": what}


def _plain_mutant(tried: Tried) -> dict[str, Any]:
    return {
        "by": tried.by,
        "fate": tried.fate.name.lower(),
        "how": tried.mutant.how,
        "line": tried.mutant.place.line,
        "rule": tried.mutant.rule,
    }
