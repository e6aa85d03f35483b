"""A slip of whoever asks is told, and never answered as if nothing were there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app
from tests.audit.builders import document, write_run

if TYPE_CHECKING:
    from pathlib import Path

SLIPS = (
    # words that no log can hold would find no row
    (("audit", "query", "{out}", "--level", "SECRET"), "one of U, SBU, C, S, TS"),
    (("audit", "query", "{out}", "--entity", "person"), "one of PERSON, "),
    (("audit", "query", "{out}", "--decided-by", "me"), "one of policy, reviewer"),
    # the log is no release
    (("verify", "{out}/audit.jsonl"), "name the folder: "),
    (("verify", "{out}/audit.ckpt"), "name the folder: "),
)


@pytest.mark.parametrize(("words", "told"), SLIPS, ids=range(len(SLIPS)))
def test_a_slip_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """Exit 2, and what to write instead."""
    write_run(tmp_path / "out", document())
    done = CliRunner().invoke(app, [word.format(out=tmp_path / "out") for word in words])
    assert done.exit_code == 2
    assert told in done.stderr


def test_the_right_words_find_rows(tmp_path: Path) -> None:
    """What is refused above is not what the log holds."""
    write_run(tmp_path / "out", document())
    for option, value in (("--level", "C"), ("--entity", "PERSON"), ("--decided-by", "policy")):
        done = CliRunner().invoke(app, ["audit", "query", str(tmp_path / "out"), option, value])
        assert (done.exit_code, done.stderr) == (0, "1 row\n" if option != "--decided-by" else "2 rows\n")
