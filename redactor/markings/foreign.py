"""Who may have a text: foreign release, the effect of controls on an audience, hard stops."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING

from redactor.markings.lattice import NOBODY, close
from redactor.markings.types import Foreign, Level, Marking, Truth
from redactor.markings.vocabulary import AS_BANNER, USA, controls, groups

if TYPE_CHECKING:
    from collections.abc import Iterable

UNMARKED_IS_RELIDO = dt.date(2010, 6, 28)
"""From here on a classified text without a foreign-release mark may be RELIDO (Reg. p20-22)."""
RELIDO = Foreign(relido=True)
_LEVEL_ONLY = frozenset({"SENSITIVE", "FOUO", "LOU", "CUI", "EFTO"})
"""Controls that only name the handling level: for silence on foreign release they count as none."""


def releasable_to(marking: Marking, countries: frozenset[str], *, date: dt.date | None) -> Truth:
    """Say whether every one of `countries` may have the text (DOMAIN.md 4-5); no country is UNKNOWN.

    `date` is the document's: a classified text without a mark is read by it. YES needs a known level,
    no control that holds or blocks, nothing opaque, and a list that names the country.
    """
    partners = countries - {USA}
    if not partners:
        return Truth.UNKNOWN
    return _least(_releasable(close(marking), partner, date) for partner in sorted(partners))


def _releasable(marking: Marking, partner: str, date: dt.date | None) -> Truth:
    ceiling = Truth.of(value=True) if marking.known and not marking.opaque else Truth.UNKNOWN
    return ceiling & effect(marking, "partner") & _given(marking, partner) & _listed(marking, partner, date)


def _given(marking: Marking, partner: str) -> Truth:
    """Foreign-government information goes to its giver alone (32 CFR 2001.54(e))."""
    return Truth.of(value=marking.fgi <= {partner})


def _listed(marking: Marking, partner: str, date: dt.date | None) -> Truth:
    foreign = foreign_release(marking, date=date)
    if foreign is None or partner in foreign.release:
        return Truth.YES
    if foreign.relido or _possible_member(foreign.release, partner):
        return Truth.UNKNOWN
    return Truth.NO


def _possible_member(release: frozenset[str], partner: str) -> bool:
    """Say whether a group of the list that does not expand may hold the partner."""
    named = [groups()[code] for code in sorted(release & groups().keys())]
    return AS_BANNER in release or any(not group.members or partner in group.members for group in named)


def foreign_release(marking: Marking, *, date: dt.date | None) -> Foreign | None:
    """Give the foreign release that counts: the mark's own, or what its absence means; None is no limit.

    DOMAIN.md 4: a classified text without a mark is NOFORN before 28 June 2010 or with another
    control, else RELIDO. A text of SBU without a mark is RELIDO too: an officer decides.
    """
    marking = close(marking)
    if marking.foreign is not None:
        return marking.foreign
    if marking.level is Level.U and not marking.controls:
        return None
    controlled = bool(marking.controls - _LEVEL_ONLY or marking.compartments or marking.fgi)
    early = date is None or date < UNMARKED_IS_RELIDO
    return NOBODY if controlled or (marking.level.classified and early) else RELIDO


def effect(marking: Marking, audience: str) -> Truth:
    """Say what the controls allow an audience: `partner`, `agency` or `staff` (DOMAIN.md 4-5's columns).

    YES is ok, UNKNOWN is hold, NO is block. The level is not looked at, nor the list of countries.
    """
    rows = [controls()[code] for code in sorted(close(marking).controls) if code in controls()]
    columns = {
        "partner": [row.partner for row in rows if row.code != "NOFORN"],
        "agency": [row.agency for row in rows],
        "staff": [row.staff for row in rows],
    }
    return _least(columns[audience])


def hard_stops(marking: Marking) -> tuple[str, ...]:
    """Give the controls that need a recorded referral before any release, in the vocabulary's order."""
    codes = close(marking).controls
    return tuple(code for code, row in controls().items() if row.hard_stop and code in codes)


def _least(values: Iterable[Truth]) -> Truth:
    return reduce(Truth.__and__, values, Truth.YES)
