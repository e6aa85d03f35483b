"""Whatever lies where a log should, every verb that reads it says so: a typed code, no traceback, none of its text."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.audit import key_files
from redactor.cli.app import app
from tests.audit.builders import document, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CANARY = "Odilea Brandtov"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an output, another one, and keys."""
    base = tmp_path_factory.mktemp("bad-logs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        write_run(base / "out", document())
        write_run(base / "other", document())
    key_files.generate("ann.example", base, reviewer=True)
    return base


# What is done to the log. Each puts words of a document where they would be repeated.
BAD: dict[str, Callable[[bytes], bytes]] = {
    "a key twice": lambda log: log.replace(
        b'"kind":"release"', f'"kind":"{CANARY}","kind":"release"'.encode()
    ),
    "a float": lambda log: log.replace(b'"n":1', b'"n":1.5'),
    "not a number": lambda log: log.replace(b'"n":1', b'"n":NaN'),
    "half a character": lambda log: log.replace(b'"what":"name"', rb'"what":"\ud800"'),
    "another tool's lines": lambda log: log + f'{{"event":"{CANARY}"}}\n'.encode(),
    "a future version": lambda log: log.replace(b'"v":1', b'"v":2'),
    "mixed line ends": lambda log: log.replace(b"\n", b"\r\n", 1),
    "no JSON": lambda log: log + f"{CANARY}\n".encode(),
    "no UTF-8": lambda log: log + CANARY.encode() + b"\xff\n",
    "deep brackets": lambda log: log + b"[" * 50_000 + b"\n",
    "escapes": lambda log: log + b"\x1b]0;" + CANARY.encode() + b"\x07\n",
    "markup": lambda log: log + f"[link=x]{CANARY}[/link]\n".encode(),
    "nothing": lambda _: b"",
}
# Every verb that reads a log, with the folder at {out}.
VERBS = (
    "verify {out}",
    "verify {out} --json",
    "review {out}",
    "audit show {out}",
    "audit show {out} --custody",
    "audit stats {out}",
    "audit query {out}",
    "audit query {out} --sql SELECT%document%FROM%documents",
    "audit diff {out} {other}",
    "audit diff {other} {out}",
    "audit report {out} -o {new}.html",
    "audit export {out} -o {new}",
    "audit vaughn {out}",
    "audit unseal {out} 08XANADU42 1 --by A --reason letter --show-text",
    "audit note {out} --by A --text read",
    "audit seal {out} --to {key}",
)
# The log that has no line is empty, and stands for a run that recorded nothing: reports have nothing to say.
QUIET = {"nothing"}


@pytest.mark.parametrize("verb", VERBS, ids=range(len(VERBS)))
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_log_is_a_typed_failure(made: Path, tmp_path: Path, bad: str, verb: str) -> None:
    """2, 3, 7 or 10; our own sentence; nothing of what stood there; nothing written."""
    out = tmp_path / "out"
    shutil.copytree(made / "out", out)
    shutil.copytree(made / "out.custody", tmp_path / "out.custody")
    log = out / "audit.jsonl"
    changed = BAD[bad](log.read_bytes())
    assert changed != log.read_bytes()
    log.write_bytes(changed)
    named = {"out": out, "other": made / "other", "new": tmp_path / "new", "key": made / "ann.example.pub"}
    words = [word.replace("%", " ") for word in verb.format(**named).split()]
    done = CliRunner().invoke(app, words)
    said = done.stdout + done.stderr
    assert done.exit_code in ({0, 1, 2, 3, 7, 10} if bad in QUIET else {2, 3, 7, 10}), said
    assert done.exception is None or isinstance(done.exception, SystemExit)
    assert CANARY not in said
    assert "Traceback" not in said
    assert "\x1b" not in said
    assert log.read_bytes() == changed
    assert not (tmp_path / "new").exists()
