"""What is installed is what the tree holds."""

from __future__ import annotations

import errno
import importlib.metadata
import os
from typing import TYPE_CHECKING

import pytest

from redactor import files
from redactor.errors import InputRefusedError

if TYPE_CHECKING:
    from pathlib import Path


def _installed() -> set[str]:
    """Give the files of the installed wheel, or skip: an editable install has none of its own."""
    try:
        found = importlib.metadata.files("redactor") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("redactor is not installed")
    names = {str(file) for file in found}
    if not any(name.startswith("redactor/") for name in names):
        pytest.skip("redactor is installed from the tree")
    return names


def test_the_wheel_holds_the_stock_policies(root: Path) -> None:
    """policies/ travels as redactor/_policies."""
    tree = {f"redactor/_policies/{path.name}" for path in (root / "policies").glob("*.yaml")}
    assert tree - _installed() == set()


def test_the_wheel_holds_every_data_file(root: Path) -> None:
    """redactor/data travels whole."""
    tree = {str(path.relative_to(root)) for path in (root / "redactor/data").rglob("*") if path.is_file()}
    assert tree - _installed() == set()


@pytest.mark.parametrize("code", [errno.EINTR, errno.EACCES, errno.EIO])
def test_a_file_of_ours_that_cannot_be_looked_at_is_told(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """No bug and no document is at fault: the run is refused, and its next try is a good one."""

    def refuse(*_words: object, **_named: object) -> None:
        raise OSError(code, os.strerror(code))

    files.package_digest.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(os, "stat", refuse)
        with pytest.raises(InputRefusedError, match="a file of redactor itself could not be read"):
            files.package_digest()
    assert len(files.package_digest()) == 64
