"""The lattice of markings: order, join, closure, and the merging of claims about one text."""

from __future__ import annotations

from functools import lru_cache, reduce

from redactor.markings.memory import forgotten
from redactor.markings.types import Foreign, Level, Marking
from redactor.markings.vocabulary import CONCEALED, controls

BOTTOM = Marking(Level.U)
NOBODY = Foreign()
"""The foreign release of NOFORN."""


@forgotten
@lru_cache(maxsize=4096)
def close(marking: Marking) -> Marking:
    """Add what the vocabulary implies: NOFORN under NODIS, the floor of a control, a concealed source.

    A control outside the vocabulary is kept and makes the marking opaque.
    """
    if not marking.controls and not marking.fgi and marking.foreign != NOBODY:
        return marking
    codes = _implied(marking)
    rows = controls()
    known = [rows[code] for code in codes if code in rows]
    foreign = NOBODY if "NOFORN" in codes else marking.foreign
    if foreign == NOBODY:
        codes |= {"NOFORN"}
    return Marking(
        level=max([marking.level, *(row.level for row in known)]),
        known=marking.known,
        controls=frozenset(codes),
        foreign=foreign,
        fgi=marking.fgi or (frozenset({CONCEALED}) if "FGI" in codes else frozenset()),
        compartments=marking.compartments,
        opaque=marking.opaque or not codes <= rows.keys(),
    )


def _implied(marking: Marking) -> set[str]:
    """Give the marking's controls and all that they bring along."""
    codes: set[str] = set()
    todo = list(marking.controls)
    if marking.fgi:
        todo.append("FGI")
    while todo:
        code = todo.pop()
        if code in codes:
            continue
        codes.add(code)
        row = controls().get(code)
        todo.extend(row.implies if row else ())
    return codes


def intersect(left: Foreign, right: Foreign) -> Foreign:
    """Give the foreign release that both allow (DOMAIN.md 5, step 6)."""
    return Foreign(left.release & right.release, left.display & right.display, left.relido and right.relido)


def join(*markings: Marking) -> Marking:
    """Give the least marking that is at least each of these: the marking of texts put together.

    A text that is not plain U and says nothing of foreign release is released to nobody, so that it
    takes any list from a text that has one: `join((S), (S//REL TO USA, GBR))` is NOFORN.
    """
    return reduce(_join, map(close, dict.fromkeys(markings)), BOTTOM)


@forgotten
@lru_cache(maxsize=1024)
def _join(left: Marking, right: Marking) -> Marking:
    return close(_union(left, right, _foreign_of_texts(left, right)))


def _foreign_of_texts(left: Marking, right: Marking) -> Foreign | None:
    if left.foreign is not None and right.foreign is not None:
        return intersect(left.foreign, right.foreign)
    silent, spoken = (left, right) if left.foreign is None else (right, left)
    if spoken.foreign is not None and (silent.level > Level.U or silent.controls or silent.compartments):
        return NOBODY
    return spoken.foreign


def combine(*claims: Marking) -> Marking:
    """Give what several claims about one and the same text say together: banner, captions, prosign.

    A claim that is silent on foreign release leaves that of the others standing. Never use it for
    claims about different texts (portions): there silence means nobody, and `join` is right.
    """
    return reduce(_combine, dict.fromkeys(claims), BOTTOM)


@forgotten
@lru_cache(maxsize=1024)
def _combine(left: Marking, right: Marking) -> Marking:
    spoken = [claim.foreign for claim in (left, right) if claim.foreign is not None]
    return close(_union(left, right, reduce(intersect, spoken) if spoken else None))


def _union(left: Marking, right: Marking, foreign: Foreign | None) -> Marking:
    return Marking(
        level=max(left.level, right.level),
        known=left.known and right.known,
        controls=left.controls | right.controls,
        foreign=foreign,
        fgi=left.fgi | right.fgi,
        compartments=left.compartments | right.compartments,
        opaque=left.opaque or right.opaque,
    )


def at_most(lower: Marking, upper: Marking) -> bool:
    """Say whether `upper` is at least as strict in every respect."""
    return join(lower, upper) == join(upper)
