"""The E.O. line: what it says about declassification, in every form of 1972 to 2009."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from redactor.markings.types import Declassification
from redactor.markings.vocabulary import table

_LONGEST = 400
_CENTURY = 100
_TWO_DIGITS = 2
_LAST_CENTURY = 1900
_THIS_CENTURY = 2000

# matches "E.O. 12958:", "EO 12065;", "E.0. 11652"; not "E.G. 12958"
_ORDER = re.compile(
    r"\s* E \s* \.? \s* [O0] \s* \.? \s* : ? \s* (?P<order> \d{5} )? \s* [:;,.]? \s*",
    re.VERBOSE | re.IGNORECASE,
)
# matches " TAGS: PREL", " SUBJECT: X" and all behind it; not "STAGES"
_NEXT_FIELD = re.compile(r"\b (?: TAGS? | SUBJ(?:ECT)? ) \s* [:;] .*", re.VERBOSE | re.IGNORECASE | re.DOTALL)
# matches "DECL:", "DECl", "DECLl:", "DECLASSIFY ON:"; not "DECLINED"
_LABEL = re.compile(
    r"\b DECL (?: L | ASSIF(?:Y|IED) (?: \s+ ON )? | AS )? \b \s* [:;.]? \s*", re.VERBOSE | re.IGNORECASE
)
# matches "DNG: CO 06/17/2010"; not "DANGER"
_DOWNGRADE = re.compile(
    r"\b DNG \b \s* [:;.]? \s* (?: (?:CO|CI|SE|TS|UN)\w* \b \s* )? (?P<when> [\d/]+ )?",
    re.VERBOSE | re.IGNORECASE,
)
# matches "GDS", "XGDS-1", "XDS-1", "RDS-4", "ADS"; not "GODS"
_SCHEDULE = re.compile(
    r"\b (?P<name> X?GDS | XDS | RDS | ADS ) (?: - ? \s* (?P<kind> \d ) )? \b", re.VERBOSE | re.IGNORECASE
)
# matches "25X1-HUMAN", "25X6, 25X9", "50X1-HUM", "75X2"; not "X1"
_EXEMPTION = re.compile(
    r"\b (?P<years> 25 | 50 | 75 ) X (?P<number> \d ) (?: \s* - \s* (?P<kind> HUMAN | HUM | WMD ) )? \b",
    re.VERBOSE | re.IGNORECASE,
)
# matches "X1", "1.6X4"; not "25X1"
_X = re.compile(r"(?: \b 1\.[56] \s* | \b ) X - ? (?P<number> [1-8] ) \b", re.VERBOSE | re.IGNORECASE)
# matches "N/A", "NA", "N:A", "N.A."; not "NATO"
_NOT_APPLICABLE = re.compile(r"N \s* [/:.]? \s* A \s* \.? | NOT \s+ APPLICABLE", re.VERBOSE | re.IGNORECASE)
# matches "06/17/2017", "3/14/85", "2017/06/17", "20170617", "17 JUN 2017"; not "06/17"
_DATE = re.compile(
    r"""
    (?<! [\w/-] )
    (?:
        (?P<year> \d{4} ) (?P<sep> [/-] ) (?P<month> \d{2} ) (?P=sep) (?P<day> \d{2} )
      | (?P<month2> \d{1,2} ) (?P<sep2> [/-] ) (?P<day2> \d{1,2} ) (?P=sep2) (?P<year2> \d{4} | \d{2} )
      | (?P<year3> (?:19|20) \d{2} ) (?P<month3> \d{2} ) (?P<day3> \d{2} )
      | (?P<day4> \d{1,2} ) \s+ (?P<name4> [A-Z]{3} ) [A-Z]* \s+ (?P<year4> \d{4} )
      | (?P<name5> [A-Z]{3} ) [A-Z]* \s+ (?P<day5> \d{1,2} ) ,? \s+ (?P<year5> \d{4} )
    )
    (?! [\w/-] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# matches "OADR", "0ADR"; not "ROAD"
_OADR = re.compile(r"\b [O0]ADR \b", re.VERBOSE | re.IGNORECASE)
# matches "MR", "MANUAL REVIEW"; not "MR. SMITH"
_MANUAL = re.compile(
    r"\b (?: MR \b (?! \s* \.? \s* [A-Z]{3} ) | MANUAL \s+ REVIEW \b )", re.VERBOSE | re.IGNORECASE
)
# matches "DCI ONLY", "DNI Only"; not "DNI"
_DIRECTOR = re.compile(r"\b D[CN]I \s+ ONLY \b", re.VERBOSE | re.IGNORECASE)
# matches "SUBJECT TO TREATY OR INTERNATIONAL AGREEMENT"; not "TREATY TALKS"
_TREATY = re.compile(r"\b SUBJECT \s+ TO \s+ TREATY \b [A-Z ]*", re.VERBOSE | re.IGNORECASE)
# matches "TEN YEARS AFTER UNIFICATION", "CLOSURE OF THE COURT"; not "X"
_EVENT = re.compile(r"[A-Z]{3,} (?: \W+ [A-Z0-9]+ ){1,}", re.VERBOSE | re.IGNORECASE)
# matches "(SMITH, JOHN Q.)", "OR-M"; they follow a schedule's date and say nothing of it
_SIGNER = re.compile(r"\( [^()]* \)? | \b OR - \w+ (?: - \d )?", re.VERBOSE | re.IGNORECASE)


def read_eo_line(text: str, *, origin: dt.date | None = None) -> Declassification:
    """Read an E.O. line, with or without what is on the line behind it; total.

    A year of two digits is the first at or after `origin`'s; without `origin` it is the later of the
    two that it may be, which protects longer. Of several values the longest protection is kept.
    """
    text = text[:_LONGEST]
    head = _ORDER.match(text)
    order = (head["order"] or "") if head else ""
    rest = _NEXT_FIELD.sub("", text[head.end() if head else 0 :]).strip()
    value = _LABEL.sub("", rest).strip(" .;:*_\\\t\r\n")
    if not value:
        return Declassification("missing", order)
    if _NOT_APPLICABLE.fullmatch(value):
        return Declassification("na", order)
    return _longest(value, order, origin)


@cache
def _ranks() -> dict[str, int]:
    """Give the place of each value: the lower, the longer it protects."""
    return {row["code"]: rank for rank, row in enumerate(table("declassification.toml")["form"])}


@cache
def undated() -> frozenset[str]:
    """Give the exemptions that have no date."""
    return frozenset(row["text"] for row in table("declassification.toml")["undated"])


def _longest(value: str, order: str, origin: dt.date | None) -> Declassification:
    """Read every value there is and keep what protects longest."""
    downgrades = [match["when"] for match in _DOWNGRADE.finditer(value)]
    body = _DOWNGRADE.sub(" ", value)
    exemptions = [_exemption(match) for match in _EXEMPTION.finditer(body)]
    numbered = [f"X{match['number']}" for match in _X.finditer(_EXEMPTION.sub(" ", body))]
    dates, broken = _dates(body, origin)
    schedule = _SCHEDULE.search(body)
    forms = [*_exempt_forms(exemptions), *(["x"] if numbered else []), *_word_forms(body)]
    if schedule:
        forms.append(_schedule_form(schedule["name"].upper()))
    if dates and not schedule and not exemptions:
        forms.append("date")
    if downgrades:
        forms.append("dng")
    leftover = _leftover(body, known=bool(forms), broken=broken)
    garbled = leftover == "unreadable" and bool(dates) and "exempt" not in forms
    forms.extend([leftover] if leftover else [])
    return Declassification(
        form="unreadable" if garbled or broken else min(forms, key=lambda form: _ranks()[form]),
        order=order,
        until=max(dates, default=None),
        exemptions=tuple(dict.fromkeys([*exemptions, *numbered])),
    )


def _exemption(match: re.Match[str]) -> str:
    kind = f"-{match['kind'].upper()}" if match["kind"] else ""
    return f"{match['years']}X{match['number']}{kind}"


def _exempt_forms(exemptions: list[str]) -> list[str]:
    return ["exempt" if name in undated() else f"{name[:2]}x" for name in exemptions]


def _word_forms(body: str) -> list[str]:
    readers = (("oadr", _OADR), ("mr", _MANUAL), ("dni", _DIRECTOR), ("treaty", _TREATY))
    return [form for form, pattern in readers if pattern.search(body)]


def _schedule_form(name: str) -> str:
    return {"GDS": "gds", "XGDS": "xgds", "XDS": "xgds", "RDS": "rds", "ADS": "ads"}[name]


def _leftover(body: str, *, known: bool, broken: bool) -> str:
    """Give what the rest of the line adds: an event in words, or something unreadable, which spoils a date."""
    rest = body
    for pattern in (_EXEMPTION, _X, _DATE, _SIGNER, _SCHEDULE, _OADR, _MANUAL, _DIRECTOR, _TREATY):
        rest = pattern.sub(" ", rest)
    rest = re.sub(r"\b(?:AND|OR|ON)\b|[\s,;.:*_\\-]+", " ", rest, flags=re.IGNORECASE).strip()
    if not rest and known:
        return ""
    if not broken and _EVENT.fullmatch(rest) and not any(character.isdigit() for character in rest):
        return "event"
    return "unreadable"


# --- dates -------------------------------------------------------------------------------------


def _dates(body: str, origin: dt.date | None) -> tuple[list[dt.date], bool]:
    """Give the dates that stand there, and whether one of them, or a number beside them, is broken."""
    read = [_date(match, origin) for match in _DATE.finditer(body)]
    good = [date for date in read if date is not None]
    rest = _SIGNER.sub(" ", _EXEMPTION.sub(" ", _DATE.sub(" ", body)))
    loose = re.search(r"\d{2,}|\d\s*/|/\s*\d", rest) is not None
    return good, len(good) < len(read) or (bool(good) and loose)


def _date(match: re.Match[str], origin: dt.date | None) -> dt.date | None:
    year = _first(match, "year", "year2", "year3", "year4", "year5")
    day = _first(match, "day", "day2", "day3", "day4", "day5")
    month = _first(match, "month", "month2", "month3")
    name = _first(match, "name4", "name5").upper()
    if name and name not in _MONTHS:
        return None
    number = _MONTHS.index(name) + 1 if name else int(month)
    try:
        return dt.date(_year(year, origin), number, int(day))
    except ValueError:
        return None


def _first(match: re.Match[str], *names: str) -> str:
    return next((match[name] for name in names if match[name]), "")


def _year(digits: str, origin: dt.date | None) -> int:
    """Give the year; of two digits the first at or after the cable's, else the later of two centuries."""
    year = int(digits)
    if len(digits) > _TWO_DIGITS:
        return year
    if origin is None:
        return _THIS_CENTURY + year
    century = origin.year - origin.year % _CENTURY + year
    return century if century >= origin.year else century + _CENTURY
