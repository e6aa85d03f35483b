"""Nothing of a document can act on the terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.report.screen import as_document, table, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # clears the screen
        ("\x1b[2J", "\\x1b[2J"),
        # writes the clipboard (OSC 52)
        ("\x1b]52;c;eA==\x07", "\\x1b]52;c;eA==\\x07"),
        # the C1 form of the same
        ("\x9b2J", "\\x9b2J"),
        # overwrites the line
        ("kept\rgone", "kept\\rgone"),
        # forges a line
        ("a\nredactor: done", "a\\nredactor: done"),
        # turns the direction of reading
        ("\u202eabc", "\\u202eabc"),
        # hides in plain sight: zero width, tag characters
        ("a\u200bb\U000e0041", "a\\u200bb\\U000e0041"),
        # a lone surrogate cannot be written at all
        ("\ud800", "\\ud800"),
        # rich markup is text like any other
        ("[/C] [link=x]", "[/C] [link=x]"),
        # letters of any script stay
        ("Жанар 中", "Жанар 中"),
    ],
)
def test_what_acts_on_a_terminal_is_written_out(text: str, shown: str) -> None:
    """Each character that could act is shown as its escape."""
    assert shown == visible(text)


@given(st.text())
def test_whatever_comes_only_printable_text_leaves(text: str) -> None:
    """No control, format, separator or surrogate character survives."""
    assert {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, visible(text)))


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=4))
def test_a_table_has_a_line_for_each_row(rows: list[list[str]]) -> None:
    """No cell can add a line to a table."""
    drawn = table(("one", "two"), rows)
    assert (len(rows) + 1 if rows else 0) == drawn.count("\n")


@given(st.text())
def test_json_is_ascii_and_reads_back(text: str) -> None:
    """A JSON document is ASCII, and holds what it was given."""
    written = as_document({"document": "x", "text": text})
    assert written.isascii()
    assert text == json.loads(written)["text"]
