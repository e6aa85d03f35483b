"""Summary and comment: which portions they take, in every form that opens and closes them."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import Field, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from redactor.cable.base import Chunk

# At a portion's head: "SUMMARY:", "Begin Summary.", "Summary and Action Request:", "Summary/Comment --", "SUMMARY"
# before a rule, "Summary: (SBU)" match; "Summary of the talks was" and "SUMMARY EXECUTION" must not.
_OPENS = re.compile(
    r"""[\s*\u00b6#]{0,6}(?:(?:BEGIN|START)(?:[ ]OF)?[ ])?(?:EXECUTIVE[ ]|BRIEF[ ])?
    (?:(?:INTRODUCTION|BACKGROUND)[ ](?:AND|&)[ ]|(?:EMBASSY|POST|MISSION|CONSULATE)[ ])?
    (?P<word>SUMMARY|COMMENT)(?:S|\(S\))?
    (?:[ ]{0,2}(?:AND|/|&|-)[ ]{0,2}[A-Z]{4,16}(?:[ ][A-Z]{4,12})?)?
    (?:[ ]{0,2}\([^()\n]{1,30}\))?
    (?P<end>[ ]{0,2}(?:[:.]|[-\u2010-\u2015]{1,3}(?=[ \n]|$))|[ ]{0,3}(?=\n|$))""",
    re.VERBOSE | re.IGNORECASE,
)

# "SUMMARY BOLIVIA SAID" at a portion's head opens one where END SUMMARY follows; "SUMMARY EXECUTION" alone does not.
_BARE = re.compile(r"\s{0,3}(?:BEGIN[ ])?(?P<word>SUMMARY|COMMENT)[ ]{1,3}(?=[\"'\u201cA-Z])")

# Behind a sentence in a paragraph: "left early. COMMENT: ", "so. (COMMENT: " and "para 4. Summary: " match;
# "his comment: " must not.
_WITHIN = re.compile(
    r"(?<=[.?!)\"'\u201d])\s{1,4}[(\[]?(?:BEGIN[ ])?(?:(?P<word>COMMENT)S?[ ]?(?::|\.(?=\s)|[-\u2010-\u2015]{1,2}[ ])|(?P<other>SUMMARY)[ ]?:)",
    re.IGNORECASE,
)

# "END SUMMARY", "End of Comment", "END\nSUMMARY AND COMMENT", "endsummary" match; "END SUMMARILY" must not.
_CLOSES = re.compile(
    r"\bEND(?:[ ]OF)?\s{0,3}(?P<word>SUMMARY|COMMENT)S?\b(?:\s(?:AND|/)\s?[A-Z]{4,14})?", re.IGNORECASE
)

# "(continued)" behind the word matches; "CONTENTS" must not.
_CONTINUED = re.compile(r"\s*\(?continued", re.IGNORECASE)
_LONGEST_CONTINUED = 14

# Over how many portions the end of a zone is looked for.
_FARTHEST = 60
# A summary that says so only by its end is no longer than this.
_REACH = 6000

_WORDS = ("summary", "comment")
_TEXT = frozenset(
    {
        SectionKind.PARAGRAPH,
        SectionKind.BULLET,
        SectionKind.HEADING,
        SectionKind.TABLE,
        SectionKind.SUMMARY,
        SectionKind.COMMENT,
    }
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A portion of the text: where its words may begin (behind number and mark), where it ends, its address."""

    start: int
    heads: tuple[int, ...]
    end: int
    address: str
    heading: bool

    @property
    def words(self) -> int:
        """Give where its words begin for certain."""
        return self.heads[-1]


@dataclass(frozen=True, slots=True)
class _Tale:
    """What the portions tell of the zones before them, by a zone's word and the portion's index.

    `closes` holds the extents of what closes one; `closed` and `opened` are the indices of the portions that
    close one and open one anew, ascending: many zones ask for the next.
    """

    closes: Mapping[str, Mapping[int, Sequence[tuple[int, int]]]]
    closed: Mapping[str, Sequence[int]]
    opened: Mapping[str, Sequence[int]]

    @staticmethod
    def next(indices: Sequence[int], index: int) -> int:
        """Give the first of the indices behind `index`, or one that is behind every portion."""
        at = bisect_right(indices, index)
        return indices[at] if at < len(indices) else sys.maxsize


def find(text: str, addressed: Sequence[tuple[Chunk, str | None]]) -> Iterator[Field]:
    """Give each summary and each comment; the value lists the portions that it takes.

    One that nothing closes ends with its paragraph, and under a heading with the last paragraph before the next.
    """
    shown = text.upper()
    if "SUMMARY" not in shown and "COMMENT" not in shown:
        return
    parts = [_part(chunk, address) for chunk, address in addressed if address and chunk.kind in _TEXT]
    told = _tale(text, parts)
    taken = dict.fromkeys(_WORDS, 0)
    for index, part in enumerate(parts):
        for start, word in _openings(text, part):
            if start < taken[word]:
                continue
            end, last = _ending(parts, index, start, word, told)
            taken[word] = end
            held = ",".join(one.address for one in parts[index : last + 1])
            yield Field(word, Span(start, end), held)


def _part(chunk: Chunk, address: str) -> _Part:
    ends = {chunk.span.start, *(span.end for span in chunk.skeleton)}
    if chunk.mark is not None:
        ends.add(chunk.mark.span.end)
    heading = chunk.kind is SectionKind.HEADING
    return _Part(chunk.span.start, tuple(sorted(ends)), chunk.span.end, address, heading)


def _tale(text: str, parts: Sequence[_Part]) -> _Tale:
    closes: dict[str, dict[int, list[tuple[int, int]]]] = {word: {} for word in _WORDS}
    opened: dict[str, list[int]] = {word: [] for word in _WORDS}
    for index, part in enumerate(parts):
        for closing in _CLOSES.finditer(text, part.start, part.end):
            closes[closing["word"].lower()].setdefault(index, []).append(closing.span())
        word = _anew(text, part)
        if word:
            opened[word].append(index)
    return _Tale(closes, {word: list(found) for word, found in closes.items()}, opened)


def _anew(text: str, part: _Part) -> str:
    """Give the kind of zone that a portion opens for certain, so that one before it ends; or nothing."""
    match = _OPENS.match(text, part.words, part.end)
    if match is None:
        return ""
    behind = part.words + len(match["word"])
    continued = _CONTINUED.match(text[behind : min(part.end, behind + _LONGEST_CONTINUED)])
    return "" if continued else match["word"].lower()


def _openings(text: str, part: _Part) -> Iterator[tuple[int, str]]:
    # A mark may stand behind the word: then the words begin behind the number.
    for at in part.heads:
        match = _OPENS.match(text, at, part.end)
        if match is not None:
            yield match.start("word"), match["word"].lower()
            break
    else:
        match = _BARE.match(text, part.words, part.end)
        if match is not None and _is_closed(text, part.words, match["word"]):
            yield match.start("word"), match["word"].lower()
    for match in _WITHIN.finditer(text, part.words, part.end):
        name = "word" if match["word"] else "other"
        yield match.start(name), match[name].lower()


def _is_closed(text: str, start: int, word: str) -> bool:
    """Say whether END SUMMARY stands near enough behind a bare SUMMARY to be its own."""
    return any(match["word"].upper() == word for match in _CLOSES.finditer(text, start, start + _REACH))


def _ending(parts: Sequence[_Part], index: int, start: int, word: str, told: _Tale) -> tuple[int, int]:
    """Give where a zone ends and the index of its last portion."""
    own = told.closes[word].get(index, ())
    behind = bisect_left(own, (start, start))
    if behind < len(own):
        return own[behind][1], index
    closed, opened = told.next(told.closed[word], index), told.next(told.opened[word], index)
    if closed <= opened and closed < index + _FARTHEST:
        return told.closes[word][closed][0][1], closed
    last = index
    if parts[index].heading:
        while last + 1 < len(parts) and not parts[last + 1].heading:
            last += 1
    return parts[last].end, last
