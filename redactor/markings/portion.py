"""Portion marks: the bracket at the head of a portion, in every spelling that cables have."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from string import ascii_uppercase

from redactor.markings import vocabulary as words
from redactor.markings.distance import all_near, any_near, letters
from redactor.markings.grammar import Reading, read_values
from redactor.markings.lattice import BOTTOM, at_most
from redactor.markings.memory import forgotten
from redactor.markings.types import Level, Marking, MarkState

_LONGEST = 160
_SHORT_WORD = 4
_LONG_NAME = 6
_LONG_WORD = 8
_DIGITS = 2

# matches "(C//NF)", "((S)", "C) ", "(C"; not "C" (no bracket at all)
_BRACKET = re.compile(
    r"""
    (?P<before> [*~_\\\s]* )          # what Markdown leaves around a mark
    (?P<open>   [(\[{]* )
    (?P<inner>  [^()\[\]{}]* )
    (?P<close>  [)\]}]* )
    (?P<after>  [*~_\\\s]* )
    """,
    re.VERBOSE,
)
# matches "C - ENTIRE TEXT.", "ENTIRE TEXT CONFIDENTIAL"; not "ENTIRE TEXT OF THE NOTE"
_ENTIRE = re.compile(
    r"(?: (?P<head>[^.\n]{1,40}?) [\s:,-]* ENTIRE\ TEXT | ENTIRE\ TEXT [\s:,-]* (?P<tail>[^.\n]{1,40}?) ) \s* \.? \s*",
    re.VERBOSE,
)
# matches "1. C - ENTIRE TEXT", "¶1. (C"; the number is dropped
_NUMBER = re.compile(r"\s*(?:[¶*\[]*\s*\d{1,3}[.)]+\s*)?")

Portion = tuple[MarkState, Marking | None]


@dataclass(frozen=True, slots=True)
class _Bracket:
    """A bracket taken apart: `exact` as it should be, `lost` when one of its two sides is missing.

    `before` and `after` say that a bracket stands there too many: it may stand for a letter.
    """

    inner: str
    exact: bool
    lost: bool
    before: bool = False
    after: bool = False


@forgotten
@lru_cache(maxsize=65536)
def read_portion_mark(bracket: str) -> Portion:
    """Read a raw token, brackets and all, as a portion mark; total, and never a guess that reads low.

    READ: it parses whole. REPAIRED: brackets, separators or a letter of a spelled-out classified level
    were damaged and no other reading is higher. DAMAGED: it may be a mark and cannot be read; the
    marking is None, or a floor that is not known. WORD: plainly a word or a number, no mark.
    """
    taken = _bracket(bracket)
    if taken is None:
        return MarkState.DAMAGED, None
    inner = words.fold(taken.inner)
    if inner in words.plain_words() and taken.exact:
        return MarkState.WORD, None
    reading = read_values(_without_entire_text(inner))
    if reading.level is not None and reading.whole and inner.isascii():
        return _judged(reading, taken)
    return _unread(inner, reading, taken)


def read_entire_text(line: str) -> Marking | None:
    """Read a declaration such as `C - ENTIRE TEXT` or `(Secret - Entire text)`; None is no declaration.

    A damaged name gives the highest level it may stand for, not known. `ONLY WHERE NOTED` declares
    nothing: what it leaves unmarked has the document's level.
    """
    inner = words.fold(_NUMBER.sub("", line, count=1)[:_LONGEST]).strip("() .*")
    match = _ENTIRE.match(inner)
    if match is None:
        return None
    value = (match["head"] or match["tail"] or "").strip(" -:,")
    reading = read_values(value)
    if reading.level is not None and reading.whole:
        return reading.marking()
    named = _repaired_name(value, low=True)
    return None if named is None else replace(reading.said, level=named, known=False, foreign=None)


# --- brackets ----------------------------------------------------------------------------------


def _bracket(raw: str) -> _Bracket | None:
    """Take the bracket apart; None where it is no bracket, or more than one."""
    if len(raw) > _LONGEST:
        return None
    match = _BRACKET.fullmatch(raw)
    if match is None or not (match["open"] or match["close"]) or not match["inner"].strip():
        return None
    opened, closed = match["open"], match["close"]
    bare = not match["before"].strip() + match["after"].strip()
    return _Bracket(
        inner=match["inner"].strip(),
        exact=(opened, closed) == ("(", ")") and bare,
        lost=not (opened and closed),
        before=len(opened) > 1,
        after=len(closed) > 1,
    )


def _without_entire_text(inner: str) -> str:
    match = _ENTIRE.fullmatch(inner)
    return (match["head"] or match["tail"]).strip(" -:,") if match else inner


# --- judgement ---------------------------------------------------------------------------------


def _judged(reading: Reading, taken: _Bracket) -> Portion:
    """Judge values that parse whole: what a lost bracket took along may have said more."""
    marking = reading.marking()
    if taken.exact and reading.spelled:
        return MarkState.READ, marking
    if not taken.lost and not _other_reading(taken, marking):
        return MarkState.REPAIRED, marking
    if marking.level.classified and taken.lost:
        return MarkState.REPAIRED, replace(marking, opaque=True)
    return MarkState.DAMAGED, replace(marking, known=False, opaque=True)


def _other_reading(taken: _Bracket, marking: Marking) -> bool:
    """Say whether a bracket too many may be a letter that made more of the mark: `((S)` may be (TS)."""
    inner = words.fold(taken.inner)
    texts = [letter + inner for letter in ascii_uppercase] if taken.before else []
    texts += [inner + letter for letter in ascii_uppercase] if taken.after else []
    readings = [read_values(text) for text in texts]
    return any(
        one.whole and one.level is not None and not at_most(one.marking(), marking) for one in readings
    )


def _unread(inner: str, reading: Reading, taken: _Bracket) -> Portion:
    """Judge values that do not parse whole: repair a spelled-out classified level, else floor or word."""
    name, slash, rest = inner.partition("/")
    named = _repaired_name(name) if reading.level is None else None
    if named is not None:
        others = read_values("U" + slash + rest) if slash else Reading(None, BOTTOM, whole=True)
        if others.whole and not taken.lost and inner.isascii():
            return MarkState.REPAIRED, replace(others.marking(), level=named)
    floor = named or reading.level
    if floor is None and _is_word(inner):
        return MarkState.WORD, None
    return MarkState.DAMAGED, _floor(floor, reading)


def _floor(level: Level | None, reading: Reading) -> Marking | None:
    """Give what was read of a damaged mark as a floor that is not known; None where nothing was."""
    if level is None and not reading.said.controls:
        return None
    marking = reading.marking()
    foreign = marking.foreign if "NOFORN" in marking.controls else None
    return replace(
        marking, level=max(marking.level, level or Level.U), known=False, opaque=True, foreign=foreign
    )


def _repaired_name(name: str, *, low: bool = False) -> Level | None:
    """Give the highest level whose name lies near: a long one two letters, a short one a single letter.

    Below C only where `low` asks for it.

    U is never read out of a damaged bracket: that would open a text.
    """
    spelled = letters(name)
    if len(spelled) < _LONG_NAME - 1:
        return None
    found = (names[one] for bears, names in _names() for one in all_near(spelled, tuple(names), bears))
    best = max(found, default=None)
    return best if best is not None and (low or best.classified) else None


@cache
def _names() -> tuple[tuple[int, dict[str, Level]], ...]:
    """Give how many letters may be off, and the letters of each level's names that bear so much."""
    short: dict[str, Level] = {}
    long: dict[str, Level] = {}
    for text, level in words.level_names().items():
        names = short if len(text) < _LONG_WORD else long
        names[letters(text)] = max(level, names.get(letters(text), level))
    return (1, short), (2, long)


# --- plain words -------------------------------------------------------------------------------


def _is_word(inner: str) -> bool:
    """Say whether a bracket is plainly a word or a number: no part of it is, or is near, a mark's."""
    compact = letters(inner)
    if compact.isdigit():
        return len(compact) >= _DIGITS
    if len(compact) < _SHORT_WORD:
        return False
    if words.places().get(inner) in words.trigraphs():
        return True  # (China): a country's name, though it lies near some mark
    tokens = [letters(token) for token in re.split(r"[\s/,.;:-]+", inner)]
    return not (_near_mark(compact) or any(_is_value(token) for token in tokens))


def _is_value(token: str) -> bool:
    """Say whether a part of a bracket is a value of the vocabulary, or a long one damaged."""
    if token in _values():
        return True
    if len(token) < _SHORT_WORD:
        return False
    return any_near(token, _as_long(_long_values(), len(token), 1), 1)


def _near_mark(compact: str) -> bool:
    limit = 1 if len(compact) == _SHORT_WORD else 2
    return any_near(compact, _as_long(_marks(), len(compact), limit), limit)


@cache
def _as_long(spellings: tuple[str, ...], length: int, limit: int) -> tuple[str, ...]:
    """Give the spellings whose length is near enough."""
    return tuple(one for one in spellings if abs(len(one) - length) <= limit)


@cache
def _long_values() -> tuple[str, ...]:
    return tuple(sorted(value for value in _values() if len(value) >= _SHORT_WORD))


@cache
def _values() -> frozenset[str]:
    """Give the letters of every value that a mark may hold."""
    names = {
        *words.level_codes(),
        *words.level_names(),
        *words.control_spellings(),
        *words.compartment_spellings(),
    }
    return frozenset(letters(name) for name in {*names, "REL", "RELTO", "RELIDO", "NOTED"})


@cache
def _marks() -> tuple[str, ...]:
    """Give the letters of the marks that a damaged bracket is most likely to have been."""
    alone = [row for row in words.controls().values() if row.alone]
    heads = {
        *words.level_codes(),
        *words.level_names(),
        *(row.portion for row in alone),
        *(row.banner for row in alone),
    }
    return tuple(sorted(letters(head) + end for head in heads for end in ("", "NF", "NOFORN", "REL")))
