"""What may not be read is said to be unreadable, which is 3 and no tampering; where nobody asked for it, not run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from redactor import files
from redactor.files import Unread
from redactor.verify import Kind, Level, State, verify
from tests.vectors.defects import intact as signed
from tests.vectors.write import TABLES
from tests.verify.scenarios import intact, laid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.vectors.defects import Files


@pytest.fixture(scope="module")
def unsigned_files() -> Files:
    return intact()


def deny(monkeypatch: pytest.MonkeyPatch, denied: str) -> None:
    """Let a file or a folder be one that may not be read: tests may run as one who may read everything."""
    read, listed = files.try_read, Path.iterdir

    def try_read(path: Path, **how: Any) -> bytes | Unread:
        return Unread.DENIED if str(path).endswith(denied) else read(path, **how)

    def iterdir(path: Path) -> Iterator[Path]:
        if str(path).endswith(denied):
            raise PermissionError
        return listed(path)

    def scandir(path: Any) -> Any:
        if str(path).endswith(denied):
            raise PermissionError(13, "no", str(path))
        return scanned(path)

    scanned = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(files, "try_read", try_read)
    monkeypatch.setattr(Path, "iterdir", iterdir)


# What may not be read, what verify is given, the level that says so, and the exit code.
DENIED = [
    ("out/audit.jsonl", {}, Level.INTEGRITY, 3),  # the log
    ("out/audit.ckpt", {}, Level.INTEGRITY, 3),  # its checkpoint
    ("out/08XANADU42.txt", {}, Level.COMPLETENESS, 3),  # a release
    ("/out", {}, Level.COMPLETENESS, 3),  # the folder's names
    ("custody/secret", {}, Level.CUSTODY, 3),  # the secret
    ("000001-08XANADU42.json", {}, Level.CUSTODY, 3),  # a document's custody
    ("out.custody", {"source": "in"}, Level.CUSTODY, 3),  # custody, which a source needs
    ("out.custody", {"custody": "out.custody"}, Level.CUSTODY, 3),  # custody's names
    ("in/0.txt", {"source": "in/0.txt"}, Level.CUSTODY, 3),  # the source
    ("policy.yaml", {"policy": "policy.yaml"}, Level.REPLAY, 3),  # the policy
    ("kept.ckpt", {"checkpoint": "kept.ckpt"}, Level.APPEND_ONLY, 3),  # an older checkpoint
    ("in/0.txt", {"source": "in"}, Level.CUSTODY, 11),  # one of several sources: it is missing
]


@pytest.mark.parametrize(("denied", "given", "level", "code"), DENIED, ids=range(len(DENIED)))
def test_what_may_not_be_read_is_said_to_be_unreadable(
    unsigned_files: Files,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    denied: str,
    given: dict[str, str],
    level: Level,
    code: int,
) -> None:
    """The level that needs it names it; nothing else fails."""
    laid(tmp_path, unsigned_files)
    deny(monkeypatch, denied)
    named: dict[str, Any] = {key: tmp_path / name for key, name in given.items()}
    report = verify(tmp_path / "out", **named)
    assert int(report.exit_code) == code
    assert {failure.level for failure in report.failures} == {level}
    assert {failure.kind for failure in report.failures} == {Kind.UNREADABLE if code == 3 else Kind.MISSING}


def test_a_source_needs_custody(
    unsigned_files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that was named and could not be compared is a failure, and it is said why."""
    laid(tmp_path, unsigned_files)
    deny(monkeypatch, "out.custody")
    (failed,) = verify(tmp_path / "out", source=tmp_path / "in").failures
    assert failed.what == "custody may not be read: a source is compared through it"
    assert failed.where == str(tmp_path / "in")


def test_custody_that_may_not_be_read_is_not_run(
    unsigned_files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member of the public beside whom custody lies closed proves what the public can."""
    laid(tmp_path, unsigned_files)
    deny(monkeypatch, "out.custody")
    report = verify(tmp_path / "out")
    assert report.failures == ()
    assert {level.why for level in report.levels if level.state is State.NOT_RUN} >= {
        "custody may not be read"
    }


def test_a_manifest_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what a merged log is proved by; without it its custodies are one too many."""
    laid(tmp_path, TABLES[1].files())
    deny(monkeypatch, "audit.manifest.jsonl")
    report = verify(tmp_path / "out")
    assert [(failure.kind, int(failure.code)) for failure in report.failures] == [(Kind.UNREADABLE, 3)]


@pytest.mark.parametrize("name", ["cut/audit.ckpt", "cut/audit.export.json"])
def test_an_export_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The same for what an export is proved by."""
    laid(tmp_path, signed())
    deny(monkeypatch, name)
    report = verify(tmp_path / "cut")
    assert [(failure.kind, int(failure.code)) for failure in report.failures] == [(Kind.UNREADABLE, 3)]


def test_a_folder_of_sources_that_cannot_be_listed(
    unsigned_files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of sources whose names nobody may read is unreadable, and every source is missing."""
    laid(tmp_path, unsigned_files)
    deny(monkeypatch, "/in")
    report = verify(tmp_path / "out", source=tmp_path / "in")
    assert {failure.kind for failure in report.failures} == {Kind.UNREADABLE, Kind.MISSING}
