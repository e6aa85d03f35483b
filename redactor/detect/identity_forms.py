"""Finds what identifies one person or account by its form: births, documents, accounts, plates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.detect.forms import DATE, YEAR, Form, finder, form
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.detect.base import Page

# matches "N1234567", "N 1234567", "12 3456789", "2007/1234"; must not match "in 2007", "of 12"
_NUMBER = r"""
    (?: [a-z]{1,4}-? | (?! (?:in|on|of|by|to|at|as|no|is|a|an|or) \b ) [a-z]{1,2}[ ] )?
    [0-9][a-z0-9/-]{3,20} (?:[ -][0-9]{2,12}){0,4}
"""
_LABEL = (
    r"(?:[ ](?:card|number|numbers|no|nos|num|nr|id|ref(?:erence)?))*\.?[ ]?(?:is|was)?[:;\#-]?[ ]?\#?[ ]?"
)

BIRTHS: tuple[Form, ...] = (
    form(
        "birth-date",
        EntityKind.BIRTH,
        900,
        finds="A date of birth, with the place beside it.",
        example="born on 3 May 1961 in Testville, DOB: 05/03/1961",
        other="an idea born of necessity",
        pattern=rf"""
        \b (?: born (?:[ ](?:on|in|circa|about|around))? | d\.?[ ]?o\.?[ ]?b\b\.? | date[ ]of[ ]birth | birth[ ]?dates? )
        [ ]?(?:is|was)?[:;,\#-]?[ ]? (?:{DATE}|{YEAR}) (?:,?[ ]?(?:in|at)[ ][a-z'-]+)?
        """,
    ),
    form(
        "birth-both",
        EntityKind.BIRTH,
        900,
        finds="A date and place of birth under one label, or the place before the date.",
        example="DPOB: 3 May 1961, Testville; born in Old Testville on 3 May 1961",
        other="born in poverty",
        pattern=rf"""
        \b (?: d\.?p\.?o\.?b\b\.? | p\.?d\.?o\.?b\b\.? | (?:date[ ]and[ ]place|place[ ]and[ ]date)[ ]of[ ]birth )
            [ ]?(?:is|was|were)?[:;,\#-]?[ ]? (?: (?:{DATE}|{YEAR}) [,;/]?[ ](?:(?:in|at)[ ])?[a-z'-]+
              | (?:[a-z'-]+,?[ ]){{1,4}} (?:{DATE}|{YEAR}) )
        | \b born[ ](?:in|at)[ ] (?:[a-z'-]+,?[ ]){{1,4}} (?:on|in)[ ](?:{DATE}|{YEAR})
        """,
    ),
    form(
        "birth-place",
        EntityKind.BIRTH,
        800,
        finds="A place of birth.",
        example="place of birth: Testville",
        other="born in poverty",
        pattern=r"""
        \b (?: place[ ]of[ ]birth | p\.?[ ]?o\.?[ ]?b\b\.? | birth[ ]?place ) [ ]?(?:is|was)?[:;-]?[ ][a-z'-]+
        | \b (?:born[ ]in | (?:a[ ])?native[ ]of) [ ] (?!poverty|exile|prison|captivity|(?:the|a|an|our|this)\b) [a-z'-]+
        """,
    ),
    form(
        "age",
        EntityKind.BIRTH,
        600,
        finds="The age of a person.",
        example="a 46-year-old man, aged 46",
        other="46 years of war",
        pattern=r"\b (?: aged?[ ][1-9][0-9]\b | [1-9][0-9][ -]years?[ -](?:old|of[ ]age)\b )",
    ),
)

NUMBERS: tuple[Form, ...] = (
    form(
        "document-number",
        EntityKind.ID_NUMBER,
        850,
        finds="A passport, visa, identity, case or file number beside the word that says so.",
        example="passport No. N 1234567, visa # 20071234567",
        other="the passport office in 2007",
        evidence="context",
        pattern=rf"""
        \b (?: passports? | ppt | visas? | laissez-passer | id(?:entity)?(?:[ ]card)? | identification | national[ ]id | driver'?s?[ ]licen[cs]e
            | case | file | alien | ssn | social[ ]security | tax(?:payer)? | inn | iin | tin | cnic | nic | nin | curp | rfc | foia | permit | badge
            | registration | registry | member(?:ship)? | dossier | serial | service | prisoner | detainee | isn | docket | petition | certificate | i-?94 )
        {_LABEL} (?P<hit>{_NUMBER})
        """,
    ),
    form(
        "account-number",
        EntityKind.ID_NUMBER,
        850,
        finds="A bank account, card, routing or SWIFT number beside the word that says so.",
        example="account no. 4471-22-990, SWIFT code TESTVM22XXX",
        other="an account of 2007",
        evidence="context",
        pattern=rf"""
        \b (?: (?:bank[ ])?(?:account|acct\.?) | a/c | iban | routing | aba | sort[ ]code | clearing | wire | (?:credit|debit|bank)[ ]card | cheque | check )
            {_LABEL} (?P<hit> (?=[a-z0-9/ -]{{0,8}}[0-9]) (?:[a-z]{{1,4}}[ -]?)? [0-9] (?:[0-9/-]{{4,24}}|[0-9]{{1,6}}(?:[ -][0-9]{{2,6}}){{1,7}}) )
        | \b (?:swift|bic) (?:[/ ]bic)? (?:[ ]codes?)? [:;]?[ ] (?P<swift>[a-z]{{6}}[a-z0-9]{{2}}(?:[a-z0-9]{{3}})?)\b
        """,
    ),
    form(
        "alien-number",
        EntityKind.ID_NUMBER,
        800,
        finds="A US alien file number.",
        example="file A-012345678",
        other="A 12",
        pattern=r"\b a[ -]? (?: 0[0-9]{2}[ -][0-9]{3}[ -][0-9]{3} | [0-9]{8,9} ) \b",
    ),
    form(
        "plate",
        EntityKind.ID_NUMBER,
        700,
        finds="A licence plate beside the word that says so.",
        example="license plate A 123 BC, vehicle registration KA 01 AB 1234",
        other="on the plate, plates of food",
        evidence="context",
        pattern=r"""
        \b (?: (?:licen[cs]e|number|registration|diplomatic|vehicle)?[ ]? plates?
             | (?:vehicle|car|truck|motorcycle)[ ](?:registration|tags?) | licen[cs]e[ ]tags? | tag[ ](?:number|no) )
        [ ]?(?:numbers?|nos?\.?|reading|bearing|was|is)?[:\#]?[ ]
        (?P<hit> (?=[a-z0-9 -]{0,10}[0-9]) [a-z0-9]{1,4} (?:[ -][a-z0-9]{1,5}){0,3} ) (?![a-z0-9])
        """,
    ),
)

# matches the rest of a place of birth: " Testville", ", Testland" where the phrase ends; must not match ", tel"
# nor the ", Mark Field" of "born in Testville, Mark Field studied"
_PLACE = re.compile(r"(?:[ ][A-Z][\w'-]+){0,2}(?:,[ ][A-Z][\w'-]+(?:[ ][A-Z][\w'-]+)?(?=[.;:)\n]|\Z))?")


def birth_finder(row: Form) -> Callable[[Page], Iterator[Hit]]:
    """Make the recogniser of a birth: the capitalised words that go on with its place belong to it."""
    find = finder(row)

    def widened(page: Page) -> Iterator[Hit]:
        for hit in find(page):
            by_place = page.view.text[hit.span.end - 1].isalpha()
            more = _PLACE.match(page.view.text, hit.span.end) if by_place and row.id != "age" else None
            end = more.end() if more is not None else hit.span.end
            yield Hit(Span(hit.span.start, end), hit.kind, hit.detector, hit.score, hit.evidence)

    widened.__doc__ = row.finds
    return widened


# matches "GB82 WEST 1234 5698 7654 32" (its check digits are right); must not match a word with two digits
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?:[ ]?[A-Z0-9]{1,4}){3,8}")
_SHORTEST_IBAN = 15


def _checks(iban: str) -> bool:
    """Say whether the check digits of an account number are right (ISO 13616)."""
    plain = iban.replace(" ", "")
    digits = "".join(str(int(char, 36)) for char in plain[4:] + plain[:4])
    return len(plain) >= _SHORTEST_IBAN and int(digits) % 97 == 1


def ibans(page: Page) -> Iterator[Hit]:
    """Find bank account numbers (IBAN) whose check digits are right, however many words follow them."""
    for match in _IBAN.finditer(page.view.text):
        for end in range(match.end(), match.start() + _SHORTEST_IBAN - 1, -1):
            if page.view.text[end - 1] != " " and _checks(page.view.text[match.start() : end]):
                yield Hit(Span(match.start(), end), EntityKind.ID_NUMBER, "iban", 1000, ("checksum",))
                break
