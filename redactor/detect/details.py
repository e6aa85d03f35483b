"""Finds what identifies a person or a deal by its form: births, numbers, money, dates, coordinates, plates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.detect.base import Page


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern over the folded view; group `hit`, or else the whole match, is the finding."""

    id: str
    kind: EntityKind
    pattern: re.Pattern[str]
    score: int


_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_YEAR = r"(?:1[89][0-9]{2}|20[0-9]{2})"
_DATE = (
    rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?[ ](?:of[ ])?{_MONTH}\.?(?:,?[ ]{_YEAR})?"
    rf"|{_MONTH}\.?[ ][0-3]?[0-9](?:st|nd|rd|th)?(?:-[0-3]?[0-9])?(?:,?[ ]{_YEAR})?(?![0-9])"
    rf"|{_MONTH}\.?,?[ ]{_YEAR}|(?:0?[1-9]|[12][0-9]|3[01])[/.-](?:0?[1-9]|[12][0-9]|3[01])[/.-](?:{_YEAR}|[0-9]{{2}})|{_YEAR}-[0-9]{{2}}-[0-9]{{2}})"
)

FORMS: tuple[Form, ...] = (
    # matches "born on 3 May 1961 in Testville", "DOB: 05/03/1961", "date of birth 3 May 1961", "born 1961"
    # must not match "born of necessity"
    Form(
        "birth-date",
        EntityKind.BIRTH,
        re.compile(
            rf"\b(?:born(?:[ ](?:on|in|circa|about))?|d\.?o\.?b\.?|date[ ]of[ ]birth|birth[ ]?date)[ ]?(?:is|was)?[:;,#-]?[ ]?(?:{_DATE}|{_YEAR})(?:[ ]?(?:in|at)[ ][a-z'-]+)?"
        ),
        900,
    ),
    # matches "place of birth: Testville", "POB Testville", "born in Testville"; must not match "born in poverty and"
    Form(
        "birth-place",
        EntityKind.BIRTH,
        re.compile(
            r"\b(?:place[ ]of[ ]birth|p\.?o\.?b\.?|birth[ ]?place)[ ]?(?:is|was)?[:;-]?[ ][a-z'-]+|\bborn[ ]in[ ](?!poverty|exile|prison|the\b|a\b)[a-z'-]+"
        ),
        800,
    ),
    # matches "age 46", "aged 46", "46 years old"; must not match "46 years of war"
    Form(
        "age", EntityKind.BIRTH, re.compile(r"\b(?:aged?[ ][1-9][0-9]\b|[1-9][0-9][ -]years?[ -]old\b)"), 600
    ),
    # matches "passport number N1234567", "passport no. 12 3456789", "visa # 20071234567"; must not match "passport office"
    Form(
        "document-number",
        EntityKind.ID_NUMBER,
        re.compile(
            r"\b(?:passport|visa|id(?:entity)?(?:[ ]card)?|identification|national[ ]id|driver'?s?[ ]licen[cs]e|case|file|alien|ssn|social[ ]security|tax(?:payer)?|inn|iin|cnic|nic|foia|permit|badge|registration|account|a/c|member(?:ship)?|dossier)"
            r"(?:[ ](?:card|number|numbers|no|nos|num|nr|id|ref(?:erence)?))*\.?[ ]?(?:is|was)?[:;#-]?[ ]?#?[ ]?(?P<hit>(?=[a-z0-9/-]*[0-9])[a-z]{0,4}[ -]?[0-9][a-z0-9/-]{3,20}(?:[ -][0-9]{2,12}){0,4})"
        ),
        850,
    ),
    # matches "A 012 345 678", "A-012345678" (alien file number); must not match "a 12"
    Form(
        "alien-number",
        EntityKind.ID_NUMBER,
        re.compile(r"\ba[ -]?(?:0[0-9]{2}[ -][0-9]{3}[ -][0-9]{3}|[0-9]{8,9})\b"),
        800,
    ),
    # matches "license plate ABC 1234", "plate number 123 ABC 02", "plates 01-K 555"; must not match "on the plate"
    Form(
        "plate",
        EntityKind.ID_NUMBER,
        re.compile(
            r"\b(?:licen[cs]e|number|registration|diplomatic|vehicle)?[ ]?plates?[ ]?(?:number|numbers|no\.?|reading|bearing)?[:#]?[ ](?P<hit>(?=[a-z0-9 -]{0,10}[0-9])[a-z0-9]{1,4}(?:[ -][a-z0-9]{1,5}){0,3})(?![a-z0-9])"
        ),
        700,
    ),
    # matches "43.2389 N, 76.8897 E", "43°14'N 76°53'E", "431425N 0765322E", "grid 42SVF1234567890"
    # must not match "43.2 percent"
    Form(
        "coordinates",
        EntityKind.COORDINATES,
        re.compile(
            r"[0-9]{1,3}(?:\.[0-9]+)?[ ]?(?:°|º|deg(?:rees)?|-)?[ ]?(?:[0-9]{1,2}(?:\.[0-9]+)?['-]?[ ]?)?(?:[0-9]{1,2}(?:\.[0-9]+)?[\"]?[ ]?)?[ns]\b[,/ ]{0,3}[0-9]{1,3}(?:\.[0-9]+)?[ ]?(?:°|º|deg(?:rees)?|-)?[ ]?(?:[0-9]{1,2}(?:\.[0-9]+)?['-]?[ ]?)?(?:[0-9]{1,2}(?:\.[0-9]+)?[\"]?[ ]?)?[ew]\b"
            r"|\b[0-9]{4,6}[ns][ /]?[0-9]{5,7}[ew]\b|\b(?:grid|mgrs)[: ]{1,2}[0-9]{1,2}[a-z]{3}[ ]?[0-9]{4,10}\b|(?<![0-9.])-?[0-9]{1,2}\.[0-9]{4,},[ ]?-?[0-9]{1,3}\.[0-9]{4,}"
        ),
        850,
    ),
    # matches "$50 million", "USD 5,000", "1.2 billion tenge", "50,000 euros"; must not match "50 people"
    Form(
        "money",
        EntityKind.MONEY,
        re.compile(
            r"(?:(?:\b(?:us|usd|au|ca|hk|nz)[ ]?)?[$€£¥][ ]?|\b(?:usd|eur|gbp|chf|jpy|rmb|kzt|rub)[ ]?)[0-9](?:[0-9,.]{0,20}[0-9])?(?:[ -]?(?:thousand|million|billion|trillion|mn|bn|k|m|b)\b)?"
            r"|\b[0-9](?:[0-9,.]{0,20}[0-9])?(?:[ ](?:thousand|million|billion|trillion))?[ ](?:(?:us[ ])?dollars?|euros?|pounds(?:[ ]sterling)?|rubles?|roubles?|tenge|som|somoni|manat|yuan|renminbi|yen|rupees?|dinars?|dirhams?|riyals?|rials?|pesos?|francs?|kroner|kronor|lira|liras|shekels?|naira|birr|hryvnia|zloty|afghanis?|taka|baht|dong|rand|cents)\b"
        ),
        800,
    ),
    # matches "June 5-6", "18 June 2007", "06/17/2017", "June 2007", "Tuesday", "180941Z JUN 07"; must not match "may go"
    Form(
        "date",
        EntityKind.DATE_TIME,
        re.compile(
            rf"\b[0-9]{{6}}z[ ]{_MONTH}[ ](?:{_YEAR}|[0-9]{{2}})\b|\b(?:{_DATE})(?![0-9/])|\b{_DAY}\b|\b(?:january|february|april|june|july|august|september|october|november|december)\b|(?<=\bin )(?:march|may|{_YEAR})\b"
        ),
        700,
    ),
    # matches "at 10:30", "1430 hours", "10 a.m."; must not match "10 amendments"
    Form(
        "time",
        EntityKind.DATE_TIME,
        re.compile(
            r"\b(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?:[ ]?(?:a\.m\.|p\.m\.|am|pm|hours|hrs|z))?(?![0-9.:])|\b(?:[01]?[0-9])[ ]?(?:a\.m\.|p\.m\.|am\b|pm\b)|\b[0-2][0-9][0-5][0-9][ ](?:hours|hrs|local|z)\b"
        ),
        600,
    ),
    # matches "12 Abay Street", "45/2 Lenin Avenue, apt. 7", "P.O. Box 123"; must not match "Wall Street" without a number
    Form(
        "address",
        EntityKind.ADDRESS,
        re.compile(
            r"\b[0-9]{1,5}[a-z]?(?:/[0-9]{1,4})?,?[ ](?:[a-z'.-]+[ ]){1,4}(?:street|st\.|avenue|ave\.?|road|rd\.?|lane|boulevard|blvd\.?|prospekt|ulitsa|drive|square|highway|mikrorayon|microdistrict)\b(?:,?[ ](?:apt|apartment|flat|suite|room|house)\.?[ ]?#?[0-9]+[a-z]?)?"
            r"|\b(?:p\.?[ ]?o\.?[ ]?box|apartment|apt\.|flat|house|building)[ ](?:no\.?[ ]|number[ ])?#?[0-9]{1,6}\b"
            r"|\b(?:street|avenue|prospekt|ulitsa|ul\.)[ ](?:[a-z'.-]+[ ]){0,2}[a-z'.-]+,?[ ](?:no\.?[ ]?)?[0-9]{1,4}\b"
        ),
        750,
    ),
    # matches "tel: 51-23-45", "phone 2-34-56", "fax 5123 45", "cell (701) 123"; must not match "telephone call"
    Form(
        "local-phone",
        EntityKind.PHONE,
        re.compile(
            r"\b(?:tel|telephone|phone|fax|cell|cellphone|mobile|ivg|voip|pager)(?:[ ](?:number|numbers|no|nos))?\.?[ ]?(?:is|was|at)?[:#]?[ ]?(?P<hit>\+?[0-9(][0-9() .-]{3,20}[0-9])"
        ),
        850,
    ),
)


def form_finder(form: Form) -> Callable[[Page], Iterator[Hit]]:
    """Make the recogniser of one form."""

    def find(page: Page) -> Iterator[Hit]:
        for match in form.pattern.finditer(page.view.folded):
            name = "hit" if "hit" in form.pattern.groupindex and match["hit"] else 0
            span = _with_place(page, form, Span(*match.span(name)))
            if len(span) and _bounded(page, span) and _capital_month(page, form, span):
                yield Hit(span, form.kind, form.id, form.score, ("form",))

    return find


# matches the rest of a place of birth: " Testville", ", Testland"; must not match ", tel" or " and"
_PLACE = re.compile(r"(?:,?[ ][A-Z][\w'-]+){1,3}")


def _with_place(page: Page, form: Form, span: Span) -> Span:
    """Widen a birth by the capitalised words that go on with its place."""
    more = _PLACE.match(page.view.text, span.end) if form.kind is EntityKind.BIRTH else None
    by_place = page.view.text[span.end - 1 : span.end].isalpha()
    return Span(span.start, more.end()) if more is not None and by_place else span


def _bounded(page: Page, span: Span) -> bool:
    """Say whether the match lies in one block."""
    return "\n" not in span.of(page.view.text)


def _capital_month(page: Page, form: Form, span: Span) -> bool:
    """Say whether a date made of letters alone is written as a name: `march` is none, `March` is."""
    text = span.of(page.view.text)
    return form.id != "date" or not text.isalpha() or text[0].isupper()


# matches "GB82 WEST 1234 5698 7654 32" (its check digits are right); must not match a word with two digits
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{1,4}){3,8}")
_SHORTEST_IBAN = 15


def _checks(iban: str) -> bool:
    """Say whether the check digits of an account number are right (ISO 13616)."""
    plain = iban.replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return len(plain) >= _SHORTEST_IBAN and int(digits) % 97 == 1


def ibans(page: Page) -> Iterator[Hit]:
    """Find bank account numbers whose check digits are right, however many words follow them."""
    for match in _IBAN.finditer(page.view.text):
        for end in range(match.end(), match.start() + _SHORTEST_IBAN - 1, -1):
            if page.view.text[end - 1] != " " and _checks(page.view.text[match.start() : end]):
                yield Hit(Span(match.start(), end), EntityKind.ID_NUMBER, "iban", 1000, ("checksum",))
                break
