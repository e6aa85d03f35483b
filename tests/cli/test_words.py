"""The words of a command: dates, settings, inputs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from redactor.cli import words
from redactor.errors import InputRefusedError, UsageError


def test_a_date_is_a_date() -> None:
    """A date is read as written; no date stays none."""
    assert dt.date(2016, 1, 1) == words.as_of("2016-01-01")
    assert words.as_of(None) is None


@pytest.mark.parametrize("word", ["", "today", "01/01/2016", "2016-02-30", "2016-01-01 ", "２０１６-01-01x"])
def test_what_is_no_date_is_refused(word: str) -> None:
    """Nothing but YYYY-MM-DD is taken for a date."""
    with pytest.raises(UsageError):
        words.as_of(word)


def test_a_setting_may_hold_an_equals_sign() -> None:
    """Only the first `=` parts name and value."""
    assert {"case": "F-2016=1"} == words.settings(["case=F-2016=1"])


def test_a_folder_stands_for_its_cables_in_order(tmp_path: Path) -> None:
    """A folder is walked, sorted, for *.txt; other files are not cables."""
    for name in ("b.txt", "a.txt", "notes.md", "sub/c.TXT", ".hidden.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = [path.relative_to(tmp_path) for path in words.inputs([tmp_path])]
    assert [Path("a.txt"), Path("b.txt"), Path("sub/c.TXT")] == found


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without cables is no success with nothing done."""
    with pytest.raises(InputRefusedError):
        words.inputs([tmp_path])


def test_a_dash_is_standard_input() -> None:
    """`-` is passed on as it is."""
    assert (Path("-"),) == words.inputs([Path("-")])
