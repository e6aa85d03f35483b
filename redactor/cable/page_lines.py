"""Page lines: whole, damaged, or broken by a line end. Nothing else in the text is one.

A whole page line is told by its form. What damage left of one is told by what it must say: the post and the
number of this message, which its other page lines or its classification line give, and a page count or a time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import archive_patterns, patterns
from redactor.markings import distance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from redactor.cable.lex import Line

# How far from the first line the classification line and the first page line can stand.
_HEADER_LINES = 80
_FIRST_PAGE = 20
_LONGEST = 80
_SHORTEST_POST = 4
# How many letters and digits of a message's name may be off, where what stands behind it is whole.
_OFF = 2
# One message has fewer names than this; of many messages a line is compared with those of three blocks.
_BLOCK = 32
# The widths to which relays pad a message's number.
_WIDTHS = (1, 4, 5, 6, 7, 8)
# What is left of a page line holds at least eight digits, and so much behind the message's name.
_DIGITS = re.compile(r"(?:\D*+\d){8}")
_LONGEST_REST = 20

# "UNCLAS VELMORA 000417" and "C O N F I D E N T I A L PORT VELM 0156" end in one; "SECTION 01" must not.
_NAMED = re.compile(r"(?P<words>(?:[A-Z][A-Z'.-]+[ ]{1,3}){1,4})(?P<serial>\d{3,8})$")
# "UNCLAS", "C O N F" and "SECTION" begin a classification line or its end; "TO" must not.
_CLASS = re.compile(r"(?:UNCLAS|C[ ]?O[ ]?N[ ]?F|S[ ]?E[ ]?C|LIMITED|T[ ]?O[ ]?P|SENSITIVE|FINAL)")
# "PAGE 01 PORT VELM 00156" begins with it; "PAGE 02" must not.
_FIRST = re.compile(r"PAGE[ ]{1,3}0?1[ ]")
# "002OF004" and "0012OF39" match behind a message's name, and "091722Z", "01OF05241033Z" and "" behind one that a
# page's number stands before; "2OFNOTE" and "1974" must not.
_COUNT = re.compile(r"\d{3,4}OF\d{2,3}")
_TIME = re.compile(r"(?:(?:TOSEC|SECTO|TODEP|DEPTO)\d{1,7})?(?:\d\dOF\d\d)?(?:\d{6}Z)?")
# "00000417002OF004" matches behind a post, and "00156091722Z" behind one that PAGE stands before; "417" must not.
_SERIAL_AND_COUNT = re.compile(r"\d{8}\d{3,4}OF\d{2,3}")
_SERIAL_AND_TIME = re.compile(r"\d{4,6}(?:\d\dOF\d\d)?\d{6}Z")
# "PAGE02" and "P0GE02" match at the head of "PAGE02PORTVELM00156"; "PAGEPORT" must not.
_NUMBERED = re.compile(r"(?P<word>[A-Z][A-Z0-9]{2,4}?)\d{1,3}(?=\D)")
# How long a page count or a time can be, letters and digits alone.
_RESTS = (0, 6, 7, 8, 9, 13)
_SIGNS = frozenset("0123456789OFZ")


@dataclass(frozen=True, slots=True)
class Names:
    """How this message's page lines begin, letters and digits alone: post and number as relays pad it.

    `counted` stand before a page count, `paged` behind `PAGE` and a number that is left out here; `initials`
    are the letters that a page line may begin with. `posts` are the sender's names, whatever the number.
    """

    counted: tuple[str, ...] = field(default=(), repr=False)
    paged: tuple[str, ...] = field(default=(), repr=False)
    initials: frozenset[str] = field(default=frozenset(), repr=False)
    posts: tuple[str, ...] = field(default=(), repr=False)


def find(lines: Sequence[Line], first: int, end: int) -> Mapping[int, str]:
    """Give the lines from `first` to `end` that are page lines or were, each with its note's code."""
    names = _names_by_place(lines, end)
    codes: dict[int, str] = {}
    for index in range(first, end):
        body = lines[index].body
        if index in codes or len(body) > _LONGEST:
            continue
        known = names(index)
        if index + 1 < end and _is_broken(lines[index], lines[index + 1], known):
            codes[index] = codes[index + 1] = "page-line-damaged"
        elif is_whole(body, known):
            codes[index] = "page-line"
        elif _is_damaged(body, known):
            codes[index] = "page-line-damaged"
    return codes


def _names_by_place(lines: Sequence[Line], end: int) -> Callable[[int], Names]:
    """Gather what names the message of a line: page lines and classification lines.

    Where many messages stand behind each other it is the nearest names alone, so that no line is compared with all.
    """
    found: dict[tuple[str, int], int] = {}
    for index in range(end):
        for name in _naming(index, lines[index].body) if _ends(lines[index].body) else ():
            found.setdefault(name, index)
    given, places = list(found), list(found.values())
    posts = tuple(
        dict.fromkeys(post for line in lines[: min(end, _HEADER_LINES)] for post in _senders(line.body))
    )

    @cache
    def near(block: int) -> Names:
        return _names(given[max(0, block - 1) * _BLOCK : (block + 2) * _BLOCK], posts)

    return lambda index: near(bisect_right(places, index) // _BLOCK)


def _names(found: Sequence[tuple[str, int]], posts: tuple[str, ...]) -> Names:
    """Give each name in every way that relays write it."""
    padded = dict.fromkeys(f"{post}{serial:0{width}}" for post, serial in found for width in _WIDTHS)
    paged = tuple(f"PAGE{name}" for name in padded)
    initials = frozenset(name[0] for name in (*padded, *paged, *posts))
    return Names(tuple(padded), paged, initials | ({"P"} if posts else set()), posts)


def _senders(body: str) -> Iterator[str]:
    """Give the post that FM names, with its official prefix and without."""
    match = patterns.FROM.match(body) if len(body) <= _LONGEST else None
    words = match["value"].split() if match else []
    for at in range(min(len(words), 2)):
        name = distance.letters("".join(words[at:]))
        if len(name) >= _SHORTEST_POST:
            yield name


def _naming(index: int, body: str) -> Iterator[tuple[str, int]]:
    """Give the posts and numbers that a line may name this message by."""
    page = patterns.PAGE_LINE.match(body) or archive_patterns.PAGE.match(body)
    first = index < _FIRST_PAGE and _FIRST.match(body)
    if page is not None and (page.re is patterns.PAGE_LINE or body[-1] == "Z" or first):
        yield distance.letters(page["post"]), int(page["serial"])
    elif page is None and index < _HEADER_LINES:
        # The name is told more cheaply than the class.
        named = _NAMED.search(body)
        if named is None or not (_CLASS.match(body) or markings.read_class(body)):
            return
        words = named["words"].split()
        for at in range(len(words)):
            yield distance.letters("".join(words[at:])), int(named["serial"])


def _ends(body: str) -> bool:
    """Say whether a line may end a page line: it is no longer than one, and its last sign is a digit or a Z."""
    return len(body) <= _LONGEST and (body[-1].isdigit() or body[-1] == "Z")


def is_whole(body: str, known: Names) -> bool:
    """Say whether a line is a page line; one of `PAGE nn` without a time must name this message."""
    if not _ends(body):
        return False
    if patterns.PAGE_LINE.match(body):
        return True
    if archive_patterns.PAGE.match(body) is None:
        return False
    return body[-1] == "Z" or _says(_without_page(distance.letters(body)), known.paged, _TIME)


def _is_damaged(body: str, known: Names) -> bool:
    """Say whether damage left this of a page line: its name or what follows is off, never both by much."""
    if not known.counted or not _DIGITS.match(body):
        return False
    text = distance.letters(body)
    return _nearly(text, known.counted, _COUNT) or _nearly(_without_page(text), known.paged, _TIME)


def _is_broken(line: Line, beside: Line, known: Names) -> bool:
    """Say whether two lines are one page line that a line end broke."""
    if not (known.counted or known.posts) or beside.blanks or len(line.body) + len(beside.body) > _LONGEST:
        return False
    if line.body[0] not in known.initials or not _ends(beside.body):
        return False
    text = distance.letters(line.body + beside.body)
    if _says(text, known.counted, _COUNT) or _says(_without_page(text), known.paged, _TIME):
        return True
    # The classification line may be damaged, too, or gone: the sender's name and a whole rest are enough.
    paged = tuple(f"PAGE{post}" for post in known.posts)
    return _says(text, known.posts, _SERIAL_AND_COUNT) or _says(_without_page(text), paged, _SERIAL_AND_TIME)


def _without_page(text: str) -> str:
    return _NUMBERED.sub(r"\g<word>", text, count=1)


def _says(text: str, known: tuple[str, ...], rest: re.Pattern[str]) -> bool:
    """Say whether a text is a name of this message and what must follow it."""
    if not text.startswith(known):
        return False
    return any(text.startswith(name) and rest.fullmatch(text, len(name)) for name in known)


def _nearly(text: str, known: tuple[str, ...], rest: re.Pattern[str]) -> bool:
    """Say whether a text is nearly that: a name that is off and a whole rest, or a whole name."""
    if text.startswith(known) and any(text.startswith(name) and _left(text[len(name) :]) for name in known):
        return True
    ends = (len(text) - length for length in _RESTS if length < len(text))
    heads = [text[:end] for end in ends if rest.fullmatch(text, end)]
    return any(distance.any_near(head, known, _OFF) for head in heads)


def _left(rest: str) -> bool:
    """Say whether a page count or a time may have been this: digits, and one sign that is none."""
    return 0 < len(rest) <= _LONGEST_REST and sum(sign not in _SIGNS for sign in rest) <= 1
