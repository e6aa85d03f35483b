"""What somebody else took out before: runs of x, words in brackets, codes; each with its authority codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.model import Field, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from redactor.cable.base import Chunk

# One code: "1.4(a)", "(b)(6)", "(b)(3)", "3.5(c)", "10 U.S.C. 130b", "B1", "25X6" match; "(b)" and "B52" must not.
_CODE = r"""(?:(?:E\.?O\.?[ ]?\d{5}[ ,]{1,2}(?:SEC\.?[ ])?)?(?:1\.[45]|3\.[345])[ ]?\([a-h]\)(?:\(\d\))?
    |\([bB]\)[ ]?\([1-9]\)(?:\([A-Fa-f]\))?|\d{1,2}[ ]U\.?S\.?C\.?[ ](?:SEC(?:TION|\.)?[ ]|\u00a7[ ]?)?\d{2,4}[a-z]?(?:\([a-z0-9]\))?
    |\bB[1-9](?![0-9A-Za-z])|\b(?:25|50|75)X[1-9](?![0-9]))"""
_CODES = rf"{_CODE}(?:[ ,;+/&]{{1,3}}(?:and[ ])?{_CODE}){{0,5}}"

_FOUND = re.compile(
    rf"""
    # "XXXXXXXXXXXX" and "xxx" match; "XX" and "XXL" must not
    (?P<run>(?<![A-Za-z0-9])(?:X{{4,200}}|x{{3,200}})(?![A-Za-z0-9])|[\u2588\u25a0]{{2,200}})
    # "[less than 1 line not declassified]", "[1 paragraph (3 lines) not declassified]" match; "[not clear]" must not
    |(?P<kept>\[[^\[\]\n]{{0,80}}\bnot[ ]declassified\])
    # "[DETAILS REMOVED]", "[NAME REDACTED]", "[TEXT DELETED]" match; "[removed from office]" must not
    |(?P<removed>\[(?:[A-Z][A-Za-z]{{1,20}}[ ]){{0,4}}(?:REMOVED|REDACTED|DELETED|EXCISED|WITHHELD|OMITTED)\])
    # "[1.4(a)]", "[B1 1.4(b),1.4(d): paragraph]" match; "[1.4 million]" must not
    |(?P<coded>\[[ ]?{_CODES}(?:[ ]?:[ ][0-9a-z ]{{1,20}}(?:,[ ]unmarked)?)?[ ]?\])
    # a line that holds codes alone: "1.4(a), 1.4(g)" matches; "1.4(a) SAYS SO" must not
    |(?P<alone>(?:^|(?<=\n))[ \t]*{_CODES}[ \t]*(?=\n|$))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Something of this stands in every excision: most texts have none of it. "XXXX", "[", the ".4 (" of "1.4 (" and the
# "X1" of "25X1" match; "X (" must not. Each part begins with one letter, so that the search skips all other text.
_HINT = re.compile(
    r"XXXX|xxx|\[|\u2588|\u25a0|\.(?<=\d\.)\d[ ]?\(|\([bB]\)[ ]?\(|U\.?S\.?C|B\d|b\d|X(?<=\dX)\d"
)
_ONE = re.compile(_CODE, re.VERBOSE | re.IGNORECASE)
_KINDS = {"run": "run", "kept": "not-declassified", "removed": "removed", "coded": "code", "alone": "code"}
# Codes stand here as the cable's own reasons, and runs of x as somebody's slip.
_NOT_IN = frozenset(
    {SectionKind.CLASSIFIED_BY, SectionKind.EO_LINE, SectionKind.TRANSMISSION, SectionKind.FURNITURE}
)


def find(text: str, chunks: Iterable[Chunk]) -> Iterator[Field]:
    """Give every earlier excision inside the chunks, and each code that stands in it."""
    if _HINT.search(text) is None:
        return
    for chunk in chunks:
        if chunk.kind in _NOT_IN or _HINT.search(text, chunk.span.start, chunk.span.end) is None:
            continue
        for match in _FOUND.finditer(text, chunk.span.start, chunk.span.end):
            name = match.lastgroup or "run"
            if name == "run" and match[0].isalpha() and not _is_run(match[0]):
                continue
            lead = len(match[0]) - len(match[0].lstrip())
            span = Span(match.start() + lead, match.start() + len(match[0].rstrip()))
            yield Field("excision", span, _KINDS[name])
            for one in _ONE.finditer(text, span.start, span.end):
                yield Field("excision-code", Span(*one.span()), _normal(one[0]))


def _is_run(word: str) -> bool:
    """Say whether a run of x is one case throughout: `Xxxx` is nobody's mark."""
    return (word.isupper() and len(word) > 3) or word.islower()  # noqa: PLR2004 - XXX ends messages


def _normal(code: str) -> str:
    """Give a code as one word: `1.4(a)`, `(b)(6)`, `10USC130b`, `B1`."""
    plain = re.sub(
        r"[\s\u00a7]|U\.?S\.?C\.?|SEC(?:TION|\.)?", lambda found: "USC" if found[0][0] in "Uu" else "", code
    )
    return plain.upper() if plain[0] in "Bb" or "X" in plain.upper() else plain.lower().replace("usc", "USC")
