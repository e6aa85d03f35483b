"""The command line as a whole: what it imports, what it exits with, what it never prints."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor import __version__
from redactor.cli.app import app
from tests.policy.texts import BY_MARKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAVY = ("spacy", "presidio_analyzer", "jsonschema", "rich", "cryptography", "yaml", "re2")


def run(*words: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command line in this process; give exit code, stdout and stderr."""
    result = CliRunner().invoke(app, list(words), input=stdin, prog_name="redactor")
    return result.exit_code, result.stdout, result.stderr


def python(*words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run Python in a process of its own."""
    return subprocess.run(
        [sys.executable, *words], input=stdin, capture_output=True, check=False, timeout=120
    )


@pytest.mark.parametrize("words", [["--help"], ["redact", "--help"], ["policy", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(words: Sequence[str]) -> None:
    """Help costs a typer import, no model, no schema, no cryptography."""
    program = (
        "import sys\n"
        "from redactor.cli.app import app\n"
        f"app({list(words)!r}, standalone_mode=False)\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = python("-c", program)
    assert b"heavy: []" in done.stdout, done.stderr.decode()


NOT_BY_MARKING = (
    "presidio_analyzer",
    "spacy",
    "thinc",
    "numpy",
    "phonenumbers",
    "jsonschema",
    "redactor.detect.finder",
    "redactor.detect.registry",
    "redactor.policy.questions",
    "redactor.policy.imagine",
)
"""What a release by marking alone has no use for: detectors, schemas, the prover."""


def test_a_policy_without_detection_imports_no_detector(tmp_path: Path, root: Path) -> None:
    """A run under `detect: none` loads no detector, no model and no prover, and releases the cable."""
    policy = tmp_path / "by-marking.yaml"
    policy.write_text(BY_MARKING, encoding="utf-8")
    words = [
        "redact",
        str(root / "examples/cables/01-harbor-fees.txt"),
        "-p",
        str(policy),
        "-o",
        str(tmp_path / "out"),
    ]
    program = (
        "import sys\n"
        "from redactor.cli.app import app\n"
        f"app({words!r}, standalone_mode=False)\n"
        f"print('heavy:', [name for name in {NOT_BY_MARKING!r} if name in sys.modules])\n"
    )
    done = python("-c", program)
    assert b"heavy: []" in done.stdout, done.stderr.decode()
    assert list((tmp_path / "out").rglob("*.txt"))


def test_the_module_runs_as_the_program_does() -> None:
    """`python -m redactor --version` says the version and exits 0."""
    done = python("-m", "redactor", "--version")
    assert (0, f"redactor {__version__}\n".encode()) == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    ("words", "needle"),
    [
        # no verb at all
        ([], "Usage: redactor"),
        # a verb that is none
        (["retract"], "No such command"),
        # an option that is none
        (["redact", "a.txt", "-p", "public", "--sow-text"], "No such option"),
        # a policy is missing
        (["redact", "a.txt"], "Missing option"),
        # nothing says where the release goes
        (["redact", "a.txt", "-p", "public"], "add -o DIR"),
        # standard output needs a log and custody of its own
        (["redact", "a.txt", "-p", "public", "-o", "-"], "add --audit FILE and --custody DIR"),
        # a date that is none
        (["redact", "a.txt", "-p", "public", "-o", "x", "--as-of", "2016-13-01"], "--as-of 2016-01-01"),
        # a date with something behind it
        (["redact", "a.txt", "-p", "public", "-o", "x", "--as-of", "2016-01-01T00"], "--as-of 2016-01-01"),
        # a setting without a value
        (["redact", "a.txt", "-p", "partner", "-o", "x", "--set", "country"], "--set country=GBR"),
        # a setting given twice
        (
            ["redact", "a.txt", "-p", "partner", "-o", "x", "--set", "c=A", "--set", "c=B"],
            "leave one of the two",
        ),
        # standard input given twice
        (["redact", "-", "-", "-p", "public", "-o", "x"], "give - once"),
        # one cable given twice
        (["redact", "a.txt", "a.txt", "-p", "public", "-o", "x"], "name each cable once"),
        # a format that is none, in a user's words
        (["redact", "a.txt", "-p", "public", "-o", "x", "-f", "pdf"], "'--format': 'pdf' is not one of"),
        # a codec that is none, said once and not of each cable
        (
            ["redact", "a.txt", "b.txt", "-p", "public", "-o", "x", "--codec", "utf-99"],
            "offered\n  help: one of",
        ),
        # a policy that is none
        (["policy", "show", "publik"], "public"),
        # a policy's file that is not there
        (["policy", "check", "mine.yaml"], "mine.yaml: there is no such file"),
        (["policy", "check", "./public"], "./public: there is no such file"),
        # a place must be asked for once
        (["explain", "a.txt", "-p", "public"], "--portion 3"),
        (["explain", "a.txt", "-p", "public", "--portion", "3", "--line", "2"], "--portion 3"),
    ],
)
def test_wrong_usage_exits_2_and_says_what_to_type(words: Sequence[str], needle: str) -> None:
    """Each mistake in the words of a command exits 2, on stderr, with the words that work."""
    code, stdout, stderr = run(*words)
    assert (2, "") == (code, stdout if words else "")
    assert needle in (stderr or stdout)
    assert stderr.count("error:") <= 1


@pytest.mark.parametrize("words", [["inspect"], ["explain", "-p", "public", "--portion", "1"]])
def test_a_table_is_for_redact_alone(tmp_path: Path, words: Sequence[str]) -> None:
    """Where one cable is read, a table is named for what it is, and the verb that reads its rows."""
    table = tmp_path / "cables.jsonl"
    table.write_text("{}\n", encoding="utf-8")
    code, _, stderr = run(*words, str(table))
    assert code == 3
    assert "it is a table, and no cable" in stderr
    assert "`redactor redact` reads the rows" in stderr


def test_completion_is_offered() -> None:
    """The shell's completion script can be shown."""
    done = python("-m", "redactor", "--help")
    assert b"--install-completion" in done.stdout


def test_an_unexpected_error_shows_only_its_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody expected exits 70 and keeps its message, which may quote a cable, to itself."""
    monkeypatch.setattr("redactor.policy.stock", _fail)
    code, stdout, stderr = run("policy", "list")
    assert (70, "") == (code, stdout)
    assert "internal error: ZeroDivisionError" in stderr
    assert "SECRETWORD" not in stderr


def test_debug_shows_where_it_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    """--debug, and nothing else, shows the traceback."""
    monkeypatch.setattr("redactor.policy.stock", _fail)
    code, _, stderr = run("--debug", "policy", "list")
    assert code == 70
    assert "SECRETWORD" in stderr


def _fail() -> None:
    raise ZeroDivisionError("SECRETWORD")


def _interrupt() -> None:
    raise KeyboardInterrupt


def test_an_interrupt_exits_130(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C exits 130."""
    monkeypatch.setattr("redactor.policy.stock", _interrupt)
    assert run("policy", "list")[0] == 130


def test_a_closed_pipe_is_no_traceback(root: Path) -> None:
    """A reader that goes away ends the command with 7 and without a word."""
    command = f'"{sys.executable}" -m redactor policy show public; echo "code $?" >&2'
    done = subprocess.run(
        ["bash", "-c", f"( {command} ) | true"], capture_output=True, check=False, cwd=root, timeout=120
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert b"code 7" in done.stderr or b"code 0" in done.stderr
