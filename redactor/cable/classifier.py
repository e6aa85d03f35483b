"""Classified By: who classified it, in which office, why, by what it was derived, and until when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.distance import near
from redactor.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.cable.shown import Sheet

# "Classified By: Classified by DCM X": the label stands twice; "Classified buyers" must not match.
_TWICE = re.compile(r"(?:CLASSIFIED[ ]+BY[ ]?:?[ \t]*)", re.IGNORECASE)

# "; reasons", ", for re\nasons", " PER 1.5 (B)", " E.O. 12958 Reasons", "REASON: 1.4", " 1,4 (C)" and
# " Section 1.4" end the name; "Reasoner" and "1.45" must not.
_NAME_END = re.compile(
    r"""(?:\(\s{0,2})?
    (?:\b(?:for|per|under|pursuant\s{1,3}to|due\s{1,3}to|on\s{1,3}the\s{1,3}basis\s{1,3}of)\s{1,3}){0,3}
    (?:\bR\s{0,2}e\s{0,2}a\s{0,2}s\s{0,2}o\s{0,2}n(?:\s{0,2}s|\(s\))?\b
      |\bE\.?O\.?[ ]{0,2}\d{5}
      |\b(?:sections?|secs?\.?|paragraph)\s{1,3}1\s?[.,]\s?[45]
      |(?<![\d.])1\s?[.,]\s?[45](?!\d))""",
    re.VERBOSE | re.IGNORECASE,
)

# "DECL: 06/17/2017", "DECLASSIFY ON: X1" behind the reasons match; "DECLINED" must not.
_DECLASSIFY = re.compile(
    r"\bDECL(?:ASSIFY(?:[ ]ON)?|ASSIFICATION)?[ ]?:[ \t]*(?P<value>[^\n;]{1,60})", re.IGNORECASE
)

# "DERIVED FROM: DSCG 05-1" matches; "DERIVED FORM" must not.
_DERIVED = re.compile(r"\bDERIVED[ ]+FROM[ ]?:?[ \t]*(?P<value>[^\n;]{1,80})", re.IGNORECASE)

# Words of a title that stand before a name: the office ends behind the last of them.
_OFFICES = frozenset(
    """AMBASSADOR AMB CHARGE D'AFFAIRES DAFFAIRES A.I AI ACTING DEPUTY CHIEF OF MISSION DCM CDA COUNSELOR
    COUNSELLOR OFFICER POLITICAL ECONOMIC POL ECON POL/ECON POLECON POLOFF ECONOFF CONSUL GENERAL CG PRINCIPAL
    DIRECTOR MINISTER SECRETARY FIRST SECOND THIRD CONSULAR MANAGEMENT REGIONAL SECURITY ATTACHE DEFENSE CHIEF
    SECTION EMBASSY PUBLIC AFFAIRS PAO RSO ADMINISTRATIVE ADMIN LABOR COMMERCIAL AGRICULTURAL PERMANENT
    REPRESENTATIVE ASSISTANT UNDER SPECIAL ENVOY COORDINATOR SENIOR ADVISOR ADVISER UNIT INTERNAL EXTERNAL AND
    FOR THE M/C MC A/DCM A/S DAS ADCM ESTH CHARG\u00c9""".split()
)
_NEAR_OFFICES = tuple(sorted(word for word in _OFFICES if len(word) > 6))  # noqa: PLR2004 - shorter ones are too near
_LONGEST_NAME = 6

# In "Hoyt Y\nee" and "Richa\nrd" the line end cut a word; in "Officer\nfor" and "DCM\nand" it did not.
_CUT_WORD = re.compile(
    r"(?<=[A-Za-z])[ ]*\n[ ]*(?!(?:and|the|of|for|in|at|to|by|per|de|da|la|le|von|van|der|bin|al|el|a\.i)\b)(?=[a-z]{1,4}\b)"
)


def read(sheet: Sheet) -> tuple[Field, ...]:
    """Give the parts of a Classified By field; reasons are letters of 1.4 whatever order they are of."""
    rest = sheet.part(0)
    while (twice := _TWICE.match(rest.words)) is not None:
        rest = rest.part(twice.end())
    end = _NAME_END.search(rest.words)
    declared = _DECLASSIFY.search(rest.words)
    derived = _DERIVED.search(rest.words)
    stops = [match.start() for match in (end, declared, derived) if match]
    named = rest.part(0, min(stops, default=len(rest.words)))
    named = named.part(0, len(named.words.rstrip(" ,;:.-(\n")))
    found = list(_named(named)) if named.words else []
    reasons = markings.read_reasons(rest.words)
    if reasons:
        reasoned = rest.part(end.start() if end else 0)
        lead = len(reasoned.words) - len(reasoned.words.lstrip(" ,;:.(\n"))
        found.append(Field("classified-by-reasons", reasoned.part(lead).span, ",".join(reasons)))
    found.extend(
        Field(kind, rest.found(match, "value").span, rest.found(match, "value").read())
        for kind, match in (("classified-by-decl", declared), ("derived-from", derived))
        if match
    )
    return tuple(found)


def _named(named: Sheet) -> Iterator[Field]:
    """Give all that stands before the reasons, and name and office in it."""
    yield Field("classified-by-name", named.span, _joined(named.words))
    words = list(re.finditer(r"\S+", named.words))
    comma = named.words.find(",")
    behind = comma > 0 and any(_is_office(one[0]) for one in words if one.start() > comma)
    before = [
        index
        for index, one in enumerate(words)
        if _is_office(one[0]) and not (behind and one.start() > comma)
    ]
    if before:
        cut = words[before[-1]].end()
        person = named.part(cut, comma if behind and comma > cut else None)
        yield from _office_and_person(named.part(0, cut), person)
    elif behind:
        yield from _office_and_person(named.part(comma + 1), named.part(0, comma))
    elif 0 < len(words) <= _LONGEST_NAME:
        yield Field("classified-by-person", named.span, _joined(named.words))


def _office_and_person(office: Sheet, person: Sheet) -> Iterator[Field]:
    if office.words:
        yield Field("classified-by-office", office.span, _joined(office.words.strip(" ,;:")))
    person = person.part(len(person.words) - len(person.words.lstrip(" ,;:.-\n")))
    if person.words:
        yield Field("classified-by-person", person.span, _joined(person.words))


def _is_office(word: str) -> bool:
    """Say whether a word is one of a title's, one letter of a long one lost, doubled or swapped."""
    plain = word.strip(",;:.()").upper().replace("\u2019", "'").replace(",", "'")
    if plain in _OFFICES or plain.removesuffix(".") in _OFFICES:
        return True
    return len(plain) > 5 and any(near(plain, one, 2) and plain[0] == one[0] for one in _NEAR_OFFICES)  # noqa: PLR2004 - as above


def _joined(words: str) -> str:
    """Put wrapped words on one line; the end of a word joins what the margin cut from it, a zero inside is an O."""
    whole = _CUT_WORD.sub("", words)
    return " ".join(re.sub(r"(?<=[A-Za-z])0(?=[A-Za-z])", "O", whole).split())
