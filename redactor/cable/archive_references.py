"""The ids in a REF of 1973-79: post and serial, several in one item, airgrams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.cable import archive_patterns, patterns, vocabulary
from redactor.model import Field
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# Words that stand before a number and name no sender.
_WORDS = frozenset(
    "AND OF DATED PARA PARAS PARAGRAPH PART LETTER MEMO NO NR SECTION TO REF REFTEL TELEGRAM PAGE PRESS "
    "RELEASE MSG MIL DTG".split()
)
_LONG_MONTHS = frozenset(
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER SEPT".split()
)
_NO_SENDER = _WORDS | _LONG_MONTHS | frozenset(patterns.MONTHS)


def ids(text: str, span: Span) -> tuple[Field, ...]:
    """Give every id written in `span`, in order; a second number behind one is the same sender's."""
    found: list[Field] = []
    taken = span.start
    for match in archive_patterns.REFERENCE_ID.finditer(text, span.start, span.end):
        name = _sender(match["post"])
        if not name:
            continue
        start = match.end("post") - len(name)
        if match["year"] and name == match["post"]:
            start = match.start("year")
        here = Span(start, match.end())
        found.extend(_airgrams(text, Span(taken, here.start)))
        found.append(Field("reference-id", here, f"{' '.join(name.split())} {match['serial']}"))
        taken = here.end
        for serial in _more(text, Span(taken, span.end)):
            found.append(Field("reference-id", serial, f"{' '.join(name.split())} {serial.of(text)}"))
            taken = serial.end
    return (*found, *_airgrams(text, Span(taken, span.end)))


def _sender(words: str) -> str:
    """Give the end of `words` that may name a sender: a listed post, or all behind the last word that cannot."""
    parts = words.split()
    kept = 0
    for index, word in enumerate(parts):
        if word.strip(".'") in _NO_SENDER:
            kept = index + 1
    parts = parts[kept:]
    for index in range(len(parts)):
        if vocabulary.is_post(" ".join(parts[index:])):
            parts = parts[index:]
            break
    if not parts:
        return ""
    return words[words.rindex(parts[0]) :] if len(parts) == 1 else words[_start(words, parts) :]


def _start(words: str, parts: list[str]) -> int:
    """Give where the last `len(parts)` words begin."""
    at = len(words)
    for part in reversed(parts):
        at = words.rindex(part, 0, at)
    return at


def _more(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    while (match := archive_patterns.MORE_SERIALS.match(text, at, span.end)) is not None:
        yield Span(*match.span("serial"))
        at = match.end()


def _airgrams(text: str, span: Span) -> Iterator[Field]:
    for match in archive_patterns.AIRGRAM.finditer(text, span.start, span.end):
        yield Field("reference-id", Span(*match.span()), match[0])
