"""Coarser values: a year for a date, a country for a place, a kind for a body, a band for an amount, a tail.

Each comes from a closed grammar or a table that ships, never from the cable's wording. What does not parse
whole gives nothing, and the finding is labelled: the original is never what is left over.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from redactor.files import package_table
from redactor.model import EntityKind
from redactor.view import fold_term

if TYPE_CHECKING:
    from collections.abc import Mapping

GENERALIZED = (
    EntityKind.DATE_TIME,
    EntityKind.LOCATION,
    EntityKind.POST,
    EntityKind.ORGANIZATION,
    EntityKind.MONEY,
)
"""The kinds that `generalize` is written for."""

MASKED = (EntityKind.ID_NUMBER, EntityKind.PHONE)
"""The kinds that `mask` is written for."""

LEAST_HIDDEN = 3
"""A mask shows at most one character for so many that a number has."""

_MONTHS = "January February March April May June July August September October November December".split()
_PIVOT = 45
"""A year of two digits from here on belongs to the twentieth century: cables begin after the war."""

# matches "2007" and "1969"; not the digits of "12007" or "2107"
_YEAR = re.compile(r"(?<![0-9])(?:1[89]|20)[0-9]{2}(?![0-9])")

# A year of two digits, only where the form says that it is one.
# matches "07" at the end of "181203z jun 07" and of "06/18/07"; not in "june 07"
_SHORT_YEAR = re.compile(
    r"""
    (?: [0-9]{6}z [ ] [a-z]{3,9} [ ] | [0-9]{1,2} (?P<sign> [/.-] ) [0-9]{1,2} (?P=sign) )
    (?P<year> [0-9]{2} ) $
    """,
    re.VERBOSE,
)

# matches "june" and "jun."; not "mayor"
_MONTH = re.compile(
    r"""
    \b (?: jan(?:uary)? | feb(?:ruary)? | mar(?:ch)? | apr(?:il)? | may | june? | july?
    | aug(?:ust)? | sept? | september | oct(?:ober)? | nov(?:ember)? | dec(?:ember)? ) \b
    """,
    re.VERBOSE,
)

# matches the month of "2007-06-18"; not of "06-18-2007"
_ISO_MONTH = re.compile(r"(?<![0-9])[0-9]{4}-(?P<month>0[1-9]|1[0-2])-[0-9]{2}(?![0-9])")

# One amount: digits, grouped by commas in threes or not at all, with decimals, and a scale.
# matches "$1,500", "usd 2.5 million", "3bn"; not "1,5" or "two million"
_AMOUNT = re.compile(
    r"""
    [^0-9]*?
    (?P<whole> [0-9]{1,3} (?: ,[0-9]{3} )+ | [0-9]{1,18} )
    (?: \. (?P<part> [0-9]{1,6} ) )?
    (?: [ -]? (?P<scale> thousand | million | billion | trillion | mn | bn | k | m | b ) \b )?
    [^0-9]*
    """,
    re.VERBOSE,
)
_SCALES = {
    "thousand": 3,
    "k": 3,
    "million": 6,
    "mn": 6,
    "m": 6,
    "billion": 9,
    "bn": 9,
    "b": 9,
    "trillion": 12,
}

_WORD = re.compile(r"[^\W_]+")


def generalized(kind: EntityKind, text: str, *, months: bool) -> str:
    """Give the coarser value of what was found, or nothing; `months` lets a date keep its month."""
    folded = fold_term(text)
    match kind:
        case EntityKind.DATE_TIME:
            return _date(folded, months=months)
        case EntityKind.LOCATION:
            return countries().get(folded.removeprefix("the "), "")
        case EntityKind.POST:
            return _country_of_post(folded)
        case EntityKind.ORGANIZATION:
            return _kind(folded)
        case EntityKind.MONEY:
            return _band(folded)
        case _:
            return ""


def masked(text: str, last: int) -> str:
    """Give the last characters of a number, at most `last` and a third of them, or nothing."""
    characters = [char for char in text if char.isalnum()]
    shown = min(last, len(characters) // LEAST_HIDDEN)
    if not shown or not all(char.isascii() for char in characters):
        return ""
    return f"ending {''.join(characters[-shown:]).upper()}"


# --- dates ---------------------------------------------------------------------------------------


def _date(folded: str, *, months: bool) -> str:
    """Give the one year that a date names, with its one month where the policy allows it."""
    years = {int(year) for year in _YEAR.findall(folded)}
    short = _SHORT_YEAR.search(folded)
    if not years and short is not None:
        years = {int(short["year"]) + (1900 if int(short["year"]) >= _PIVOT else 2000)}
    if len(years) != 1:
        return ""
    month = _month(folded) if months else ""
    return f"{month} {years.pop()}".strip()


def _month(folded: str) -> str:
    """Give the one month that a date names, or nothing."""
    iso = _ISO_MONTH.search(folded)
    if iso is not None:
        return _MONTHS[int(iso["month"]) - 1]
    named = {word[:3] for word in _MONTH.findall(folded)}
    return next(month for month in _MONTHS if month[:3].lower() in named) if len(named) == 1 else ""


# --- places --------------------------------------------------------------------------------------


@cache
def countries() -> Mapping[str, str]:
    """Give the country of each folded name of a country or capital (data/places.toml)."""
    rows = package_table("places.toml")["country"]
    return {fold_term(name): row["names"][0] for row in rows for name in (*row["names"], *row["capitals"])}


@cache
def _posts() -> Mapping[str, str]:
    """Give the country of each folded post: that of the capital whose embassy has the same country code."""
    rows = [row for row in package_table("posts.toml")["posts"] if "country" in row]
    capitals = ((row["country"], countries().get(fold_term(row["name"]))) for row in rows)
    by_code = {code: country for code, country in capitals if country is not None}
    return {fold_term(row["name"]): by_code[row["country"]] for row in rows if row["country"] in by_code}


def _country_of_post(folded: str) -> str:
    """Give the country of the post that an address ends with: `amembassy port of spain`."""
    words = folded.split()
    tails = (" ".join(words[index:]) for index in range(len(words)))
    return next((_posts()[tail] for tail in tails if tail in _posts()), "")


# --- bodies and amounts --------------------------------------------------------------------------


@cache
def _terms() -> tuple[Mapping[str, str], tuple[tuple[Decimal, str], ...]]:
    """Give the kind that each word tells, and the bands with their least amount (data/coarse.toml)."""
    table = package_table("coarse.toml")
    kinds = {word: row["term"] for row in table["kind"] for word in row["words"]}
    return kinds, tuple((Decimal(row["least"]), row["term"]) for row in table["band"])


def _kind(folded: str) -> str:
    """Give the one kind that the words of a name tell."""
    kinds = _terms()[0]
    found = {kinds[word] for word in _WORD.findall(folded) if word in kinds}
    return found.pop() if len(found) == 1 else ""


def _band(folded: str) -> str:
    """Give the band of the one amount that is written."""
    match = _AMOUNT.fullmatch(folded)
    if match is None:
        return ""
    number = Decimal(f"{match['whole'].replace(',', '')}.{match['part'] or 0}")
    amount = number.scaleb(_SCALES.get(match["scale"] or "", 0))
    return [term for least, term in _terms()[1] if least <= amount][-1]
