"""The conformance suite: cables in YAML, each with what must come out, and how a case is told from the text.

How to write a case stands in docs/contributing/conformance.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parent
# Files of the folder that hold no cases.
HEADS, ROWS = FOLDER / "heads.yaml", FOLDER / "rows.yaml"
# What a case may say; anything else is a slip of the pen.
EXPECTED = frozenset(
    "format level captions portions kinds fields notes furniture text joined absent hidden shown refused codec".split()
)
WRITTEN = frozenset("id row says under cable bytes encode each known".split())


@dataclass(frozen=True)
class Case:
    """One cable and what must come out; `known` is why it does not yet."""

    id: str
    row: str
    data: bytes
    expected: dict[str, Any] = field(hash=False)
    known: str = ""

    @property
    def codec(self) -> str:
        """Give the codec that the user names."""
        return str(self.expected.get("codec", "utf-8"))


@cache
def rows() -> dict[str, str]:
    """Give each row that must have a case, and what it says."""
    return {item["row"]: item["says"] for item in yaml.safe_load(ROWS.read_text(encoding="utf-8"))}


@cache
def every() -> tuple[Case, ...]:
    """Give every case of every file, in order."""
    heads = yaml.safe_load(HEADS.read_text(encoding="utf-8"))
    found: list[Case] = []
    for path in sorted(FOLDER.glob("*.yaml")):
        if path not in {HEADS, ROWS}:
            for item in yaml.safe_load(path.read_text(encoding="utf-8")):
                found.extend(_cases(item, heads, path.name))
    return tuple(found)


def _cases(item: dict[str, Any], heads: dict[str, str], name: str) -> Iterator[Case]:
    """Give the cases of one entry: one, or one for each text that takes the place of `{each}`."""
    unknown = set(item) - EXPECTED - WRITTEN
    if unknown:
        raise ValueError(f"{name}: {item.get('id')} says {sorted(unknown)}, which nobody reads")
    common = {key: value for key, value in item.items() if key in EXPECTED}
    text = heads[item["under"]] + "\n" if "under" in item else ""
    text += item.get("cable", "")
    if "each" not in item:
        yield Case(item["id"], item["row"], _data(item, text), common, item.get("known", ""))
        return
    for number, (instead, own) in enumerate(item["each"].items(), start=1):
        expected = {**common, **own}
        data = _data(item, text.replace("{each}", instead))
        known = expected.pop("known", item.get("known", ""))
        yield Case(f"{item['id']}-{number}", item["row"], data, expected, known)


def _data(item: dict[str, Any], text: str) -> bytes:
    """Give a cable's bytes: written one character a byte, or encoded."""
    if "bytes" in item:
        return bytes(item["bytes"], "latin-1")
    return text.encode(item.get("encode", "utf-8"))
