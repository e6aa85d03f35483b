"""The real cable under every stock policy at two dates, each run once for all tests."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING

import pytest

from redactor import detect
from tests.acceptance.copies import DAYS, EARLY, FINISHED, POLICIES, Copy, decide, redact, seed, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture(scope="package", autouse=True)
def quick() -> Iterator[None]:
    """Load the detectors once, stop the clock, and do not wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("redactor.detect.load", functools.cache(detect.load))
        patch.setattr(os, "fsync", lambda _descriptor: None)
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        yield


@pytest.fixture(scope="package")
def copies(
    real_cable: Path, quick: None, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[tuple[str, str], Copy]:
    """Give each stock policy's copy of the real cable at each date, and the finished foia copy."""
    del quick
    folder = tmp_path_factory.mktemp("real")
    made = {
        (policy, day): redact(real_cable, policy, seed(folder / day / policy), day)
        for day in DAYS
        for policy in POLICIES
    }
    made[FINISHED, EARLY] = decide(real_cable, seed(folder / EARLY / "foia-decided"))
    return made


@pytest.fixture(scope="package")
def vocabulary(root: Path) -> frozenset[str]:
    """Give redactor's own words: its tables, schemas and stock policies; no dictionary is among them."""
    paths = [*(root / "redactor/data").glob("*.toml"), *(root / "redactor/data").glob("*.json")]
    paths += (root / "policies").glob("*.yaml")
    return frozenset(word for path in paths for word in words_of(path.read_text("utf-8")))
