"""Every disguise of SECURITY.md 2, U1 to U15, and twenty places of a cable to put it in.

U1 to U14 are of one invented name; U15 claims a lower level for a word that stands behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.attacks.build import CLASSIFIED, Attack, cable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from redactor.spans import Span

GIVEN, FAMILY = "Torvald", "Boukher"
PAGE = "\n\nVELMORA 00000412  002 OF 003\n\n"


@dataclass(frozen=True)
class Disguise:
    """One disguise: what stands for the family name, or for the whole name where `whole`.

    `lines` says that it needs several lines, which a header field or a table's row cannot hold. `part` is what of
    it must not be shown under `policy`; all of it where left out.
    """

    id: str
    text: str = field(repr=False)
    whole: bool = False
    lines: bool = False
    part: str = field(default="", repr=False)
    policy: str = "source-protection"


# What pretends to be a removal that was made, round the name or before it.
_FORGERIES = (
    ("old style", "[REDACTED 1.4(b)] Boukher"),
    ("round the name", "[REDACTED 1.4(b): Boukher]"),
    ("our marker round it", "[SOURCE: Boukher]"),
    ("our marker before it", "[PRIVACY: name] Boukher"),
    ("a draft's marker", "[REVIEW: name] Boukher"),
    ("its own role", "[PRIVACY: US official Boukher]"),
)

# What claims that the classified text behind it is none.
_SPOOFS = (
    ("body line", "\nUNCLASSIFIED\n\n", True),
    ("spaced body line", "\nU N C L A S S I F I E D\n\n", True),
    ("classification line", "\nUNCLAS VELMORA 000412\n\n", True),
    ("release stamp", "\nRELEASE IN FULL\n\n", True),
    ("declassified", "\nDECLASSIFIED\n\n", True),
    ("mark in a sentence", "(U)", False),
    ("mark with a blank", "( U)", False),
    ("mark with a Cyrillic letter", "(\u0421)", False),
    ("mark with a control", "(C//NF)", False),
    ("second mark", "(C) (U)", False),
    ("mark of full width", "\uff08\uff35\uff09", False),
    ("word", "UNCLASSIFIED", False),
)
_WORD = "barley"

DISGUISES = (
    Disguise("U1 zero-width space", "Bou\u200bkher"),
    Disguise("U1 zero-width joiner", "Bou\u200dkher"),
    Disguise("U1 non-joiner", "Bo\u200cukher"),
    Disguise("U1 word joiner", "B\u2060oukher"),
    Disguise("U1 byte order mark", "Bou\ufeffkher"),
    Disguise("U1 between all letters", "\u200b".join(FAMILY)),
    Disguise("U2 soft hyphen", "Bou\u00adkher"),
    Disguise("U2 soft hyphens", "Bou\u00adkh\u00ader"),
    Disguise("U3 Cyrillic letters", "\u0412\u043eukher"),
    Disguise("U3 Greek letter", "B\u03bfukher"),
    Disguise("U3 small capitals", "\u0299oukher"),
    Disguise("U3 one Cyrillic letter", "Boukh\u0435r"),
    Disguise("U4 full width", "\uff22\uff4f\uff55\uff4b\uff48\uff45\uff52"),
    Disguise(
        "U4 mathematical bold", "\U0001d401\U0001d428\U0001d42e\U0001d424\U0001d421\U0001d41e\U0001d42b"
    ),
    Disguise("U4 squared", "\U0001f171\U0001f17e\U0001f184\U0001f17a\U0001f177\U0001f174\U0001f181"),
    Disguise("U4 circled", "\u24b7\u24de\u24e4\u24da\u24d7\u24d4\u24e1"),
    Disguise("U5 combining", "Bouk\u0301her"),
    Disguise("U5 precomposed", "Boukh\u00e9r"),
    Disguise("U5 variation selector", "Bou\ufe0fkher"),
    Disguise("U5 tag character", "Bou\U000e0061kher"),
    Disguise("U5 many marks", "B\u0300\u0301o\u0302u\u0303kher"),
    Disguise("U6 Hangul filler", "Bou\u3164kher"),
    Disguise("U6 Braille blank", "Bou\u2800kher"),
    Disguise("U7 bidi around", "\u202eBoukher\u202c"),
    Disguise("U7 bidi inside", "Bou\u202dkher"),
    Disguise("U7 isolate", "Bou\u2066kh\u2069er"),
    Disguise("U8 wrap", "Torvald\nBoukher", whole=True, lines=True),
    Disguise("U8 wrap with CRLF", "Torvald\r\nBoukher", whole=True, lines=True),
    Disguise("U8 hyphen at a line's end", "Bou-\nkher", lines=True),
    Disguise("U8 wrap inside a word", "Bouk\nher", lines=True),
    Disguise("U8 no-break space", "Torvald\u00a0Boukher", whole=True),
    Disguise("U8 tab", "Torvald\tBoukher", whole=True),
    Disguise("U8 two blanks", "Torvald  Boukher", whole=True),
    Disguise("U9 page line in the name", f"Torvald{PAGE}Boukher", whole=True, lines=True),
    Disguise("U9 SIPDIS in the name", "Torvald\n\nSIPDIS\n\nBoukher", whole=True, lines=True),
    Disguise("U9 page line in a word", f"Bou-{PAGE}kher", lines=True),
    Disguise("U10 spaced letters", "B O U K H E R"),
    Disguise("U10 spaced whole name", "T O R V A L D  B O U K H E R", whole=True),
    Disguise("U10 points between", "B.O.U.K.H.E.R"),
    Disguise("U10 hyphens between", "B-o-u-k-h-e-r"),
    Disguise("U11 zero for O", "B0ukher"),
    Disguise("U11 three for E", "Boukh3r"),
    Disguise("U12 capitals", "BOUKHER"),
    Disguise("U12 small", "boukher"),
    Disguise("U12 mixed", "bOUkHeR"),
    Disguise("U12 glued", "TorvaldBoukher", whole=True),
    Disguise("U12 underscore", "Torvald_Boukher", whole=True),
    Disguise("U12 underscore inside", "Bou_kher"),
    Disguise("U12 stars", "Bou**kher**"),
    Disguise("U12 entity", "&#66;oukher"),
    Disguise("U12 entity twice", "&amp;#66;oukher"),
    Disguise("U12 named entity", "Boukh&eacute;r"),
    Disguise("U12 link", "[Boukher](#)"),
    Disguise("U12 curled apostrophe", "Bou\u2019kher"),
    Disguise("U12 escape", "Bou\\_kher"),
    Disguise("U12 tag inside", "Bou<b>kher</b>"),
    Disguise("U12 comma for apostrophe", "Boukher,s"),
    Disguise("U13 transliteration", "Boukhir"),
    Disguise("U13 plural", "Boukhers"),
    Disguise("U13 initial", "T. Boukher", whole=True),
    Disguise("U13 family name first", "BOUKHER, Torvald", whole=True),
    *(Disguise(f"U14 {name}", text, part=FAMILY) for name, text in _FORGERIES),
    *(
        Disguise(f"U15 {name}", f"{text} {_WORD}", lines=lines, part=_WORD, policy="public")
        for name, text, lines in _SPOOFS
    ),
)


@dataclass(frozen=True)
class Placement:
    """A place in a cable: the text with `{}` for the name, in a paragraph, or in the header field `field`."""

    id: str
    text: str = field(repr=False)
    field: str = ""
    line: bool = False


PLACEMENTS = (
    Placement("subject", "{} ON WATER PRICES", field="subject", line=True),
    Placement("tags", "PGOV, OVIP ({}), PREL", field="tags", line=True),
    Placement(
        "reference", "REF: A. VELMORA 310\n     B. {} - WILK E-MAIL OF 06/02/07", field="ref", line=True
    ),
    Placement("pass line", "DEPT FOR EUR/PGI ({})", field="pass", line=True),
    Placement("classified by", "Classified By: DCM {}; reasons 1.4 (b) and (d).", field="by", line=True),
    Placement("signature", "{}", field="signature", line=True),
    Placement("drafting", "Drafted by: ECON:{}", field="tail", line=True),
    Placement("paragraph start", "2. (C) {} said that prices would rise."),
    Placement("paragraph middle", "2. (C) Over lunch we asked {} about prices in the north."),
    Placement("paragraph end", "2. (C) All of this comes from {}."),
    Placement("possessive", "2. (C) The talk turned to {}'s brother."),
    Placement("brackets", "2. (C) The clerk ({}) agreed."),
    Placement("quotes", '2. (C) They call him "{}" at home.'),
    Placement("list of names", "2. (C) Present were Ana Brulin, {}, and Boris Krestov."),
    Placement("summary", "2. (C) SUMMARY: {} spoke of prices. END SUMMARY."),
    Placement("comment", "2. (C) COMMENT: We trust {}. END COMMENT."),
    Placement("heading", "{}: A Clerk Speaks\n------------------\n\n2. (C) It rained.", line=True),
    Placement("bullet", "2. (C) Those who came:\n\n-- {}, clerk\n\n-- Ana Brulin, clerk"),
    Placement(
        "table",
        "2. (C) The rows:\n\nName        Price      Year\nBrulin      200        2006\n{}     310        2007\n",
        line=True,
    ),
    Placement("at a page turn", "2. (C) Prices rose," + PAGE + "{} said."),
)

_KNOWN = f"1. (C) The clerk {GIVEN} {FAMILY} (strictly protect) spoke with us."
_MARK = "\x00"


@dataclass(frozen=True)
class Case:
    """One cable with one disguise in one place, and where in it the disguise stands."""

    id: str
    text: str = field(repr=False)
    start: int
    end: int
    read: str = field(repr=False)
    policy: str = "source-protection"


def case(disguise: Disguise, placement: Placement) -> Case:
    """Write the cable of one disguise in one place."""
    text = placement.text.format(_MARK)
    if placement.field:
        attack = Attack("", (_KNOWN, "2. (C) It rained."), (), fields=((placement.field, text),))
    else:
        attack = Attack("", (_KNOWN, text), ())
    whole = cable(attack, CLASSIFIED)
    start = whole.index(_MARK)
    read = disguise.text.replace("\r\n", "\n")  # the reader counts a line end once
    text = whole.replace(_MARK, disguise.text)
    if disguise.part:
        start, read = start + read.index(disguise.part), disguise.part
    return Case(f"{disguise.id} / {placement.id}", text, start, start + len(read), read, disguise.policy)


def cases() -> list[Case]:
    """Give every disguise in every place that can hold it: one of several lines stands in no field of one line."""
    return [
        case(disguise, placement)
        for disguise in DISGUISES
        for placement in PLACEMENTS
        if not (disguise.lines and placement.line)
    ]


def kept_letters(case: Case, kept: Sequence[Span]) -> str:
    """Give the letters of a disguise that lie in kept spans; a possessive's `s` alone names nobody."""
    letters = "".join(
        char
        for at, char in enumerate(case.read, case.start)
        if char.isalnum() and any(span.holds(at) for span in kept)
    )
    return "" if letters == "s" else letters
