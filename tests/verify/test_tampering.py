"""Lines and files deleted, swapped, repeated, cut, moved or forged: each is caught and named."""

from __future__ import annotations

import itertools
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from redactor.audit import canonical, checkpoint, log
from redactor.audit.merkle import leaf_hash, root
from redactor.errors import ExitCode
from redactor.verify import Kind, Level, State, VerifyReport, verify
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLANS = (Plan(), Plan(serial="000007", hold=True), Plan(rain="It snowed."))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: three documents, one of them a draft that the second run finished."""
    out = tmp_path_factory.mktemp("template") / "out"
    write_run(out, *map(document, PLANS))
    write_run(out, document(Plan(serial="000007")))
    assert verify(out).exit_code is ExitCode.DONE
    return out


@pytest.fixture
def out(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out"


def kinds(report: VerifyReport) -> set[Kind]:
    return {failure.kind for failure in report.failures}


def rewrite(out: Path, change: Callable[[list[bytes]], list[bytes]]) -> VerifyReport:
    """Change the log's lines and leave all else."""
    path = out / "audit.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in change(path.read_bytes().splitlines())))
    return verify(out)


def rechain(out: Path, change: Callable[[list[dict[str, Any]]], None]) -> VerifyReport:
    """Forge: change records, link and number them anew, write checkpoints that fit."""
    path = out / "audit.jsonl"
    records = [json.loads(line) for line in path.read_bytes().splitlines()]
    change(records)
    lines: list[bytes] = []
    for seq, record in enumerate(records):
        record |= {"seq": seq, "prev": log.line_digest(lines[-1]) if lines else log.FIRST}
        if record["type"] == "run" and record["prior_checkpoint"] is not None:
            record["prior_checkpoint"] = stated(out, lines).digest()
        lines.append(canonical(record))
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    (out / "audit.ckpt").write_bytes(stated(out, lines).note())
    return verify(out)


def stated(out: Path, lines: list[bytes]) -> checkpoint.Checkpoint:
    origin = checkpoint.parse((out / "audit.ckpt").read_bytes()).origin
    return checkpoint.Checkpoint(origin, len(lines), root([leaf_hash(line) for line in lines]))


# --- the log -----------------------------------------------------------------------------------


@pytest.mark.parametrize("index", range(6))
def test_a_deleted_line_is_named(out: Path, index: int) -> None:
    """A line taken out is missing, the last one cut off is a truncation."""
    report = rewrite(out, lambda lines: lines[:index] + lines[index + 1 :])
    assert report.exit_code is ExitCode.TAMPERED
    assert (Kind.TRUNCATED if index == 5 else Kind.MISSING) in kinds(report)


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(range(6), 2)))
def test_swapped_lines_are_named(out: Path, first: int, second: int) -> None:
    """Two lines that changed places are reordered."""

    def swap(lines: list[bytes]) -> list[bytes]:
        lines[first], lines[second] = lines[second], lines[first]
        return lines

    report = rewrite(out, swap)
    assert report.exit_code is ExitCode.TAMPERED
    assert Kind.REORDERED in kinds(report)


@pytest.mark.parametrize(("index", "at"), list(itertools.product(range(6), range(7))))
def test_a_repeated_line_is_named(out: Path, index: int, at: int) -> None:
    """A line that stands twice is caught wherever the second one stands."""
    report = rewrite(out, lambda lines: [*lines[:at], lines[index], *lines[at:]])
    assert report.exit_code is ExitCode.TAMPERED
    assert kinds(report) & {Kind.DUPLICATED, Kind.REORDERED, Kind.MISSING}


def test_a_log_cut_at_any_byte_is_caught(out: Path) -> None:
    """No prefix of the log passes for the log."""
    path = out / "audit.jsonl"
    data = path.read_bytes()
    for size in range(0, len(data), 29):
        path.write_bytes(data[:size])
        assert verify(out).exit_code is ExitCode.TAMPERED


def test_an_older_checkpoint_is_stale(out: Path, template: Path, tmp_path: Path) -> None:
    """A checkpoint that the log has outgrown is 11: a run was interrupted, or somebody put it back."""
    other = tmp_path / "other" / "out"
    write_run(other, *map(document, PLANS))
    (out / "audit.ckpt").write_bytes((other / "audit.ckpt").read_bytes())
    report = verify(out)
    assert kinds(report) == {Kind.STALE_CHECKPOINT}
    assert report.exit_code is ExitCode.INCOMPLETE
    assert verify(template, checkpoint=other / "audit.ckpt").levels[-1].state is State.PASSED


def test_an_older_checkpoint_catches_a_rewritten_log(out: Path, tmp_path: Path) -> None:
    """A checkpoint kept elsewhere catches even a log that was forged whole."""
    kept = tmp_path / "kept.ckpt"
    shutil.copy(out / "audit.ckpt", kept)
    shutil.rmtree(out.with_name("out.custody"))
    report = rechain(out, lambda records: records[1].update(level="SBU"))
    assert report.exit_code is ExitCode.DONE  # an unsigned log alone cannot tell: docs say so
    report = verify(out, checkpoint=kept)
    assert report.exit_code is ExitCode.TAMPERED
    assert [result.state for result in report.levels if result.level is Level.APPEND_ONLY] == [State.FAILED]


def test_a_missing_checkpoint_is_incomplete(out: Path) -> None:
    """Without its checkpoint a log's end is not proved."""
    (out / "audit.ckpt").unlink()
    report = verify(out)
    assert (report.exit_code, kinds(report)) == (ExitCode.INCOMPLETE, {Kind.MISSING})


def test_another_logs_checkpoint_is_caught(out: Path) -> None:
    """Origin and root belong to one log."""
    path = out / "audit.ckpt"
    ours = checkpoint.parse(path.read_bytes())
    path.write_bytes(checkpoint.Checkpoint("redactor/foia/x", ours.size, ours.root).note())
    assert verify(out).exit_code is ExitCode.TAMPERED


REMOVAL = (1, "removals", 0)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ((*REMOVAL, "marking"), "U"),  # the removed text was of another level
        ((*REMOVAL, "rules"), ["another"]),  # another rule removed it
        ((*REMOVAL, "authorities"), ["B1"]),  # on another ground
        ((*REMOVAL, "commit"), "0" * 64),  # another text was removed
        ((*REMOVAL, "at"), 1),  # somewhere else
        ((*REMOVAL, "held"), True),  # it awaits a person
        ((1, "removals"), []),  # nothing was removed
        ((1, "own", 0, "len"), 5),  # we wrote less
        ((1, "banner"), "CONFIDENTIAL"),  # under another banner
        ((1, "source"), "0" * 64),  # of another document
        ((1, "doc"), "08OTHER1"),  # under another name
        ((1, "released", "name"), "08OTHER1.txt"),  # in another file
        ((5, "supersedes"), 1),  # it replaced another
        ((3, "run"), 2),  # in another run
        ((0, "custody_key"), "0" * 64),  # under another secret
        ((4, "prior_checkpoint"), None),  # after nothing
        ((4, "as_of"), "2016-01-01"),  # as of another date
    ],
)
def test_a_forged_record_is_caught_with_custody(out: Path, path: tuple[Any, ...], value: Any) -> None:
    """A log rewritten whole, chain and checkpoint too, contradicts custody or the release."""

    def forge(records: list[dict[str, Any]]) -> None:
        where: Any = records
        for step in path[:-1]:
            where = where[step]
        where[path[-1]] = value

    assert rechain(out, forge).exit_code is ExitCode.TAMPERED


@pytest.mark.parametrize("index", [1, 4])
def test_a_line_forged_away_is_caught(out: Path, index: int) -> None:
    """A release that was never logged, a run that nobody started: numbers and links do not hide it."""

    def forge(records: list[dict[str, Any]]) -> None:
        del records[index]

    assert rechain(out, forge).exit_code is ExitCode.TAMPERED


# --- files -------------------------------------------------------------------------------------


def test_files_that_are_gone_strange_or_moved_are_named(out: Path) -> None:
    """Missing and extra are 11; a release under another's name is 10."""
    text = (out / "08XANADU42.txt").read_bytes()
    (out / "08XANADU42.txt").rename(out / "elsewhere.txt")
    assert kinds(verify(out)) == {Kind.MISSING, Kind.MOVED}
    (out / "elsewhere.txt").rename(out / "08XANADU42.txt")
    (out / "notes").mkdir()
    report = verify(out)
    assert (report.exit_code, kinds(report)) == (ExitCode.INCOMPLETE, {Kind.EXTRA})
    (out / "notes").rmdir()
    (out / "08XANADU7.txt").write_bytes(text)
    report = verify(out)
    assert (report.exit_code, kinds(report)) == (ExitCode.TAMPERED, {Kind.MOVED})
    (out / "08XANADU7.txt").write_bytes(text[:-1])
    assert kinds(verify(out)) == {Kind.TRUNCATED}


def test_a_link_in_place_of_a_release_is_tampering(out: Path) -> None:
    """A release must be a regular file even where the link leads to its bytes."""
    (out / "08XANADU42.txt").rename(out.parent / "moved")
    (out / "08XANADU42.txt").symlink_to(out.parent / "moved")
    assert verify(out).exit_code is ExitCode.TAMPERED


def test_custody_files_gone_or_swapped_are_tampering(out: Path) -> None:
    """Custody is compared before it is read, and broken custody is 10 in every way."""
    kept = out.with_name("out.custody")
    first, second = kept / "000001-08XANADU42.json", kept / "000003-08XANADU42-2.json"
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert verify(out).exit_code is ExitCode.TAMPERED
    first.write_bytes(one)
    second.unlink()
    assert verify(out).exit_code is ExitCode.TAMPERED
    second.write_bytes(two)
    (kept / "secret").unlink()
    assert verify(out).exit_code is ExitCode.TAMPERED


def test_custody_of_another_run_is_the_wrong_key(out: Path, tmp_path: Path) -> None:
    """A custody with another secret opens nothing."""
    shutil.copytree(out.with_name("out.custody"), tmp_path / "kept")
    (tmp_path / "kept" / "secret").write_bytes(b"x" * 32)
    report = verify(out, custody=tmp_path / "kept")
    assert (report.exit_code, kinds(report)) == (ExitCode.TAMPERED, {Kind.WRONG_KEY})


def test_the_wrong_source_is_tampering(out: Path, tmp_path: Path) -> None:
    """A source that is no document's original is 10; one that is not there is 3."""
    source = tmp_path / "source.txt"
    source.write_bytes(document(Plan(withheld="Something else.")).data)
    assert verify(out, source=source).exit_code is ExitCode.TAMPERED
    assert verify(out, source=tmp_path / "none").exit_code is ExitCode.REFUSED
    source.write_bytes(document(Plan(serial="000007")).data)
    assert verify(out, source=source).exit_code is ExitCode.DONE
    assert verify(out / "08XANADU42.txt", source=source).exit_code is ExitCode.TAMPERED
