"""What the tests of verify share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="package")
def quick_disk() -> Iterator[None]:
    """Do not wait for the disk: what a sync promises is the disk's to keep, and shown in tests/audit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _descriptor: None)
        yield
