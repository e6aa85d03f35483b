"""Bad input: one clear error each, the right code, nothing written or lost, no word of the cable told."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from redactor import files
from tests.acceptance.copies import EARLY, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent.parent
CABLE = ROOT / "examples/cables/02-election-law.txt"
OTHER = ROOT / "examples/cables/08-unmarked-paragraph.txt"
STOCK = (ROOT / "policies/public.yaml").read_text("utf-8")
DATA = CABLE.read_bytes()
DAY = ("--as-of", EARLY)
# Words of the cable: none may be told, whatever goes wrong.
CANARIES = ("Brennec", "Tasch", "Verrill", "Halloway", "harvest", "Zanthor")
SECRET_WORD = b"Zanthor"
# 100,000 of these once ended the process with a crash of the YAML reader.
BRACKETS = b"[" * 100_000


def told(stderr: str) -> str:
    """Hold what was said to one error without a word of the cable or a traceback; give it."""
    assert len(re.findall(r"^(?:redactor: error: |error\[)", stderr, re.MULTILINE)) in {1, 2}
    assert len(re.findall(r"^redactor: error: ", stderr, re.MULTILINE)) == 1
    assert "Traceback" not in stderr
    assert [word for word in CANARIES if word in stderr] == []
    return stderr


def tree(folder: Path) -> dict[str, bytes]:
    """Give all regular files under a folder, and the folders by their names."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
    }


# --- documents that were read --------------------------------------------------------------------

# Each row: name, bytes, options, the reason that the log gives.
READ = [
    # nothing at all
    ("empty", b"", (), "decode"),
    # blanks alone
    ("blank", b" \n\n\t\n", (), "decode"),
    # a picture, say
    ("binary", SECRET_WORD + bytes(range(256)) * 40, (), "decode"),
    # a letter
    ("letter", b"Dear Sir,\nyour friend Zanthor is well.\n", (), "parse"),
    # a cable with one byte that is no UTF-8
    ("undecodable", DATA.replace(b"harvest", b"harv\xffst", 1), (), "decode"),
    # what crashes a reader that nests
    ("brackets", BRACKETS, (), "parse"),
    ("braces and quotes", b"{" * 50_000 + b'"' * 50_000, (), "parse"),
]


@pytest.mark.parametrize(
    ("data", "options", "reason"), [row[1:] for row in READ], ids=[row[0] for row in READ]
)
def test_a_document_that_was_read_has_a_refusal_line(
    tmp_path: Path, data: bytes, options: tuple[str, ...], reason: str
) -> None:
    """Exit 3, one error with the file's name, a refusal in the log under a keyed id, and no release."""
    path = tmp_path / "in.txt"
    path.write_bytes(data)
    out = tmp_path / "out"
    code, stdout, stderr = run("redact", path, "-p", "public", "-o", out, *DAY, *options)
    assert (3, "") == (code, stdout)
    assert told(stderr).startswith(f"redactor: error: {path}")
    assert ["audit.ckpt", "audit.jsonl"] == sorted(item.name for item in out.iterdir())
    log = (out / "audit.jsonl").read_text("utf-8")
    line = json.loads(log.splitlines()[-1])
    assert ("refusal", reason) == (line["type"], line["reason"])
    assert re.fullmatch("doc-[a-z2-7]{10}", line["doc"])
    assert [word for word in CANARIES if word in log] == []
    assert path.read_bytes() == data
    assert run("verify", out, "--source", path)[0] == 0


# --- documents that were not read ----------------------------------------------------------------


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    (path / "sub.txt").mkdir(parents=True)


def _loop(path: Path) -> None:
    path.symlink_to(path)


def _large(path: Path) -> None:
    path.write_bytes(DATA + b"\n" * (16 << 20))


def _nothing(path: Path) -> None:
    del path


UNREAD: list[tuple[str, Callable[[Path], None]]] = [
    # a pipe that nobody writes to: reading it would wait for ever
    ("pipe", _fifo),
    # a folder that holds no file
    ("folder", _folder),
    # a link to itself
    ("loop", _loop),
    # a byte over the limit that holds without an option
    ("large", _large),
    # nothing there
    ("absent", _nothing),
]


@pytest.mark.parametrize("make", [row[1] for row in UNREAD], ids=[row[0] for row in UNREAD])
def test_what_cannot_be_read_leaves_nothing(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Exit 3 and one error with the name; no document was read, so no log, no custody, no folder is made."""
    path = tmp_path / "in.txt"
    make(path)
    before = {item.name for item in tmp_path.iterdir()}
    code, stdout, stderr = run("redact", path, "-p", "public", "-o", tmp_path / "out", *DAY)
    assert (3, "") == (code, stdout)
    assert str(path) in told(stderr)
    assert before == {item.name for item in tmp_path.iterdir()}


def test_a_limit_of_ones_own_is_named(tmp_path: Path) -> None:
    """A cable over --max-bytes is refused with the option and its value; in a batch the others go on."""
    out = tmp_path / "out"
    code, _, stderr = run("redact", CABLE, "-p", "public", "-o", out, "--max-bytes", "100", *DAY)
    assert code == 3
    assert "--max-bytes (now 100)" in told(stderr)
    assert not out.exists()


# --- policies ------------------------------------------------------------------------------------

DIGEST = "0" * 64
# The line after the last of the stock policy that the rows begin with.
END = len(STOCK.splitlines()) + 1


def _changed(old: str, new: str, shown: str) -> tuple[bytes, str]:
    """Give the stock policy with one change, and the line and column of the word that the error points at."""
    text = STOCK.replace(old, new, 1)
    at = text.index(new) + new.index(shown)
    return text.encode(), f"{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"


# Each row: name, policy, and line, column and words of the error.
POLICIES: list[tuple[str, bytes, str, str]] = [
    ("misspelt key", *_changed("\nrelease:", "\nreleases:", "releases"), "did you mean `release`?"),
    ("misspelt matcher", *_changed("{level: {is:", "{levl: {is:", "levl"), "did you mean `level`?"),
    ("doubled key", (STOCK + "entities: 1\n").encode(), f"{END}:1", "the key `entities` stands twice"),
    ("unknown level", *_changed("at_most: U", "at_most: Q", "Q"), "unknown level `Q`"),
    ("unknown entity", *_changed("[LOCATION, POST", "[LOCATION, POSTS", "POSTS"), "`POSTS`"),
    (
        "missing list",
        (STOCK + f"lists: {{us-officials: {{file: none.yaml, sha256: {DIGEST}}}}}\n").encode(),
        f"{END}:30",
        "there is no such file",
    ),
    ("undeclared list", *_changed("{list: us-officials}, up_to: role", "{list: nobody}, up_to: role", "nobody"), "there is no list `nobody`"),
    ("brackets", BRACKETS, "1:21", "nested deeper than 20"),
    ("braces", b"{" * 100_000, "1:21", "nested deeper than 20"),
    ("empty", b"", "1:1", ""),
    ("binary", bytes(range(256)) * 40, "3:115", "not UTF-8"),
    ("over the limit", STOCK.encode() + b"#" * (1 << 20), "1:1", "larger than 1 MiB"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "place", "words"), [row[1:] for row in POLICIES], ids=[row[0] for row in POLICIES]
)
def test_a_bad_policy_is_shown_where_it_is_wrong(tmp_path: Path, data: bytes, place: str, words: str) -> None:
    """Exit 4 with file:line:column, from redact and from check alike; no input is read, nothing is written."""
    policy = tmp_path / "mine.yaml"
    policy.write_bytes(data)
    code, stdout, stderr = run("redact", CABLE, "-p", policy, "-o", tmp_path / "out", *DAY)
    assert (4, "") == (code, stdout)
    assert f"{policy}:{place}\n" in told(stderr)
    assert words in stderr
    assert ["mine.yaml"] == [item.name for item in tmp_path.iterdir()]
    assert run("policy", "check", policy)[0] == 4


@pytest.mark.parametrize("make", [_fifo, _folder, _nothing], ids=["pipe", "folder", "absent"])
def test_a_policy_that_is_no_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Exit 2 at once: nobody waits for a pipe."""
    policy = tmp_path / "mine.yaml"
    make(policy)
    code, _, stderr = run("redact", CABLE, "-p", policy, "-o", tmp_path / "out", *DAY)
    assert code == 2
    assert str(policy) in told(stderr)
    assert not (tmp_path / "out").exists()


def test_a_cable_in_the_place_of_a_policy_tells_nothing(tmp_path: Path) -> None:
    """A diagnostic quotes the line that it points at: one that stands in a cable's head, not its body."""
    code, _, stderr = run("redact", CABLE, "-p", CABLE, "-o", tmp_path / "out", *DAY)
    assert code == 4
    told(stderr)


# --- places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["itself", "link", "hard link", "folder", "link to its folder"])
def test_an_output_that_is_an_input(tmp_path: Path, kind: str) -> None:
    """The input, a link to it of either kind, the folder it lies in: exit 7 and the input as it was."""
    cable = tmp_path / "in" / "cable.txt"
    cable.parent.mkdir()
    cable.write_bytes(DATA)
    link = tmp_path / "link"
    places = {"itself": cable, "folder": cable.parent}
    if kind == "hard link":
        link.hardlink_to(cable)
    elif kind not in places:
        link.symlink_to(cable if kind == "link" else cable.parent)
    before = tree(tmp_path)
    code, stdout, stderr = run("redact", cable, "-p", "public", "-o", places.get(kind, link), *DAY)
    assert (7, "") == (code, stdout)
    assert "input" in told(stderr)
    assert before == tree(tmp_path)


@pytest.mark.parametrize("option", ["--audit", "--custody"])
def test_a_log_or_custody_that_is_the_input(tmp_path: Path, option: str) -> None:
    """A log or a custody that would be the input, by a hard link or where it lies: exit 7."""
    cable = tmp_path / "in" / "cable.txt"
    cable.parent.mkdir()
    cable.write_bytes(DATA)
    other = tmp_path / "other"
    other.hardlink_to(cable)
    place = {"--audit": tmp_path / "a.jsonl", "--custody": tmp_path / "kept"}
    place[option] = other if option == "--audit" else cable.parent
    words = [word for pair in place.items() for word in pair]
    before = tree(tmp_path)
    code, stdout, stderr = run("redact", cable, "-p", "public", "-o", "-", *words, *DAY)
    assert (7, "") == (code, stdout)
    assert "input" in told(stderr)
    assert before == tree(tmp_path)


@pytest.mark.parametrize("place", ["out/kept", "out", ".", "link/kept"])
def test_custody_inside_or_around_the_output(tmp_path: Path, place: str) -> None:
    """Exit 2, by whatever name the folder goes, and nothing is made."""
    (tmp_path / "link").symlink_to(tmp_path / "out")
    code, stdout, stderr = run(
        "redact", CABLE, "-p", "public", "-o", tmp_path / "out", "--custody", tmp_path / place, *DAY
    )
    assert (2, "") == (code, stdout)
    assert "custody" in told(stderr)
    assert ["link"] == [item.name for item in tmp_path.iterdir()]


def test_the_folder_of_another_policy(tmp_path: Path) -> None:
    """Exit 2: what lies in a folder may be given to its audience; not a byte changes."""
    out = tmp_path / "out"
    assert run("redact", CABLE, "-p", "public", "-o", out, *DAY)[0] == 0
    before = tree(tmp_path)
    code, stdout, stderr = run("redact", OTHER, "-p", "internal-sbu", "-o", out, *DAY)
    assert (2, "") == (code, stdout)
    assert "another policy or audience" in told(stderr)
    assert before == tree(tmp_path)


# --- a full disk ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fits", range(9))
def test_a_disk_that_fills_up_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fits: int
) -> None:
    """After any number of writes: exit 7, the earlier release stands, the next run mends what is there."""
    out = tmp_path / "out"
    assert run("redact", OTHER, "-p", "public", "-o", out, *DAY)[0] == 0
    before = tree(out)
    written = iter(range(1000))
    write = files.write_all

    def full(descriptor: int, data: bytes) -> None:
        if next(written) < fits:
            write(descriptor, data)
            return
        os.write(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "not a word of ours")

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_all", full)
        code, stdout, stderr = run("redact", CABLE, "-p", "public", "-o", out, *DAY)
    if code == 0:
        assert fits >= 5, "all that a run writes"
        return
    assert (7, "") == (code, stdout)
    assert "No space left on device" in told(stderr)
    after = tree(out)
    assert all(after[name] == data for name, data in before.items() if name.endswith(".txt"))
    assert after["audit.jsonl"].startswith(before["audit.jsonl"])
    code, _, stderr = run("redact", CABLE, "-p", "public", "-o", out, *DAY)
    assert code == 0 or "its finished release is in the log" in stderr
    assert run("verify", out, "--source", CABLE.parent)[0] == 0


def python(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell line in which `$R` is the program."""
    return subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "R": f"{sys.executable} -B -m redactor", "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_limit_that_the_system_sets(tmp_path: Path) -> None:
    """Where the system takes no file of that size: exit 7 by the program's own word, and no release."""
    done = python(f"ulimit -f 8; exec $R redact {CABLE} -p public -o out {' '.join(DAY)}", tmp_path)
    assert (7, "") == (done.returncode, done.stdout)
    assert "could not be written" in told(done.stderr)
    assert list((tmp_path / "out").glob("*.txt")) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    "words",
    [
        "--help",
        "policy list",
        f"inspect {CABLE}",
        f"redact {CABLE} -p public -o - --audit a.jsonl --custody k",
    ],
)
def test_standard_output_that_is_full(tmp_path: Path, words: str) -> None:
    """Exit 7 and one line, whatever was to be shown; a release that was sent there keeps its record."""
    done = python(f"exec $R {words} > /dev/full", tmp_path)
    assert done.returncode == 7
    assert "No space left on device" in told(done.stderr)
    assert (tmp_path / "a.jsonl").exists() == ("--audit" in words)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        # nothing is said there
        (f"redact {CABLE} -p public -o out <&- >&- 2>&-", 0),
        # something was to be said there
        (f"inspect {CABLE} >&-", 7),
        (f"redact {CABLE} -p public -o out > /dev/full 2>&1", 7),
        # nothing can be read there
        ("redact - -p public -o out <&-", 3),
        # the error itself cannot be told
        ("inspect nowhere.txt 2> /dev/full", 7),
    ],
)
def test_a_standard_stream_that_is_closed(tmp_path: Path, words: str, code: int) -> None:
    """The code says what happened, and no file of ours takes the stream's number."""
    done = python(f"exec $R {words}", tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
