"""Classification lines and transmission letters, with the damage of the wire."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from redactor.markings import vocabulary as words
from redactor.markings.distance import distance, ends, letters, near
from redactor.markings.grammar import Reading, read_values
from redactor.markings.lattice import BOTTOM, close, combine
from redactor.markings.types import Level, Marking

_LONGEST = 160
_SHORT = 5
_MIDDLE = 8
_MOST_CONTROL_WORDS = 8
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
# matches "ASTANA 001668", "LA PAZ 2004/2", "0156", "POSS DUPE", "STATE 255577 TOSEC 140323", "LIMA 2583 ZFR 2585",
# "LIMA002583"; not "SOURCES SAID SO"
_POST = re.compile(
    r"""
    (?: [A-Z] [A-Z .'/()-]{0,40}? \s+ | [A-Z]{4,20} (?= \d{4} ) )? [\dO]{2,7} (?: / \d{1,2} )?
    (?: \s+ (?: TOSEC | SECTO | CITE | Z[A-Z]{2} ) \s* \d{0,7} )? (?: \s+ POSS \s+ DUPE )? | POSS \s+ DUPE
    """,
    re.VERBOSE | re.IGNORECASE,
)
# parts "REL TO", "SI-G", "NOFORN/ORCON"
_PARTED = re.compile(r"[\s/,-]+")
# matches "20250101", "N07220", "MR", "OADR", "X1", "25X1"; not "2025"
_CODE = re.compile(r"\d{8} | N\d{5} | MR | OADR | X\d | \d{2}X\d", re.VERBOSE)
# matches "ZNY CCCCC ZZH", "ZNR UUUUU ZZH"; not "ZDK"
_PROSIGN = re.compile(
    r"\s* ZN[YR] \s+ (?P<letters> [A-Z]{3,7} | [A-Z](?:\ [A-Z]){3,6} ) (?: \s+ \S{2,5} )? \s*",
    re.VERBOSE | re.IGNORECASE,
)


# What may surround a line's words: blanks, Markdown, quotes.
_MARGIN = " *~_\\\"'.\t\r\n"
_NOTHING = Reading(None, BOTTOM, whole=True)


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


@lru_cache(maxsize=65536)
def read_banner(line: str) -> Banner | None:
    """Read a line as a classification line; None where it is prose or anything else. Total.

    A damaged name is read as the highest level that it may stand for, and `repaired` says so.
    """
    if len(line) > _LONGEST:
        return None
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    for found in _classes(line, start):
        banner = _with_tail(line, start, found)
        if banner is not None:
            return banner
    return None


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
def _names(*, spaced: bool) -> tuple[tuple[_Name, int, frozenset[str]], ...]:
    """Give every spelling that may open a classification line, how much of it may be off, and its letters."""
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
    return tuple((name, name.limit(spaced=spaced), frozenset(name.spelled)) for name in names)


def _classes(line: str, start: int) -> list[_Class]:
    """Give the levels that the line may begin with: exact ones first, then the highest."""
    offsets = [i for i in range(start, len(line)) if line[i].isalpha()][:_MOST_LETTERS]
    spelled = "".join(line[i].upper()[:1] for i in offsets)
    if spelled.startswith(_others()):
        return []
    spaced = _SPACED.match(line, start) is not None
    found = []
    for name, limit, needs in _names(spaced=spaced):
        reach = spelled[: len(name.spelled) + limit]
        if len(needs.difference(reach)) > limit:
            continue
        for taken, off in ends(name.spelled, reach, limit):
            if taken and _ends_word(line, offsets[taken - 1] + 1):
                found.append(_Class(name, off, offsets[taken - 1] + 1))
    return sorted(found, key=_preference)


def _preference(found: _Class) -> tuple[bool, int, int, int]:
    exact = found.off == 0
    return (not exact, -found.end if exact else 0, -found.name.claim.level, found.off)


def _ends_word(line: str, end: int) -> bool:
    return end == len(line) or not line[end].isalnum()


# --- what follows it ---------------------------------------------------------------------------


def _with_tail(line: str, start: int, found: _Class) -> Banner | None:
    """Read controls, section and post behind the level; None where something else follows."""
    section = _section(line, found.end)
    stop = section[0] if section else len(line)
    tail = _controls_and_post(line[found.end : stop], post=section is None)
    if tail is None:
        return None
    reading, length = tail
    after = section[1] if section else found.end + length
    behind = _behind_post(line[after:]) if section or reading.whole else _NOTHING
    if behind is None:
        return None
    rest = _trim(line, after)
    return Banner(
        marking=combine(_claimed(found, reading), behind.marking()),
        span_class=Extent(start, _past_blanks(line, found.end + length)),
        span_section=section,
        rest=rest,
        repaired=found.off > 0 or not reading.whole or not found.name.claim.known,
    )


def _claimed(found: _Class, reading: Reading) -> Marking:
    return combine(found.name.claim, reading.marking())


def _section(line: str, start: int) -> Extent | None:
    """Find `SECTION n OF m`: of overlapping readings the one whose word is nearest."""
    starts = [start + word.start() for word in re.finditer(r"\b[A-Z]", line[start:], re.IGNORECASE)]
    found = [match for at in starts if (match := _SECTION.match(line, at))]
    best = min(found, key=lambda match: distance(letters(match["word"]), "SECTION"), default=None)
    return Extent(*best.span()) if best and near(letters(best["word"]), "SECTION", 2) else None


def _behind_post(text: str) -> Reading | None:
    """Read post and number and what stands behind them: nothing, or controls; None where something else does."""
    stripped = text.strip(_MARGIN)
    if not stripped:
        return _NOTHING
    for match in (_POST.fullmatch(stripped), _POST.match(stripped)):
        if match is not None:
            controls = _controls(stripped[match.end() :])
            if controls is not None and controls.whole and not stripped[match.end() :].startswith("/"):
                return controls
    return None


def _controls_and_post(text: str, *, post: bool) -> tuple[Reading, int] | None:
    """Read controls, then (where `post`) post and number; give the controls and how far they reach.

    After `//` a value that is not understood makes the marking opaque; after a blank it makes prose.
    """
    if len(text.split()) > 2 * _MOST_CONTROL_WORDS:
        return None
    for cut in _cuts(text) if _may_control(text) else (0,):
        # What follows is looked at first: that is quickly told, and in prose it seldom fits.
        if _behind_post(text[cut:]) is None if post else text[cut:].strip():
            continue
        reading = _controls(text[:cut])
        if reading is not None and reading.whole:
            return reading, cut
    tail = text.strip()
    short = len(tail.split()) <= _MOST_CONTROL_WORDS
    return (_opaque(tail), len(text)) if tail.startswith("/") and short else None


def _may_control(text: str) -> bool:
    """Say whether controls may stand here, by the first words: prose is told at a glance."""
    first, *others = _PARTED.split(words.fold(text).lstrip(), maxsplit=2)
    if not first.isalnum() or first in _openers() or _CODE.match(first) is not None:
        return True
    # A spaced control has letters alone for words: "E F T O", and not "T OF THE".
    return len(first) == 1 and (not others or len(others[0]) <= 1)


def _is_prose(text: str) -> bool:
    """Say whether a word stands here that no control holds, before any that a list or a name may follow."""
    for word in _PARTED.split(words.fold(text)):
        if word in _leaders() or _CODE.match(word):
            return False
        if len(word) > 1 and word.isalpha() and word not in _vocabulary():
            return True
    return False


@cache
def _spellings() -> tuple[str, ...]:
    """Give everything that may stand behind a level, but for lists and what is under a compartment."""
    said = {*words.control_spellings(), *words.level_names(), *words.level_codes(), "RELIDO", "MR", "OADR"}
    return tuple(sorted(said))


@cache
def _leaders() -> frozenset[str]:
    """Give the words behind which any word may stand: countries, sub-compartments."""
    names = {_PARTED.split(one, maxsplit=1)[0] for one in words.compartment_spellings()}
    return frozenset(names | {"REL", "RELEASABLE", "DISPLAY", "FGI", "JOINT"})


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for one in _spellings() for word in _PARTED.split(one))


@cache
def _openers() -> frozenset[str]:
    """Give the first word of everything that may stand behind a level."""
    return frozenset({_PARTED.split(one, maxsplit=1)[0] for one in _spellings()} | _leaders())


def _opaque(tail: str) -> Reading:
    reading = read_values("U" + tail, banner=True)
    return replace(reading, whole=False, said=replace(reading.said, opaque=True))


def _cuts(text: str) -> list[int]:
    """Give the places where controls may end: the farthest word first, nothing at all last."""
    words_end = [match.end() for match in re.finditer(r"\S+", text)]
    return [*reversed(words_end), 0]


def _controls(text: str) -> Reading | None:
    """Read `//NOFORN`, ` NOFORN`, ` E F T O`; None where blanks part words that are no controls."""
    stripped = text.strip(_MARGIN)
    if not stripped:
        return Reading(None, BOTTOM, whole=True)
    if stripped.startswith("/"):
        return read_values("U" + stripped, banner=True)
    if _is_prose(stripped):
        return None
    reading = read_values("U/" + stripped, banner=True)
    return reading if reading.whole else None


def _trim(line: str, start: int) -> Extent:
    stripped = line[start:].strip(_MARGIN)
    at = line.find(stripped, start) if stripped else len(line)
    return Extent(at, at + len(stripped))


def _past_blanks(line: str, end: int) -> int:
    return len(line) - len(line[end:].lstrip())
