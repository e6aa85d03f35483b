"""A signed checkpoint says whose log it is; what lost its signature or bears another's is caught."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from redactor import audit
from redactor.audit import checkpoint, keys
from redactor.audit.canonical import MalformedError
from redactor.errors import ExitCode, InputRefusedError, UsageError, WriteError
from redactor.verify import Kind, integrity, verify
from tests.audit.builders import Plan, document, run_info, write_run

if TYPE_CHECKING:
    from pathlib import Path

OURS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
THEIRS = keys.Signer("records.example", Ed25519PrivateKey.from_private_bytes(bytes(32)))
BODY = b"redactor/public/abc\n3\nAAAA\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Write a signed run of one document."""
    write_run(tmp_path / "out", document(), run=run_info(signer=OURS))
    return tmp_path / "out"


def resign(out: Path, *signers: keys.Signer) -> None:
    """Put other signatures under the checkpoint."""
    path = out / "audit.ckpt"
    stated = checkpoint.parse(path.read_bytes())
    lines = tuple(signer.sign(stated.body()) for signer in signers)
    path.write_bytes(checkpoint.Checkpoint(stated.origin, stated.size, stated.root, lines).note())


def test_the_right_key_verifies(out: Path) -> None:
    """A log verifies against the key that signed it, and without any."""
    assert verify(out, keys=(OURS.verifier,)).exit_code is ExitCode.DONE
    assert verify(out).exit_code is ExitCode.DONE
    assert verify(out, checkpoint=out / "audit.ckpt", keys=(OURS.verifier,)).exit_code is ExitCode.DONE


@pytest.mark.parametrize("signers", [(), (THEIRS,)])
def test_a_checkpoint_without_its_signature_is_caught(out: Path, signers: tuple[keys.Signer, ...]) -> None:
    """A signature taken off, or replaced by another key's of the same name, is caught with and without a key."""
    resign(out, *signers)
    for wanted in ((), (OURS.verifier,)):
        report = verify(out, keys=wanted)
        assert report.exit_code is ExitCode.TAMPERED
        assert {failure.kind for failure in report.failures} == {Kind.WRONG_KEY}


def test_every_wanted_key_must_have_signed(out: Path) -> None:
    """A second officer's signature is asked for, missed, and found once it stands there."""
    wanted = (OURS.verifier, THEIRS.verifier)
    assert verify(out, keys=wanted).exit_code is ExitCode.TAMPERED
    resign(out, OURS, THEIRS)
    assert verify(out, keys=wanted).exit_code is ExitCode.DONE


def test_an_unsigned_log_is_not_the_key_holders(tmp_path: Path) -> None:
    """A log without a signature fails where a key is wanted: it may have been written anew by anyone."""
    write_run(tmp_path / "out", document())
    assert verify(tmp_path / "out").exit_code is ExitCode.DONE
    assert verify(tmp_path / "out", keys=(OURS.verifier,)).exit_code is ExitCode.TAMPERED


def test_an_older_checkpoint_must_be_signed_too(out: Path, tmp_path: Path) -> None:
    """The checkpoint of the append-only level is held to the same keys."""
    older = tmp_path / "older.ckpt"
    stated = checkpoint.parse((out / "audit.ckpt").read_bytes())
    older.write_bytes(checkpoint.Checkpoint(stated.origin, stated.size, stated.root).note())
    assert verify(out, checkpoint=older).exit_code is ExitCode.TAMPERED
    assert verify(out, checkpoint=older, keys=(OURS.verifier,)).exit_code is ExitCode.TAMPERED


def test_every_bit_of_a_signed_checkpoint(out: Path) -> None:
    """No bit of a signed checkpoint can change, whether or not the reader holds the key."""
    data = (out / "audit.ckpt").read_bytes()
    reading = integrity.read((out / "audit.jsonl").read_bytes(), "log", merged=False)
    for wanted in ((), (OURS.verifier,)):
        assert not integrity.check_checkpoint(data, "ckpt", reading, wanted)
        for bit in range(8 * len(data)):
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            failures = integrity.check_checkpoint(bytes(changed), "ckpt", reading, wanted)
            assert ExitCode.TAMPERED in {failure.code for failure in failures}, bit


@pytest.mark.parametrize("signer", [None, THEIRS])
def test_a_signed_log_is_continued_by_its_key_alone(out: Path, signer: keys.Signer | None) -> None:
    """A run without the key, or with another, adds nothing to a signed log."""
    before = (out / "audit.jsonl").read_bytes()
    with pytest.raises(UsageError):
        write_run(out, document(Plan(serial="000007")), run=run_info(signer=signer))
    assert (out / "audit.jsonl").read_bytes() == before


def test_a_log_can_become_signed(tmp_path: Path) -> None:
    """A run with a key continues an unsigned log, and signs all of it from then on."""
    out = tmp_path / "out"
    write_run(out, document())
    write_run(out, document(Plan(serial="000007")), run=run_info(signer=OURS))
    assert verify(out, keys=(OURS.verifier,)).exit_code is ExitCode.DONE


def test_a_damaged_signature_stops_the_next_run(out: Path) -> None:
    """Evidence is not written over: a checkpoint that lost its signature stops the next run."""
    resign(out, THEIRS)
    with pytest.raises(WriteError):
        write_run(out, document(Plan(serial="000007")), run=run_info(signer=OURS))


# --- keys --------------------------------------------------------------------------------------


def test_keys_are_spelt_as_signed_notes_spell_them() -> None:
    """A key has the form NAME+HASH+BASE64 of the C2SP signed note, its hash over name, line end, type, key."""
    import base64
    import hashlib

    typed = b"\x01" + OURS.verifier.key
    hashed = hashlib.sha256(b"records.example\n" + typed).hexdigest()[:8]
    assert OURS.verifier.text() == f"records.example+{hashed}+{base64.b64encode(typed).decode()}"
    assert OURS.private_text().startswith(f"PRIVATE+KEY+records.example+{hashed}+")


@given(seed=st.binary(min_size=32, max_size=32), name=st.from_regex(keys.NAME, fullmatch=True))
def test_keys_read_back(seed: bytes, name: str) -> None:
    """Both halves of a key read back as they were, and the public one accepts what the private one signs."""
    signer = keys.Signer(name, Ed25519PrivateKey.from_private_bytes(seed))
    again = keys.read_signer(signer.private_text().encode() + b"\n")
    assert again.verifier == signer.verifier == keys.read_verifier(signer.verifier.text().encode())
    assert signer.verifier.check(BODY, (again.sign(BODY),)) is keys.Checked.GOOD
    assert signer.verifier.check(BODY + b"x", (again.sign(BODY),)) is keys.Checked.BAD
    assert signer.verifier.check(BODY, ()) is keys.Checked.ABSENT


@given(st.binary(max_size=200))
def test_any_other_bytes_are_no_key(data: bytes) -> None:
    """Whatever stands in a key's file, reading it ends in a key or in our own error."""
    for read in (keys.read_signer, keys.read_verifier):
        with pytest.raises(MalformedError):
            read(data)


@pytest.mark.parametrize(
    "text",
    [
        OURS.private_text(),  # a private key where a public one belongs
        OURS.verifier.text().replace("records.example", "records.other"),  # a hash that is not its name's
        OURS.verifier.text()[:-1] + "/",  # one letter of the key
        OURS.verifier.text() + "\n\n",  # a line more
        OURS.verifier.text().replace("+", " "),
        "records.example+00000000+" + "A" * 43 + "=",  # 32 bytes and no type
        "",
    ],
)
def test_what_is_no_public_key(text: str) -> None:
    """A private key, a key of another kind and a damaged one are refused, and never repeated."""
    with pytest.raises(MalformedError) as raised:
        keys.read_verifier(text.encode())
    assert not text or text not in str(raised.value)


def test_a_key_shows_itself_nowhere() -> None:
    """Neither repr nor str of a key holds its private half."""
    secret = OURS.private_text().rpartition("+")[2]
    assert secret not in repr(OURS)
    assert secret not in str(run_info(signer=OURS))


def test_a_private_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """A signing key must be its owner's alone; its files are made so and never written over."""
    private, public = audit.generate("records.example", tmp_path)
    assert private.stat().st_mode & 0o777 == 0o600
    assert audit.configured(private) is not None
    assert audit.verifier_of(public).name == "records.example"
    with pytest.raises(WriteError):
        audit.generate("records.example", tmp_path)
    private.chmod(0o644)
    with pytest.raises(UsageError, match="others may read"):
        audit.configured(private)


def test_a_missing_or_wrong_key_stops_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A configured key that is not there, or is no key, is an error and no unsigned run."""
    with pytest.raises(InputRefusedError):
        audit.configured(tmp_path / "absent.key")
    (tmp_path / "text").write_text("not a key")
    monkeypatch.setenv("REDACTOR_SIGNING_KEY", str(tmp_path / "text"))
    with pytest.raises(UsageError):
        audit.configured(None)
    monkeypatch.delenv("REDACTOR_SIGNING_KEY")
    assert audit.configured(None) is None


@pytest.mark.parametrize("name", ["", "two words", "a+b", "x" * 81, "line\nend", "..", "/etc"])
def test_a_name_that_no_note_can_hold(name: str, tmp_path: Path) -> None:
    """A key's name has no blank, plus sign or line end, and makes no path."""
    with pytest.raises(UsageError):
        audit.generate(name, tmp_path)
    assert not list(tmp_path.iterdir())
