"""The one grammar of what stands in a mark or behind a banner's level: values of the vocabulary.

    values := ["//"] value { ("//" | "/") value }
    value  := level | control | compartment | list | value ("-" | "," | " ") value

A list is `REL TO USA, GBR`, `DISPLAY ONLY AFG`, `FGI GBR` or `JOINT S GBR USA`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache, reduce
from typing import TYPE_CHECKING

from redactor.markings import vocabulary as words
from redactor.markings.lattice import BOTTOM, close, combine, intersect
from redactor.markings.memory import forgotten
from redactor.markings.types import Foreign, Level, Marking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SLASHES = re.compile(r"//|/")

# matches "REL TO USA, GBR", "REL UK", "REL"; not "RELIDO"
_REL = re.compile(r"REL(?:EASABLE)?(?:\ TO)?(?:\ (?P<list>(?!TO$).+))?", re.VERBOSE)
# matches "DISPLAY ONLY AFG, IRQ"; not "DISPLAY ONLY"
_DISPLAY = re.compile(r"DISPLAY\ ONLY\ (?P<list>.+)", re.VERBOSE)
# matches "FGI GBR JPN"; not "FGI" (that is a control of the vocabulary)
_FGI = re.compile(r"FGI\ (?P<list>[A-Z\ ,]+)", re.VERBOSE)
# matches "SI-G", "SI-G ABCD", "SG 14"; not "RESERVE SHORTAGE"
_UNDER = re.compile(r"(?P<name>[A-Z]+) (?: -(?P<under>\w+(?:[ -]\w+)*) | \ (?P<number>\d+) )", re.VERBOSE)
# matches "20250101", "MR", "25X1-HUMAN", "N07220" (a subject code of the Navy); not "NF"
_NOISE = re.compile(r"\d{8} | MR | OADR | X\d(?:[, ]+X\d)* | (?:25|50|75)X\d[-\w]* | N\d{5}", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What values say: `level` is None where none was named; `whole` says that all were understood.

    `spelled` says that no separator had to be guessed. `said` holds everything but the level.
    """

    level: Level | None
    said: Marking
    whole: bool
    spelled: bool = True

    def marking(self) -> Marking:
        """Give it all as one marking; a level that was not named is U."""
        level = max(self.said.level, self.level or Level.U)
        return close(self.said if level is self.said.level else replace(self.said, level=level))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One value: a level, or something else said, or a foreign-release list."""

    level: Level | None = None
    said: Marking = BOTTOM
    foreign: Foreign | None = None
    guessed: bool = False


def read_values(text: str, *, banner: bool = False) -> Reading:
    """Read values between slashes; never raises. `banner` allows declassification values and a last `//`."""
    folded = words.fold(text)
    leading = folded.startswith("//")
    body = folded.removeprefix("//")
    values = [value.strip() for value in _SLASHES.split(body.removesuffix("//") if banner else body)]
    pieces: list[_Piece] = []
    whole = True
    for index, value in enumerate(values):
        if banner and _NOISE.fullmatch(value):
            continue
        read = _joint(value) if leading and index == 0 else None
        read = read or _value(value, first=index == 0)
        whole = whole and read is not None
        pieces.extend(read or ())
    return _together(pieces, whole=whole)


@cache
def _nothing(*, whole: bool) -> Reading:
    """Give what values say of which none was read."""
    return Reading(None, close(replace(BOTTOM, opaque=not whole)), whole)


def _together(pieces: list[_Piece], *, whole: bool) -> Reading:
    if not pieces:
        return _nothing(whole=whole)
    levels = [piece.level for piece in pieces if piece.level is not None]
    said, foreign = combine(*[piece.said for piece in pieces]), _lists(pieces)
    said = said if said.foreign == foreign else replace(said, foreign=foreign)
    said = close(said if whole else replace(said, opaque=True))
    return Reading(max(levels, default=None), said, whole, not any(piece.guessed for piece in pieces))


def _lists(pieces: Iterable[_Piece]) -> Foreign | None:
    """Put the lists of one mark together: REL L/DISPLAY M adds, two RELs leave what both have."""
    lists = [piece.foreign for piece in pieces if piece.foreign is not None]
    if not lists:
        return None
    released = [one for one in lists if one.release] or [Foreign()]
    both = reduce(intersect, released)
    display = both.display.union(*(one.display for one in lists if not one.release))
    return Foreign(both.release, display, any(one.relido for one in lists))


# --- one value ---------------------------------------------------------------------------------


@forgotten
@lru_cache(maxsize=65536)
def _value(value: str, *, first: bool) -> tuple[_Piece, ...] | None:
    """Read one value whole, or as spaced letters, or split at a lesser separator; None is unknown."""
    for candidate in (value, _unspaced(value)):
        piece = _phrase(candidate, first=first) if candidate else None
        if piece is not None:
            return (piece,)
    for separator in ("-", ",", " "):
        parts = [part.strip() for part in value.split(separator)]
        if len(parts) > 1 and all(parts):
            return _split(parts, first=first)
    return _glued(value) if first else None


def _split(parts: list[str], *, first: bool) -> tuple[_Piece, ...] | None:
    pieces: list[_Piece] = []
    for index, part in enumerate(parts):
        read = _value(part, first=first and index == 0)
        if read is None:
            return None
        pieces.extend(read)
    return tuple(pieces)


def _unspaced(value: str) -> str:
    """Give `S B U` as SBU; words of more than a letter are not spaced letters."""
    parts = value.split()
    return "".join(parts) if len(parts) > 1 and all(len(part) == 1 for part in parts) else ""


def _glued(value: str) -> tuple[_Piece, ...] | None:
    """Read `SNF`: a code of a level with NOFORN glued to it."""
    for ending in ("NF", "NOFORN"):
        level = words.level_codes().get(value.removesuffix(ending))
        if level is not None and value.endswith(ending):
            return (_Piece(level=level, guessed=True), _Piece(said=_controls("NOFORN")))
    return None


def _phrase(value: str, *, first: bool) -> _Piece | None:
    """Read a value that the vocabulary holds as it stands."""
    for reader in _READERS:
        piece = reader(value, first)
        if piece is not None:
            return piece
    return None


def _level(value: str, first: bool) -> _Piece | None:  # noqa: FBT001 - one shape for all readers
    level = words.level_codes().get(value, words.level_names().get(value))
    if level is None or not (first or level is Level.SBU):
        return None
    return _Piece(level=level)


def _control(value: str, first: bool) -> _Piece | None:  # noqa: FBT001 - one shape for all readers
    code = words.control_spellings().get(value)
    if code is None:
        return None
    row = words.controls()[code]
    return _Piece(level=row.level if first and row.alone else None, said=_controls(code))


def _relido(value: str, first: bool) -> _Piece | None:  # noqa: FBT001, ARG001 - one shape for all readers
    return _Piece(foreign=Foreign(relido=True)) if value == "RELIDO" else None


def _released(value: str, first: bool) -> _Piece | None:  # noqa: FBT001, ARG001 - one shape for all readers
    match = _REL.fullmatch(value)
    if match is None:
        return None
    if match["list"] is None:
        same = frozenset({words.AS_BANNER})
        return _Piece(foreign=Foreign(same, same))
    codes, said = _places(match["list"])
    return _Piece(said=said, foreign=Foreign(codes, codes))


def _displayed(value: str, first: bool) -> _Piece | None:  # noqa: FBT001, ARG001 - one shape for all readers
    match = _DISPLAY.fullmatch(value)
    if match is None:
        return None
    codes, said = _places(match["list"])
    return _Piece(said=said, foreign=Foreign(frozenset(), codes))


def _government(value: str, first: bool) -> _Piece | None:  # noqa: FBT001, ARG001 - one shape for all readers
    match = _FGI.fullmatch(value)
    if match is None:
        return None
    codes, said = _places(match["list"])
    sources = codes or frozenset({words.CONCEALED})
    return None if said.opaque else _Piece(said=combine(said, Marking(Level.U, fgi=sources)))


def _compartment(value: str, first: bool) -> _Piece | None:  # noqa: FBT001, ARG001 - one shape for all readers
    """Read `SI`, `SI-G ABCD`: a compartment and what is under it."""
    match = _UNDER.fullmatch(value)
    name, under = (match["name"], match["under"] or match["number"]) if match else (value, "")
    row = words.compartment_spellings().get(value) or words.compartment_spellings().get(name)
    if row is None or any(_taken(word) for word in under.split()):
        return None
    code, kind = row
    full = f"{code}-{under}" if under and value not in words.compartment_spellings() else code
    return _Piece(said=Marking(Level.U, controls=frozenset({kind}), compartments=frozenset({full})))


def _taken(word: str) -> bool:
    return word in words.control_spellings() or word in words.level_codes() or not word.isalnum()


_READERS: tuple[Callable[[str, bool], _Piece | None], ...] = (
    _level,
    _control,
    _relido,
    _released,
    _displayed,
    _government,
    _compartment,
)


def _controls(*codes: str) -> Marking:
    return Marking(Level.U, controls=frozenset(codes))


def _joint(value: str) -> tuple[_Piece, ...] | None:
    """Read what follows a leading `//`: `GBR S`, `JOINT S GBR USA`, `NS`, `NATO SECRET`."""
    nato = words.nato_levels().get(value)
    if nato is not None:
        said = Marking(Level.U, controls=frozenset({"NATO"}), fgi=frozenset({"NATO"}))
        return (_Piece(level=nato, said=said),)
    tokens = value.removeprefix("JOINT ").split()
    levels = [words.level_codes().get(token, words.level_names().get(token)) for token in tokens]
    found = [level for level in levels if level is not None]
    rest = [token for token, level in zip(tokens, levels, strict=True) if level is None]
    codes, said = _places(" ".join(rest))
    if len(found) != 1 or said.opaque or not rest:
        return None
    return (_Piece(level=found[0], said=combine(said, Marking(Level.U, fgi=codes))),)


# --- lists of countries ------------------------------------------------------------------------


def _places(text: str) -> tuple[frozenset[str], Marking]:
    """Read a list of countries and groups, groups that expand expanded, USA left out.

    What is no country is a control (`REL TO USA, GBR, NF`), or opaque: it opens nothing.
    """
    codes: set[str] = set()
    said = BOTTOM
    for item in (part.strip() for part in text.split(",")):
        for name in [item] if item in words.places() else item.split():
            if name in words.places():
                codes |= words.members(words.places()[name])
            elif name in words.control_spellings():
                said = combine(said, _controls(words.control_spellings()[name]))
            else:
                said = replace(said, opaque=said.opaque or name != "AND")
    return frozenset(codes), said
