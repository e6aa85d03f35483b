"""Builds the view of a text in one pass: furniture out, wraps joined, disguises folded, each step mapped."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor.spans import Span, union
from redactor.view import markup
from redactor.view.glyphs import combining, compose, expand, fold, hidden, lookalikes
from redactor.view.types import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What needs no folding but its case.
_PLAIN = r"""[A-Za-z0-9.,;:!?()"'/=+%$\#@>{}|~^_-]"""

# Cuts a text into the pieces that are treated alike.
# matches: "ORDWAY" (plain), "&#66;" (entity), "](#)" (link), "**" (stars), "\" before "$" (escape)
# must not match as an entity: "AT&T;" without a name known to HTML is left as it stands
_PIECE = re.compile(
    rf"""
      (?P<plain> (?: {_PLAIN}++ (?: [ ] (?={_PLAIN}) )? | (?!{markup.STRUCK})< )++ )
    | (?P<blank> \s+ )
    | (?P<entity> {markup.ENTITY} )
    | (?P<struck> {markup.STRUCK} )
    | (?P<link> \] \( \#? \) | \[ (?= [^\[\]\n]{{0,80}} \] \( \#? \) ) )
    | (?P<stars> \*\*+ | (?<=\w)\* | \*(?=\w) )
    | (?P<escape> \\ (?= [!-/:-@\[-`{{-~] | [ \t]*\n ) )
    | (?P<soft> \u00ad (?= [ \t]*\n ) )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)

# matches the comma of "POST,S" and "d,Affaires" (old teleprinters had no apostrophe)
# must not match that of "Almaty, Kazakhstan" or "one,two"
_COMMA_APOSTROPHE = re.compile(r"(?<=[A-Za-z]),(?=[sS]\b)|(?<=\b[dDlL]),(?=[A-Z])")

# matches the 0 of "b0ucher", the 1 of "bi1l" and the 3 of "bouch3r"; must not match that of "1669", "a 0" or "h5n1"
_OCR_DIGITS = re.compile(
    r"(?<=[a-z])[01]+(?=[a-z])|(?<![a-z0-9])0(?=[a-z]{2})|(?<=[a-z]{2})0(?![a-z0-9])"
    r"|(?<=[a-z]{2})[345](?=[a-z])|(?<=[a-z])[345](?=[a-z]{2})"
)
_OCR_LETTERS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s"}

# matches the letters of one word: "Воucher"; must not match "B0" or "_"
_WORD = re.compile(r"[^\W\d_]{2,}")

_WRAP_HYPHENS = frozenset("-‐‑\u00ad")


@dataclass(slots=True)
class _Tape:
    """The view while it is being written; the blank before the next character waits in `blank`."""

    text: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    blank: tuple[int, int, bool] | None = None
    wrap: bool = False
    block: int = 0


def _wait(tape: _Tape, start: int, end: int, *, newline: bool) -> None:
    """Remember a stretch of blanks until we know what follows it."""
    if tape.blank is not None:
        tape.blank = (tape.blank[0], end, tape.blank[2] or newline)
    else:
        tape.blank = (start, end, newline)


def _settle(tape: _Tape, block: int, following: str) -> None:
    """Write the waiting blank: nothing after a hyphen that breaks a word, a line end between blocks."""
    waiting, tape.blank = tape.blank, None
    if waiting is not None and tape.text:
        start, end, newline = waiting
        same = block == tape.block
        if same and newline and tape.wrap and following.isalpha():
            _stretch(tape, end)
        else:
            tape.text.append(" " if same else "\n")
            tape.starts.append(start)
            tape.ends.append(end)
    tape.block = block


def _put(tape: _Tape, block: int, plain: str, start: int, end: int) -> None:
    """Write characters that all stand for the original's `start` to `end`."""
    _settle(tape, block, plain[0])
    tape.text.extend(plain)
    tape.starts.extend([start] * len(plain))
    tape.ends.extend([end] * len(plain))
    tape.wrap = False


def _mark_wrap(tape: _Tape, source: str) -> None:
    """Note whether the last character is a hyphen after a letter, so that a line end may vanish."""
    tape.wrap = source in _WRAP_HYPHENS and len(tape.text) > 1 and tape.text[-2].isalpha()


def _stretch(tape: _Tape, end: int) -> None:
    """Let the last character reach to `end`, and those that share its place with it."""
    start, at = tape.starts[-1], len(tape.starts) - 1
    while at >= 0 and tape.starts[at] == start:
        tape.ends[at] = end
        at -= 1


def _put_char(tape: _Tape, block: int, char: str, start: int, end: int) -> None:
    """Write one original character, or join it to the one before, or drop it."""
    if char.isspace():
        _wait(tape, start, end, newline=char not in " \t\u00a0")
    elif hidden(char):
        return
    elif combining(char):
        if tape.text and tape.blank is None and tape.ends[-1] <= start:
            tape.text[-1] = compose(tape.text[-1], char)
            _stretch(tape, end)
    else:
        _put(tape, block, expand(char), start, end)
        _mark_wrap(tape, char)


def _put_plain(tape: _Tape, block: int, run: str, start: int) -> None:
    """Write a run of ASCII that needs no folding, quickly."""
    _settle(tape, block, run[0])
    tape.text.extend(run)
    tape.starts.extend(range(start, start + len(run)))
    tape.ends.extend(range(start + 1, start + len(run) + 1))
    _mark_wrap(tape, run[-1])


def _put_piece(tape: _Tape, block: int, kind: str | None, piece: str, start: int) -> None:
    """Write one piece by its kind; link leftovers, stars, escapes and strikes leave nothing."""
    end = start + len(piece)
    match kind:
        case "plain":
            _put_plain(tape, block, piece, start)
        case "blank":
            _wait(tape, start, end, newline=any(char not in " \t\u00a0" for char in piece))
        case "entity":
            plain = markup.decoded(piece)
            if plain is None:
                _put_plain(tape, block, piece, start)
            for char in plain or "":
                _put_char(tape, block, char, start, end)
        case "soft":
            _put(tape, block, "-", start, end)
            _mark_wrap(tape, piece)
        case "other":
            _put_char(tape, block, piece, start, end)
        case _:  # link, stars, escape, struck
            return


def _segments(
    length: int, furniture: Sequence[Span], blocks: Sequence[Span]
) -> Iterator[tuple[int, int, int]]:
    """Cut the text into stretches of one block without furniture; what lies between blocks counts as one."""
    edges = sorted({edge for block in blocks for edge in (block.start, block.end)})
    gone = union(furniture)
    first = [span.start for span in gone]
    cuts = {0, length, *edges, *(edge for span in gone for edge in (span.start, span.end))}
    for start, end in pairwise(sorted(cut for cut in cuts if cut <= length)):
        at = bisect_right(first, start) - 1
        if at < 0 or start >= gone[at].end:
            yield start, end, bisect_right(edges, start)


def _unmask(text: str) -> str:
    """Put Latin letters for look-alikes in words that mix scripts, or hold look-alikes alone."""
    if text.isascii():
        return text
    table = lookalikes()

    def latin(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii():
            return word
        mixed = any(char.isascii() for char in word) or all(char in table for char in word)
        return "".join(table.get(char, char) for char in word) if mixed else word

    return _WORD.sub(latin, text)


def _folded(text: str) -> str:
    """Fold a view's text, same length."""
    folded = text.lower() if text.isascii() else "".join(fold(char) for char in text)
    return _OCR_DIGITS.sub(lambda match: "".join(_OCR_LETTERS[char] for char in match.group()), folded)


def starts_word(text: str, index: int) -> bool:
    """Say whether a word may start at `index`: no letter or digit before it, or a new word in camel case."""
    if index == 0 or not text[index - 1].isalnum():
        return True
    return text[index].isupper() and text[index - 1].islower()


def build(text: str, *, furniture: Sequence[Span] = (), blocks: Sequence[Span] = ()) -> View:
    """Build the view of `text` without `furniture`; a wrap inside a block is a blank, between blocks a line end.

    Linear in the length of the text. Outside `blocks` each stretch between two blocks is one block.
    """
    tape = _Tape()
    position = 0
    for start, end, block in _segments(len(text), furniture, blocks):
        if position < start and markup.parts_words(text[position:start]):
            _wait(tape, position, start, newline=True)
        position = end
        for match in _PIECE.finditer(text, start, end):
            _put_piece(tape, block, match.lastgroup, match.group(), match.start())
    joined = _COMMA_APOSTROPHE.sub("'", _unmask("".join(tape.text)))
    folded = _folded(joined)
    places = tuple([index for index, char in enumerate(folded) if char.isalnum()])
    return View(
        text=joined,
        folded=folded,
        starts=tuple(tape.starts),
        ends=tuple(tape.ends),
        length=len(text),
        letters="".join([folded[index] for index in places]),
        places=places,
        heads=_heads(joined, places),
    )


def may_start(text: str, index: int) -> bool:
    """Say whether a word may start at `index`, or a note's number stand before it."""
    return starts_word(text, index) or (text[index].isalpha() and text[index - 1].isdigit())


# The first letter or digit of a word of ASCII, the capital in camel case, and a letter behind a note's number.
# matches the R and the S of "redSea ", the B of "_B0" and of "2Bo"; must not match the "e" of "red", the "2" of "B2"
_HEAD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]|(?<=[a-z])[A-Z]|(?<=[0-9])[A-Za-z]")


def _heads(text: str, places: Sequence[int]) -> tuple[int, ...]:
    """Give which of the letters at `places` may begin a word; in ASCII by one pattern."""
    if not text.isascii():
        return tuple([at for at, place in enumerate(places) if may_start(text, place)])
    begun = {match.start() for match in _HEAD.finditer(text)}
    return tuple([at for at, place in enumerate(places) if place in begun])
