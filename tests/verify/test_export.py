"""An export proves its releases without the rest of the log; two verifiers agree on every change to it."""

from __future__ import annotations

import os
import runpy
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor import audit, files
from redactor.audit import keys
from redactor.cli.app import app
from redactor.errors import ExitCode, InputRefusedError, UsageError
from redactor.report import export
from redactor.verify import Kind, State, verify
from tests.audit.builders import Plan, document, run_info, write_run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
THEIRS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
ALONE: Callable[..., int] = runpy.run_path(str(files.package_path("verify_release.py")))["main"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a signed log of two runs: two releases, a draft, one that a later line replaced."""
    place = tmp_path_factory.mktemp("whole") / "out"
    signed = run_info(signer=OURS)
    write_run(place, document(), document(Plan(serial="000007")), run=signed)
    write_run(place, document(), run=signed, supersede=True)
    return place


@pytest.fixture
def cut(out: Path, tmp_path: Path) -> Path:
    """Export one release, and lay the key beside."""
    (tmp_path / "key.pub").write_text(OURS.verifier.text() + "\n", encoding="ascii")
    folder = tmp_path / "cut"
    done = CliRunner().invoke(app, ["audit", "export", str(out), "-o", str(folder), "--public", "08XANADU42"])
    assert done.exit_code == 0
    return folder


def judged(folder: Path) -> tuple[ExitCode, int]:
    """Give what redactor and the program that stands alone say."""
    key = folder.parent / "key.pub"
    return verify(folder, keys=(OURS.verifier,)).exit_code, ALONE([str(folder), str(key)])


def test_an_export_verifies_with_both(cut: Path) -> None:
    """An untouched export holds, for redactor and for the program beside it, with the key and without."""
    assert judged(cut) == (ExitCode.DONE, 0)
    assert verify(cut).exit_code is ExitCode.DONE
    assert ALONE([str(cut)]) == 0
    states = [level.state for level in verify(cut).levels]
    assert states == [State.PASSED, State.PASSED, *[State.NOT_RUN] * 4]


@pytest.mark.parametrize(("signer", "asks"), [(OURS, True), (None, False)])
def test_the_next_command_asks_for_a_key_of_a_signed_log_alone(
    tmp_path: Path, signer: keys.Signer | None, *, asks: bool
) -> None:
    """Held to a key, an unsigned export fails: nobody is told to type that."""
    write_run(tmp_path / "out", document(), run=run_info(signer=signer))
    done = CliRunner().invoke(app, ["audit", "export", str(tmp_path / "out"), "-o", str(tmp_path / "cut")])
    assert ("KEY.pub" in done.stderr) == asks
    assert f"redactor verify {tmp_path / 'cut'}" in done.stderr


def test_an_export_holds_nothing_of_other_documents(cut: Path) -> None:
    """What is handed out names no other release and holds no custody."""
    assert {path.name for path in cut.iterdir()} == {
        "08XANADU42.txt",
        "audit.ckpt",
        "audit.export.json",
        "verify_release.py",
    }
    assert b"08XANADU7" not in (cut / "audit.export.json").read_bytes()
    assert b"Odile" not in b"".join(path.read_bytes() for path in cut.iterdir())


EVERY = os.environ.get("HYPOTHESIS_PROFILE") == "many"
"""All bits take a minute; by default every bit of the checkpoint, and one of every fifth byte of the rest."""


@pytest.mark.parametrize("name", ["08XANADU42.txt", "audit.ckpt", "audit.export.json"])
def test_every_bit_of_an_export_but_its_program(cut: Path, name: str) -> None:
    """No bit of the release, the checkpoint or the proofs can change: both verifiers catch each."""
    data = (cut / name).read_bytes()
    whole = EVERY or name == "audit.ckpt"
    for bit in range(8 * len(data)) if whole else (8 * at + at % 8 for at in range(0, len(data), 5)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        (cut / name).write_bytes(changed)
        assert judged(cut) == (ExitCode.TAMPERED, 10), bit


@pytest.mark.parametrize("name", ["08XANADU42.txt", "audit.ckpt", "audit.export.json"])
def test_a_missing_file_is_caught(cut: Path, name: str) -> None:
    """A file taken out leaves nothing that verifies."""
    (cut / name).unlink()
    ours, alone = judged(cut)
    assert ours is not ExitCode.DONE
    assert alone == 10


def test_an_extra_file_is_caught(cut: Path) -> None:
    """A file that no line speaks of is named: it was not released."""
    (cut / "08XANADU7.txt").write_bytes(b"UNCLASSIFIED\n")
    assert judged(cut) == (ExitCode.INCOMPLETE, 10)


def test_another_program_beside_is_named(cut: Path) -> None:
    """A program that is not the one that ships is named: whoever runs it trusts it."""
    (cut / "verify_release.py").write_text("print('all is well')\n", encoding="utf-8")
    assert {failure.kind for failure in verify(cut).failures} == {Kind.TOOL}


def test_another_key_of_that_name_is_caught(cut: Path, tmp_path: Path) -> None:
    """The checkpoint must be signed by the very key, not by one of its name."""
    (tmp_path / "key.pub").write_text(THEIRS.verifier.text(), encoding="ascii")
    assert verify(cut, keys=(THEIRS.verifier,)).exit_code is ExitCode.TAMPERED
    assert ALONE([str(cut), str(tmp_path / "key.pub")]) == 10


def change(data: dict[str, Any], how: str) -> None:
    """Change the proofs in a way that keeps them well formed."""
    lines = data["lines"]
    match how:
        case "swap":
            lines.reverse()
        case "drop-run":
            del lines[0]
        case "repeat":
            lines.append(lines[-1])
        case "renumber":
            lines[-1]["seq"] += 1
        case "short":
            lines[-1]["proof"].pop()
        case "long":
            lines[-1]["proof"].append("00" * 32)
        case "other":
            lines[-1]["line"] = lines[0]["line"]
        case "key":
            lines[-1]["note"] = "x"
        case "version":
            data["v"] = 2


@pytest.mark.parametrize(
    "how", ["swap", "drop-run", "repeat", "renumber", "short", "long", "other", "key", "version"]
)
def test_changed_proofs_are_caught(cut: Path, how: str) -> None:
    """Proofs that are out of order, of another line, too long, too short or of a run that is gone do not hold."""
    import json

    path = cut / "audit.export.json"
    data = json.loads(path.read_bytes())
    change(data, how)
    path.write_bytes(audit.canonical(data) + b"\n")
    assert verify(cut).exit_code is not ExitCode.DONE


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.sampled_from([b"[" * 5000, b'{"lines":[{}],"type":"export","v":1}\n', b"{}\n"])
)
def test_any_other_bytes_are_a_typed_failure(cut: Path, data: bytes) -> None:
    """Whatever lies in its files, both verifiers answer, and the answer is no."""
    for name in ("audit.export.json", "audit.ckpt"):
        path = cut / name
        before = path.read_bytes()
        path.write_bytes(data)
        ours, alone = judged(cut)
        path.write_bytes(before)
        assert ours is not ExitCode.DONE
        assert alone == 10


def test_the_program_checks_a_whole_folder_too(out: Path, tmp_path: Path) -> None:
    """An output folder with its whole log holds, and a line cut off does not."""
    folder = tmp_path / "out"
    shutil.copytree(out, folder)
    (tmp_path / "key.pub").write_text(OURS.verifier.text(), encoding="ascii")
    assert judged(folder) == (ExitCode.DONE, 0)
    log = folder / "audit.jsonl"
    log.write_bytes(b"".join(line + b"\n" for line in log.read_bytes().splitlines()[:-1]))
    assert judged(folder) == (ExitCode.TAMPERED, 10)


@pytest.mark.parametrize("name", ["08XANADU42.txt", "audit.jsonl", "audit.ckpt"])
def test_what_does_not_verify_is_not_exported(out: Path, tmp_path: Path, name: str) -> None:
    """An export of damaged files would carry the damage on: it is refused."""
    folder = tmp_path / "out"
    shutil.copytree(out, folder)
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data.replace(b"XANADU", b"XANADV").replace(b"\n5\n", b"\n4\n"))
    with pytest.raises(InputRefusedError):
        export.export(folder, ())


def test_a_draft_is_not_exported(tmp_path: Path) -> None:
    """Neither a draft nor a document that is not there can be handed out."""
    write_run(tmp_path / "out", document(Plan(hold=True)))
    assert export.export(tmp_path / "out", ()).documents == 0
    with pytest.raises(UsageError):
        export.export(tmp_path / "out", ["08XANADU42"])


def test_an_export_goes_to_a_folder_of_its_own(out: Path, tmp_path: Path) -> None:
    """Everything in the folder is handed out: it must be new or empty, and apart from the output."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "note.txt").write_text("x", encoding="utf-8")
    for place in (tmp_path / "used", out / "cut", out.parent):
        assert CliRunner().invoke(app, ["audit", "export", str(out), "-o", str(place)]).exit_code == 2
    assert not (out / "cut").exists()
