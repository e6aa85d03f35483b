"""Verify reads every file up to a limit, follows no link where a file is the log's own, and repeats no text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from redactor import files
from redactor.audit import commit
from redactor.verify import leak, originals, public, verify
from redactor.verify.integrity import read
from tests.vectors.defects import intact as signed
from tests.vectors.write import TABLES
from tests.verify.scenarios import asked, intact, laid, seal_up

if TYPE_CHECKING:
    from pathlib import Path

GIB, MIB = 1 << 30, 1 << 20
# How each file of an output, its custody and what was named is read: the limit, and whether a link is followed.
WHOLE = {
    "audit.jsonl": (4 * GIB, True),
    "audit.ckpt": (MIB, True),
    "kept.ckpt": (MIB, True),
    "08XANADU42.txt": (GIB, False),
    "08XANADU42.html": (GIB, False),
    "secret": (commit.SECRET_SIZE, False),
    "secret.sealed": (GIB, False),
    "000001-08XANADU42.json": (GIB, False),
    "review.yaml": (GIB, False),
    "0.txt": (GIB, True),
    "policy.yaml": (MIB, True),
}
MERGED = {"audit.manifest.jsonl": {(4 * GIB, False), (0, False)}}
CUT = {
    "audit.ckpt": (MIB, False),
    "audit.export.json": (4 * GIB, False),
    "08XANADU42.txt": (GIB, False),
    "verify_release.py": (MIB, False),
    "opening.json": (1 << 28, True),
}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[tuple[int, bool]]]:
    """Note how each file is read."""
    found: dict[str, set[tuple[int, bool]]] = {}
    ours = files.try_read

    def try_read(path: Path, *, limit: int = -1, follow: bool = True) -> bytes | files.Unread:
        found.setdefault(path.name, set()).add((limit, follow))
        return ours(path, limit=limit if limit > 0 else GIB, follow=follow)

    monkeypatch.setattr(files, "try_read", try_read)
    return found


def test_an_output_is_read_within_limits(tmp_path: Path, seen: dict[str, set[tuple[int, bool]]]) -> None:
    """Each file of an output and its custody, the source, the policy and an older checkpoint."""
    laid(tmp_path, intact())
    given: dict[str, Any] = {"source": tmp_path / "in", "policy": tmp_path / "policy.yaml", "rerun": asked}
    verify(tmp_path / "out", checkpoint=tmp_path / "kept.ckpt", **given)
    assert {name: seen[name] for name in WHOLE} == {name: {how} for name, how in WHOLE.items()}


def test_a_merge_is_read_within_limits(tmp_path: Path, seen: dict[str, set[tuple[int, bool]]]) -> None:
    """The manifest is looked for first, and then read."""
    laid(tmp_path, TABLES[1].files())
    verify(tmp_path / "out")
    assert {name: seen[name] for name in MERGED} == MERGED


def test_a_sealed_custody_is_read_within_limits(
    tmp_path: Path, seen: dict[str, set[tuple[int, bool]]]
) -> None:
    """Whether its secret is still there is looked up like any file of custody."""
    found = dict(intact())
    seal_up(found)
    laid(tmp_path, found)
    seen.clear()
    verify(tmp_path / "out")
    assert seen["secret"] == {(GIB, True)}


def test_an_export_is_read_within_limits(tmp_path: Path, seen: dict[str, set[tuple[int, bool]]]) -> None:
    """Each file of an export, and an opening."""
    laid(tmp_path, signed())
    verify(tmp_path / "cut", opening=tmp_path / "opening.json")
    assert {name: seen[name] for name in CUT} == {name: {how} for name, how in CUT.items()}


def test_what_verify_holds_repeats_no_text(tmp_path: Path) -> None:
    """The repr of what verify reads shows neither released nor removed text, no secret and no record."""
    found = intact()
    laid(tmp_path, found)
    reading = read(found["out/audit.jsonl"], "log", merged=False)
    _, copies = public.check_folder(tmp_path / "out", reading.records[1:4:2])
    _, opened = originals.open_custody(tmp_path / "out.custody", reading.records)
    assert opened is not None
    _, rebuilt = originals.rebuild(copies, opened)
    for held in (reading, copies, opened, rebuilt, [*leak._pieces(rebuilt[0])]):
        told = repr(held)
        assert not any(word in told for word in ("Rain", "Odile", "Vell", "custody", "x01"))
