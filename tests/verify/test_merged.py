"""A merged log proves each of its segments; whatever is changed of manifest, log, segment or secret is caught."""

from __future__ import annotations

import hashlib
import json
import os
import runpy
import shutil
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor import audit, files
from redactor.audit import checkpoint, keys, merkle, shape
from redactor.audit.canonical import canonical
from redactor.cli.app import app
from redactor.errors import ExitCode
from redactor.verify import Kind, Level, verify
from redactor.verify.merged import check
from tests.audit.builders import Plan, document
from tests.audit.merges import documents, merge, shards, write_segment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OTHER = bytes(range(1, 33))
OURS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
MANIFEST = "audit.manifest.jsonl"
Lines = list[dict[str, Any]]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Merge two signed segments of two secrets: names collide, lines are renumbered."""
    place = tmp_path_factory.mktemp("merged")
    rest = [document(Plan(withheld="Brell spoke.")), document(Plan(serial="000007", withheld="Crell spoke."))]
    parts = [
        write_segment(place / "a", documents(1), signer=OURS),
        write_segment(place / "b", rest, secret=OTHER, signer=OURS),
    ]
    merge(parts, place / "out", signer=OURS)
    return place / "out"


@pytest.fixture
def out(merged: Path, tmp_path: Path) -> Path:
    """Give a copy to spoil."""
    for path in (merged, audit.custody_of(merged)):
        shutil.copytree(path, tmp_path / path.name)
    return tmp_path / "out"


def test_it_verifies(merged: Path) -> None:
    """Untouched, all that can run passes: six lines, two segments."""
    report = verify(merged, keys=(OURS.verifier,))
    assert report.exit_code is ExitCode.DONE, report.failures
    assert (report.documents, report.lines) == (3, 5)


EVERY_BIT = os.environ.get("HYPOTHESIS_PROFILE") == "many"


def test_every_bit_of_a_manifest_counts(merged: Path) -> None:
    """No bit of the manifest can be turned; by default each byte has one of its bits turned."""
    data = (merged / MANIFEST).read_bytes()
    records = audit.read_log(merged / "audit.jsonl")
    assert check(data, MANIFEST, records).failures == ()
    accepted = []
    for at in range(len(data)):
        for bit in range(8) if EVERY_BIT else (at % 8,):
            changed = bytearray(data)
            changed[at] ^= 1 << bit
            found = check(bytes(changed), MANIFEST, records).failures
            if ExitCode.TAMPERED not in {one.code for one in found}:
                accepted.append((at, bit))
    assert accepted == []


def test_a_manifest_fits_its_schema(merged: Path) -> None:
    """The shipped schema says of every line what the reader says."""
    schema = json.loads(files.package_data("audit-manifest-v1.schema.json"))
    for line in lines_of(merged):
        jsonschema.Draft202012Validator(schema).validate(line)
        assert shape.check_of("audit-manifest-v1.schema.json")(line)
        for odd in ({**line, "more": 1}, {**line, "size": -1}, {**line, "lines": []}):
            assert not jsonschema.Draft202012Validator(schema).is_valid(odd)
            assert not shape.check_of("audit-manifest-v1.schema.json")(odd)


def lines_of(out: Path) -> Lines:
    return [json.loads(line) for line in (out / MANIFEST).read_text(encoding="utf-8").splitlines()]


def put(out: Path, lines: Lines) -> None:
    (out / MANIFEST).write_bytes(b"".join(canonical(line) + b"\n" for line in lines))


def swap_segments(lines: Lines) -> Lines:
    return [{**lines[1], "segment": 1}, {**lines[0], "segment": 2}]


def third_segment(lines: Lines) -> Lines:
    more = [*lines, {**lines[1], "segment": 3}]
    return [{**line, "of": 3} for line in more]


def edit(number: int, **changes: Any) -> Callable[[Lines], Lines]:
    return lambda lines: [{**line, **changes} if at == number else line for at, line in enumerate(lines)]


def edit_line(number: int, at: int, **changes: Any) -> Callable[[Lines], Lines]:
    def edited(lines: Lines) -> Lines:
        lines[number]["lines"][at]["was"] |= changes
        return lines

    return edited


def drop_line(lines: Lines) -> Lines:
    lines[1]["lines"].pop()
    return [lines[0], {**lines[1], "size": lines[1]["size"] - 1}]


def swap_lines(lines: Lines) -> Lines:
    first, second = lines[1]["lines"][1:3]
    lines[1]["lines"][1:3] = [second, first]
    return lines


SPOILT: tuple[tuple[str, Callable[[Lines], Lines]], ...] = (
    ("a segment left out", lambda lines: lines[:1]),
    ("segments in another order", swap_segments),
    ("a segment twice", third_segment),
    ("another log's digest", edit(0, sha256="0" * 64)),
    (
        "a note without its signature",
        lambda lines: edit(1, note=lines[1]["note"].partition("\n\n")[0] + "\n")(lines),
    ),
    ("another segment's note", lambda lines: edit(1, note=lines[0]["note"])(lines)),
    ("a line fewer", drop_line),
    ("two lines swapped", swap_lines),
    ("an invented shard", edit_line(0, 0, shard={"index": 1, "of": 3})),
    ("a line that was another document", edit_line(1, 1, doc="08XANADU9")),
    ("a line that was not signed", edit_line(1, 0, signer=None)),
    ("a difference that is none", edit_line(0, 0, run=1)),
    ("a field that no merge changes", edit_line(1, 0, line=3)),
    ("a future version", edit(0, v=2)),
)


@pytest.mark.parametrize(("what", "spoil"), SPOILT, ids=[what for what, _ in SPOILT])
def test_a_spoilt_manifest_is_caught(out: Path, what: str, spoil: Callable[[Lines], Lines]) -> None:
    """Whatever a manifest says otherwise, integrity fails."""
    put(out, spoil(lines_of(out)))
    report = verify(out)
    assert report.exit_code is ExitCode.TAMPERED, what
    assert {one.level for one in report.failures} == {Level.INTEGRITY}


def test_a_manifest_that_is_gone_is_missed(out: Path) -> None:
    """A log of several custodies cannot do without."""
    (out / MANIFEST).unlink()
    assert verify(out).exit_code is ExitCode.TAMPERED
    (out / MANIFEST).mkdir()
    assert verify(out).exit_code is ExitCode.TAMPERED


def test_who_merges_cannot_rewrite_a_segment(out: Path) -> None:
    """The merge's own key signs the whole log, but each segment stands under its own: a forged line is caught."""
    log = out / "audit.jsonl"
    forged = log.read_bytes().replace(b'"held":false', b'"held":true', 1)
    lines, prev = [], "0" * 64
    for line in forged.splitlines():
        lines.append(canonical({**json.loads(line), "prev": prev}))
        prev = hashlib.sha256(lines[-1]).hexdigest()
    log.write_bytes(b"".join(line + b"\n" for line in lines))
    stated = checkpoint.parse((out / "audit.ckpt").read_bytes())
    root = merkle.root([merkle.leaf_hash(line) for line in lines])
    made = checkpoint.signed(checkpoint.Checkpoint(stated.origin, stated.size, root), OURS)
    (out / "audit.ckpt").write_bytes(made.note())
    found = [one for one in verify(out, keys=(OURS.verifier,)).failures if one.level is Level.INTEGRITY]
    assert found
    assert all(one.where.startswith(MANIFEST) for one in found if "audit.jsonl" not in one.where)


def test_another_secret_is_told(out: Path) -> None:
    """Each segment's secret must be there, and be the one that its runs name."""
    (path,) = audit.custody_of(out).glob("secret-*")
    path.write_bytes(bytes(32))
    assert {one.kind for one in verify(out).failures} == {Kind.WRONG_KEY}
    path.unlink()
    assert {one.kind for one in verify(out).failures} == {Kind.MISSING}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_verify_is_total_over_manifests(merged: Path, data: st.DataObject) -> None:
    """No manifest, however odd, makes verify raise, and no other than the one passes."""
    good = (merged / MANIFEST).read_bytes()
    at = data.draw(st.integers(0, len(good)))
    piece = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"\n", b"null", b"1e9", good[:300], b'{"at":9}'])
    )
    bad = good[:at] + piece + good[at + data.draw(st.integers(0, 30)) :]
    found = check(bad, MANIFEST, audit.read_log(merged / "audit.jsonl"))
    assert bool(found.failures) == (bad != good)


def test_a_merge_can_be_handed_out(merged: Path, tmp_path: Path) -> None:
    """An export of a merged log verifies with redactor and with the program that stands alone."""
    cut = tmp_path / "cut"
    done = CliRunner().invoke(app, ["audit", "export", str(merged), "-o", str(cut), "--public", "08XANADU7"])
    assert done.exit_code == 0
    alone = runpy.run_path(str(files.package_path("verify_release.py")))["main"]
    assert verify(cut).exit_code is ExitCode.DONE
    assert alone([str(cut)]) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["show", "--custody"],
        ["stats"],
        ["query", "--sql", "select count(*) from removals"],
        ["vaughn"],
        ["report", "-o", "{}.html", "--custody"],
        ["diff", "{}"],
    ],
    ids=lambda words: words[0],
)
def test_reports_read_a_merge(out: Path, words: list[str]) -> None:
    """What is made for one log reads a merged one."""
    told = [word.format(out) for word in words]
    done = CliRunner().invoke(app, ["audit", told[0], str(out), *told[1:]])
    assert done.exit_code in {0, 1}, done.output


def test_the_command_verifies_first(tmp_path: Path) -> None:
    """A segment that does not verify ends the merge with verify's own code; whole ones are merged, once."""
    parts = shards(tmp_path, documents(4), 2)
    words = ["audit", "merge", *map(str, parts), "-o", str(tmp_path / "out")]
    release = parts[1] / "08XANADU42.txt"
    kept = release.read_bytes()
    release.write_bytes(b"forged")
    broken = CliRunner().invoke(app, words)
    assert (broken.exit_code, (tmp_path / "out").exists()) == (ExitCode.TAMPERED, False)
    release.unlink()
    assert CliRunner().invoke(app, words).exit_code == ExitCode.INCOMPLETE
    release.write_bytes(kept)
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "4 releases of 2 segments, 5 lines, one custody secret" in done.stderr
    again = CliRunner().invoke(app, words)
    assert again.exit_code == 0
    assert "merged already" in again.stderr
