"""Tests in a Markdown page: the fenced blocks that are tests, and what must be refused about them."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field

from redactor.errors import Diagnostic, Place, PolicyError

HEAD, CABLE, EXPECT = "redactor-tests", "cable", "expect"
WORDS = (HEAD, CABLE, EXPECT)

# The line that opens or closes a fenced block.
# matches "```cable", "~~~~ yaml"; not "``inline``"
FENCE = re.compile(r"(?P<indent>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<word>[^\s`]*)(?P<more>[^`]*)")

# A heading; what stands below it belongs to it.
# matches "## A private name #"; not "##x"
HEADING = re.compile(r"#{1,6}[ \t]+(?P<title>.*?)[ \t]*#*[ \t]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of ours: its word, its text, the line its text begins on, the heading above it."""

    word: str
    text: str = field(repr=False)
    line: int
    heading: str


def blocks(text: str, file: str) -> tuple[Block, ...]:
    """Give the blocks that are tests, in their order.

    Raises PolicyError for one that has no end, that does not begin its line, or whose word is nearly ours:
    each would be a test that nobody runs.
    """
    found: list[Block] = []
    faults: list[Diagnostic] = []
    lines = text.split("\n")
    heading, at = "", 0
    while at < len(lines):
        title = HEADING.fullmatch(lines[at])
        heading = title["title"] if title else heading
        opened = FENCE.fullmatch(lines[at])
        if opened is None:
            at += 1
            continue
        fault = _fault(opened, Place(file, at + 1, len(opened["indent"]) + 1, len(opened["fence"])))
        faults += [fault] if fault else []
        end = _closing(lines, at + 1, opened["fence"])
        if opened["word"] in WORDS:
            if end == len(lines):
                faults.append(_endless(Place(file, at + 1, 1, len(lines[at]))))
            found.append(
                Block(opened["word"], "".join(f"{line}\n" for line in lines[at + 1 : end]), at + 2, heading)
            )
        at = end + 1
    if faults:
        raise PolicyError(tuple(faults), {file: text})
    return tuple(found)


def _closing(lines: list[str], start: int, fence: str) -> int:
    """Give the line that closes a block, or the number of lines where none does."""
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if len(line) >= len(fence) and line == fence[0] * len(line):
            return at
    return len(lines)


def _fault(opened: re.Match[str], place: Place) -> Diagnostic | None:
    """Say why a block that looks like a test would not be run."""
    word = opened["word"]
    near = difflib.get_close_matches(word.casefold(), WORDS, n=1, cutoff=0.8)
    if word not in WORDS:
        if not near:
            return None
        message = f"a block that is nearly a test: `{near[0]}` was expected"
        return Diagnostic("RT118", message, place, help=f"write `{near[0]}`, or another word")
    if opened["indent"]:
        return Diagnostic(
            "RT117", "a test's block does not begin its line", place, help="move it to the margin"
        )
    if opened["more"].strip():
        message = "something stands behind the word of a test's block"
        return Diagnostic("RT119", message, place, help="leave the word alone on its line")
    return None


def _endless(place: Place) -> Diagnostic:
    return Diagnostic("RT116", "a block without an end", place, help="close it with a fence of its own line")
