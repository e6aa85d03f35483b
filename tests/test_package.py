"""What is installed is what the tree holds."""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def _installed() -> set[str]:
    """Give the files of the installed wheel, or skip: an editable install has none of its own."""
    try:
        files = importlib.metadata.files("redactor") or []
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("redactor is not installed")
    names = {str(file) for file in files}
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
