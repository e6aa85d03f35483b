"""A removal is opened alone, recorded first, and what is published of it fits the old log and nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor import audit
from redactor.audit import unseal
from redactor.audit.canonical import MalformedError
from redactor.cli.app import app
from redactor.errors import ExitCode, UsageError, WriteError
from redactor.verify import Kind, integrity, openings, verify
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path

DOC = "08XANADU42"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Make a run of two documents."""
    write_run(tmp_path / "out", document(), document(Plan(serial="000007")))
    return tmp_path / "out"


def asked(*numbers: int, **changes: str) -> unseal.Request:
    words = {"document": DOC, "actor": "A. Reviewer", "reason": "declassified by letter of May 3", **changes}
    return unseal.Request(numbers=numbers, **words)


def opened(out: Path, *numbers: int, **changes: str) -> tuple[unseal.Opening, ...]:
    return unseal.unseal(audit.destination(out), asked(*numbers, **changes))


def name_of(out: Path) -> int:
    """Give the number of the removal that holds the name."""
    lines = [json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()]
    (line,) = [line for line in lines if line.get("doc") == DOC]
    return next(int(row["n"]) for row in line["removals"] if row["kind"] == "entity")


def published(out: Path, tmp_path: Path) -> Path:
    path = tmp_path / "opening.json"
    path.write_bytes(unseal.to_file(opened(out, name_of(out))))
    return path


def test_an_opening_fits_the_old_log(out: Path, tmp_path: Path) -> None:
    """What was opened verifies against the log, whose line says who opened it and why."""
    path = published(out, tmp_path)
    (found,) = unseal.from_file(path.read_bytes())
    assert found.text == "Odile Brandt"
    assert verify(out, opening=path).exit_code is ExitCode.DONE
    line = json.loads((out / "audit.jsonl").read_bytes().splitlines()[-1])
    assert (line["type"], line["doc"], line["actor"]) == ("unseal", DOC, "A. Reviewer")
    assert b"Odile" not in (out / "audit.jsonl").read_bytes()


def test_every_bit_of_an_opening(out: Path, tmp_path: Path) -> None:
    """No bit of a published opening can change."""
    path = published(out, tmp_path)
    data = path.read_bytes()
    records = integrity.read((out / "audit.jsonl").read_bytes(), "log", merged=False).records
    assert not openings.check(path, records)
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        assert {failure.code for failure in openings.check(path, records)} == {ExitCode.TAMPERED}, bit


def test_an_opening_opens_one_removal_alone(out: Path, tmp_path: Path) -> None:
    """The nonce of one removal opens no other, of this document or of another with the same words."""
    (found,) = opened(out, name_of(out))
    lines = [json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()]
    commits = [row["commit"] for line in lines if line["type"] == "release" for row in line["removals"]]
    assert commits.count(found.commitment()) == 1
    other = unseal.Opening("08XANADU7", found.line + 1, found.number, found.nonce, found.text)
    path = tmp_path / "other.json"
    path.write_bytes(unseal.to_file([other]))
    assert verify(out, opening=path).exit_code is ExitCode.TAMPERED


def test_an_export_takes_openings_too(out: Path, tmp_path: Path) -> None:
    """Whoever holds one release and its proof can check what was opened of it."""
    path = published(out, tmp_path)
    done = CliRunner().invoke(
        app, ["audit", "export", str(out), "-o", str(tmp_path / "cut"), "--public", DOC]
    )
    assert done.exit_code == 0
    assert verify(tmp_path / "cut", opening=path).exit_code is ExitCode.DONE
    path.write_bytes(path.read_bytes().replace(b"Odile", b"Edile"))
    assert verify(tmp_path / "cut", opening=path).exit_code is ExitCode.TAMPERED


def test_the_log_goes_on_after_an_opening(out: Path, tmp_path: Path) -> None:
    """Another run, a replacement and another opening follow, and all of it verifies."""
    older = (out / "audit.ckpt").read_bytes()
    opened(out, name_of(out))
    write_run(out, document(Plan(rain="It snowed.")))
    write_run(out, document(), supersede=True)
    opened(out, 1)
    (tmp_path / "older.ckpt").write_bytes(older)
    assert verify(out, checkpoint=tmp_path / "older.ckpt").exit_code is ExitCode.DONE
    shown = CliRunner().invoke(app, ["audit", "show", str(out)])
    assert "opened #1 of line" in shown.stdout


# Words that the public log must not or cannot hold.
WORDS = [
    {"actor": ""},
    {"actor": " "},
    {"reason": ""},
    {"reason": "two\nlines"},
    {"reason": "x" * 501},
    {"actor": "y" * 201},
    {"reason": "\x1b[2J"},
    {"reason": "Odile Brandt may be named"},
    {"reason": "ODILE  BRANDT may be named"},
    {"actor": "Odile Brandt"},
    {"reason": "Brandt consented"},  # one word of the name
    {"reason": "asked for by O D I L E herself"},  # spaced letters
    {"reason": "Br\u0430ndt consented"},  # a letter of another script
    {"reason": "BRAN-DT"},  # parted
    {"reason": "Vell has died"},  # a name in a paragraph that was withheld whole
]


@pytest.mark.parametrize("changes", WORDS)
def test_words_that_the_log_must_not_hold(out: Path, changes: dict[str, str]) -> None:
    """An opening without who and why, or that repeats what was removed, is refused and not recorded."""
    before = (out / "audit.jsonl").read_bytes()
    with pytest.raises(UsageError) as raised:
        opened(out, name_of(out), **changes)
    assert (out / "audit.jsonl").read_bytes() == before
    assert "Odile" not in str(raised.value)


@pytest.mark.parametrize("numbers", [(), (99,), (1, 99), (1, 1), (0,)])
def test_a_removal_that_is_not_there(out: Path, numbers: tuple[int, ...]) -> None:
    """A number that the document does not have, or twice, opens nothing."""
    before = (out / "audit.jsonl").read_bytes()
    with pytest.raises(UsageError):
        opened(out, *numbers)
    with pytest.raises(UsageError):
        opened(out, 1, document="08XANADU99")
    assert (out / "audit.jsonl").read_bytes() == before


def test_damaged_custody_opens_nothing(out: Path) -> None:
    """Custody is held against the log before anything of it is given."""
    (path,) = out.with_name("out.custody").glob(f"000001-{DOC}.json")
    path.write_bytes(path.read_bytes().replace(b"Odile", b"Edile"))
    with pytest.raises(WriteError):
        opened(out, name_of(out))


def test_nothing_is_given_where_the_log_cannot_be_written(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record comes first: where it fails, the text stays closed."""

    def full(*_: object, **__: object) -> None:
        raise WriteError("no space left")

    monkeypatch.setattr("redactor.files.append", full)
    with pytest.raises(WriteError):
        opened(out, name_of(out))


def test_a_line_that_opens_what_is_not_there_is_caught(out: Path) -> None:
    """An unseal line that names no removal before it does not pass for one."""
    from tests.verify.test_tampering import rechain

    opened(out, 1)
    for change in ({"removals": [99]}, {"line": 0}, {"doc": "08XANADU7"}, {"line": 99}):
        data = (out / "audit.jsonl").read_bytes(), (out / "audit.ckpt").read_bytes()
        report = rechain(out, lambda records, change=change: records[-1].update(change))  # type: ignore[misc]
        assert Kind.ALTERED in {failure.kind for failure in report.failures}, change
        (out / "audit.jsonl").write_bytes(data[0])
        (out / "audit.ckpt").write_bytes(data[1])


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.sampled_from([b"{}\n", b'{"openings":[1],"type":"opening","v":1}\n']))
def test_any_other_bytes_are_no_opening(data: bytes) -> None:
    """Whatever is no file of openings is refused by a typed error."""
    with pytest.raises(MalformedError):
        unseal.from_file(data)


def test_the_command_writes_a_file_that_is_its_owners(out: Path, tmp_path: Path) -> None:
    """The opened text goes to a new file, closed to others, never among the releases, and only when told where."""
    words = ["audit", "unseal", str(out), DOC, str(name_of(out)), "--by", "A. Reviewer", "--reason", "letter"]
    assert CliRunner().invoke(app, words).exit_code == 2
    assert CliRunner().invoke(app, [*words, "-o", str(out / "o.json")]).exit_code == 2
    target = tmp_path / "o.json"
    assert CliRunner().invoke(app, [*words, "-o", str(target)]).exit_code == 0
    assert target.stat().st_mode & 0o777 == 0o600
    assert CliRunner().invoke(app, [*words, "-o", str(target)]).exit_code == 2
    shown = CliRunner().invoke(app, [*words, "--show-text"])
    assert "Odile Brandt" in shown.stdout
