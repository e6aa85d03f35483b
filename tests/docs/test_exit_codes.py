"""The table of exit codes says what the program says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from redactor.errors import WORST_FIRST, ExitCode, worst

if TYPE_CHECKING:
    from pathlib import Path

# A row of the table: | 5 | person | A person must decide. |   not: | 5, on hold | a draft | a line |
ROW = re.compile(r"^\| (?P<code>\d+) \| (?P<name>[a-z]+) \| .+ \|$", re.MULTILINE)
# | 10-13 | verify: tampered |   and   | 0 | done |
README_ROW = re.compile(r"^\| (?P<codes>\d+(?:[-,] ?\d+)*) \| .+ \|$", re.MULTILINE)


def test_every_code_has_its_row_and_every_row_its_code(root: Path) -> None:
    """docs/reference/exit-codes.md lists exactly the codes of the program, in order, by name."""
    page = (root / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    listed = [(int(row["code"]), row["name"]) for row in ROW.finditer(page)]
    assert [(int(code), code.name.lower()) for code in ExitCode] == listed


def test_the_readme_names_every_code(root: Path) -> None:
    """The README's short table covers every code of the program and no other."""
    section = (root / "README.md").read_text(encoding="utf-8").split("## Exit codes")[1].split("\n## ")[0]
    covered: set[int] = set()
    for row in README_ROW.finditer(section):
        for part in row["codes"].replace(" ", "").split(","):
            first, _, last = part.partition("-")
            covered |= set(range(int(first), int(last or first) + 1))
    assert {int(code) for code in ExitCode} == covered


@pytest.mark.parametrize(
    ("codes", "speaks"),
    [
        # nothing to do is done
        ([], ExitCode.DONE),
        # a write that failed outweighs a hold, whatever came first
        ([ExitCode.PERSON, ExitCode.WRITE], ExitCode.WRITE),
        # a hold outweighs what went well
        ([ExitCode.DONE, ExitCode.PERSON, ExitCode.DONE], ExitCode.PERSON),
        # a refused file outweighs a hold
        ([ExitCode.PERSON, ExitCode.REFUSED], ExitCode.REFUSED),
        # wrong usage that only a file brings to light is not lost
        ([ExitCode.DONE, ExitCode.USAGE], ExitCode.USAGE),
        # but it does not hide what went wrong elsewhere
        ([ExitCode.USAGE, ExitCode.REFUSED], ExitCode.REFUSED),
        # an error of ours outweighs everything
        ([ExitCode.WRITE, ExitCode.INTERNAL, ExitCode.GUARD], ExitCode.INTERNAL),
    ],
)
def test_the_worst_code_speaks_for_a_batch(codes: list[ExitCode], speaks: ExitCode) -> None:
    """A batch exits with the first of 70, 7, 6, 4, 3, 5, 1, 0 that any file gave."""
    assert speaks is worst(codes)


def test_the_order_of_a_batch_is_the_documented_one() -> None:
    """The order is the one that the design fixes."""
    assert [70, 7, 6, 4, 3, 5, 1, 0] == [int(code) for code in WORST_FIRST]
