"""Every command that the pages show runs, in the order shown, and ends as the page says."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app

pytestmark = pytest.mark.usefixtures("one_detector")

ROOT = Path(__file__).resolve().parent.parent.parent
# Commands that end otherwise than with 0, by what stands in them.
EXPECTED = {
    # SBU is no ground in law: a draft
    "-p foia": 5,
    # the two differ
    "policy diff": 1,
    # something is open
    "redactor review out/foia": 5,
    # laid out, and not yet filled in
    "--decisions out/foia.custody/07VELMORA412.decisions.yaml": 4,
}


def commands(page: Path) -> list[str]:
    """Give the lines of a page that show a redactor command."""
    lines = page.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.startswith("    redactor ")]


def expected(command: str) -> int:
    """Give the exit code that a command ends with: of the keys that stand in it, the last."""
    fitting = [code for words, code in EXPECTED.items() if words in command]
    return (fitting or [0])[-1]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/tutorial/first-release.md",
        "docs/how-to/finish-a-draft.md",
        "docs/how-to/batch.md",
        "docs/how-to/write-a-list.md",
        "docs/how-to/test-a-policy.md",
        "docs/how-to/compare-two-policies.md",
        "docs/how-to/keep-policies-in-version-control.md",
    ],
)
def test_the_commands_of_a_page_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a fresh folder with the examples in it, each command ends with the code that its page speaks of."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    cables = tmp_path / "cables"
    cables.mkdir()
    shutil.copy(ROOT / "examples/cables/08-unmarked-paragraph.txt", cables)
    monkeypatch.chdir(tmp_path)
    shown = commands(ROOT / name)
    assert shown
    for command in shown:
        words = shlex.split(command.partition(" > ")[0])[1:]
        result = CliRunner().invoke(app, words, prog_name="redactor")
        assert expected(command) == result.exit_code, f"{command}\n{result.stderr}"
