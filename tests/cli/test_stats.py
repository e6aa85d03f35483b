"""`audit stats` counts what stands in a log, and what was opened since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from redactor.cli.app import app
from redactor.report import audit
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path


def command(*words: object) -> str:
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_it_counts_removals_and_what_was_opened(tmp_path: Path) -> None:
    """By marking, entity and document; openings by who made them, one for each removal; notes."""
    out = tmp_path / "out"
    write_run(out, document(), document(Plan(serial="000007")))
    by = ("--by", "A. Reviewer")
    command(
        "audit",
        "unseal",
        out,
        "08XANADU42",
        1,
        2,
        *by,
        "--reason",
        "letter of May",
        "-o",
        tmp_path / "opening",
    )
    command("audit", "note", out, *by, "--text", "read in May")
    figures = json.loads(command("audit", "stats", out, "--json"))
    assert figures["removals"]["markings"] == {"C": 2, "U": 2}
    assert figures["removals"]["entities"] == {"PERSON": 2}
    assert figures["removals"]["documents"] == {"08XANADU42": 2, "08XANADU7": 2}
    assert (figures["opened"], figures["notes"]) == ({"A. Reviewer": 2}, 1)
    rows = [line.split() for line in command("audit", "stats", out).splitlines()]
    assert ["removals", "opened", "by", "A.", "Reviewer", "2"] in rows
    assert ["removals", "in", "08XANADU7", "2"] in rows


def test_many_documents_are_counted_one_by_one_in_the_json_alone() -> None:
    """A table of thousands of rows helps nobody."""
    figures = audit.stats([])
    figures["removals"]["documents"] = {f"08XANADU{number}": 1 for number in range(21)}
    assert "removals in" not in audit.stats_text(figures)
