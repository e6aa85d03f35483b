"""Classified By: who classified it, in which office, why, by what it was derived, and until when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings.distance import near
from redactor.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from redactor.cable.shown import Sheet

# "Classified By: Classified by DCM X": the label stands twice; "by DCM X" lost a part of it; "Classified buyers" must not match.
_TWICE = re.compile(r"(?:CLASSIFIED[ ]+BY[ ]?:?[ \t]*|BY[ ]?:?[ \t]+)", re.IGNORECASE)

# "(U) Ambassador X" begins with a mark; "(Acting) DCM X" must not.
_MARK = re.compile(r"\([A-Z/]{1,8}\)[ ]{1,3}")

# "; reasons", ", for re\nasons", " PER 1.5 (B)", " E.O. 12958 Reasons", "REASON: 1.4", " 1,4 (C)" and
# " Section 1.4" end the name, and so does line noise, "for reQ#8$UQ8ML#C"; "Reasoner" and "1.45" must not.
_NAME_END = re.compile(
    r"""(?:\(\s{0,2})?
    (?:\b(?:for|per|under|pursuant\s{1,3}to|due\s{1,3}to|on\s{1,3}the\s{1,3}basis\s{1,3}of)\s{1,3}){0,3}
    (?:\bR\s{0,2}e\s{0,2}a\s{0,2}s\s{0,2}o\s{0,2}n(?:\s{0,2}s|\(s\))?\b
      |\bE\.?O\.?[ ]{0,2}\d{5}
      |\b(?:sections?|secs?\.?|paragraph)\s{1,3}1\s?[.,]\s?[45]
      |(?<![\d.])1\s?[.,]\s?[45](?!\d)
      |\b\S{0,20}[\#$%@^~|<>{}]\S{0,40})""",
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
    FOR THE NATIONAL POLCOUNS ECONCOUNS POLCHIEF ECONCHIEF PAOFF CONSULGENERAL M/C MC A/DCM A/S DAS ADCM ESTH CHARG\u00c9""".split()
)
_NEAR_OFFICES = tuple(sorted(word for word in _OFFICES if len(word) > 6))  # noqa: PLR2004 - shorter ones are too near
_LONGEST_NAME = 6
_FEWEST_NAMES = 2
# What is longer names no two classifiers: it is a text.
_LONGEST_LIST = 400
# Behind a comma these say where somebody serves, and name nobody.
_JOINING = frozenset("AND OF FOR THE IN AT".split())
_HOUSES = ("EMBASSY", "CONSULATE", "MISSION", "SECTION", "BUREAU")

# " and DCM Y", " & Y Z", "; Y" and ", DCM Y" may name a second person; "Anderson" must not match.
_NEXT = re.compile(r"\s{0,2}(?P<sign>[,;&]|\b(?=and\b))\s{0,3}(?P<word>\band\b)?\s{1,3}", re.IGNORECASE)

# "of Oceans" in "Director of Oceans Lila X" is no name; "Tam Brannock" must not match.
_BUREAU = re.compile(r"\b(?:of|for|in|at)\s{1,3}(?:the\s{1,3})?\w{2,20}", re.IGNORECASE)
_ENDS_IN_BUREAU = re.compile(_BUREAU.pattern + "$", re.IGNORECASE)

# In "Hoyt Y\nee" and "Richa\nrd" the line end cut a word; in "Officer\nfor" and "DCM\nand" it did not.
_CUT_WORD = re.compile(
    r"(?<=[A-Za-z])[ ]*\n[ ]*(?!(?:and|the|of|for|in|at|to|by|per|de|da|la|le|von|van|der|bin|al|el|a\.i)\b)(?=[a-z]{1,4}\b)"
)


def read(sheet: Sheet) -> tuple[Field, ...]:
    """Give the parts of a Classified By field; reasons are letters of 1.4 whatever order they are of."""
    rest = sheet.part(0)
    if (mark := _MARK.match(rest.words)) is not None:
        rest = rest.part(mark.end())
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


def read_derived(sheet: Sheet) -> tuple[Field, ...]:
    """Give what a `Derived From` names, and until when it holds."""
    rest = sheet.part(0)
    declared = _DECLASSIFY.search(rest.words)
    source = rest.part(0, declared.start() if declared else None)
    source = source.part(0, len(source.words.rstrip(" ,;:.\n")))
    found = [Field("derived-from", source.span, source.read())] if source.words else []
    if declared:
        until = rest.found(declared, "value")
        found.append(Field("classified-by-decl", until.span, until.read()))
    return tuple(found)


def _named(named: Sheet) -> Iterator[Field]:
    """Give all that stands before the reasons, and name and office of each who classified it."""
    yield Field("classified-by-name", named.span, _joined(named.words))
    for one in _each(named):
        yield from _one(one)


def _each(named: Sheet) -> Iterator[Sheet]:
    """Cut the name where a second person stands behind a sign; in doubt it is one."""
    if len(named.words) > _LONGEST_LIST:
        yield named
        return
    start = 0
    for match in _NEXT.finditer(named.words):
        before, after = named.part(start, match.start()), named.part(match.end())
        listed = match["sign"] == "," and match["word"] is None
        if _is_person(before.words) and _opens_person(before.words, after.words, listed=listed):
            yield before
            start = match.end()
    yield named.part(start)


def _is_person(words: str) -> bool:
    """Say whether the words are a whole person: an office and a name in either order, or names alone."""
    offices = [_is_office(word) for word in words.split()]
    if not any(offices):
        return _FEWEST_NAMES <= len(offices) <= _LONGEST_NAME and not _BUREAU.search(words)
    head, tail = _BUREAU.sub(" ", words).split(), words.split(",", 1)[-1].split()
    titled = bool(head) and _is_office(head[0]) and not _is_office(head[-1]) and not offices[-1]
    appended = "," in words and not offices[0] and bool(tail) and _is_office(tail[-1])
    return not _ENDS_IN_BUREAU.search(words) and (titled or appended)


def _opens_person(before: str, after: str, *, listed: bool) -> bool:
    """Say whether behind a sign another person stands, written as the one before it; `listed` behind a comma alone."""
    words = re.split(r"[,;&]|\sand\s", after, maxsplit=1, flags=re.IGNORECASE)[0].split()
    titled = bool(words) and _is_office(words[0]) and not words[0].upper().startswith(_HOUSES)
    names = [word for word in words if not _is_office(word)]
    if any(_is_office(word) for word in before.split()):
        named = bool(words) and not _is_office(words[-1]) and len(names) >= _FEWEST_NAMES
        if titled:
            return named
        return not listed and "," in before and "," in after and len(names) == len(words) >= _FEWEST_NAMES
    return not listed and not titled and len(names) == len(words) >= _FEWEST_NAMES


def _one(named: Sheet) -> Iterator[Field]:
    """Give office and name of one person: the office stands before the name, or behind a comma."""
    words = list(re.finditer(r"\S+", named.words))
    comma = named.words.find(",")
    behind = comma > 0 and any(_is_office(one[0]) for one in words if one.start() > comma)
    before = [
        index
        for index, one in enumerate(words)
        if _is_office(one[0]) and not (behind and one.start() > comma)
    ]
    if before:
        cut = _cut(words, before[-1], comma if behind else len(named.words))
        person = named.part(cut, comma if behind and comma > cut else None)
        yield from _office_and_person(named.part(0, cut), person)
    elif behind:
        yield from _office_and_person(named.part(comma + 1), named.part(0, comma))
    elif 0 < len(words) <= _LONGEST_NAME:
        yield Field("classified-by-person", named.span, _joined(named.words))


def _cut(words: Sequence[re.Match[str]], last: int, end: int) -> int:
    """Give where an office ends: behind its last title, and behind the bureau that it is one of."""
    while last and words[last][0].upper() in _JOINING:
        last -= 1
    rest = [one for one in words[last + 1 :] if one.start() < end]
    if not rest or rest[0][0].upper() not in _JOINING:
        return words[last].end()
    initial = len(rest) > _FEWEST_NAMES and len(rest[-2][0].strip(".")) == 1
    name = _FEWEST_NAMES + initial
    return rest[-name].start() if len(rest) > name else words[last].end()


def _office_and_person(office: Sheet, person: Sheet) -> Iterator[Field]:
    if office.words:
        yield Field("classified-by-office", office.span, _joined(office.words.strip(" ,;:")))
    person = person.part(len(person.words) - len(person.words.lstrip(" ,;:.-\n")))
    # "DCM Tam Brannock, POL" names a bureau behind; "DCM BRANNOCK, TAM" a person's first name.
    first = person.words.split(",", 1)[0]
    person = person.part(0, len(first)) if len(first.split()) >= _FEWEST_NAMES else person
    if person.words:
        yield Field("classified-by-person", person.span, _joined(person.words))


def _is_office(word: str) -> bool:
    """Say whether a word is one of a title's, one letter of a long one lost, doubled or swapped."""
    plain = (
        re.sub(r"(?<=[A-Za-z])0(?=[A-Za-z])", "O", word)
        .strip(",;:.()")
        .upper()
        .replace("\u2019", "'")
        .replace(",", "'")
    )
    if plain in _OFFICES or plain.removesuffix(".") in _OFFICES:
        return True
    return len(plain) > 5 and any(near(plain, one, 2) and plain[0] == one[0] for one in _NEAR_OFFICES)  # noqa: PLR2004 - as above


def _joined(words: str) -> str:
    """Put wrapped words on one line; the end of a word joins what the margin cut from it, a zero inside is an O."""
    whole = _CUT_WORD.sub("", words)
    return " ".join(re.sub(r"(?<=[A-Za-z])0(?=[A-Za-z])", "O", whole).split())
