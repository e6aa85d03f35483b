"""What lies in an output folder and beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def custody(out: Path) -> Path:
    return out.with_name(out.name + ".custody")
