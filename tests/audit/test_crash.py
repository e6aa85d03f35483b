"""A crash or a failing disk at any file operation leaves no release without its record, and mends."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit, files
from redactor.errors import ExitCode, RedactorError, WriteError
from redactor.files import grouped
from redactor.verify import verify
from tests.audit.builders import SECRET, Document, Plan, clock, document, publish, run_info, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPERATIONS = ("open", "write", "fsync", "rename", "unlink", "ftruncate", "fchmod", "lseek", "close", "read")
DOCUMENTS = (document(Plan(hold=True)), document(Plan(serial="000007")), document())
# Written together: enough of them that the disk is asked for several at a time.
MORE = tuple(document(Plan(serial=f"00010{number}")) for number in range(4))


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count syncs without waiting for the disk: what they promise is the disk's to keep."""
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


class PowerCutError(BaseException):
    """The process is gone: nothing after this runs, no cleaning up either."""


class Disk:
    """Stands in for `os` inside `files`: counts operations, and fails from or at a given one."""

    def __init__(self, at: int, *, cut: bool) -> None:
        self.at, self.cut, self.count = at, cut, 0
        wrapped = {name: self.wrap(name, getattr(os, name)) for name in OPERATIONS}
        self.os = SimpleNamespace(**{**vars(os), **wrapped})

    def stand_in(self, patch: pytest.MonkeyPatch) -> None:
        for module in (files, grouped):
            patch.setattr(module, "os", self.os)

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if name == "close":  # the system closes files of a dead process
                real(*args)
                return None
            if self.cut and self.count > self.at:
                raise PowerCutError
            if self.count == self.at:
                if name == "write":  # half of it reached the disk
                    real(args[0], bytes(args[1])[: len(args[1]) // 2])
                if self.cut:
                    raise PowerCutError
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args, **kwargs)

        return operation


def run_all(out: Path) -> list[str]:
    """Write draft, other document and final copy; go on after an error as a batch does."""
    told = []
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        for made in DOCUMENTS:
            try:
                told.append(publish(store, made).document)
            except RedactorError as error:
                told.append(type(error).__name__)
        store.put_all([packed(store, made) for made in MORE])
    return told


def packed(store: audit.Store, made: Document) -> audit.Parcel:
    received = store.receive(made.name, made.data)
    return store.desk.pack(received, made.cable, made.findings, made.verdict, made.release)


def unrecorded(out: Path) -> list[str]:
    """Name the releases whose digest no whole line of the log has."""
    log = out / "audit.jsonl"
    whole = log.read_bytes().rpartition(b"\n")[0].splitlines() if log.exists() else []
    digests = {line["released"]["sha256"] for line in map(json.loads, whole) if line["type"] == "release"}
    releases = list(out.glob("*.txt")) if out.exists() else []
    return [path.name for path in releases if hashlib.sha256(path.read_bytes()).hexdigest() not in digests]


def operations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    disk = Disk(10**9, cut=False)
    with monkeypatch.context() as patch:
        disk.stand_in(patch)
        run_all(tmp_path / "counting" / "out")
    return disk.count


def finish(out: Path, done: Document = DOCUMENTS[2]) -> None:
    """Run again as a user would: what is finished is refused, all else is written."""
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        for made in (DOCUMENTS[1], done, *MORE):
            try:
                publish(store, made)
            except WriteError as error:
                assert "finished release" in error.message  # noqa: PT017 - some of them are finished


# What a crash leaves verifies, or is named incomplete: none of it looks tampered with.
LEFT = {ExitCode.DONE, ExitCode.INCOMPLETE}


@pytest.mark.parametrize("cut", [True, False], ids=["power cut", "failing disk"])
def test_every_file_operation_may_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """At every operation in turn: no unrecorded release, typed errors only, the next run mends all."""
    undisturbed = tmp_path / "undisturbed" / "out"
    run_all(undisturbed)
    total = operations(tmp_path, monkeypatch)
    assert total > 80
    for at in range(1, total + 1):
        out = tmp_path / str(at) / "out"
        with monkeypatch.context() as patch:
            Disk(at, cut=cut).stand_in(patch)
            with contextlib.suppress(PowerCutError, RedactorError):
                run_all(out)
        assert unrecorded(out) == [], at
        assert not (out / "audit.jsonl").exists() or verify(out).exit_code in LEFT, at
        finish(out)
        report = verify(out)
        assert report.exit_code == 0, (at, report.failures)
        for path in undisturbed.glob("*.txt"):
            assert (out / path.name).read_bytes() == path.read_bytes(), (at, path.name)


def test_a_torn_line_is_written_over(tmp_path: Path) -> None:
    """Bytes behind the last line end go; the log is as if they had never been there."""
    out, other = tmp_path / "a" / "out", tmp_path / "b" / "out"
    for folder in (out, other):
        write_run(folder, document())
    with (out / "audit.jsonl").open("ab") as log:
        log.write(b'{"torn')
    for folder in (out, other):
        write_run(folder, document(Plan(serial="000007")))
    assert (out / "audit.jsonl").read_bytes() == (other / "audit.jsonl").read_bytes()


def test_a_record_without_its_release_gets_it_and_no_second_line(tmp_path: Path) -> None:
    """Where a crash came between record and release, running again writes the file alone."""
    out = tmp_path / "out"
    write_run(out, document())
    log = (out / "audit.jsonl").read_bytes()
    (out / "08XANADU42.txt").unlink()
    write_run(out, document())
    assert (out / "08XANADU42.txt").read_text() == document().release.text
    assert (out / "audit.jsonl").read_bytes() == log


def test_a_lost_release_under_another_policy_version_gets_a_new_line(tmp_path: Path) -> None:
    """Where the run before was of another policy version the record is a new one that names the old."""
    out = tmp_path / "out"
    write_run(out, document(), run=run_info(detectors=(("rules", "0", "5" * 64),)))
    (out / "08XANADU42.txt").unlink()
    [published] = write_run(out, document())
    assert published.supersedes == 1
    assert verify(out).exit_code == 0


def test_a_crash_while_superseding_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old copy under the new line is what an earlier run wrote, no forgery: it is replaced."""
    out = tmp_path / "out"
    newer = document(Plan(own=(("banner", "UNCLASSIFIED"), ("stamp", "RELEASE IN PART CLASS, PRIVACY"))))
    write_run(out, document())
    write_whole = files.write_whole

    def crash(folder: files.Folder, name: str, data: bytes, *, private: bool = False) -> None:
        if name.endswith(".txt"):
            raise PowerCutError
        write_whole(folder, name, data, private=private)

    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", crash)
        with pytest.raises(PowerCutError):
            write_run(out, newer, supersede=True)
    assert (out / "08XANADU42.txt").read_text() == document().release.text
    [published] = write_run(out, newer)
    assert published.supersedes == 1
    assert verify(out).exit_code == 0


def test_one_document_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    """In a group the disk refuses one release: its record stands, all others are written, it is told by name."""
    out = tmp_path / "out"
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        publish(store, DOCUMENTS[1])
        (out / "08XANADU101.txt").mkdir()
        puts = store.put_all([packed(store, made) for made in MORE])
    assert [put.error is None for put in puts] == [True, False, True, True]
    assert [path.name for path in sorted(out.glob("*.txt")) if path.is_file()] == [
        "08XANADU100.txt",
        "08XANADU102.txt",
        "08XANADU103.txt",
        "08XANADU7.txt",
    ]
    (out / "08XANADU101.txt").rmdir()
    finish(out)
    assert verify(out).exit_code is ExitCode.DONE


def test_a_record_that_does_not_fit_keeps_no_other_from_the_log(tmp_path: Path) -> None:
    """One parcel of a group breaks the schema: it alone has no line, and the log goes on behind it."""
    out = tmp_path / "out"
    with audit.open_store(audit.destination(out), run_info(), clock=clock, secret=SECRET) as store:
        good, bad, last = (packed(store, made) for made in MORE[:3])
        puts = store.put_all([good, replace(bad, fields={**bad.fields, "text": "x"}), last])
    assert [type(put.error).__name__ for put in puts] == ["NoneType", "InternalError", "NoneType"]
    assert [line["type"] for line in audit.read_log(out / "audit.jsonl")] == ["run", "release", "release"]
    assert verify(out).exit_code is ExitCode.DONE


def test_custody_without_its_name_is_read_and_named_by_the_next_run(tmp_path: Path) -> None:
    """A crash came between the line and the name of its custody file: it verifies as it stands, and is mended."""
    out = tmp_path / "out"
    write_run(out, document())
    kept = tmp_path / "out.custody"
    named = kept / "000001-08XANADU42.json"
    named.rename(kept / files.temporary(named.name))
    (kept / files.temporary("000002-08XANADU43.json")).write_bytes(b"of a line that was never written")
    assert verify(out).exit_code is ExitCode.DONE
    write_run(out, DOCUMENTS[1])
    assert named.is_file()
    assert not [path for path in kept.iterdir() if files.is_temporary(path.name)]
    assert verify(out).exit_code is ExitCode.DONE
