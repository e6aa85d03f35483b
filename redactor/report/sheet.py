"""Tables in files: CSV that no spreadsheet runs, Markdown that no cell can break, a page that runs nothing."""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING

from redactor.release.html_page import policy_for
from redactor.report.screen import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A spreadsheet takes a cell that begins with one of these for a formula; quoting alone does not help
# (SECURITY.md, C1).
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# What Markdown reads as markup within a line; no cell of ours begins one.
_MARKUP = frozenset("\\`*_{}[]<>#!|~&$@")
STYLE = """
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; font: 1rem/1.45 system-ui, sans-serif; color: #111; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; padding: .3rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #eee; }
@media print { body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: avoid; } }
"""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV (RFC 4180); a cell that a spreadsheet would run gets an apostrophe in front."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def safe_cell(cell: str) -> str:
    """Give a cell that is text to every spreadsheet; what could act on a terminal shows as an escape."""
    shown = visible(cell)
    return f"'{shown}" if shown.lstrip(" '\"").startswith(_RISKY) else shown


def plain_cell(cell: str) -> str:
    """Give back what `safe_cell` was given, for a cell that shows whole."""
    rest = cell.removeprefix("'")
    return rest if rest != cell and safe_cell(rest) == cell else cell


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write rows as a Markdown table, every cell on one line and none of it markup."""
    lines = [header, ["---"] * len(header), *([markdown_text(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def markdown_text(text: str) -> str:
    """Escape what Markdown would read as markup."""
    return "".join(f"\\{char}" if char in _MARKUP else char for char in visible(text))


def html_table(header: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Write rows as an HTML table with a caption and column headers that a screen reader announces."""
    head = "".join(f'<th scope="col">{html_text(cell)}</th>' for cell in header)
    body = "".join(
        "<tr>" + "".join(f"<td>{html_text(cell)}</td>" for cell in row) + "</tr>\n" for row in rows
    )
    return (
        f"<table>\n<caption>{html_text(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}</tbody>\n</table>\n"
    )


def html_text(text: str) -> str:
    """Escape text for a page; what could turn its direction or hide in it shows as an escape."""
    return html.escape(visible(text))


def html_page(title: str, body: str) -> str:
    """Put a body into a page that loads nothing and runs nothing; `body` is HTML of ours."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy_for(STYLE)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{html_text(title)}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
