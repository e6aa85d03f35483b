"""What a form is: a pattern over the folded view that finds one kind of thing, with an example of each side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.detect.base import Page
    from redactor.model import EntityKind

MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
YEAR = r"(?:1[89][0-9]{2}|20[0-9]{2})"

# matches "3 May 1961", "May 3, 1961", "May 1961", "05/03/1961", "1961-05-03"; must not match "may go"
DATE = (
    rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?{MONTH}\.?(?:,?[ ]{YEAR})?"
    rf"|{MONTH}\.?[ ][0-3]?[0-9](?:st|nd|rd|th)?(?:-[0-3]?[0-9])?(?:,?[ ]{YEAR})?(?![0-9])"
    rf"|{MONTH}\.?,?[ ]{YEAR}"
    rf"|(?:0?[1-9]|[12][0-9]|3[01])[/.-](?:0?[1-9]|[12][0-9]|3[01])[/.-](?:{YEAR}|[0-9]{{2}})"
    rf"|{YEAR}-[0-9]{{2}}-[0-9]{{2}})"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern over the folded view; group `hit`, or else the whole match, is the finding.

    `example` holds one, `other` looks like one and is none: a test reads both. `begins` is what every match
    begins with, asked before the pattern at each place: it changes no match and spares most of the time.
    """

    id: str
    kind: EntityKind
    score: int
    finds: str
    example: str
    other: str
    pattern: re.Pattern[str]
    evidence: str = "form"
    begins: str = ""


def form(
    id_: str,
    kind: EntityKind,
    score: int,
    *,
    finds: str,
    example: str,
    other: str,
    pattern: str,
    evidence: str = "form",
    begins: str = "",
) -> Form:
    """Make the row of one form; its pattern, and what that begins with, are verbose."""
    return Form(id_, kind, score, finds, example, other, begun(begins, pattern), evidence, begins)


def begun(begins: str, pattern: str) -> re.Pattern[str]:
    """Compile a pattern that is asked only where a match may begin; places inside a word fail at once."""
    return re.compile(f"(?: {begins} )(?: {pattern} )" if begins else pattern, re.VERBOSE)


def finder(row: Form) -> Callable[[Page], Iterator[Hit]]:
    """Make the recogniser of one form."""

    def find(page: Page) -> Iterator[Hit]:
        named = "hit" in row.pattern.groupindex
        for match in row.pattern.finditer(page.view.folded):
            span = Span(*match.span("hit" if named and match["hit"] else 0))
            if len(span) and within_block(page, span):
                yield Hit(span, row.kind, row.id, row.score, (row.evidence,))

    find.__doc__ = row.finds
    return find


def within_block(page: Page, span: Span) -> bool:
    """Say whether a match lies in one block."""
    return "\n" not in span.of(page.view.text)
