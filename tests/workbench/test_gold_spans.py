"""A gold file whose spans do not fit its text is refused, and makes no figure."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from redactor.errors import InputRefusedError
from redactor.workbench import gold

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"1. (U) Hugo Vashkel left.\n"


def _gold(folder: Path, spans: list[list[object]]) -> Path:
    (folder / "a.txt").write_bytes(TEXT)
    row = {"file": "a.txt", "sha256": hashlib.sha256(TEXT).hexdigest(), "spans": spans}
    path = folder / "gold.jsonl"
    path.write_text(json.dumps(row), encoding="utf-8")
    return path


@pytest.mark.parametrize("span", [[7, 2500], [19, 7], [-1, 4], ["7", 19]])
def test_a_span_outside_the_text_is_refused(tmp_path: Path, span: list[object]) -> None:
    """Behind the end, from back to front, before the start, no number: none is measured."""
    with pytest.raises(InputRefusedError):
        gold.read(_gold(tmp_path, [[*span, "PERSON", 1]]))


def test_spans_over_one_another_are_read(tmp_path: Path) -> None:
    """Two marks over the same words are two marks."""
    (text,) = gold.read(_gold(tmp_path, [[7, 19, "PERSON", 1], [12, 19, "PERSON", 1]]))
    assert [str(one.span) for one in text.marked] == ["Span(start=7, end=19)", "Span(start=12, end=19)"]
