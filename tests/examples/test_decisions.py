"""The example of a decisions file ends the draft that it was written for."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from redactor.errors import ExitCode
from redactor.model import ReleaseState
from redactor.pipeline import Outcome, RunRequest, run
from redactor.report import review

pytestmark = pytest.mark.usefixtures("one_detector")

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
CABLE = EXAMPLES / "cables/02-election-law.txt"
ZEROS = "0" * 64


def redact(out: Path, decisions: Path | None = None) -> Outcome:
    """Release the cable under foia, as of the day the example speaks of."""
    request = RunRequest(
        policy="foia",
        out=out,
        as_of=dt.date(2016, 1, 1),
        decisions=decisions,
        now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    )
    (outcome,) = run(request, [CABLE])
    return outcome


def filled(laid: review.Laid, example: str) -> str:
    """Give the example with this run's commitments in the place of its zeros."""
    commitments = [
        entry["commitments"] for entry in yaml.safe_load(laid.path.read_text("utf-8"))["decisions"]
    ]
    for (commitment,) in commitments:
        example = example.replace(ZEROS, commitment, 1)
    return example


@pytest.fixture
def draft(tmp_path: Path) -> review.Laid:
    """Make the draft, and have its decisions laid out."""
    assert redact(tmp_path / "out").exit_code is ExitCode.PERSON
    (laid,) = review.lay_out(review.drafts(tmp_path / "out"), tmp_path / "out.custody")
    return laid


def test_the_example_finishes_the_draft(draft: review.Laid, tmp_path: Path) -> None:
    """With its commitments filled in, the draft gives way to a release in part."""
    example = (EXAMPLES / "decisions/02-election-law.foia.yaml").read_text("utf-8")
    draft.path.write_text(filled(draft, example), encoding="utf-8")
    outcome = redact(tmp_path / "out", draft.path)
    assert outcome.error is None
    assert (ExitCode.DONE, ()) == (outcome.exit_code, outcome.stale)
    assert outcome.release is not None
    assert outcome.release.state is ReleaseState.PART
    assert "toured the new archive" in outcome.release.text
    assert "Mirela Tasch" not in outcome.release.text
    assert "[B5 deliberative: paragraph]" in outcome.release.text
    assert "three places" not in outcome.release.text
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "07VELMORA412.txt",
        "audit.ckpt",
        "audit.jsonl",
    ]


def test_the_example_as_it_lies_opens_nothing(draft: review.Laid, tmp_path: Path) -> None:
    """Its zeros are nobody's commitments: both decisions are stale, the holds stay."""
    del draft
    outcome = redact(tmp_path / "out", EXAMPLES / "decisions/02-election-law.foia.yaml")
    assert ExitCode.PERSON is outcome.exit_code
    assert {"2", "5"} == {item.target for item in outcome.stale}


def test_what_is_laid_out_is_not_overwritten(draft: review.Laid, tmp_path: Path) -> None:
    """A file that a reviewer has begun to fill in is left as it is."""
    draft.path.write_text("mine", encoding="utf-8")
    (again,) = review.lay_out(review.drafts(tmp_path / "out"), tmp_path / "out.custody")
    assert (False, "mine") == (again.fresh, draft.path.read_text("utf-8"))


def test_decisions_lie_in_custody_for_their_owner_alone(draft: review.Laid) -> None:
    """The file has mode 0600, and holds no word of the cable."""
    assert draft.path.stat().st_mode & 0o777 == 0o600
    laid = draft.path.read_text("utf-8")
    assert not re.search("Brennec|Tasch|archive|lawyers", laid)


def test_the_review_names_what_is_open_and_what_to_type(draft: review.Laid, tmp_path: Path) -> None:
    """Each open removal has a row, and the last line is the next command."""
    told = review.to_text([draft], tmp_path / "out")
    assert ["2", "5"] == [item.portion for item in draft.draft.items]
    assert "2 removals await a person" in told
    assert f"redactor redact {CABLE} -p foia --nlp none -o" in told.splitlines()[-1]
