"""The reasons for classification that a Classified By line names."""

from __future__ import annotations

import re

_LONGEST = 4000

# matches "1.4 ", "1,4", "1.5.", "1.\n4"; not "11.4", "1.44", "1.4 million" has it and then no letter
_SECTION = re.compile(r"(?<! [\d.] ) 1 \s* [.,] \s* [45] (?! \d ) \s* [.:,;-]? \s*", re.VERBOSE)
# matches "REASON:", "re\nasons", "Reasons"; not "REASONABLE"
_WORD = re.compile(
    r"\b R\s*E\s*A\s*S\s*O\s*N (?:\s*S)? \b \s* (?: \( S \) )? \s* [:;.,-]? \s* (?: FOR \b [^(:]{0,40} :? \s* )?",
    re.VERBOSE | re.IGNORECASE,
)
# matches "(b)", "(b,d)", "(B/D)", "(b and d)"; not "(bad)"
_BRACKETED = re.compile(
    r"\( \s* (?P<letters> [A-H] (?: [\s,/&+.;-]* (?: A\s*N\s*D )? [\s,/&+.;-]* [A-H] (?![A-Z]) )* ) [\s.]* \)?",
    re.VERBOSE | re.IGNORECASE,
)
# matches "B" of "1.5.B"; not "by"
_BARE = re.compile(r"(?P<letters> [A-H] ) (?! \w | '\w | \.\w )", re.VERBOSE | re.IGNORECASE)
# matches " and ", ", ", "/", " & 1.4 "; not " by "
_BETWEEN = re.compile(
    r"[\s,/&+.;-]* (?: (?: A\s*N\s*D | O\s*R ) \b )? [\s,/&+.;-]* (?: 1 \s* [.,] \s* [45] \s* )? [\s.]*",
    re.VERBOSE | re.IGNORECASE,
)
_LETTER = re.compile(r"(?<![A-Z])[A-H](?![A-Z])", re.IGNORECASE)


def read_reasons(text: str) -> tuple[str, ...]:
    """Give the reasons as `1.4(b)`, sorted, each once; those of 1.5 (E.O. 12958 before 2003) as 1.4; total."""
    shown = text[:_LONGEST]
    found: set[str] = set()
    for pattern, bare in ((_SECTION, True), (_WORD, False)):
        done = 0
        for match in pattern.finditer(shown):
            if match.start() >= done:  # what a list before it took is not read twice
                done = _letters(shown, match.end(), found, bare=bare)
    return tuple(f"1.4({letter})" for letter in sorted(found))


def _letters(text: str, start: int, found: set[str], *, bare: bool) -> int:
    """Add the letters from `start` on, all in brackets or all bare as the first is; give where they end."""
    item = _BRACKETED if _BRACKETED.match(text, start) or not bare else _BARE
    while match := item.match(text, start):
        found |= {letter.lower() for letter in _LETTER.findall(_without_and(match["letters"]))}
        gap = _BETWEEN.match(text, match.end())
        start = gap.end() if gap else match.end()
    return start


def _without_and(letters: str) -> str:
    return re.sub(r"A\s*N\s*D", " ", letters, flags=re.IGNORECASE)
