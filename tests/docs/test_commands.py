"""Every command that the pages show runs, in the order shown, and ends as the page says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app
from redactor.policy.load import Source, examine

pytestmark = pytest.mark.usefixtures("one_detector")

ROOT = Path(__file__).resolve().parent.parent.parent
# Commands that end otherwise than with 0, by what stands in them.
EXPECTED = {
    # SBU is no ground in law: a draft
    "-p foia": 5,
    # the two differ
    "policy diff": 1,
    "policy compare": 1,
    # one is a copy of the other
    "policy diff partner ally.yaml": 0,
    "policy diff before.yaml": 0,
    # something was not looked at, or would not be noticed
    "policy test press.yaml --coverage --fail-under 100": 1,
    "policy test press.yaml --mutate": 1,
    # until the tests are finished
    "policy test press.yaml --coverage --fail-under 100 --mutate": 0,
    # something is open
    "redactor review out/foia": 5,
    # laid out, and not yet filled in
    "--decisions out/foia.custody/07VELMORA412.decisions.yaml": 4,
}


# matches "Save this as `press.yaml`:", an empty line and a block; not a block without the sentence
SAVED = re.compile(
    r"^Save\ this\ as\ `(?P<name>[a-z.]+)`:\n\n```yaml\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
# matches "    redactor policy list"; not "redactor policy list"
COMMAND = re.compile(r"^\ {4}(?P<command>redactor\ .*)$", re.MULTILINE | re.VERBOSE)


def steps(page: Path) -> list[tuple[str, str]]:
    """Give what a page shows, in its order: commands, each with nothing, and files, each with its text."""
    text = page.read_text(encoding="utf-8")
    found = [(match.start(), match["command"].strip(), "") for match in COMMAND.finditer(text)]
    found += [(match.start(), match["name"], match["text"]) for match in SAVED.finditer(text)]
    return [(name, content) for _, name, content in sorted(found)]


def expected(command: str) -> int:
    """Give the exit code that a command ends with: of the keys that stand in it, the last."""
    fitting = [code for words, code in EXPECTED.items() if words in command]
    return (fitting or [0])[-1]


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "docs/tutorial/first-release.md",
        "docs/tutorial/write-a-policy.md",
        "docs/how-to/finish-a-draft.md",
        "docs/how-to/batch.md",
        "docs/how-to/write-a-list.md",
        "docs/how-to/hide-a-kind-of-thing.md",
        "docs/how-to/release-to-a-partner.md",
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
    shutil.copy(ROOT / "examples/policies/press.yaml", tmp_path / "before.yaml")
    monkeypatch.chdir(tmp_path)
    shown = steps(ROOT / name)
    assert shown
    for command, text in shown:
        if text:
            (tmp_path / command).write_text(text, encoding="utf-8")
            continue
        words = shlex.split(command.partition(" > ")[0])[1:]
        result = CliRunner().invoke(app, words, prog_name="redactor")
        assert expected(command) == result.exit_code, f"{command}\n{result.stderr}"


def test_the_patterns_match_their_examples() -> None:
    """Each pattern of these tests matches its good example and not its bad one."""
    assert SAVED.search("Save this as `press.yaml`:\n\n```yaml\na: b\n```\n")
    assert not SAVED.search("```yaml\na: b\n```\n")
    assert COMMAND.search("    redactor policy list")
    assert not COMMAND.search("redactor policy list")


@pytest.mark.parametrize("name", ["hide-a-kind-of-thing.md"])
def test_the_rules_of_a_page_are_rules(name: str) -> None:
    """Each block of rules that a page shows is valid in a policy."""
    blocks = (ROOT / "docs/how-to" / name).read_text(encoding="utf-8").split("```yaml\n")[1:]
    policy = (ROOT / "examples/policies/press.yaml").read_text(encoding="utf-8").split("\nprotect:")[0]
    assert blocks
    for block in blocks:
        source = Source(f"{policy}\n{block.split('```')[0]}".encode(), "x", ROOT)
        assert len(examine(source).policy.protect) == 1
