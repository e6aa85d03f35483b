"""The command line from end to end: what a user types, what comes of it, what is never shown."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.usefixtures("one_detector")

ROOT = Path(__file__).resolve().parent.parent.parent
CABLES = ROOT / "examples/cables"
CABLE = CABLES / "02-election-law.txt"
DAY = ("--as-of", "2016-01-01")
# Words that stand in withheld text of the example and in nothing of ours.
CANARIES = ("Brennec", "Tasch", "Verrill", "Halloway", "locked gate", "harvest", "9,400")


def run(*words: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command line in this process; give exit code, stdout and stderr."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, prog_name="redactor")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give an output folder with the example released to the public."""
    folder = tmp_path / "out"
    assert run("redact", CABLE, "-p", "public", "-o", folder, *DAY)[0] == 0
    return folder


def test_the_quick_start_works(out: Path) -> None:
    """Inspect, explain, audit and verify follow a release, each with exit 0."""
    for words in (
        ["inspect", CABLE],
        ["explain", CABLE, "-p", "public", "--portion", "3", *DAY],
        ["audit", "show", out],
        ["audit", "stats", out],
        ["verify", out, "--source", CABLE, "-p", "public"],
        ["review", out],
        ["detectors", "show", "title-name"],
        ["policy", "check", "public"],
    ):
        code, stdout, stderr = run(*words)
        assert (0, "") == (code, stderr), words
        assert stdout, words


@pytest.mark.parametrize(
    "words",
    [
        ["redact", CABLE, "-p", "public", "-o", "OTHER", *DAY],
        ["redact", CABLE, "-p", "public", "-o", "OTHER", "--json", *DAY],
        ["redact", CABLE, "-p", "public", "--check", *DAY],
        ["inspect", CABLE],
        ["inspect", CABLE, "--json"],
        ["explain", CABLE, "-p", "public", "--portion", "3"],
        ["explain", CABLE, "-p", "public", "--portion", "2", "--json"],
        ["audit", "show", "OUT"],
        ["audit", "show", "OUT", "--json"],
        ["audit", "stats", "OUT"],
        ["verify", "OUT", "--source", CABLE, "-p", "public"],
        # the folder is in use, the file is no policy, the address is nowhere: errors quote nothing either
        ["redact", CABLE, "-p", "public", "-o", "OUT", *DAY],
        ["redact", CABLE, "-p", CABLE, "-o", "OTHER"],
        ["explain", CABLE, "-p", "public", "--portion", "99"],
    ],
    ids=lambda words: " ".join(str(word).split("/")[-1] for word in words),
)
def test_no_command_shows_text_of_the_cable(words: Sequence[str | Path], out: Path) -> None:
    """Without --show-text no word of withheld text reaches the terminal."""
    placed = [{"OUT": out, "OTHER": out.with_name("other")}.get(str(word), word) for word in words]
    _, stdout, stderr = run(*placed)
    assert [canary for canary in CANARIES if canary in stdout + stderr] == []


def test_show_text_shows_text() -> None:
    """The one option that shows text does."""
    assert "Brennec" in run("inspect", CABLE, "--json", "--show-text")[1]


def test_every_json_is_one_versioned_document(out: Path) -> None:
    """--json gives one document with a version and the tool, and nothing else on stdout."""
    for words in (
        ["inspect", CABLE, "--json"],
        ["explain", CABLE, "-p", "public", "--portion", "3", "--json"],
        ["audit", "show", out, "--json"],
        ["audit", "stats", out, "--json"],
        ["verify", out, "--json"],
        ["review", out, "--json"],
        ["policy", "list", "--json"],
        ["policy", "check", "public", "--json"],
        ["detectors", "list", "--json"],
        ["redact", CABLE, "-p", "public", "--check", "--json", *DAY],
    ):
        whole = json.loads(run(*words)[1])
        assert whole["tool"]["name"] == "redactor", words
        assert "version" in whole or "version" in whole["redactor"], words


def test_a_release_to_standard_output_is_the_release(out: Path, tmp_path: Path) -> None:
    """-o - writes the very bytes that a folder gets, and its log and custody where they are told."""
    place = ("--audit", tmp_path / "a.jsonl", "--custody", tmp_path / "kept")
    code, stdout, stderr = run("redact", CABLE, "-p", "public", "-o", "-", *place, *DAY)
    assert (0, (out / "07VELMORA412.txt").read_text("utf-8")) == (code, stdout)
    assert "RELEASE IN PART" in stderr
    assert (tmp_path / "a.jsonl").is_file()


def test_standard_input_is_a_cable(tmp_path: Path, out: Path) -> None:
    """`-` reads the cable from standard input and gives the same release."""
    code, _, stderr = run(
        "redact", "-", "-p", "public", "-o", tmp_path / "piped", *DAY, stdin=CABLE.read_bytes()
    )
    assert code == 0, stderr
    name = "07VELMORA412.txt"
    assert (out / name).read_bytes() == (tmp_path / "piped" / name).read_bytes()


def test_check_writes_nothing(tmp_path: Path) -> None:
    """--check exits 1 where something would be withheld, 0 where nothing would, and writes no file."""
    whole = "source-protection"
    assert run("redact", CABLE, "-p", "public", "--check", "-o", tmp_path / "o")[0] == 1
    assert run("redact", CABLE, "-p", whole, "--check", "-o", tmp_path / "o")[0] == 0
    assert list(tmp_path.iterdir()) == []


def test_a_batch_reports_each_file_and_exits_with_the_worst(tmp_path: Path) -> None:
    """One bad file stops no other; 3 outweighs 0."""
    batch = tmp_path / "in"
    batch.mkdir()
    for name in ("02-election-law.txt", "08-unmarked-paragraph.txt"):
        (batch / name).write_bytes((CABLES / name).read_bytes())
    (batch / "03-letter.txt").write_text("Dear Sir, this is no cable.\n", encoding="utf-8")
    code, _, stderr = run("redact", batch, "-p", "public", "-o", tmp_path / "out", *DAY)
    assert code == 3
    assert "3 files: 2 with exit 0, 1 with exit 3" in stderr
    assert f"error: {batch / '03-letter.txt'}: " in stderr
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.txt")) == [
        "07VELMORA412.txt",
        "07VELMORA503.txt",
    ]


@pytest.mark.parametrize(
    ("data", "options", "code"),
    [
        # an empty file
        (b"", [], 3),
        # a binary
        (bytes(range(256)) * 20, [], 3),
        # a text that is no cable
        (b"Dear Sir,\nnothing to report.\n", [], 3),
        # bytes that are not UTF-8
        (b"\xff\xfe" + CABLE.read_bytes(), [], 3),
        # a cable over the limit
        (CABLE.read_bytes(), ["--max-bytes", "100"], 3),
        # a codec that is none
        (CABLE.read_bytes(), ["--codec", "klingon"], 2),
    ],
    ids=["empty", "binary", "letter", "undecodable", "large", "codec"],
)
def test_bad_input_is_one_clear_error(data: bytes, options: list[str], code: int, tmp_path: Path) -> None:
    """A file that cannot be read as a cable gives one error line, the right code and no release."""
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    given, stdout, stderr = run("redact", path, "-p", "public", "-o", tmp_path / "out", *options)
    assert (code, "") == (given, stdout)
    assert len(re.findall("^redactor: error: ", stderr, re.MULTILINE)) == 1
    assert "Traceback" not in stderr
    assert list((tmp_path / "out").glob("*.txt")) == [] if (tmp_path / "out").exists() else True


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    """A path with nothing behind it exits 3 and says so."""
    code, _, stderr = run("redact", tmp_path / "none.txt", "-p", "public", "-o", tmp_path / "out")
    assert code == 3
    assert "there is no such file" in stderr


def test_the_output_must_not_be_the_input(tmp_path: Path) -> None:
    """A folder that holds the input, or is linked to it, exits 7; the input is as it was."""
    cable = tmp_path / "in" / "cable.txt"
    cable.parent.mkdir()
    cable.write_bytes(CABLE.read_bytes())
    link = tmp_path / "link"
    link.symlink_to(cable.parent)
    for place in (cable.parent, link):
        assert run("redact", cable, "-p", "public", "-o", place, *DAY)[0] == 7, place
    assert CABLE.read_bytes() == cable.read_bytes()
    assert [cable.name] == [path.name for path in cable.parent.iterdir()]


def test_custody_must_not_lie_in_the_output(tmp_path: Path) -> None:
    """Custody inside the output would be given away with it: exit 2."""
    place = tmp_path / "out"
    assert run("redact", CABLE, "-p", "public", "-o", place, "--custody", place / "kept", *DAY)[0] == 2


def test_a_finished_document_is_not_released_twice(out: Path) -> None:
    """A second run is refused with the option that replaces; with it the log names the line."""
    code, _, stderr = run("redact", CABLE, "-p", "public", "-o", out, *DAY)
    assert code != 0
    assert "--supersede" in stderr
    assert run("redact", CABLE, "-p", "public", "-o", out, "--supersede", *DAY)[0] == 0
    assert "replaced by line" in run("audit", "show", out)[1]


def test_a_missing_setting_says_what_to_type(tmp_path: Path) -> None:
    """A policy that needs a country exits 2 with the option to add."""
    code, _, stderr = run("redact", CABLE, "-p", "partner", "-o", tmp_path / "out")
    assert code == 2
    assert "--set country=" in stderr


def test_a_hostile_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    """Control characters of a file name are shown, not obeyed."""
    path = tmp_path / "a\x1b[2Jb.txt"
    path.write_bytes(CABLE.read_bytes())
    _, stdout, stderr = run("redact", path, "-p", "public", "-o", tmp_path / "out", *DAY)
    assert "\x1b" not in stdout + stderr
    assert "\\x1b[2Jb.txt" in stderr


def test_an_output_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    """What stands there and what to do, in one sentence each (7); the file stays."""
    there = tmp_path / "out"
    there.write_text("mine", encoding="utf-8")
    code, stdout, stderr = run("redact", CABLE, "-p", "public", "-o", there, *DAY)
    assert (code, stdout) == (7, "")
    assert stderr == (
        f"redactor: error: {there}: a file stands where the folder should be\n  help: name another folder\n"
    )
    assert there.read_text("utf-8") == "mine"


def test_check_follows_no_link_that_a_folder_holds(tmp_path: Path) -> None:
    """As in a real run: the link is refused by name (3), one that the user names is read."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/link.txt").symlink_to(CABLE)
    code, _, stderr = run("redact", tmp_path / "in", "-p", "public", "--check", *DAY)
    assert code == 3
    assert "link.txt: it is a symbolic link" in stderr
    assert run("redact", tmp_path / "in/link.txt", "-p", "public", "--check", *DAY)[0] == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # a path that is not there: verify could not run that level
        ("none.yaml", 3),
        ("./mine", 3),
        # a word that is no stock policy: wrong usage
        ("publik", 2),
    ],
)
def test_verify_with_a_policy_that_is_not_there(out: Path, name: str, expected: int) -> None:
    """What is absent is no tampering and no mismatch."""
    code, stdout, stderr = run("verify", out, "--source", CABLE, "-p", name)
    assert code == expected, (stdout, stderr)
    assert name.removeprefix("./") in stdout + stderr
