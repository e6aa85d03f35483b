"""Several runs become one output: the same bytes as one run made, or every segment whole; else nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from redactor import audit, files
from redactor.audit import keys
from redactor.audit.note import Remark, note
from redactor.audit.unseal import Request, unseal
from redactor.errors import ExitCode, RedactorError, UsageError, WriteError
from redactor.files import staging
from redactor.model import Audience, AudienceKind
from redactor.verify import Kind, verify
from tests.audit.builders import SECRET, Plan, document, policy, publish, run_info
from tests.audit.merges import documents, merge, shards, tree, write_segment
from tests.audit.test_crash import Disk, PowerCutError

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = bytes(range(1, 33))
OURS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
THEIRS = keys.Signer("other.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.fixture(autouse=True)
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)


@pytest.mark.parametrize(("of", "folders"), [(2, False), (3, True), (7, False)])
def test_shards_under_one_secret_give_the_bytes_of_one_run(tmp_path: Path, of: int, folders: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """Log, checkpoint, releases, in a tree or not, and custody are those of the run that was not cut."""
    made = documents(7)
    whole = write_segment(tmp_path / "whole", made, folders=folders)
    out = tmp_path / "out"
    merge(shards(tmp_path, made, of, folders=folders)[::-1], out)
    assert verify(out).exit_code is ExitCode.DONE
    (out / "audit.manifest.jsonl").unlink()
    assert tree(out, audit.custody_of(out)) == tree(whole, audit.custody_of(whole))


def test_a_merge_verifies_at_every_level_that_it_can(tmp_path: Path) -> None:
    """Integrity of log and segments, completeness, custody, leak, and an older checkpoint of any segment."""
    parts = shards(tmp_path, documents(5), 2)
    out = tmp_path / "out"
    merged = merge(parts, out)
    assert (merged.segments, merged.documents, merged.secrets) == (2, 5, 1)
    for part in parts:
        report = verify(out, checkpoint=part / "audit.ckpt")
        assert report.exit_code is ExitCode.DONE, report.failures
        assert "2 segments" in report.levels[0].why


def test_secrets_of_their_own_keep_segments_whole(tmp_path: Path) -> None:
    """Where secrets differ each segment keeps its run, and each run its secret; all of it verifies."""
    parts = [
        write_segment(tmp_path / "a", documents(2)),
        write_segment(tmp_path / "b", [document(Plan(withheld="Brell spoke of rain."))], secret=OTHER),
        write_segment(tmp_path / "c", [document(Plan(withheld="Crell spoke of rain."))]),
    ]
    out = tmp_path / "out"
    assert merge(parts, out).secrets == 2
    assert verify(out).exit_code is ExitCode.DONE
    assert [line["run"] for line in audit.read_log(out / "audit.jsonl")] == [1, 1, 1, 2, 2, 3, 3]
    names = sorted(path.name for path in out.glob("*.txt"))
    assert names == ["08XANADU42-2.txt", "08XANADU42-3.txt", "08XANADU42.txt", "08XANADU7.txt"]
    opened = audit.custody_of(out)
    assert {stat.S_IMODE(path.stat().st_mode) for path in opened.iterdir()} == {0o600}
    assert stat.S_IMODE(opened.stat().st_mode) == 0o700


def test_a_log_of_several_secrets_is_not_gone_on_with(tmp_path: Path) -> None:
    """No one secret knows all its documents; under one secret the merged folder takes another run."""
    first = write_segment(tmp_path / "a", documents(1))
    for name, secret in (("b", OTHER), ("c", SECRET)):
        rest = write_segment(tmp_path / name, documents(2)[1:], secret=secret)
        out = tmp_path / f"out-{name}"
        merge([first, rest], out)
        more = documents(3)[2:]
        if secret is OTHER:
            with pytest.raises(UsageError, match="different custody secrets"):
                write_segment(out, more)
        else:
            write_segment(out, more)
        assert verify(out).exit_code is ExitCode.DONE


def test_runs_keep_their_times(tmp_path: Path) -> None:
    """Runs of another time stay runs of their own, with what they commit to under their new number."""
    late, early = write_segment(tmp_path / "b", documents(2)[1:]), tmp_path / "a"
    with audit.open_store(audit.destination(early), run_info(), secret=SECRET) as store:
        publish(store, documents(1)[0])
    out = tmp_path / "out"
    merge([late, early], out)
    runs = [line for line in audit.read_log(out / "audit.jsonl") if line["type"] == "run"]
    assert [run["run"] for run in runs] == [1, 2]
    assert runs[0]["parameters"] != runs[1]["parameters"]
    assert verify(out).exit_code is ExitCode.DONE


# --- what is refused ---------------------------------------------------------------------------


def one(path: Path, **changes: object) -> Path:
    return write_segment(path, documents(1), **changes)  # type: ignore[arg-type]


def two(path: Path, **changes: object) -> Path:
    return write_segment(path, documents(2)[1:], **changes)  # type: ignore[arg-type]


UNLIKE: tuple[tuple[dict[str, object], str], ...] = (
    ({"policy": policy(sha256="9" * 64)}, "another policy"),  # one byte of the policy differs
    ({"policy": policy("other")}, "another policy"),
    ({"policy": policy(audience=Audience(AudienceKind.PUBLIC, "foia"))}, "another audience"),
    ({"policy": policy(params={"case": "F-2026-2"})}, "other parameters"),
    ({"policy": policy(lists=())}, "other lists"),
    ({"as_of": dt.date(2026, 1, 2)}, "another as-of date"),
    ({"detectors": (("rules", "2", "4" * 64),)}, "other detectors"),
    ({"settings": {"country": "GBR"}}, "other settings"),
    ({"unproved": True}, "unproved"),
)


@pytest.mark.parametrize(("changes", "told"), UNLIKE)
def test_what_was_decided_otherwise_is_refused(tmp_path: Path, changes: dict[str, object], told: str) -> None:
    """Another policy, audience, date, detector or parameter is named, and nothing is made."""
    refused(tmp_path, UsageError, told, one(tmp_path / "a"), two(tmp_path / "b", **changes))


def refused(tmp_path: Path, kind: type[RedactorError], told: str, *parts: Path) -> None:
    """Check that a merge is refused with these words, and leaves nothing that could pass for an output."""
    with pytest.raises(kind, match=told):
        merge(parts, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "out.custody").exists()


SHARDS: tuple[tuple[list[int], str], ...] = (
    ([0, 2], "shard 2/3 is missing"),  # one forgotten
    ([0, 1], "shard 3/3 is missing"),  # the last forgotten
    ([0, 1, 2, 1], "given twice"),  # one folder twice
    ([0, 1, 2, 3], "a shard is given twice"),  # two folders of one shard
    ([0, 1, 2, 4], "not the shards of one batch"),  # one of another n
    ([0, 1, 2, 5], "not the shards of one batch"),  # one that is no shard
    ([6, 1, 2], "another list of inputs"),  # cut from another list
    ([0], "no merge"),  # alone
)


@pytest.mark.parametrize(("chosen", "told"), SHARDS)
def test_shards_must_be_all_of_one_batch_once(tmp_path: Path, chosen: list[int], told: str) -> None:
    """A shard that is missing, given twice, of another batch or of another list is told."""
    made = documents(9)
    parts = shards(tmp_path, made[:6], 3)
    parts.append(write_segment(tmp_path / "again", made[6:7], shard=(2, 3)))
    parts.append(write_segment(tmp_path / "other", made[7:8], shard=(4, 4)))
    parts.append(write_segment(tmp_path / "none", made[8:]))
    parts.append(write_segment(tmp_path / "list", made[:2], shard=(1, 3), inputs="6" * 64))
    refused(tmp_path, UsageError, told, *[parts[number] for number in chosen])


def test_a_document_in_two_segments_stands_once(tmp_path: Path) -> None:
    """Two shards were given the same document: the merge is, byte for byte, the batch that was never cut."""
    made = documents(4)
    parts = [
        write_segment(tmp_path / "s1", made[:3], shard=(1, 2)),
        write_segment(tmp_path / "s2", [made[0], made[3], made[1]], shard=(2, 2)),
    ]
    merge(parts, tmp_path / "out")
    whole = write_segment(tmp_path / "whole", made)
    out = tmp_path / "out"
    assert verify(out).exit_code is ExitCode.DONE
    (out / "audit.manifest.jsonl").unlink()
    assert tree(out, audit.custody_of(out)) == tree(whole, audit.custody_of(whole))


def test_two_records_of_one_document_are_refused_by_name(tmp_path: Path) -> None:
    """One document, decided otherwise, under another secret, or refused in one of two segments: both ids are told."""
    first = write_segment(tmp_path / "a", documents(3))
    again = document(
        Plan(
            withheld="Vell the 1th spoke.",
            serial="000007",
            own=(("banner", "UNCLASSIFIED"), ("stamp", "RELEASE IN PART CLASS, PRIVACY")),
        )
    )
    assert again.data == documents(3)[1].data
    other = write_segment(tmp_path / "b", [again])
    refused(
        tmp_path,
        UsageError,
        r"b: its 08XANADU7 stands in an earlier segment, too \(.*a: 08XANADU7\)",
        first,
        other,
    )
    under = write_segment(tmp_path / "c", documents(3)[1:], secret=OTHER)
    refused(tmp_path, UsageError, "its 08XANADU7 stands in an earlier segment", first, under)


@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_manifest_that_points_a_twin_elsewhere_is_told(tmp_path: Path, at: int) -> None:
    """A segment's line that the manifest leads to a run, to another release or out of the log does not verify."""
    made = documents(3)
    parts = [write_segment(tmp_path / "a", made[:2]), write_segment(tmp_path / "b", [made[2], made[0]])]
    merge(parts, tmp_path / "out")
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE
    path = tmp_path / "out/audit.manifest.jsonl"
    one_line, other = path.read_bytes().splitlines()
    moved = json.loads(other)
    assert [row["at"] for row in moved["lines"]] == [0, 3, 1]
    moved["lines"][2]["at"] = at
    path.write_bytes(one_line + b"\n" + audit.canonical(moved) + b"\n")
    assert verify(tmp_path / "out").exit_code is ExitCode.TAMPERED


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def swap(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"Rain", b"Hail").replace(b"Odile", b"Edile"))


BROKEN: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("b/audit.jsonl", cut),  # torn
    ("b/audit.jsonl", lambda path: path.write_bytes(path.read_bytes() + b'{"half')),  # a line not finished
    ("b/audit.ckpt", cut),
    ("b/audit.ckpt", Path.unlink),
    ("b/audit.jsonl", Path.unlink),
    ("b/08XANADU7.txt", swap),  # a release that somebody changed
    ("b/08XANADU7.txt", Path.unlink),
    ("b.custody/secret", cut),
    ("b.custody/secret", lambda path: path.write_bytes(OTHER)),
    ("b.custody/000001-08XANADU7.json", swap),
    ("b.custody/000000-run.json", Path.unlink),
)


@pytest.mark.parametrize(("name", "damage"), BROKEN, ids=range(len(BROKEN)))
def test_a_damaged_segment_is_not_merged(tmp_path: Path, name: str, damage: Callable[[Path], object]) -> None:
    """A merge reads every byte against log and commitments, whatever was verified before."""
    parts = [one(tmp_path / "a"), two(tmp_path / "b")]
    damage(tmp_path / name)
    refused(tmp_path, RedactorError, ".", *parts)


def test_no_output_is_written_over(tmp_path: Path) -> None:
    """What stands where the output or its custody should go stays, and is told."""
    parts = [one(tmp_path / "a"), two(tmp_path / "b")]
    for name in ("out", "out.custody"):
        (tmp_path / name).mkdir()
        with pytest.raises(WriteError, match="is there already"):
            merge(parts, tmp_path / "out")
        assert list((tmp_path / name).iterdir()) == []
        (tmp_path / name).rmdir()
    with pytest.raises(UsageError, match="lies in or around"):
        merge(parts, tmp_path / "a" / "out")
    for other in (tmp_path / "b" / "audit.jsonl", tmp_path / "none"):
        with pytest.raises(UsageError):
            merge([parts[0], other], tmp_path / "out")


def test_a_merge_of_merges_is_refused(tmp_path: Path) -> None:
    """A manifest names logs that were written by runs."""
    merge([one(tmp_path / "a"), two(tmp_path / "b")], tmp_path / "ab")
    rest = write_segment(tmp_path / "c", documents(3)[2:])
    refused(tmp_path, UsageError, "a merge already", tmp_path / "ab", rest)


def test_a_segment_in_use_is_refused(tmp_path: Path) -> None:
    """A run that is still writing holds its folder."""
    parts = [one(tmp_path / "a"), two(tmp_path / "b")]
    held = files.open_folder(tmp_path / "b")
    files.lock_folder(held)
    refused(tmp_path, WriteError, "another run", *parts)
    files.close_folder(held)


def test_signed_segments_need_a_key_and_keep_their_notes(tmp_path: Path) -> None:
    """A merge of signed logs is signed; a signature taken off the merge or off a segment's note is caught."""
    parts = [one(tmp_path / "a", signer=OURS), two(tmp_path / "b", signer=THEIRS)]
    refused(tmp_path, UsageError, "segments are signed", *parts)
    out = tmp_path / "out"
    merge(parts, out, signer=OURS)
    assert verify(out, keys=(OURS.verifier,)).exit_code is ExitCode.DONE
    note = out / "audit.ckpt"
    note.write_bytes(note.read_bytes().partition(b"\n\n")[0] + b"\n")
    assert {one.kind for one in verify(out).failures} == {Kind.WRONG_KEY}


def test_openings_and_replaced_lines_find_their_lines(tmp_path: Path) -> None:
    """What names another line by number names it in the merge, and removals open there as before."""
    first = two(tmp_path / "a", secret=OTHER)
    again = write_segment(tmp_path / "b", documents(1))
    write_segment(again, documents(1), supersede=True)
    asked = Request("08XANADU42", (1,), "R. Officer", "case 7")
    opened = unseal(audit.destination(again), asked)
    note(audit.destination(again), Remark("R. Officer", "seen", "08XANADU42"))
    out = tmp_path / "out"
    merge([first, again], out)
    lines = audit.read_log(out / "audit.jsonl")
    assert [line["type"] for line in lines] == [
        "run",
        "release",
        "run",
        "release",
        "run",
        "release",
        "unseal",
        "note",
    ]
    assert (lines[5]["supersedes"], lines[6]["line"]) == (3, 5)
    assert verify(out).exit_code is ExitCode.DONE
    assert unseal(audit.destination(out), asked)[0].text == opened[0].text


# --- crashes -----------------------------------------------------------------------------------


def patched(monkeypatch: pytest.MonkeyPatch, disk: Disk) -> None:
    for module in (files, staging):
        monkeypatch.setattr(module, "os", disk.os)


@pytest.mark.parametrize("dies", [True, False], ids=["killed", "failing disk"])
def test_a_merge_cut_short_leaves_no_half_output(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    dies: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    """At every file operation in turn: no output, or a whole one; the same command then makes the same bytes."""
    parts = [one(tmp_path / "a"), write_segment(tmp_path / "b", documents(2)[1:], secret=OTHER)]
    calm = tmp_path / "calm"
    with monkeypatch.context() as patch:
        disk = Disk(10**9, cut=False)
        patched(patch, disk)
        merge(parts, calm)
    expected = tree(calm, audit.custody_of(calm))
    assert disk.count > 60
    for at in range(1, disk.count + 1):
        out = tmp_path / str(at)
        with monkeypatch.context() as patch, contextlib.suppress(PowerCutError, RedactorError):
            patched(patch, Disk(at, cut=dies))
            merge(parts, out)
        assert not out.exists() or tree(out) == tree(calm), at
        merge(parts, out)
        assert tree(out, audit.custody_of(out)) == expected, at
        assert not list(tmp_path.glob(".*")), at
        assert merge(parts, out).again
