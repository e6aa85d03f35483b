"""Caption lines: NOFORN, SIPDIS, EXDIS and the rest, spaced, damaged or several on a line."""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce

from redactor.markings import vocabulary as words
from redactor.markings.distance import all_near, letters
from redactor.markings.grammar import read_values
from redactor.markings.lattice import BOTTOM, combine
from redactor.markings.memory import forgotten
from redactor.markings.types import Level, Marking

_LONGEST = 160
_SHORTEST = 3
_EXACT_ONLY = 4
_MIDDLE = 7
_SHORT_LINE = 40
_MOST_WORDS = 6

# matches "FOR AMBASSADOR ONLY", "EMBASSY FOR THE CHARGE ONLY"; not "A. LEAVE FOR JOB HUNTING ONLY", "FOR INFORMATION"
_FOR_ONLY = re.compile(
    r"(?: [A-Z/]+ \s+ ){0,3} FOR (?: \s+ [A-Z/.'-]+ ){1,4} \s+ ONLY [\W_]*",
    re.VERBOSE | re.IGNORECASE,
)
# matches the "EYES ONLY FOR" of "EYES ONLY FOR AMBASSADOR"; the head is then read on its own
_HEAD = re.compile(
    r"(?P<head> [A-Z\ /-]{3,60}? ) \s* (?: \b FOR \b | [-:;.,(] ) .*", re.VERBOSE | re.IGNORECASE
)


@forgotten
@lru_cache(maxsize=1024)
def read_caption(line: str) -> Marking | None:
    """Read a caption line as a claim; routing words give BOTTOM; None is no caption. Total.

    A damaged caption stands for every caption that it may have been, so that it never reads low.
    """
    text = line.strip()
    compact = letters(text)
    if not len(compact) >= _SHORTEST or len(text) > _LONGEST:
        return None
    for reader in (_exact, _listed, _addressed, _damaged):
        marking = reader(text)
        if marking is not None:
            return marking
    return None


@cache
def _captions() -> tuple[tuple[str, Marking], ...]:
    """Give the letters of every caption and what it claims, the longest first."""
    known: dict[str, Marking] = {}
    for row in words.controls().values():
        for text in row.spellings if row.caption else ():
            if len(letters(text)) >= _SHORTEST:
                claim = combine(Marking(Level.U, controls=frozenset({row.code})))
                known.setdefault(letters(text), claim)
    for text in words.routing():
        known.setdefault(letters(text), BOTTOM)
    return tuple(sorted(known.items(), key=lambda item: (-len(item[0]), item[0])))


def _exact(text: str) -> Marking | None:
    """Read a line that is nothing but captions, whatever stands between their letters."""
    shown = [character for character in text.upper() if character.isalnum()]
    return _spelled("".join(shown), _word_ends(text))


def _word_ends(text: str) -> frozenset[int]:
    """Give the counts of letters after which a word may end."""
    ends = set()
    count = 0
    for at, character in enumerate(text):
        if character.isalnum():
            count += 1
            if at + 1 == len(text) or not text[at + 1].isalnum():
                ends.add(count)
    return frozenset(ends)


def _spelled(compact: str, ends: frozenset[int]) -> Marking | None:
    """Split letters into captions at word ends; None where they are not all captions."""
    read: dict[int, Marking] = {0: BOTTOM}
    for at in range(len(compact)):
        if at not in read:
            continue
        for spelled, claim in _captions():
            end = at + len(spelled)
            if end in ends and end not in read and compact.startswith(spelled, at):
                read[end] = combine(read[at], claim)
    return read.get(len(compact))


def _listed(text: str) -> Marking | None:
    """Read `REL TO USA, GBR` and other values that a mark may hold behind its level."""
    reading = read_values("U/" + text.strip(" */~_\\."))
    return reading.marking() if reading.whole or _names_list(text) else None


def _names_list(text: str) -> bool:
    return re.match(r"\W*(?:REL\s+TO|RELEASABLE\s+TO|DISPLAY\s+ONLY)\s", text, re.IGNORECASE) is not None


def _addressed(text: str) -> Marking | None:
    """Read `FOR x ONLY`, and a caption that says whom it is for: `EYES ONLY FOR AMBASSADOR`."""
    match = _HEAD.fullmatch(text)
    head = _exact(match["head"].strip()) if match and match["head"].strip() else None
    if _FOR_ONLY.fullmatch(text):
        only = Marking(Level.U, controls=frozenset({"ONLY"}))
        return combine(only, head) if head else combine(only)
    if (
        head is None
        or head == BOTTOM
        or (match and match["head"].strip().upper() == "ONLY" and len(text) > _SHORT_LINE)
    ):
        return None
    return head


def _damaged(text: str) -> Marking | None:
    """Read a line whose letters, or each of whose words, lie near captions."""
    spaced = all(len(word) == 1 for word in text.split())
    whole = _near(letters(text), spaced=spaced)
    if whole is not None:
        return whole
    parts = [letters(word) for word in re.split(r"[\s/,;]+", text) if letters(word)]
    if not 1 < len(parts) <= _MOST_WORDS:
        return None
    read = [_near(part) for part in parts]
    known = [claim for claim in read if claim is not None]
    return reduce(combine, known) if len(known) == len(read) else None


def _near(compact: str, *, spaced: bool = False) -> Marking | None:
    """Give what captions near these letters claim together; an exact one stands for itself."""
    exact = _claims().get(compact)
    if exact is not None or len(compact) < _EXACT_ONLY:
        return exact
    limit = 1 if len(compact) <= _MIDDLE and not spaced else 2
    fits = [_claims()[spelled] for spelled in all_near(compact, _long_ones(), limit)]
    return reduce(combine, fits) if fits else None


@cache
def _claims() -> dict[str, Marking]:
    return dict(_captions())


@cache
def _long_ones() -> tuple[str, ...]:
    """Give the captions that may be told with a letter wrong."""
    return tuple(spelled for spelled, _ in _captions() if len(spelled) > _EXACT_ONLY)
