"""Tables in files: no cell of them runs, breaks its table or hides its direction."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.report import sheet
from redactor.report.screen import visible

# What spreadsheets took for formulas, and what only looks like one.
FORMULAS = [
    '=HYPERLINK("x")',
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "'=1",
    '"=1',
    "\uff1d1",  # full width
]
PLAIN = ["", "B1 1.4(b)", "a=1", "1-2", "#3", "name"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_becomes_text(cell: str) -> None:
    """A cell that a spreadsheet would run has an apostrophe or a backslash in front, whatever blanks precede it."""
    assert sheet.safe_cell(cell)[0] in "'\\"


@pytest.mark.parametrize("cell", PLAIN)
def test_plain_cells_stay_as_they_are(cell: str) -> None:
    """What is no formula is written as it is."""
    assert sheet.safe_cell(cell) == cell


@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=2), max_size=4))
def test_csv_reads_back(rows: list[list[str]]) -> None:
    """Each cell comes back as it was but for what shows as an escape, and none begins a formula."""
    written = sheet.csv_text(("a", "b"), rows)
    read = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert [[sheet.plain_cell(cell) for cell in row] for row in read] == [
        [visible(cell) for cell in row] for row in rows
    ]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)


@given(st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_a_markdown_row_stays_one_row(cells: list[str]) -> None:
    """No cell ends its line, opens another column or is read as markup."""
    lines = sheet.markdown_table(["x"] * len(cells), [cells]).split("\n")
    assert len(lines) == 4
    unescaped = lines[2].replace("\\\\", "").replace("\\|", "")
    assert unescaped.count("|") == len(cells) + 1
    assert "](" not in unescaped.replace("\\]", "")


@given(st.text(max_size=30))
def test_a_page_holds_no_element_of_a_cell(text: str) -> None:
    """Whatever a cell holds, the page has our elements alone, and no character that turns its direction."""
    found: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
            found.append(tag)

    page = sheet.html_page(text, sheet.html_table(("a",), [(text,)], text))
    Tags().feed(page)
    assert set(found) <= set(
        "html head meta title style body main h1 table caption thead tbody tr th td".split()
    )
    assert not any(ord(char) in {0x202E, 0x2066, 0x200B, 0x1B} for char in page)
