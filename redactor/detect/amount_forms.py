"""Finds sums of money, dates and times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.detect.forms import DATE, DAY, MONTH, YEAR, Form, finder, form
from redactor.model import EntityKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.detect.base import Hit, Page

_FIGURE = r"[0-9](?:[0-9,.]{0,20}[0-9])?"
_SCALE = r"(?:thousand|million|billion|trillion|lakh|crore|mln\.?|mn|bln|bn|mil\.)"
_SPELT = r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|several|half[ ]a)"
# Codes of ISO 4217 that are no English words.
_CODE = (
    r"(?:usd|eur|gbp|chf|jpy|rmb|cny|kzt|rub|inr|pkr|afn|iqd|irr|sar|aed|kwd|egp|ils|bob|brl|mxn|clp|ars|vef|zar|ngn|kes|ugx|tzs|etb|xof|xaf|aud"
    r"|nzd|sek|nok|dkk|pln|czk|huf|uah|azn|amd|gel|tjs|kgs|uzs|tmt|krw|vnd|thb|php|idr|myr|sgd|hkd|twd|dem|frf|itl)"
)
_COIN = (
    r"(?:(?:us[ ]|u\.s\.[ ])?(?:dollars?|dols\.?)|euros?|pounds(?:[ ]sterling)?|sterling|rubles?|roubles?|tenge|soms?|somoni|manat|yuan|renminbi|yen|rupees?"
    r"|dinars?|dirhams?|riyals?|rials?|pesos?|bolivianos?|reais|francs?|(?:deutsche?[ ]?)?marks|kroner|kronor|lira|liras|shekels?|naira|birr|hryvnias?|zloty|afghanis?"
    r"|taka|baht|dong|won|rand|kwacha|shillings?|cedis?|lei|leva|forints?|cents)"
)

MONEY: tuple[Form, ...] = (
    form(
        "money",
        EntityKind.MONEY,
        800,
        finds="A sum with its currency.",
        example="$50 million, USD 5,000, 1.2 billion tenge, one million dollars",
        other="50 million people",
        begins=r"(?= [$€£¥] | \b [0-9a-z] )",
        pattern=rf"""
        (?: (?:\b(?:us|usd|au|ca|hk|nz)[ ]?)?[$€£¥][ ]? | \b(?:{_CODE}|dols\.?|euro|rs\.?)[ ]? ) {_FIGURE} (?:[ -]?(?:{_SCALE}|k|m|b)\b)?
        | \b {_FIGURE} (?:[ ]{_SCALE})? [ ] (?:{_COIN}|{_CODE})\b
        | \b (?:{_SPELT}[ ](?:and[ ])?){{1,3}} (?:(?:{_SCALE}|hundred)[ ]){{0,2}} {_COIN}\b
        """,
    ),
)

DATES: tuple[Form, ...] = (
    form(
        "date",
        EntityKind.DATE_TIME,
        700,
        finds="A date in the forms of cables, a day, a month, a year after `in`.",
        example="June 5-6, 18 June 2007, Tuesday, FY 2007",
        other="they may march on",
        begins=r"\b (?= [0-9] | jan | feb | mar | apr | may | jun | jul | aug | sep | oct | nov | dec | mon | tue | wed | thu "
        r"| fri | sat | sun | fy | cy | q[1-4] | spr | sum | aut | fal | win | ear | mid | lat )",
        pattern=rf"""
        \b[0-9]{{6}}z[ ]{MONTH}[ ](?:{YEAR}|[0-9]{{2}})\b
        | \b(?:{DATE})(?![0-9/])
        | \b{DAY}\b
        | \b(?:january|february|april|june|july|august|september|october|november|december)\b
        | (?<=\bin[ ])(?:march|may|{YEAR})\b
        | \b(?:fy|cy|q[1-4]|spring|summer|autumn|fall|winter|early|mid|late)[ -](?:of[ ])?(?:fy)?{YEAR}\b
        | \b(?:1[89]|20)[0-9]0s\b
        """,
    ),
    form(
        "time",
        EntityKind.DATE_TIME,
        600,
        finds="A time of day.",
        example="at 10:30, 1430 hours, 10 a.m.",
        other="10 amendments",
        pattern=r"""
        \b (?:[01]?[0-9]|2[0-3])[:.][0-5][0-9] (?:[ ]?(?:a\.m\.|p\.m\.|am|pm|hours|hrs|z))? (?![0-9.:])
        | \b (?:[01]?[0-9])[ ]?(?:a\.m\.|p\.m\.|am\b|pm\b)
        | \b (?:[01][0-9]|2[0-3])[0-5][0-9] (?:[ ](?:hours|hrs|local|z)|z)\b
        """,
    ),
)


def date_finder(row: Form) -> Callable[[Page], Iterator[Hit]]:
    """Make the recogniser of dates: one of letters alone must be written as a name, `March` and not `march`."""
    find = finder(row)

    def capital(page: Page) -> Iterator[Hit]:
        for hit in find(page):
            text = hit.span.of(page.view.text)
            if not text.isalpha() or text[0].isupper():
                yield hit

    capital.__doc__ = row.finds
    return capital
