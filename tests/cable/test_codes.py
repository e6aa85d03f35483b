"""Every code that the reader writes is in its closed list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.report import inspect

if TYPE_CHECKING:
    from pathlib import Path


def test_every_note_has_a_meaning(root: Path) -> None:
    """Each code in the reader's source stands in notes.toml, as inspect needs it."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (root / "redactor" / "cable").glob("*.py")
    )
    written = set(re.findall(r"ParseNote\(\s*\"([a-z-]+)\"", source))
    written |= set(re.findall(r"return \"([a-z]+-[a-z-]+)\"", source))
    assert written - set(inspect.meanings()) == set()
