"""Any one changed bit of release, log, checkpoint, custody or source is caught, with the code for tampering."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from redactor.errors import ExitCode
from redactor.verify import integrity, originals, verify
from tests.audit.builders import document, write_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EVERY_BIT = os.environ.get("HYPOTHESIS_PROFILE") == "many"
"""All of them take half a minute; by default each byte of custody has one of its bits flipped, in turn."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Give a small run and its source."""
    out = tmp_path_factory.mktemp("flips") / "out"
    made = document()
    write_run(out, made)
    source = out.parent / "source.txt"
    source.write_bytes(made.data)
    assert verify(out, source=source).exit_code is ExitCode.DONE
    return out, source


def flips(data: bytes, *, every: bool) -> Iterator[bytes]:
    for index in range(len(data)):
        for bit in range(8) if every else (index % 8,):
            changed = bytearray(data)
            changed[index] ^= 1 << bit
            yield bytes(changed)


def accepted(path: Path, run: tuple[Path, Path], *, every: bool) -> list[int]:
    """Give the numbers of the changes that verify did not report as tampering."""
    out, source = run
    data = path.read_bytes()
    missed = []
    try:
        for number, changed in enumerate(flips(data, every=every)):
            path.write_bytes(changed)
            if verify(out, source=source).exit_code is not ExitCode.TAMPERED:
                missed.append(number)
    finally:
        path.write_bytes(data)
    return missed


@pytest.mark.parametrize("name", ["08XANADU42.txt", "audit.ckpt"])
def test_every_bit_of_what_is_published(run: tuple[Path, Path], name: str) -> None:
    """No bit of the release or the checkpoint can change."""
    assert accepted(run[0] / name, run, every=True) == []


def test_every_bit_of_the_source(run: tuple[Path, Path]) -> None:
    """No bit of the source can change."""
    assert accepted(run[1], run, every=True) == []


def test_every_bit_of_the_secret(run: tuple[Path, Path]) -> None:
    """No bit of the custody secret can change."""
    assert accepted(run[0].with_name("out.custody") / "secret", run, every=True) == []


@pytest.mark.parametrize("name", ["000000-run.json", "000001-08XANADU42.json"])
def test_every_byte_of_custody(run: tuple[Path, Path], name: str) -> None:
    """No byte of a custody file can change: its bytes are compared before they are read."""
    folder = run[0].with_name("out.custody")
    records = integrity.read((run[0] / "audit.jsonl").read_bytes(), "log", merged=False).records
    data = (folder / name).read_bytes()
    try:
        for number, changed in enumerate(flips(data, every=EVERY_BIT)):
            (folder / name).write_bytes(changed)
            failures, _ = originals.open_custody(folder, records)
            assert {failure.code for failure in failures} == {ExitCode.TAMPERED}, number
    finally:
        (folder / name).write_bytes(data)
    (folder / name).write_bytes(data.replace(b"NOFORN", b"NOFORM").replace(b"HANDLE", b"HANDEL"))
    assert verify(run[0]).exit_code is ExitCode.TAMPERED
    (folder / name).write_bytes(data)


@pytest.mark.skipif(not EVERY_BIT, reason="log and checkpoint alone are held to every bit below")
def test_every_bit_of_the_log(run: tuple[Path, Path]) -> None:
    """No bit of the log can change, whatever else is at hand."""
    assert accepted(run[0] / "audit.jsonl", run, every=True) == []


def test_every_bit_of_the_log_against_its_checkpoint(run: tuple[Path, Path]) -> None:
    """Log and checkpoint alone catch every flipped bit: no custody is needed for that."""
    data, note = ((run[0] / name).read_bytes() for name in ("audit.jsonl", "audit.ckpt"))
    for number, changed in enumerate(flips(data, every=True)):
        reading = integrity.read(changed, "log", merged=False)
        codes = {failure.code for failure in reading.failures}
        if ExitCode.TAMPERED not in codes:
            codes = {failure.code for failure in integrity.check_checkpoint(note, "ckpt", reading)}
        assert ExitCode.TAMPERED in codes, number


def test_a_byte_more_or_less(run: tuple[Path, Path]) -> None:
    """No file can grow or shrink by a byte at either end."""
    out, source = run
    for path in [*out.iterdir(), *out.with_name("out.custody").iterdir(), source]:
        data = path.read_bytes()
        for changed in (data[1:], data[:-1], b" " + data, data + b" ", b""):
            path.write_bytes(changed)
            assert verify(out, source=source).exit_code in {ExitCode.TAMPERED, ExitCode.INCOMPLETE}, path.name
        path.write_bytes(data)


def test_a_changed_policy_file_is_a_mismatch(run: tuple[Path, Path], tmp_path: Path) -> None:
    """A policy that is not the one of the run is 12, however broken it is."""
    policy = tmp_path / "policy.yaml"
    for data in (b"", b"\xff\xfe", b"[" * 100_000, b"redactor: 1\n"):
        policy.write_bytes(data)
        assert verify(run[0], source=run[1], policy=policy).exit_code is ExitCode.MISMATCH
