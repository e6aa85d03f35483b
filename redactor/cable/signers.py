"""The name at the end: told from the marks behind it, and cut from a sentence that it is glued to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.cable import archive_patterns, banners, patterns
from redactor.cable.base import Source
from redactor.cable.lex import split
from redactor.cable.one_of import one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.cable.lex import Line

# Marks behind a name: ".", "##", "<< END OF DOCUMENT >>", "End Cable Text", "====CABLE ENDS====", "RELEASE IN PART B6", "YYY", "UNQUOTE", "NOTE BY OC/T: X" match; "QUOTE" and "NOTE" must not.
_MARK = re.compile(
    r"^(?:<<[ ]?END[ ]OF[ ](?:DOCUMENT|MESSAGE|TEXT)[ ]?>>|End[ ]Cable[ ]Text|[=*-]{3,60}[ ]?CABLE[ ]ENDS[ ]?[=*-]{3,60}"
    r"|(?:RELEASED?|DENIED)[ ]IN[ ](?:FULL|PART)(?:[ ][A-Z0-9.,()-]{1,12}){0,8}|[.>\u00a0-]{1,3}|\#{1,4}|Y{3,4}|X{3}|UNQUOTE|END[ ]QUOTE|NOTE[ ]BY[ ]O\.?C\.?/?T?[ ]?:.{0,160})$"
)

# "END OF TEXT. BAKER", "will report. FARRADAY" and "TO POST.  VAN DER BERG" hold a name at the end;
# "U.S. BANK" and "said so. Baker" must not.
_GLUED = re.compile(
    r"(?:[a-z0-9)\"']|[A-Z]{3})[.?!][\"')]{0,2}(?P<blanks>[ ]{1,6})"
    r"(?P<name>(?:(?:VAN|DER|DE|LA|MC|VON)[ ]){0,2}[A-Z][A-Z'\u2019-]{3,24})$"
)
_END = one_of(patterns.TRAILER, _MARK, archive_patterns.TAIL)
_FURNITURE = one_of(
    archive_patterns.STAMP,
    archive_patterns.PAGE,
    patterns.PAGE_LINE,
    patterns.PAGE_TURN,
    patterns.RULE,
    patterns.STRAY_CAPTION,
)


# "FARRADAY##", "FARRADAY." and "FARRADAY NNNN" end in a mark that stands behind the name; "FARRADAY #4" must not.
_TAILED = re.compile(
    r"^(?P<name>[A-Z][A-Z'\u2019-]{2,24})[ ]{0,3}(?P<mark>\.|\#{1,4}|(?<=[ ])(?:N{3,4}|BT|Y{3,4})|>{1,2})$"
)


def final(lines: Sequence[Line]) -> int:
    """Give the position of the last line that is no end mark; a name may stand there."""
    position = len(lines) - 1
    while position > 0 and is_end(lines[position]):
        position -= 1
    return position


def is_end(line: Line) -> bool:
    """Say whether a line is one of the marks that stand behind the name."""
    return _END.match(line.body) is not None or banners.is_plain(line)


def cut(source: Source, end: int | None = None) -> Source:
    """Cut a name from the sentence that it stands behind on the last line of the text before line `end`."""
    lines = source.lines[:end]
    at = len(lines) - 1
    while at > 0 and (is_end(lines[at]) or _is_furniture(lines[at])):
        at -= 1
    tailed = _TAILED.match(lines[at].body) if at > 0 else None
    if tailed is not None and (tailed["mark"] != "." or patterns.SENTENCE_END.search(lines[at - 1].body)):
        mark = lines[at].first + tailed.start("mark")
        return Source(source.text, (*lines[:at], *split(lines[at], mark), *source.lines[at + 1 :]))
    match = _GLUED.search(lines[at].body[-200:]) if at > 0 else None
    if match is None:
        return source
    line = lines[at]
    name = line.first + len(line.body) - len(match["name"])
    return Source(source.text, (*lines[:at], *split(line, name), *source.lines[at + 1 :]))


def _is_furniture(line: Line) -> bool:
    return _FURNITURE.match(line.body) is not None
