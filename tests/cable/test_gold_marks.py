"""The portion marks of the reference cables are those that people found who read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from redactor import cable
from redactor.markings.types import MarkState

# Made by hand from the printed text, never by running the reader: every reference cable that has portion marks and
# twenty of 1974-79 that have none, lists with (A), (B), (C) among them. Start, end, the mark as printed, its level.
GOLD = Path(__file__).parent / "gold" / "portion_marks.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def marks_of(path: Path) -> list[tuple[int, int, str]]:
    """Give where each mark begins and ends that the reader takes for one, and the level it gives it."""
    read = cable.read(path.read_bytes())
    found = []
    for portion in read.portions:
        mark = portion.mark
        if mark is None or mark.state is MarkState.WORD:
            continue
        # A point behind `ENTIRE TEXT` belongs to the declaration as much as not, and so does Markdown's emphasis.
        end = mark.span.start + len(mark.span.of(read.text).rstrip(". *"))
        found.append((mark.span.start, end, mark.marking.level.name if mark.marking else "?"))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_the_marks_are_those_of_the_gold(row: dict[str, Any], shared: Path) -> None:
    """No mark is missed, none is made of a list's (C), and each says what is printed."""
    path = shared / "cables" / row["file"]
    if not path.is_file():
        pytest.skip("the file is not beside the repository")
    assert marks_of(path) == [(start, end, level) for start, end, _, level in row["marks"]]


def test_the_gold_holds_marks_and_no_text() -> None:
    """What is printed in it is level words, brackets and `ENTIRE TEXT` alone."""
    words = {"C", "S", "U", "SBU", "LOU", "CONFIDENTIAL", "ENTIRE", "TEXT", "-"}
    for row in ROWS:
        assert set(row) == {"file", "marks"}
        for start, end, written, level in row["marks"]:
            assert end - start == len(written)
            assert set(written.replace("(", " ").replace(")", " ").replace(".", " ").split()) <= words
            assert level in {"U", "SBU", "C", "S"}
    assert sum(bool(row["marks"]) for row in ROWS) == 10
    assert sum(row["file"].startswith("aad/") and not row["marks"] for row in ROWS) >= 20
