r"""The notation of expected removals in a test's cable: `[[rule: text]]` around what must go.

    1. (U) The farmer [[others-by-role: Tomas Vashkel]] met the mayor.
    2. (C) [[classified, noforn withhold: The second paragraph.]]

Before the colon stand the ids of rules that must be among those that removed the text, and after them
the action, where the test cares for it. One blank behind the colon is not part of the text. A backslash
makes a bracket or a backslash behind it stand for itself: `\[\[` is two brackets of the cable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from redactor.spans import Span

OPEN, CLOSE = "[[", "]]"
ACTIONS = ("withhold", "hold", "redact", "label", "role", "pseudonym", "generalize", "mask")

# What stands between `[[` and the text.
# matches `classified, noforn withhold: `, `default-portion:`; not `Classified: `, `classified`
HEAD = re.compile(
    rf"""
    [ ]* (?P<rules> [a-z][a-z0-9-]* (?: [ ]*,[ ]* [a-z][a-z0-9-]* )* )   # ids of rules
    (?: [ ]+ (?P<action> {"|".join(ACTIONS)} ) )?                        # and what they do
    [ ]* : [ ]?
    """,
    re.VERBOSE,
)

# A backslash that makes what follows stand for itself.
# matches `\[`, `\\`; not `\n`
ESCAPED = re.compile(r"\\(?P<itself>[\[\]\\])")


@dataclass(frozen=True, slots=True)
class Expected:
    """Text that must be removed, by at least these rules; `action` is empty where any will do.

    `span` is over the cable, `source` over the annotated text, brackets and all.
    """

    span: Span
    rules: tuple[str, ...]
    action: str
    source: Span


@dataclass(frozen=True, slots=True)
class Slip:
    """A fault of the notation: its code, a sentence, where it stands in the annotated text, what to type."""

    code: str
    message: str
    at: Span
    help: str = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A cable and what must be removed from it; `places[i]` is where its i-th character stands as written."""

    text: str = field(repr=False)
    expected: tuple[Expected, ...]
    places: tuple[int, ...] = field(repr=False)
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True, slots=True)
class _Opened:
    """An expected removal whose end has not come yet; without rules where its head was none."""

    at: int
    start: int
    rules: tuple[str, ...]
    action: str


class _Tape:
    """Collects the cable's characters while the annotated text is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.places: list[int] = []
        self.expected: list[Expected] = []
        self.slips: list[Slip] = []
        self.opened: _Opened | None = None

    def keep(self, char: str, at: int) -> None:
        """Take one character of the cable."""
        self.text.append(char)
        self.places.append(at)

    def slip(self, code: str, message: str, at: Span, help_: str = "") -> None:
        """Note a fault."""
        self.slips.append(Slip(code, message, at, help_))


def parse(source: str) -> Annotated:
    """Read an annotated cable; every fault of the notation is in `slips`."""
    tape = _Tape(source)
    at = 0
    while at < len(source):
        at = _step(tape, at)
    if tape.opened is not None and tape.opened.rules:
        start = tape.opened.at
        tape.slip(
            "RT101",
            "an expected removal has no end",
            Span(start, start + len(OPEN)),
            f"close it with `{CLOSE}`",
        )
    return Annotated("".join(tape.text), tuple(tape.expected), tuple(tape.places), tuple(tape.slips))


def _step(tape: _Tape, at: int) -> int:
    """Read what stands at `at`, and say where to go on."""
    escaped = ESCAPED.match(tape.source, at)
    if escaped:
        tape.keep(escaped["itself"], at)
        return escaped.end()
    if tape.source.startswith(OPEN, at):
        return _begin(tape, at)
    if tape.source.startswith(CLOSE, at):
        return _end(tape, at)
    tape.keep(tape.source[at], at)
    return at + 1


def _begin(tape: _Tape, at: int) -> int:
    """Begin an expected removal."""
    brackets = Span(at, at + len(OPEN))
    head = HEAD.match(tape.source, brackets.end)
    if head is None:
        help_ = "write `[[rule-id: text]]`, or `\\[\\[` for brackets of the cable"
        tape.slip("RT103", "`[[` is not followed by the ids of rules and a colon", brackets, help_)
        tape.opened = tape.opened or _Opened(at, len(tape.text), (), "")
        return brackets.end
    if tape.opened is not None:
        tape.slip("RT104", "an expected removal inside another", brackets, "close the first one before it")
        return head.end()
    rules = tuple(dict.fromkeys(re.split(r"[ ]*,[ ]*", head["rules"])))
    tape.opened = _Opened(at, len(tape.text), rules, head["action"] or "")
    return head.end()


def _end(tape: _Tape, at: int) -> int:
    """End an expected removal."""
    end, opened = at + len(CLOSE), tape.opened
    tape.opened = None
    if opened is None:
        tape.slip("RT102", "`]]` ends nothing", Span(at, end), "write `\\]\\]` for brackets of the cable")
        return end
    source = Span(opened.at, end)
    if not opened.rules:  # its head was no head, and that was told
        return end
    if not "".join(tape.text[opened.start :]).strip():
        tape.slip("RT105", "an expected removal of nothing", source, "put it around the text that must go")
        return end
    span = Span(opened.start, len(tape.text))
    tape.expected.append(Expected(span, opened.rules, opened.action, source))
    return end


def written(text: str, expected: tuple[Expected, ...]) -> str:
    """Write a cable with its expected removals; `parse` reads back the same."""
    starts = {item.span.start: item for item in expected}
    ends = {item.span.end for item in expected}
    parts: list[str] = []
    for at in range(len(text) + 1):
        if at in ends:
            parts.append(CLOSE)
        if at in starts:
            item = starts[at]
            parts.append(f"{OPEN}{', '.join(item.rules)}{' ' * bool(item.action)}{item.action}: ")
        if at < len(text):
            parts.append(f"\\{text[at]}" if text[at] in "[]\\" else text[at])
    return "".join(parts)
