"""Verify says of every state that it tells apart exactly what stands in reports.txt."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.verify.scenarios import REPORTS, prepared, report

if TYPE_CHECKING:
    from pathlib import Path


def test_every_report_is_the_one_that_stands(tmp_path: Path) -> None:
    """The whole report on each state: exit code, levels, failures, words; the stand-alone program's answer, too."""
    found = "".join(f"# {one.name}\n{report(base, one)}\n" for base, one in prepared(tmp_path))
    if "REDACTOR_RENEW" in os.environ:
        REPORTS.write_text(found, encoding="utf-8")
    assert found == REPORTS.read_text(encoding="utf-8")
