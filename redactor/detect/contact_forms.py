"""Finds how to reach somebody: telephone numbers in local forms, addresses of streets and of the net."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.detect.forms import Form, begun, form, within_block
from redactor.model import EntityKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Page

_STREET = (
    r"(?:street|st\.|avenue|ave\.?|av\.|road|rd\.?|lane|boulevard|blvd\.?|prospekt|prospect|ulitsa|pereulok|drive|square|highway|way|alley|court"
    r"|crescent|terrace|quay|embankment|mikrorayon|microdistrict|bulvari?|sokak|caddesi|marg)"
)
_ROAD = r"(?:rue|calle|via|avenida|av\.|avenue|carrera|jalan|jl\.|ulitsa|ul\.|ulica|prospekt|pr\.|pereulok|rua|rruga|strada|viale|piazza|plaza|place|boulevard|street)"
_ROOM = r"(?:,?[ ](?:apt|apartment|flat|suite|room|house|piso|floor)\.?[ ]?\#?[0-9]+[a-z]?)?"

FORMS: tuple[Form, ...] = (
    form(
        "address",
        EntityKind.ADDRESS,
        750,
        finds="A house and street, a post-office box, a flat.",
        example="12 Old Mill Street, apt. 7, P.O. Box 123, Calle Larga 45",
        other="on Wall Street",
        begins=r"\b (?= [a-z0-9'-] )",
        pattern=rf"""
        \b [0-9]{{1,5}}[a-z]? (?:[/-][0-9]{{1,4}}[a-z]?)? ,?[ ] (?:[a-z'.-]+[ ]){{1,4}} {_STREET}(?![a-z]) {_ROOM}
        | \b (?: p\.?[ ]?o\.?[ ]?box | casilla | apartado | apartment | apt\. | flat | house | villa | building | plot )
            [ ](?:no\.?[ ]|number[ ])?\#?[0-9]{{1,6}}[a-z]?\b (?:,[ ]{_STREET}[ ](?:no\.?[ ]?)?[0-9]{{1,4}})?
        | \b {_ROAD} [ ] (?:[a-z'.-]+[ ]){{0,4}} [a-z'.-]+ ,?[ ] (?:no\.?[ ]?|\#)?[0-9]{{1,4}}(?:-[0-9]{{1,3}})?\b {_ROOM}
        | \b (?:calle|carrera|avenida)[ ][0-9]{{1,3}}[ ](?:no\.?[ ]?|\#)[0-9]{{1,3}}(?:-[0-9]{{1,3}})?\b
        | \b [a-z'-]{{3,30}}[ ]st\.?[ ][0-9]{{1,4}}[a-z]?\b
        | \b [0-9]{{1,4}},?[ ](?:rue|via|rua|avenue|boulevard|place)[ ](?:d[eu]s?[ ]|della?[ ]|la[ ]|l'){{1,2}}[a-z'-]+
        | \b [a-z]{{3,20}}(?:strasse|stra(?:ss|ß)e|gasse|weg|platz|gatan|straat|laan)[ ][0-9]{{1,4}}[a-z]?\b
        | \b (?:street|road|lane|sector|zone)[ ](?:no\.?[ ]?)?[0-9]{{1,4}},[ ][a-z]-?[0-9]{{1,2}}(?:/[0-9])?\b
        """,
    ),
    form(
        "email-words",
        EntityKind.EMAIL,
        700,
        finds="An e-mail address that is written out in words, or lacks its ending.",
        example="write to press at example dot com or poloff@example",
        other="he stayed at home",
        begins=r"(?<![\w.@-]) (?= [a-z0-9][a-z0-9._+-]{1,40} (?: @ | [ ]{0,2}[(\[{]?at ) )",
        pattern=r"""
        (?<![\w.@-]) [a-z0-9][a-z0-9._-]{1,40} [ ]?(?:\(at\)|\[at\]|\{at\}|[ ]at[ ]|\bat\b)[ ]? [a-z0-9-]{2,40}
            (?: [ ]?(?:\(dot\)|\[dot\]|\[\.\]|\{dot\}|\bdot\b)[ ]? [a-z0-9-]{2,20} ){1,4}\b
        | (?<![\w.@-]) [a-z0-9][a-z0-9._+-]{1,40} @ [a-z0-9][a-z0-9-]{1,40} (?:\.[a-z0-9-]{1,40}){0,4}
        """,
    ),
    form(
        "net-address",
        EntityKind.URL,
        600,
        finds="An address on the web that is written with brackets, another scheme or a country's ending.",
        example="hxxp://example[.]org/a, ftp://example.org, example.co.uk",
        other="the U.S. side, e.g. this",
        begins=r"(?<!\w) (?= [a-z0-9-]{2,63} [.\[:] )",
        pattern=r"""
        \b (?:hxxps?|ftps?|sftp|gopher|ssh|rtsp|file)://[^\s<>"')]{1,300}
        | (?<![\w.@-]) [a-z0-9-]{2,63} (?:[.][a-z0-9-]{1,63}){0,3} (?:\[[.]\][a-z0-9-]{2,63}){1,4} (?:/[^\s<>"')]{0,300})?
        | (?<![\w.@-]) [a-z0-9-]{2,63} (?:\.[a-z0-9-]{1,63}){0,3} \. (?:co|com|org|net|gov|gob|gouv|ac|edu|mil)\.[a-z]{2}\b (?:/[^\s<>"')]{0,300})?
        | (?<![\w.@-]) [a-z0-9-]{3,63} (?:\.[a-z0-9-]{1,63}){0,3}
            \. (?:uk|de|fr|ru|kz|cn|jp|kr|ua|pl|cz|br|mx|ca|au|nz|za|ke|ng|eg|sa|ae|ir|iq|tr|pk|af|uz|kg|tj|tm|ge|az|su|eu|tv|cc|io|onion) \b (?![.@]) (?:/[^\s<>"')]{0,300})?
        """,
    ),
    form(
        "device-address",
        EntityKind.IP,
        900,
        finds="A network address with brackets in it, or that of a device.",
        example="192[.]0[.]2[.]7, 00:1a:2b:3c:4d:5e",
        other="at 10:30:00",
        pattern=r"""
        \b (?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2} (?![:0-9a-f-])
        | \b [0-9]{1,3} (?: (?:\[[.]\]|\([.]\)|\[dot\]|\(dot\)) [0-9]{1,3} ){3}\b
        """,
    ),
)

# matches "+7 701 123 4567", "2-34-56", "(3172) 70-22-01"; must not match "1"
_DIGITS = r"\+?(?:[0-9(][0-9() ./-]{2,20}[0-9])"

_LABEL_BEGINS = r"\b (?= tel | pho | fax | cel | mob | ivg | dsn | vos | voi | iri | sat | inm | pag | ext | swi | hot | stu | lan | wha )"
# matches "tel: 51-23-45", "phone 2-34-56, 3-45-67", "ext. 4523"; must not match "telephone call"
_LABELLED = begun(
    _LABEL_BEGINS,
    rf"""
    \b (?: tel | telephone | telephones | telex | phone | phones | telefax | fax | cell | cellphone | cell[ ]phone | mobile | ivg | dsn | vosip | voip | iridium | satphone | inmarsat
        | pager | ext | extension | switchboard | hotline | stu-?iii | landline | whatsapp )
    s?\.? (?:[ ](?:number|numbers|no|nos|nr))? \.?[ ]?(?:is|was|at|on)?[:\#]?[ ]?
    (?P<numbers> {_DIGITS} (?: (?:,[ ]|;[ ]|[ ]or[ ]|[ ]and[ ]|[ ]/[ ]) {_DIGITS} ){{0,6}} )
    """,
)
_NUMBER = re.compile(_DIGITS)

# Without a word beside it a number is one by its form.
# matches "+7 701 123 4567", "011-44-20-7946-0000", "(202) 555-0143", "8 (3172) 70-22-01", "202-555-0143"
# must not match "1974-79", "(12) 34" or the serial "000412"
_BARE_BEGINS = r"(?= [+0-9(] )"
_BARE = begun(
    _BARE_BEGINS,
    r"""
      (?<![\w+]) \+ [1-9][0-9]{0,2} (?:[ ().-]{1,2}[0-9]{1,5}){2,6} \b
    | (?<![\w+]) \+ [1-9][0-9]{8,14} \b
    | (?<![\w./-]) (?:00|011)[ -][1-9][0-9]{0,2} (?:[ ().-]{1,2}[0-9]{2,5}){2,5} \b
    | (?<![\w./-]) (?:[0-9][ -]?)? \( [0-9]{1,2}(?:-[0-9]{2,4})? \)[ ]? [0-9]{2,4} (?:[ .-][0-9]{2,4}){1,3} \b
    | (?<![\w./-]) (?:[0-9][ -]?)? \( [0-9]{3,5} \)[ ]? [0-9]{2,4} (?:[ .-][0-9]{2,4}){1,3} \b
    | (?<![\w./-]) (?:1[ .-])? [2-9][0-9]{2} (?P<mark>[.-]) [0-9]{3} (?P=mark) [0-9]{4} (?![\w.-]*[0-9])
    """,
)
_FEWEST = 3
_MOST = 16


def phones(page: Page) -> Iterator[Hit]:
    """Find telephone and fax numbers: every one of a row after the word, and those that show it by their form."""
    folded = page.view.folded
    for match in _LABELLED.finditer(folded):
        for number in _NUMBER.finditer(folded, *match.span("numbers")):
            yield from _phone(page, Span(*number.span()), 850, "context")
    for match in _BARE.finditer(folded):
        yield from _phone(page, Span(*match.span()), 750, "form")


def _phone(page: Page, span: Span, score: int, evidence: str) -> Iterator[Hit]:
    """Give the hit of a number that has as many digits as one may have."""
    digits = sum(char.isdigit() for char in span.of(page.view.folded))
    if _FEWEST <= digits <= _MOST and within_block(page, span):
        yield Hit(span, EntityKind.PHONE, "local-phone", score, (evidence,))
