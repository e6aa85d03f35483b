"""What Markdown leaves in a text: emphasis, escapes, headings, quotes, tables of labels; all of it stays shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.view.markup import Edit, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

# "## UNCLASSIFIED", "> R 120851Z" and "> # X" begin with one; "#1028", ">" alone and "#" alone must not.
_PREFIX = r"^[ \t]{0,3}(?:(?:>|\#{1,6})[ \t]{1,3}){1,4}(?=[^\s>\#])"

# "**MRN:**" matches with its stars; "** MRN", "****" and "**" alone must not.
_BOLD = r"\*\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*\*(?!\*)"

# "*ROUTINE*" matches; "* point", "5*3*2" and "**" must not.
_EMPHASIS = r"(?<![\w*\\])\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*\\])\*(?![\w*])"

# The two tildes of "~~SENSITIVE~~" match, each pair by itself; those of "~~(C)~~" are read with the mark.
_STRUCK = r"~~(?=\w)|(?<=[\w.])~~"

# "\$", "\(" and a backslash that ends its line match; "\C" must not.
_ESCAPE = r"\\(?=[!-/:-@\[-`{-~])|\\(?=[ \t]*$)"

# "| **MRN:** | 94 DUSHANBE 259 |" matches: a label and what it labels; "| a | b |" must not.
_ROW = (
    r"^(?P<opening>[ \t]{0,3}\|[ \t]{0,9})(?P<bold_on>\*\*)?[A-Z][A-Za-z./ ]{1,24}:(?P<bold_off>\*\*)?[ \t]{0,9}"
    r"(?P<bar>\|[ \t]{0,9})(?P<value>[^|\n]{0,4000}?)[ \t]{0,9}\|[ \t]{0,9}$"
)

_LEFTOVER = re.compile(
    f"(?P<prefix>{_PREFIX})|(?P<row>{_ROW})|(?P<bold>{_BOLD})|(?P<emphasis>{_EMPHASIS})|(?P<struck>{_STRUCK})"
    f"|(?P<escape>{_ESCAPE})",
    re.MULTILINE,
)


def read(text: str) -> Reading:
    """Read what Markdown left in `text`; linear in its length."""
    return Reading(tuple(sorted(_edits(text, 0, len(text)), key=lambda edit: edit.start)))


def _edits(text: str, first: int, last: int) -> Iterator[Edit]:
    for match in _LEFTOVER.finditer(text, first, last):
        start, end = match.span()
        match match.lastgroup:
            case "bold":
                yield from _around(text, start, end, 2)
            case "emphasis":
                yield from _around(text, start, end, 1)
            case "row":
                yield from _row(match)
            case _:
                yield _nothing(start, end)


def _around(text: str, start: int, end: int, stars: int) -> Iterator[Edit]:
    """Read over the stars on both sides, and over what stands between them."""
    yield _nothing(start, start + stars)
    yield from _edits(text, start + stars, end - stars)
    yield _nothing(end - stars, end)


def _nothing(start: int, end: int) -> Edit:
    return Edit(start, end, "", shown=True, kind="markdown")


def _row(match: re.Match[str]) -> Iterator[Edit]:
    """Read a row of two cells as a label and its value on one line."""
    text = match.string
    yield _nothing(*match.span("opening"))
    yield from (_nothing(*match.span(name)) for name in ("bold_on", "bold_off") if match[name])
    yield Edit(*match.span("bar"), " ", shown=True, kind="markdown")
    yield from _edits(text, *match.span("value"))
    yield _nothing(match.end("value"), match.end())
