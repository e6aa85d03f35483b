"""A document is released once more as its run line and custody say: options, limits, decisions and detectors among them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from redactor import policy as policies
from redactor.pipeline import RunRequest, run
from redactor.report import review
from redactor.verify import Kind, Level, State, verify
from redactor.verify.rerun import rerun

if TYPE_CHECKING:
    from redactor.verify import VerifyReport

pytestmark = pytest.mark.usefixtures("one_detector")

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
CABLE = EXAMPLES / "cables/02-election-law.txt"


def redact(out: Path, policy: str = "foia", **asked: Any) -> None:
    (outcome,) = run(RunRequest(policy=policy, out=out, as_of=dt.date(2016, 1, 1), **asked), [CABLE])
    assert outcome.error is None


def again(out: Path, policy: str = "foia") -> VerifyReport:
    return verify(out, source=CABLE, policy=policies.path_of(policy), rerun=rerun)


def replayed(report: VerifyReport) -> State:
    return next(result.state for result in report.levels if result.level is Level.REPLAY)


# What the run was asked that is not what a rerun would take by itself.
ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("foia", {}),  # nothing
    ("foia", {"nlp": "none"}),  # rules alone
    ("internal-sbu", {"max_bytes": 4_000}),  # a limit just above the cable
    ("partner", {"settings": {"country": "AUS"}}),  # a parameter
)


@pytest.mark.parametrize(("policy", "asked"), ASKED, ids=range(len(ASKED)))
def test_the_same_comes_again(tmp_path: Path, policy: str, asked: dict[str, Any]) -> None:
    """Whatever the run was asked stands in custody, and the rerun is asked the same."""
    redact(tmp_path / "out", policy, **asked)
    report = again(tmp_path / "out", policy)
    assert report.failures == ()
    assert replayed(report) is State.PASSED


def test_decisions_are_taken_from_custody(tmp_path: Path) -> None:
    """What a reviewer decided is decided again, though nobody names the file."""
    out = tmp_path / "out"
    redact(out)
    (laid,) = review.lay_out(review.drafts(out), tmp_path / "out.custody")
    open_ = yaml.safe_load(laid.path.read_text("utf-8"))["decisions"]
    example = (EXAMPLES / "decisions/02-election-law.foia.yaml").read_text("utf-8")
    for entry in open_:
        example = example.replace("0" * 64, entry["commitments"][0], 1)
    laid.path.write_text(example, encoding="utf-8")
    redact(out, decisions=laid.path)
    report = again(out)
    assert report.failures == ()
    assert replayed(report) is State.PASSED


def test_other_detectors_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of what found the names, or of what a policy's predicates rest on, is `tool`."""
    redact(tmp_path / "out")
    monkeypatch.setattr("redactor.policy.identity", lambda _policy: (("words", "9", ""),))
    report = again(tmp_path / "out")
    assert {failure.kind for failure in report.failures} == {Kind.TOOL}
    assert "the detectors or predicates are not those of the run" in report.failures[0].what
