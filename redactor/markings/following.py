"""What stands behind the level in a classification line: controls, post and number, or nothing of its kind."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from redactor.markings import vocabulary as words
from redactor.markings.grammar import Reading, read_values
from redactor.markings.lattice import BOTTOM

if TYPE_CHECKING:
    from collections.abc import Callable

    Behind = Callable[[int, int], Reading | None]

_MOST_CONTROL_WORDS = 8

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
# matches the "//NOFXRN" of "//NOFXRN//REL TO USA"; not "//NOFORN VELMORA 12"
_FIRST_VALUE = re.compile(r"\s*//?(?P<value>[^/]+)(?=/)")
# matches "20250101", "N07220", "MR", "OADR", "X1", "25X1"; not "2025"
_CODE = re.compile(r"\d{8} | N\d{5} | MR | OADR | X\d | \d{2}X\d", re.VERBOSE)

# What may surround a line's words: blanks, Markdown, quotes.
MARGIN = " *~_\\\"'.\t\r\n"
NOTHING = Reading(None, BOTTOM, whole=True)


def behind_post(text: str) -> Reading | None:
    """Read post and number and what stands behind them: nothing, or controls; None where something else does."""
    stripped = text.strip(MARGIN)
    if not stripped:
        return NOTHING
    for match in (_POST.fullmatch(stripped), _POST.match(stripped)):
        if match is not None:
            controls = _controls(stripped[match.end() :])
            if controls is not None and controls.whole and not stripped[match.end() :].startswith("/"):
                return controls
    return None


def read(line: str, first: int, stop: int, behind: Behind | None) -> tuple[Reading, int] | None:
    """Read controls from `first` to `stop`, then post and number; give the controls and the offset behind them.

    `behind` says what stands behind the controls; where it is None nothing may. After `//` a value that is not
    understood makes the marking opaque; after a blank it makes prose.
    """
    text = line[first:stop]
    if len(text.split()) > 2 * _MOST_CONTROL_WORDS:
        return None
    farthest = _farthest(text)
    for cut in _cuts(text) if _may_control(text) else (0,):
        if cut > farthest:
            continue
        # What follows is looked at first: that is quickly told, and in prose it seldom fits.
        if behind(first + cut, stop) is None if behind else text[cut:].strip():
            continue
        reading = _controls(text[:cut])
        if reading is not None and reading.whole:
            return reading, first + cut
    tail = text.strip()
    short = len(tail.split()) <= _MOST_CONTROL_WORDS
    return (_opaque(tail), stop) if tail.startswith("/") and short else None


def _farthest(text: str) -> int:
    """Give how far controls may reach: a first value that is closed and not understood spoils all behind it."""
    match = _FIRST_VALUE.match(text)
    if match is None or read_values("U/" + match["value"], banner=True).whole:
        return len(text)
    return match.end()


def _may_control(text: str) -> bool:
    """Say whether controls may stand here, by the first words: prose is told at a glance."""
    first, *others = _PARTED.split(words.fold(text).lstrip(), maxsplit=2)
    if not first.isalnum() or first in _openers() or _CODE.match(first) is not None:
        return True
    # A spaced control has letters alone for words: "E F T O", and not "T OF THE".
    return len(first) == 1 and (not others or len(others[0]) <= 1)


def _is_prose(text: str) -> bool:
    """Say whether a word stands here that no control holds, before any that a list or a name may follow."""
    return _tell(text) is True


def _tell(text: str) -> bool | None:
    """Say whether a text is prose by the first word that tells; None where none does."""
    leaders, vocabulary = _leaders(), _vocabulary()
    for word in _PARTED.split(words.fold(text)):
        if word in leaders or _CODE.match(word):
            return False
        if len(word) > 1 and word.isalpha() and word not in vocabulary:
            return True
    return None


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
    """Give the places where controls may end: the farthest word first, nothing at all last; never behind prose."""
    bare = text.lstrip(MARGIN)
    lead = len(text) - len(bare)
    prose = False if bare.startswith("/") else None
    ends_of_words = [0]
    for match in re.finditer(r"\S+", text):
        prose = _tell(text[max(lead, match.start()) : match.end()]) if prose is None else prose
        if prose:
            break
        ends_of_words.append(match.end())
    return ends_of_words[::-1]


def _controls(text: str) -> Reading | None:
    """Read `//NOFORN`, ` NOFORN`, ` E F T O`; None where blanks part words that are no controls."""
    stripped = text.strip(MARGIN)
    if not stripped:
        return Reading(None, BOTTOM, whole=True)
    if stripped.startswith("/"):
        return read_values("U" + stripped, banner=True)
    if _is_prose(stripped):
        return None
    reading = read_values("U/" + stripped, banner=True)
    return reading if reading.whole else None
