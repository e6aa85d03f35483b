"""The review leaves a reviewer's file alone, and says what is still to be written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import policy
from redactor.report import review

if TYPE_CHECKING:
    from pathlib import Path

FIRST = review.OpenItem(18, "3", "paragraph", ("default-portion", "sensitive"), (), "a" * 64)
SECOND = review.OpenItem(31, "3", "name", ("private-names",), ("B6",), "b" * 64)


def draft(*items: review.OpenItem) -> review.Draft:
    """Make a draft with these items open."""
    return review.Draft("07VELMORA1", "foia", "2016-01-01", items, command=("a b.txt", "-p", "foia"))


@pytest.fixture
def custody(tmp_path: Path) -> Path:
    """Make a custody in which the first item's decision was laid out."""
    (laid,) = review.lay_out([draft(FIRST)], tmp_path / "custody")
    assert (True, "") == (laid.fresh, laid.missing)
    return tmp_path / "custody"


def test_what_opened_since_is_laid_out_to_be_added(custody: Path, tmp_path: Path) -> None:
    """A hold inside a released portion has no entry yet; the entries printed complete the file."""
    (laid,) = review.lay_out([draft(SECOND)], custody)
    assert not laid.fresh
    assert SECOND.commitment in laid.missing
    assert FIRST.commitment not in laid.missing
    assert laid.missing in review.to_text([laid], tmp_path / "out")
    filled = (laid.path.read_text("utf-8").rstrip() + "\n" + laid.missing).replace(
        '    uphold: {authority: [], harm: ""}\n    # release: {because: ""}',
        '    release: {because: "known"}',
    )
    laid.path.write_text(
        filled.replace('reviewer: ""', 'reviewer: "R. Example"').replace('date: ""', 'date: "2016-01-02"'),
        encoding="utf-8",
    )
    read = policy.read_decisions(laid.path)
    assert ("07VELMORA1", 2) == (read.document, len(read.entries))


def test_nothing_is_to_be_added_to_a_file_that_speaks_of_everything(custody: Path, tmp_path: Path) -> None:
    """While every open item has its entry the review only names the file."""
    (laid,) = review.lay_out([draft(FIRST)], custody)
    assert (False, "") == (laid.fresh, laid.missing)
    assert "add these entries" not in review.to_text([laid], tmp_path / "out")


def test_the_next_command_judges_by_the_draft_day(custody: Path, tmp_path: Path) -> None:
    """The command repeats the policy, the folder and the as-of date of the draft."""
    (laid,) = review.lay_out([draft(FIRST)], custody)
    assert (
        "redactor redact 'a b.txt' -p foia -o " in review.to_text([laid], tmp_path / "out").splitlines()[-1]
    )
    assert "--as-of 2016-01-01" in review.to_text([laid], tmp_path / "out").splitlines()[-1]
