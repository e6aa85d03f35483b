"""The addresses of TO and INFO, and the sender: route, name, precedence, number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.cable import vocabulary
from redactor.cable.shown import Sheet
from redactor.markings.distance import near
from redactor.model import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

# "RUEHC/SECSTATE WASHDC" and "RUEHC/" have a route; "RUSSIA DESK" must not.
_ROUTE = re.compile(r"(?P<route>R[UH][A-Z]{3,6})[ ]?/[ ]?")

# "NIACT IMMEDIATE", "PRIORITY", "PIORITY" and "FLASH" end an address, a number behind them or not; "PRIORITIES" must not.
_PRECEDENCE = re.compile(
    r"(?:^|(?<=[\s*]))(?P<precedence>(?:NIACT[ ]{0,2})?[A-Z]{5,11}|NIACT)(?=[*]?(?:[ ]{1,3}\d{1,5})?[*]?$)"
)
_PRECEDENCES = ("ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH", "EMERGENCY")

# "0872" and "1887" at a line's end are the message's count for that addressee; "J2" must not.
_NUMBER = re.compile(r"(?<=[ *])(?P<number>\d{1,5})$")

# "//N1//", "//DHO-2/REA//" and "/N4//" behind a name are offices of it; "SECDEF/OSD" must not match.
_OFFICE = re.compile(r"[ ]?//?(?P<office>[A-Z0-9][A-Z0-9/ .-]{0,40}?)//$")

# "(VELMORA 131 - PRIORITY)" behind the sender on a form is no part of its name.
_BRACKET = re.compile(r"[ ]{1,3}\([A-Z' ]{1,40}[ ]\d{1,7}[ ]-[ ][A-Z]{5,9}\)$")

# "XMT AMCONSUL HALDEN" names who does not receive it; "XMTR" must not.
_EXCLUDED = re.compile(r"^XMT[ ]{1,3}")

# "PAGE 02 STATE 015113 182333Z" behind TO is a page line that slipped in; "PAGE TO" must not match.
_PAGE = re.compile(r"^PAGE[ ]{1,3}\d{2}[ ]{1,12}[A-Z][A-Z' ]{1,40}[ ]\d{4,6}(?:[ ]{1,4}\d{6}Z)?")


def read(kind: str, sheet: Sheet) -> tuple[Field, ...]:
    """Give each address of TO or INFO and its parts; a page line among them is blank by now."""
    excluded = False
    found: list[Field] = []
    for line in (part for whole in sheet.lines() for part in whole.split(";")):
        mark = _EXCLUDED.match(line.words)
        excluded = excluded or mark is not None
        one = line.part(mark.end()) if mark else line
        page = _PAGE.match(one.words)
        one = one.part(page.end()) if page else one
        if not one.words:
            continue
        found.extend(_address("excluded" if excluded else kind, one))
    return tuple(found)


def _address(kind: str, line: Sheet) -> Iterator[Field]:
    yield Field(kind, line.span, line.read())
    route = _ROUTE.match(line.words)
    rest = line.part(route.end()) if route else line
    if route:
        yield Field(f"{kind}-route", line.found(route, "route").span, route["route"])
    number = _NUMBER.search(rest.words)
    if number:
        yield Field(f"{kind}-number", rest.found(number, "number").span, number["number"])
        rest = rest.part(0, number.start())
    precedence = _PRECEDENCE.search(rest.words)
    read_as = _precedence(precedence["precedence"]) if precedence else ""
    if precedence and read_as:
        yield Field(f"{kind}-precedence", rest.found(precedence, "precedence").span, read_as)
        rest = rest.part(0, precedence.start())
        rest = rest.part(0, len(rest.words.rstrip(" -")))
    office = _OFFICE.search(rest.words)
    if office:
        yield Field(f"{kind}-office", rest.found(office, "office").span, office["office"])
        rest = rest.part(0, office.start())
    if rest.words:
        yield Field(f"{kind}-name", rest.span, rest.read())


def _precedence(written: str) -> str:
    """Give the precedence that a word is, one letter lost or wrong; nothing where it is none."""
    night = "NIACT" if written.startswith("NIACT") else ""
    word = written.removeprefix("NIACT").strip()
    if not word:
        return night
    meant = [one for one in _PRECEDENCES if near(word, one, 1)]
    return f"{night} {meant[0]}".strip() if len(meant) == 1 else ""


def post(written: str) -> str:
    """Give the post that a sender's words name, its official prefix left out."""
    return next((item.value for item in sender(Sheet(0, written)) if item.kind == "from-post"), "")


def sender(sheet: Sheet) -> tuple[Field, ...]:
    """Give the sender, and the post it is: its official prefix left out, one letter of it wrong or not."""
    sheet = sheet.part(0)
    head, _, name = sheet.words.partition(" ")
    known = name and any(near(head.upper(), word, 1) for word in vocabulary.prefixes())
    post = sheet.part(len(head)) if known else sheet
    behind = _BRACKET.search(post.words)
    post = post.part(0, behind.start()) if behind else post
    office = _OFFICE.search(post.words)
    if office:
        found = Field("from-office", post.found(office, "office").span, office["office"])
        post = post.part(0, office.start())
        return (
            Field("from", sheet.span, sheet.read()),
            Field("from-post", post.span, post.read()),
            found,
        )
    return (Field("from", sheet.span, sheet.read()), Field("from-post", post.span, post.read()))
