"""Sealed custody opens for its reviewers alone, comes back byte for byte, and no bit of it can change."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from redactor import audit
from redactor.audit import key_files, sealed
from redactor.audit.canonical import MalformedError, canonical
from redactor.cli.app import app
from redactor.errors import ExitCode, InputRefusedError, UsageError, WriteError
from redactor.verify import State, verify
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path

ANN, BEN = sealed.new_reviewer("ann.example"), sealed.new_reviewer("ben.example")
INFO = b"redactor/sealed/v1"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Make a run of two documents."""
    write_run(tmp_path / "out", document(), document(Plan(serial="000007")))
    return tmp_path / "out"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def seal(out: Path, *reviewers: sealed.Reviewer) -> Path:
    place = audit.destination(out)
    sealed.seal_folder(place, reviewers or (ANN.reviewer, BEN.reviewer))
    return place.custody


@pytest.mark.parametrize("key", [ANN, BEN], ids=["first", "second"])
def test_each_reviewer_opens_it_byte_for_byte(out: Path, key: sealed.ReviewerKey) -> None:
    """Sealed and opened again, custody is what it was, and verifies as before."""
    place = audit.destination(out)
    before = contents(place.custody)
    seal(out)
    assert {name.endswith(".sealed") for name in contents(place.custody)} == {True}
    sealed.open_folder(place, key, place.custody)
    assert contents(place.custody) == before
    assert verify(out).exit_code is ExitCode.DONE


def test_nothing_removed_can_be_read_in_it(out: Path) -> None:
    """No removed word, no secret and no original name stands in a sealed folder."""
    secret = (out.with_name("out.custody") / "secret").read_bytes()
    whole = b"".join(contents(seal(out)).values())
    for word in (b"Odile", b"Vell", b"secret-name.txt", secret):
        assert word not in whole


def test_the_length_of_a_sealed_file_tells_only_its_magnitude(tmp_path: Path) -> None:
    """Two documents whose removed texts differ in length seal to files of one length."""
    sizes = set()
    for words in ("Ann.", "A much longer passage about the weir, its keeper, and what he is paid for."):
        out = tmp_path / str(len(words)) / "out"
        write_run(out, document(Plan(withheld=words)))
        sizes.add(tuple(len(data) for _, data in sorted(contents(seal(out)).items())))
    assert len(sizes) == 1


def test_nobody_else_opens_it(out: Path) -> None:
    """Another key, of the same name too, opens nothing and writes nothing."""
    place = audit.destination(out)
    kept = seal(out, ANN.reviewer)
    before = contents(kept)
    for key in (BEN, sealed.new_reviewer("ann.example")):
        with pytest.raises(InputRefusedError):
            sealed.open_folder(place, key, place.custody)
    assert contents(kept) == before


def test_no_run_goes_on_over_sealed_custody(out: Path) -> None:
    """A new run needs the secret: it is refused, and no new secret is made beside the sealed one."""
    kept = seal(out)
    before = contents(kept)
    with pytest.raises((UsageError, WriteError)):
        write_run(out, document(Plan(rain="It snowed.")))
    assert contents(kept) == before


def test_verify_says_that_custody_is_sealed(out: Path) -> None:
    """What can be proved without custody still is; sealed custody is no tampering, and no pass of its level."""
    kept = seal(out)
    report = verify(out)
    assert report.exit_code is ExitCode.DONE
    assert [level.state for level in report.levels[:3]] == [State.PASSED, State.PASSED, State.NOT_RUN]
    assert verify(out, custody=kept).exit_code is ExitCode.REFUSED
    (kept / "secret.sealed").unlink()
    assert verify(out).exit_code is ExitCode.TAMPERED


def test_files_that_changed_places_do_not_open(out: Path) -> None:
    """A sealed file is bound to its name, its log and its document: none passes for another."""
    place = audit.destination(out)
    kept = seal(out)
    first, second = sorted(kept.glob("00000[12]*.sealed"))
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    with pytest.raises(InputRefusedError):
        sealed.open_folder(place, ANN, place.custody)
    assert not (kept / "secret").exists()


def test_every_byte_of_a_sealed_file() -> None:
    """No bit of a sealed file can change, in another reviewer's part neither; all bits where many are asked for."""
    data = sealed.seal(b"what was removed", INFO, [ANN.reviewer, BEN.reviewer])
    assert sealed.unsealed(data, INFO, ANN) == b"what was removed"
    whole = os.environ.get("HYPOTHESIS_PROFILE") == "many"
    for bit in range(8 * len(data)) if whole else (8 * at + at % 8 for at in range(len(data))):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(MalformedError):
            sealed.unsealed(bytes(changed), INFO, (ANN, BEN)[bit % 2])


# Each changes a sealed file's object, and leaves it canonical.
CHANGES = [
    lambda whole: whole["to"].reverse(),
    lambda whole: whole["to"].pop(),
    lambda whole: whole["to"].append(whole["to"][0]),
    lambda whole: whole["to"][1].update(name="eve.example"),
    lambda whole: whole["to"][1].update(note="x"),
    lambda whole: whole.update(v=True),
    lambda whole: whole.update(v=2),
    lambda whole: whole.update(type="opening"),
    lambda whole: whole.update(note="x"),
    lambda whole: whole.update(to={}),
    lambda whole: whole.pop("data"),
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_who_it_is_sealed_to_is_bound_to_it(change: Any) -> None:
    """A reviewer who is taken off, added, moved or renamed is noticed by every other."""
    whole = json.loads(sealed.seal(b"what was removed", INFO, [ANN.reviewer, BEN.reviewer]))
    change(whole)
    with pytest.raises(MalformedError):
        sealed.unsealed(canonical(whole) + b"\n", INFO, ANN)


@given(data=st.binary(max_size=9000), info=st.binary(max_size=40))
def test_what_is_sealed_comes_back(data: bytes, info: bytes) -> None:
    """Any bytes come back under the same binding, and under no other; their length is a power of two."""
    made = sealed.seal(data, info, [BEN.reviewer])
    assert sealed.unsealed(made, info, BEN) == data
    with pytest.raises(MalformedError):
        sealed.unsealed(made, info + b"x", BEN)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80) | st.sampled_from([b'{"to":[1],"type":"sealed","v":1}\n', b"{}\n"]))
def test_any_other_bytes_are_a_typed_error(data: bytes) -> None:
    """Whatever lies in a sealed file or in a key's file, the answer is a typed no."""
    with pytest.raises(MalformedError):
        sealed.unsealed(data, INFO, ANN)
    for read in (sealed.read_reviewer, sealed.read_reviewer_key):
        with pytest.raises(MalformedError):
            read(data)


def test_sealing_that_was_cut_short_is_finished_by_the_next(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever sealing stops, no file is gone that is not sealed, and running it again finishes."""
    from redactor import files

    place = audit.destination(out)
    before = contents(place.custody)
    for stop in range(1, 12):
        calls = iter(range(stop))

        def failing(real: object) -> object:
            def call(*words: object, **named: object) -> object:
                if next(calls, None) is None:  # noqa: B023 - called before the next round
                    raise WriteError("cut short")
                return real(*words, **named)  # type: ignore[operator]

            return call

        with monkeypatch.context() as patch:
            for name in ("write_whole", "remove"):
                patch.setattr(files, name, failing(getattr(files, name)))
            try:
                sealed.seal_folder(place, [ANN.reviewer])
            except WriteError:
                there = set(contents(place.custody))
                assert all(name in there or f"{name}.sealed" in there for name in before)
        if (place.custody / "secret").exists():
            sealed.seal_folder(place, [ANN.reviewer])
        sealed.open_folder(place, ANN, place.custody)
        assert contents(place.custody) == before


def test_the_commands_seal_and_open(out: Path, tmp_path: Path) -> None:
    """Keys are made, custody is sealed, opened into a folder of its own and verified from there."""
    run = CliRunner()
    assert (
        run.invoke(app, ["audit", "keygen", "ann.example", "--reviewer", "-o", str(tmp_path)]).exit_code == 0
    )
    public, private = tmp_path / "ann.example.pub", tmp_path / "ann.example.key"
    assert private.stat().st_mode & 0o777 == 0o600
    assert run.invoke(app, ["audit", "seal", str(out), "--to", str(private)]).exit_code == 2
    assert run.invoke(app, ["audit", "seal", str(out)]).exit_code == 2
    assert run.invoke(app, ["audit", "seal", str(out), "--to", str(public)]).exit_code == 0
    assert run.invoke(app, ["audit", "seal", str(out), "--to", str(public)]).exit_code == 2
    inside = ["audit", "seal", str(out), "--open", str(private), "--into", str(out / "custody")]
    assert run.invoke(app, inside).exit_code == 2
    into = tmp_path / "opened"
    opened = run.invoke(app, ["audit", "seal", str(out), "--open", str(private), "--into", str(into)])
    assert opened.exit_code == 0
    assert into.stat().st_mode & 0o777 == 0o700
    assert verify(out, custody=into).exit_code is ExitCode.DONE
    private.chmod(0o640)
    assert run.invoke(app, ["audit", "seal", str(out), "--open", str(private)]).exit_code == 2


def test_a_private_key_shows_itself_nowhere() -> None:
    """Neither repr nor the public half of a key holds its private half."""
    secret = ANN.private_text().rpartition("+")[2]
    assert secret not in repr(ANN)
    assert secret not in ANN.reviewer.text()
    assert key_files.PRIVATE_SUFFIX == ".key"
