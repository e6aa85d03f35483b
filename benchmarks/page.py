"""Writes measured tables into docs/performance.md, each between its own marks, with machine, date and versions."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import os
import platform
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
_LIBRARIES = ("presidio-analyzer", "presidio-anonymizer", "spacy", "thinc", "numpy")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lay out a Markdown table; every column but the first is of numbers."""
    marks = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, marks, *rows))


def machine() -> str:
    """Say on what and with what was measured: no name of a machine, no path."""
    versions = [f"{name} {_version(name)}" for name in _LIBRARIES]
    python = f"Python {platform.python_version()}"
    processor = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{_processor()}"
    day = dt.datetime.now(dt.UTC).date().isoformat()
    return f"Measured on {day}: {processor}; {python}, {', '.join(versions)}."


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def _processor() -> str:
    """Give the processor's model where the system tells it."""
    try:
        known = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return ""
    # matches "model name : Some Processor @ 2.50GHz"; must not match "model : 85"
    found = re.search(r"^model name\s*:\s*(.+)$", known, re.MULTILINE)
    return f" ({found[1].strip()})" if found else ""


def show(name: str, body: str, *, write: bool) -> None:
    """Print a section and, where asked, put it between its marks on the page."""
    sys.stdout.write(body + "\n\n")
    if not write:
        return
    opened, closed = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    page = PAGE.read_text(encoding="utf-8")
    head, found, rest = page.partition(opened)
    if not found or closed not in rest:
        raise SystemExit(f"docs/performance.md has no place for {name}")
    tail = rest[rest.index(closed) :]
    PAGE.write_text(f"{head}{opened}\n\n{body}\n\n{tail}", encoding="utf-8")
