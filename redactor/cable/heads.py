"""What stands at the head of a portion: its number as written, and its mark."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import patterns
from redactor.markings.types import Level, Marking, MarkState
from redactor.model import Mark, ParseNote
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.cable.lex import Line

# Marks show in the skeleton as level and dissemination controls only; these also need a referral.
_READABLE = frozenset({MarkState.READ, MarkState.REPAIRED})
# A bracketed mark begins with one of these, and so does what is left of one, or it ends with a bracket.
_OPENING = frozenset("([{*~")
_CLOSING = re.compile(r"[)\]}]")
_NEVER_SHOWN = frozenset({"RD", "FRD", "TFNI", "CNWDI", "FGI"})


@dataclass(frozen=True, slots=True)
class HeadMark:
    """A mark at a portion's head: `whole` also holds the Markdown around it and the blanks after it."""

    mark: Mark
    whole: Span
    notes: tuple[ParseNote, ...] = ()

    @property
    def shows(self) -> bool:
        """Say whether the mark may stay when the text goes: read whole, plain controls only."""
        marking = self.mark.marking
        return marking is not None and self.mark.state in _READABLE and plain(marking)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a line's head: `values` are what it may mean, `whole` also holds the blanks after it."""

    span: Span
    whole: Span
    values: tuple[int, ...]
    letter: str
    pointed: bool
    written: int
    bold: bool
    odd: bool
    bare: bool = False


def plain(marking: Marking) -> bool:
    """Say whether a marking is level and dissemination controls only."""
    return not (marking.fgi or marking.compartments or marking.opaque or marking.controls & _NEVER_SHOWN)


def number_at(text: str, start: int, end: int) -> Number | None:
    """Read the paragraph number written at `start`, in any of its damaged forms."""
    if text[start : start + 1].isalpha():
        return None
    match = patterns.NUMBER.match(text[start : min(end, start + 48)])
    if match is None:
        return None
    digits, pilcrow = match["digits"], match["pilcrow"]
    linked = match["closing"].startswith("]") and match["opening"].endswith("[")
    if match["opening"].endswith("[") and not linked:
        return None
    following = text[start + match.end() : min(end, start + match.end() + 1)]
    if following.isdigit() or (following.isalpha() and not match["point"]):
        return None
    literal = int(digits)
    values: tuple[int, ...] = (literal,)
    if not pilcrow and len(digits) > 1 and digits[0] == "1" and digits[1] != "0":
        # Seed cable: "112." is paragraph 12, its pilcrow read as a one.
        values = (literal, int(digits[1:]))
    bold = "**" in match["opening"]
    return Number(
        span=Span(start, start + match.end("closing")),
        whole=Span(start, start + match.end("blanks")),
        values=values,
        letter=match["letter"].lower(),
        pointed=bool(match["point"]) and literal > 0,
        written=literal,
        bold=bold and not match["closing"].endswith("**"),
        odd=bool(
            linked
            or bold
            or match["letter"].isupper()
            or match["point"] == ":"
            or text[start : start + match.start("digits")].endswith(" ")
        ),
    )


def bare_number_at(text: str, start: int, end: int) -> Number | None:
    """Read a number that lost its point, `16 IT IS`, before a sentence's first word; a sum or a year is none."""
    match = patterns.BARE_NUMBER.match(text[start : min(end, start + 48)])
    if match is None:
        return None
    written = int(match["digits"])
    span = Span(start, start + match.end("digits"))
    whole = Span(start, start + match.end())
    return Number(
        span, whole, (written,), "", pointed=False, written=written, bold=False, odd=True, bare=True
    )


def mark_at(text: str, start: int, end: int) -> HeadMark | None:
    """Read the mark written at `start`; None where none stands there."""
    head = text[start : min(end, start + 120)]
    found = _entire_text(head, start) if "TEXT" in head.upper() else None
    if found is not None or not (head[:1] in _OPENING or _CLOSING.search(head)):
        return found
    return _bracketed(head, start) or _broken(head, start)


def _bracketed(head: str, start: int) -> HeadMark | None:
    match = patterns.BRACKET.match(head)
    if match is None:
        return None
    span = Span(start + match.start("bracket"), start + match.end("bracket"))
    whole = Span(start, start + match.end())
    state, marking = markings.read_portion_mark(match["bracket"])
    rest = head[match.end() :]
    if marking is not None and _cut_short(marking, rest, glued=not match["closing"] + match["blanks"]):
        state, marking = MarkState.DAMAGED, _with_rest(marking, rest)
    notes: tuple[ParseNote, ...] = ()
    if "~~" in match["opening"]:
        notes += (ParseNote("mark-struck", whole),)
    code = {
        MarkState.REPAIRED: "mark-repaired",
        MarkState.DAMAGED: "mark-damaged",
        MarkState.WORD: "bracket-word",
    }.get(state)
    if code:
        notes += (ParseNote(code, span),)
    return HeadMark(Mark(span, state, marking), whole, notes)


def _cut_short(marking: Marking, rest: str, *, glued: bool) -> bool:
    """Say whether a mark may go on behind its bracket: `(U)/FOUO)`, `(U)FOUO)`, `(U) (C)`."""
    if patterns.MARK_REST.match(rest) or (glued and rest[:1].isalnum() and not _is_prose(rest)):
        return True
    second = patterns.BRACKET.match(rest)
    if second is None:
        return False
    state, other = markings.read_portion_mark(second["bracket"])
    return state is not MarkState.WORD and other is not None and not markings.at_most(other, marking)


def _is_prose(rest: str) -> bool:
    """Say whether what stands right behind a bracket is a sentence's first word, and nothing that a mark may hold."""
    match = patterns.GLUED_WORD.match(rest)
    return match is not None and markings.read_portion_mark(f"({match['word']})")[0] is MarkState.WORD


def _with_rest(marking: Marking, rest: str) -> Marking:
    """Give the floor that a mark and what follows it make: at least the mark, and nobody knows what more."""
    second = patterns.BRACKET.match(rest)
    other = markings.read_portion_mark(second["bracket"])[1] if second else None
    joined = markings.join(marking, other) if other is not None else marking
    return replace(joined, known=False, opaque=True)


def _broken(head: str, start: int) -> HeadMark | None:
    """Take a bracket that lost a part as damaged: it may have said anything."""
    match = patterns.BROKEN_BRACKET.match(head)
    if match is None:
        return None
    written = match[0].rstrip()
    span = Span(start, start + len(written))
    state, marking = markings.read_portion_mark(written)
    if state is MarkState.WORD:
        return None
    note = ParseNote("mark-repaired" if state is MarkState.REPAIRED else "mark-damaged", span)
    return HeadMark(Mark(span, state, marking), Span(start, start + match.end()), (note,))


def _entire_text(head: str, start: int) -> HeadMark | None:
    """Read `C - ENTIRE TEXT` and its like, which mark the paragraph they stand in."""
    match = patterns.ENTIRE_TEXT.match(head)
    if match is None:
        return None
    marking = markings.read_entire_text(match[0])
    if marking is None:
        return None
    state = MarkState.READ if marking.known else MarkState.DAMAGED
    span = Span(start, start + len(match[0].rstrip()))
    note = ParseNote("entire-text", span)
    return HeadMark(Mark(span, state, marking), Span(start, start + match.end()), (note,))


def is_mark(head: HeadMark | None) -> bool:
    """Say whether something stands there that is or was a mark (a plain word in brackets is not)."""
    return head is not None and head.mark.state is not MarkState.WORD


def joined_marks(text: str, lines: Iterable[Line]) -> Marking | None:
    """Give the join of the marks at line heads: text that slipped among labelled lines keeps its mark."""
    found: list[Marking] = []
    for line in lines:
        number = number_at(text, line.first, line.last)
        head = mark_at(text, number.whole.end if number else line.first, line.last)
        if head is not None and is_mark(head):
            found.append(head.mark.marking or Marking(Level.U, known=False))
    return markings.join(*found) if found else None


def opens_body(line: Line) -> bool:
    """Say whether a line can only be the first of the body: numbered 1, or marked."""
    end = len(line.body)
    number = number_at(line.body, 0, end)
    if number is None:
        lost = patterns.LOST_NUMBER.match(line.body)
        at = lost.end() if lost else 0
        head = mark_at(line.body, at, end)
        return lost is not None or (head is not None and head.mark.state in _READABLE)
    head = mark_at(line.body, number.whole.end, end)
    if head is not None and is_mark(head):
        return True
    return number.pointed and 1 in number.values and number.whole.end < end
