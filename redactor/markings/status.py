"""Declassification status at an as-of date: evidence that never releases anything by itself."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from redactor.markings.eo_line import undated
from redactor.markings.lattice import close
from redactor.markings.types import Level, Status
from redactor.markings.vocabulary import table

if TYPE_CHECKING:
    from redactor.markings.types import Declassification, Marking

PERMANENT_RECORD_YEARS = 25
EXEMPT_25X_YEARS = 50
LONGEST_YEARS = 75
_DATED = frozenset({"date", "25x", "50x", "75x"})
_FOR_A_PERSON = frozenset({"na", "event", "date", "50x", "75x"})
"""N/A on classified text is a conflict; the others here live by a date, and there is none."""


@cache
def _blocking() -> frozenset[str]:
    return frozenset(row["control"] for row in table("declassification.toml")["blocked"])


def status(
    declassification: Declassification, *, origin: dt.date | None, as_of: dt.date, marking: Marking
) -> Status:
    """Give the status of text of this marking under this E.O. line (DOMAIN.md 6); total.

    `origin` is the cable's date. Never `confirmed`: that is a reviewer's word.
    """
    marking = close(marking)
    if _blocking() & marking.controls or "NATO" in marking.fgi:
        return Status.BLOCKED
    if marking.level < Level.C and marking.known:
        return Status.UNCLASSIFIED
    if declassification.form == "exempt" or undated() & set(declassification.exemptions):
        return Status.EXEMPT
    if declassification.form in _DATED and declassification.until is not None:
        return _by_date(declassification, origin, as_of)
    return Status.NEEDS_HUMAN if declassification.form in _FOR_A_PERSON else Status.CALCULATED


def calculated_date(declassification: Declassification, origin: dt.date | None) -> dt.date | None:
    """Give 31 December of the year in which the rule falls due where the line gives no date of its own.

    25 years after the cable, 50 for a 25X without a date; None for a cable without a date. A person
    still has to review it.
    """
    if origin is None:
        return None
    years = EXEMPT_25X_YEARS if declassification.form == "25x" else PERMANENT_RECORD_YEARS
    return _year_end(origin.year + years)


def _by_date(declassification: Declassification, origin: dt.date | None, as_of: dt.date) -> Status:
    until = declassification.until
    if until is None:
        return Status.NEEDS_HUMAN
    if declassification.form in {"50x", "75x"}:
        until = _year_end(until.year)
    if origin is None:
        return Status.NOT_REACHED if as_of < until else Status.NEEDS_HUMAN
    if until < origin or until > _years_after(origin, _most_years(declassification.form)):
        return Status.NEEDS_HUMAN
    return _against_rule(declassification, origin, until, as_of)


def _against_rule(
    declassification: Declassification, origin: dt.date, until: dt.date, as_of: dt.date
) -> Status:
    """Compare with the date; a plain date past the 25-year rule is overtaken by that rule."""
    if as_of >= until:
        return Status.DATE_REACHED
    due = calculated_date(declassification, origin)
    overtaken = declassification.form == "date" and due is not None and until > due and as_of >= due
    return Status.CALCULATED if overtaken else Status.NOT_REACHED


def _most_years(form: str) -> int:
    """Give how far a date may lie: 50 years for a 25X, 75 for a plain date, the year's end of 100 for others."""
    return {"25x": EXEMPT_25X_YEARS, "date": LONGEST_YEARS, "50x": LONGEST_YEARS}.get(
        form, 2 * EXEMPT_25X_YEARS
    )


def _year_end(year: int) -> dt.date:
    return dt.date(min(year, dt.MAXYEAR), 12, 31)


def _years_after(date: dt.date, years: int) -> dt.date:
    year = min(date.year + years, dt.MAXYEAR)
    try:
        return date.replace(year=year)
    except ValueError:  # 29 February
        return dt.date(year, 3, 1)
