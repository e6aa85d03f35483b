"""Classification lines and transmission letters, with the damage of the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate
from operator import itemgetter, or_
from typing import TYPE_CHECKING, NamedTuple

from redactor.markings import following
from redactor.markings import vocabulary as words
from redactor.markings.distance import distance, ends, letters
from redactor.markings.lattice import BOTTOM, close, combine
from redactor.markings.memory import forgotten
from redactor.markings.types import Level, Marking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from redactor.markings.grammar import Reading

_LONGEST = 160
_SHORT = 5
_MIDDLE = 8
_MOST_LETTERS = 40

# matches the `CLASSIFICATION: ` of "CLASSIFICATION: UNCLASSIFIED//", and '**"'; never a letter of the level
_LEAD = re.compile(
    r"""[\s*~_"'#>\\-]* (?: CLASSIFICATION \s* : \s* )? [\s*~_"']*""", re.VERBOSE | re.IGNORECASE
)
# matches "S E C", "SE C R"; not "SECRET", "A MAN"
_SPACED = re.compile(r"[A-Z]{1,3} (?: \ [A-Z]{1,2} ){2} (?! [A-Z]{2} )", re.VERBOSE | re.IGNORECASE)
# matches "SECTION 01 OF 04", "SECTION 1 ON 2", "FINAL SECTION OF 2", "SECTON O1 OF 04", and of "SECTION 01 OF 02LIMA 12"
# the count; not "SECTION CHIEF"
_SECTION = re.compile(
    r"""
    (?: \b FINAL \s+ )?
    \b (?P<word> [A-Z] (?: \ ? [A-Z] ){3,8}? ) \s*
    (?P<number> [\dOIL]{1,3} )? \s*
    (?P<of> (?<=[\s\d]) [A-Z0]{1,3} (?=\s) | (?<=\d)OF(?=\d) ) \s*
    (?P<all> [\dOIL]{1,3} ) (?: \b | (?<=\d) (?=[A-Z]{3}) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# matches the " 04" that a section count ends with; not " 1974"
_COUNTED = re.compile(
    r"(?: \s | (?<=\d)OF ) [\dOIL]{1,3} (?: \b | (?<=\d) (?=[A-Z]{3}) )", re.VERBOSE | re.IGNORECASE
)
# matches the "S" of "SECTION"; not the "E"
_INITIAL = re.compile(r"\b[A-Z]", re.IGNORECASE)
# matches "ZNY CCCCC ZZH", "ZNR UUUUU ZZH"; not "ZDK"
_PROSIGN = re.compile(
    r"\s* ZN[YR] \s+ (?P<letters> [A-Z]{3,7} | [A-Z](?:\ [A-Z]){3,6} ) (?: \s+ \S{2,5} )? \s*",
    re.VERBOSE | re.IGNORECASE,
)


class Extent(NamedTuple):
    """Where a part stands in its line, half-open; this package knows no spans of a document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Banner:
    """A classification line: what it claims, and where its parts stand in the line.

    `span_class` is the level with its controls and the blanks behind them, `span_section` the `SECTION n OF m`, `rest` the post
    and number (empty at the line's end where there are none). `repaired`: the class had to be guessed
    from damaged letters, or a control was not understood.
    """

    marking: Marking
    span_class: Extent
    span_section: Extent | None
    rest: Extent
    repaired: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A spelling that may open a classification line, and what it claims."""

    spelled: str
    claim: Marking

    def limit(self, *, spaced: bool) -> int:
        """Give how many letters may be off: short names bear less, unless their letters stand spaced."""
        if len(self.spelled) <= _SHORT:
            return 0
        if not self.claim.known or (
            len(self.spelled) < _MIDDLE and not (spaced and self.claim.level.classified)
        ):
            return 1
        return 2


@dataclass(frozen=True, slots=True)
class _Class:
    """A level read at a line's beginning: `end` is the offset behind it."""

    name: _Name
    off: int
    end: int


@forgotten
@lru_cache(maxsize=65536)
def read_banner(line: str) -> Banner | None:
    """Read a line as a classification line; None where it is prose or anything else. Total.

    A damaged name is read as the highest level that it may stand for, and `repaired` says so.
    """
    if len(line) > _LONGEST:
        return None
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    classes = _classes(line, start)
    if not classes:
        return None
    counts = _counts(line, min(found.end for found in classes))

    @cache
    def behind(first: int, stop: int) -> Reading | None:
        return following.behind_post(line[first:stop])

    for found in classes:
        banner = _with_tail(line, start, found, _nearest(counts, found.end), behind)
        if banner is not None:
            return banner
    return None


@forgotten
@lru_cache(maxsize=1024)
def read_class(line: str) -> Marking | None:
    """Read the class at a line's head whatever follows: the highest that it may be, never known. Total."""
    lead = _LEAD.match(line)
    found = _classes(line[:_LONGEST], lead.end() if lead else 0)
    if not found:
        return None
    return Marking(max(one.name.claim.level for one in found), known=False)


def read_prosign(line: str) -> Marking | None:
    """Read `ZNY CCCCC ZZH`; mixed letters give the highest, not known; None is no such line.

    It claims a level and is silent on the rest: `combine` it with the other claims for the document.
    """
    match = _PROSIGN.fullmatch(line) if len(line) <= _LONGEST else None
    if match is None:
        return None
    signs = letters(match["letters"])
    levels = [words.prosign_letters().get(sign) for sign in signs]
    known = [level for level in levels if level is not None]
    return replace(
        BOTTOM, level=max(known, default=Level.U), known=len(set(signs)) == 1 and len(known) == len(levels)
    )


# --- the level ---------------------------------------------------------------------------------


@cache
def _others() -> tuple[str, ...]:
    return tuple(letters(other) for other in words.other_names())


@cache
def _names(*, spaced: bool) -> tuple[tuple[_Name, int, int, int], ...]:
    """Give every spelling that may open a classification line: how much of it may be off, its reach, its letters."""
    levels = [_Name(letters(text), Marking(level)) for text, level in words.level_names().items()]
    floors = [_Name(letters(text), Marking(level, known=False)) for text, level in words.floors().items()]
    codes = [_Name("SBU", Marking(Level.SBU))]
    alone = [
        _Name(letters(text), close(Marking(row.level, controls=frozenset({row.code}))))
        for row in words.controls().values()
        if row.alone
        for text in row.spellings
        if len(text) > 1
    ]
    names = (*levels, *floors, *codes, *alone)
    limited = ((name, name.limit(spaced=spaced)) for name in names)
    return tuple(
        (name, limit, len(name.spelled) + limit, _heads(name.spelled)[-1]) for name, limit in limited
    )


def _heads(spelled: str) -> list[int]:
    """Give for each beginning of a word, the empty one first, the set of its letters, a bit for each."""
    return list(accumulate([1 << (ord(sign) & 63) for sign in spelled], or_, initial=0))


def _classes(line: str, start: int) -> list[_Class]:
    """Give the levels that the line may begin with: exact ones first, then the highest."""
    offsets = [i for i in range(start, len(line)) if line[i].isalpha()][:_MOST_LETTERS]
    spelled = "".join([line[i].upper()[:1] for i in offsets])
    if spelled.startswith(_others()):
        return []
    spaced = _SPACED.match(line, start) is not None
    heads = _heads(spelled)
    found = []
    for name, limit, reach, needs in _names(spaced=spaced):
        # A letter that the line's beginning has not is one that is off: most names are told by that alone.
        if (needs & ~heads[min(reach, len(spelled))]).bit_count() > limit:
            continue
        for taken, off in ends(name.spelled, spelled[:reach], limit):
            if taken and _ends_word(line, offsets[taken - 1] + 1):
                found.append(_Class(name, off, offsets[taken - 1] + 1))
    return sorted(found, key=_preference)


def _preference(found: _Class) -> tuple[bool, int, int, int]:
    exact = found.off == 0
    return (not exact, -found.end if exact else 0, -found.name.claim.level, found.off)


def _ends_word(line: str, end: int) -> bool:
    return end == len(line) or not line[end].isalnum()


# --- what follows it ---------------------------------------------------------------------------


def _with_tail(
    line: str, start: int, found: _Class, section: Extent | None, behind: following.Behind
) -> Banner | None:
    """Read controls, section and post behind the level; None where something else follows."""
    stop = section[0] if section else len(line)
    tail = following.read(line, found.end, stop, None if section else behind)
    if tail is None:
        return None
    reading, end = tail
    after = section[1] if section else end
    rest = behind(after, len(line)) if section or reading.whole else following.NOTHING
    if rest is None:
        return None
    return Banner(
        marking=combine(_claimed(found, reading), rest.marking()),
        span_class=Extent(start, _past_blanks(line, end)),
        span_section=section,
        rest=_trim(line, after),
        repaired=found.off > 0 or not reading.whole or not found.name.claim.known,
    )


def _claimed(found: _Class, reading: Reading) -> Marking:
    return combine(found.name.claim, reading.marking())


def _counts(line: str, start: int) -> tuple[tuple[int, Extent], ...]:
    """Find every `SECTION n OF m` behind `start`, each with how much of its word is off; they may overlap."""
    if not _COUNTED.search(line, start):
        return ()
    found = [
        match for word in _INITIAL.finditer(line, start) if (match := _SECTION.match(line, word.start()))
    ]
    spelled = [(distance(letters(match["word"]), "SECTION", 2), match) for match in found]
    return tuple((off, Extent(*match.span())) for off, match in spelled if off is not None)


def _nearest(counts: Iterable[tuple[int, Extent]], start: int) -> Extent | None:
    """Give of the section counts behind `start` the one whose word is nearest, the first of equals."""
    behind = [count for count in counts if count[1].start >= start]
    return min(behind, key=itemgetter(0))[1] if behind else None


def _trim(line: str, start: int) -> Extent:
    stripped = line[start:].strip(following.MARGIN)
    at = line.find(stripped, start) if stripped else len(line)
    return Extent(at, at + len(stripped))


def _past_blanks(line: str, end: int) -> int:
    return len(line) - len(line[end:].lstrip())
