"""`audit show --custody` adds what was removed, between its markings, from custody that fits the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Make a run of one document whose removed text would act on a terminal."""
    write_run(tmp_path / "out", document(Plan(withheld="He said \x1b[2J so.")))
    return tmp_path / "out"


def shown(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["audit", "show", *words])
    return done.exit_code, done.stdout


def test_removed_text_shows_only_when_it_is_asked_for(out: Path) -> None:
    """Without `--custody` nothing removed is shown; with it all is, marked at head and foot."""
    assert "Odile" not in shown(str(out))[1]
    code, text = shown(str(out), "--custody")
    assert code == 0
    assert "Odile Brandt" in text
    assert text.count("CONFIDENTIAL//FGI GBR//NOFORN") == 2


def test_removed_text_cannot_act_on_the_terminal(out: Path) -> None:
    """What would move the cursor shows as an escape."""
    text = shown(str(out), "--custody")[1]
    assert "\x1b" not in text
    assert "\\x1b[2J" in text


def test_custody_of_another_log_shows_nothing(out: Path, tmp_path: Path) -> None:
    """Changed custody, another custody and none at all are typed errors, and no text is shown."""
    (path,) = (tmp_path / "out.custody").glob("000001-*.json")
    path.write_bytes(path.read_bytes().replace(b"Odile", b"Edile"))
    assert shown(str(out), "--custody") == (3, "")
    assert shown(str(out), "--custody-dir", str(tmp_path / "none")) == (3, "")
    assert shown(str(out), "--custody", "--json")[0] == 2
