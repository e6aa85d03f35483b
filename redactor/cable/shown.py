"""A chunk's own text: what furniture lies in it is blank, and every character keeps its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.spans import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from redactor.cable.base import Chunk


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stretch of the text that begins at `start`; `words` are its characters, furniture made blank."""

    start: int
    words: str = field(repr=False)

    @property
    def span(self) -> Span:
        """Give where the stretch stands."""
        return Span(self.start, self.start + len(self.words))

    def part(self, start: int, end: int | None = None) -> Sheet:
        """Give a part by offsets in `words`, without the blanks round it."""
        words = self.words[start:end]
        kept = words.strip()
        lead = len(words) - len(words.lstrip()) if kept else 0
        return Sheet(self.start + start + lead, kept)

    def found(self, match: re.Match[str], group: str | int = 0) -> Sheet:
        """Give what a match in `words` took."""
        return self.part(*match.span(group))

    def lines(self) -> Iterator[Sheet]:
        """Give the lines that hold something."""
        yield from self.split("\n")

    def split(self, sign: str) -> Iterator[Sheet]:
        """Give the parts between signs that hold something."""
        at = 0
        for piece in self.words.split(sign):
            one = self.part(at, at + len(piece))
            if one.words:
                yield one
            at += len(piece) + len(sign)

    def read(self) -> str:
        """Give the words on one line."""
        return " ".join(self.words.split())


def sheet(text: str, chunk: Chunk, *, labelled: bool = True) -> Sheet:
    """Give a chunk's text without its furniture, behind its label where it has one."""
    start = chunk.skeleton[0].end if labelled and chunk.skeleton else chunk.span.start
    end = max(start, chunk.span.end)
    pieces: list[str] = []
    at = start
    for span in sorted(chunk.furniture):
        cut = Span(max(span.start, at), min(max(span.end, at), end))
        if cut.start < cut.end:
            pieces.extend((text[at : cut.start], _blank(text[cut.start : cut.end])))
            at = cut.end
    pieces.append(text[at:end])
    return Sheet(start, "".join(pieces))


def _blank(words: str) -> str:
    return " " * len(words)
