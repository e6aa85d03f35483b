"""Try a policy test: make the release of its cable and compare it with what the test expects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor import cable as cables
from redactor import pipeline
from redactor.errors import Diagnostic, GuardError, InputRefusedError, PolicyError, ReferralError
from redactor.policy.nodes import suggest
from redactor.policy.rules import texts
from redactor.workbench import given
from redactor.workbench.compared import Tried, compare
from redactor.workbench.suite_shape import REFERRAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect import Detector
    from redactor.model import Policy
    from redactor.pipeline import Computed, Prepared, Review
    from redactor.policy.nodes import Problems
    from redactor.workbench.suite import Test


@dataclass(frozen=True, slots=True)
class Ready:
    """A test whose cable was read; everything that does not depend on the policy's rules."""

    test: Test
    prepared: Prepared
    review: Review | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test: what failed, empty where it passed, and the release that was made."""

    test: Test
    failures: tuple[Diagnostic, ...]
    computed: Computed | None = field(default=None, repr=False)

    @property
    def passed(self) -> bool:
        """Say whether everything was as the test expects."""
        return not self.failures


# Rules that no policy holds and a removal may still name.
RESERVED = ("default-portion", "default-entity", "possible-name", "run", "review")


def prepare(test: Test, policy: Policy, detector: Callable[[], Detector], problems: Problems) -> Ready | None:
    """Read a test's cable and find what stands in it; faults of the test go to `problems`."""
    _check_rules(test, policy, problems)
    try:
        cable = cables.read(test.written.annotated.text.encode())
    except InputRefusedError:
        help_ = "begin it with a classification line such as `UNCLAS`, or a marked paragraph: `1. (U) ...`"
        problems.add("RT112", "the text is not read as a cable", test.place, help=help_)
        return None
    asked = test.says.get("findings")
    prepared = pipeline.prepare(
        cable, None if asked or policy.detect == "none" else detector(), policy.detect
    )
    if asked is not None:
        found = given.findings(asked, cable.text, problems)
        prepared = type(prepared)(prepared.cable, prepared.view, found)
    _check_portions(test, prepared, problems)
    _check_gone(test, cable.text, problems)
    review = given.review(test.says.get("decisions"), policy, test.as_of, problems)
    return Ready(test, prepared, review)


def attempt(ready: Ready, policy: Policy) -> Result:
    """Make the release of a test's cable under a policy, and say what is not as expected."""
    test = ready.test
    try:
        binder = None if ready.review is None else given.binder()
        computed = pipeline.finish(
            ready.prepared, policy, as_of=test.as_of, review=ready.review, binder=binder
        )
    except ReferralError:
        expected = test.state == REFERRAL
        return Result(test, () if expected else (_referred(test),))
    except PolicyError as error:  # a decision that cannot be carried out, or breaks a guarantee
        return Result(test, error.diagnostics)
    except GuardError as error:
        message = f"the guard `{error.guard}` refused the finished release"
        return Result(test, (Diagnostic("RT211", message, test.place),))
    return Result(test, compare(Tried(test, computed)), computed)


def _referred(test: Test) -> Diagnostic:
    help_ = "write `state: referral` where that is meant"
    return Diagnostic(
        "RT212", "the cable must be referred first: no policy releases it", test.place, help=help_
    )


def _check_rules(test: Test, policy: Policy, problems: Problems) -> None:
    """Note ids in the notation that are no rule of the policy."""
    known = (*(rule.id for rule in (*policy.release, *policy.protect)), *RESERVED)
    for expected in test.written.annotated.expected:
        for rule in expected.rules:
            if rule not in known:
                place = test.written.place(expected.source.start, expected.source.start + 2)
                help_ = suggest(rule, known) or f"the policy has {', '.join(known)}"
                problems.add("RT106", f"the policy has no rule `{rule}`", place, help=help_)


def _check_portions(test: Test, prepared: Prepared, problems: Problems) -> None:
    """Note addresses that no portion of the cable has."""
    known = tuple(portion.address for portion in prepared.cable.portions)
    for address in test.portions:
        if address not in known:
            help_ = suggest(address, known) or f"it has {', '.join(known)}"
            place = test.at("portions", address)
            problems.add("RT114", f"the cable has no portion `{address}`", place, help=help_)


def _check_gone(test: Test, text: str, problems: Problems) -> None:
    """Note words that cannot be gone because they never stood there."""
    for words in texts(test.says.get("gone")):
        if not given.whole(words).search(text):
            message = "words that must be gone do not stand in the cable"
            problems.add("RT122", message, test.at("gone", words), help="name words of the cable")
