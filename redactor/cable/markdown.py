"""What Markdown leaves in a text: emphasis, escapes, headings, quotes, tables of labels; all of it stays shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.view.markup import Edit, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

# The stars of "**MRN:**" and "*ROUTINE*", the tildes of "~~SENSITIVE~~" each pair by itself, the backslash of "\\$"
# and one that ends its line match; "** MRN", "****", "* point", "5*3*2", "\\C" and the tildes of "~~(C)~~", which
# are read with the mark, must not. Each part begins with its sign, so that the search skips all other text.
_INLINE = re.compile(
    r"""
      \*\*(?=[^\s*])[^*\n]{1,200}(?<=[^\s*])\*\*(?!\*)
    | \*(?<![\w*\\]\*)(?=[^\s*])[^*\n]{1,200}(?<=[^\s*\\])\*(?![\w*])
    | ~~(?:(?=\w)|(?<=[\w.]~~))
    | \\(?:(?=[!-/:-@\[-`{-~])|(?=[ \t]*$))
    """,
    re.VERBOSE | re.MULTILINE,
)

# "## UNCLASSIFIED", "> R 120851Z" and "> # X" begin with one; "#1028", ">" alone and "#" alone must not.
_PREFIX = re.compile(r"^[ \t]{0,3}(?:(?:>|\#{1,6})[ \t]{1,3}){1,4}(?=[^\s>\#])", re.MULTILINE)

# "| **MRN:** | 94 DUSHANBE 259 |" matches: a label and what it labels; "| a | b |" must not.
_ROW = re.compile(
    r"""^(?P<opening>[ \t]{0,3}\|[ \t]{0,9})(?:\*\*)?[A-Z][A-Za-z./\ ]{1,24}:(?:\*\*)?[ \t]{0,9}
    (?P<bar>\|[ \t]{0,9})(?P<value>[^|\n]{0,4000}?)[ \t]{0,9}\|[ \t]{0,9}$""",
    re.VERBOSE | re.MULTILINE,
)


def read(text: str) -> Reading:
    """Read what Markdown left in `text`; linear in its length."""
    edits = [*_inline(text, 0, len(text))]
    if ">" in text or "#" in text:
        edits.extend(_nothing(*match.span()) for match in _PREFIX.finditer(text))
    if "|" in text:
        edits.extend(edit for match in _ROW.finditer(text) for edit in _row(match))
    return Reading(tuple(sorted(edits, key=lambda edit: edit.start)))


def _inline(text: str, first: int, last: int) -> Iterator[Edit]:
    for match in _INLINE.finditer(text, first, last):
        start, end = match.span()
        if text[start] == "*":
            stars = 2 if text[start + 1] == "*" else 1
            yield _nothing(start, start + stars)
            yield from _inline(text, start + stars, end - stars)
            yield _nothing(end - stars, end)
        else:
            yield _nothing(start, end)


def _nothing(start: int, end: int) -> Edit:
    return Edit(start, end, "", shown=True, kind="markdown")


def _row(match: re.Match[str]) -> Iterator[Edit]:
    """Read a row of two cells as a label and its value on one line."""
    yield _nothing(*match.span("opening"))
    yield Edit(*match.span("bar"), " ", shown=True, kind="markdown")
    yield _nothing(match.end("value"), match.end())
