"""Every disguise of SECURITY.md 2, U1 to U12, of an invented name, in twenty placements each."""

from __future__ import annotations

import pytest

from redactor.spans import Span
from redactor.view import build, find_words, fold_term

NAME = "Boukher"
FULL = "Karim Bakimov"

PLACEMENTS = (
    "{} said so.",
    "We met {} today.",
    "It was {}.",
    "({})",
    '"{}"',
    "{}'s view",
    "Minister {}, who left",
    "{}: no comment",
    "the {}-led group",
    "a; {}; b",
    "1. (C) {} left",
    "the so-called {}!",
    "A/S {}",
    "x\n{}\ny",
    "met\n{} there",
    "met {}\nthere",
    "[{}]",
    "{}, {} again".replace("{} again", "again"),
    "\u201c{}\u201d",
    "**{}** and more",
)

DISGUISES = {
    "U1 zero-width space": "Bou\u200bkher",
    "U1 joiner": "Bou\u200dkher",
    "U1 word joiner": "B\u2060oukher",
    "U1 BOM": "Bou\ufeffkher",
    "U2 soft hyphen": "Bou\u00adkher",
    "U3 Cyrillic": "\u0412\u043eukher",
    "U3 Greek": "B\u03bfukher",
    "U3 small capitals": "\u0299oukher",
    "U4 full width": "\uff22\uff4f\uff55\uff4b\uff48\uff45\uff52",
    "U4 mathematical": "\U0001d401\U0001d428\U0001d42e\U0001d424\U0001d421\U0001d41e\U0001d42b",
    "U4 squared": "\U0001f171\U0001f17e\U0001f184\U0001f17a\U0001f177\U0001f174\U0001f181",
    "U5 combining": "Bouke\u0301her".replace("ke\u0301", "k\u0301"),
    "U5 precomposed": "Boukh\u00e9r",
    "U5 variation selector": "Bou\ufe0fkher",
    "U5 tag": "Bou\U000e0061kher",
    "U6 Hangul filler": "Bou\u3164kher",
    "U6 Braille blank": "Bou\u2800kher",
    "U7 bidi around": "\u202eBoukher\u202c",
    "U7 bidi inside": "Bou\u202dkher",
    "U8 hyphen wrap": "Bou-\nkher",
    "U10 spaced": "B O U K H E R",
    "U11 zero": "B0ukher",
    "U12 stars": "Bou**kher**",
    "U12 entity": "&#66;oukher",
    "U12 entity twice": "&amp;#66;oukher",
    "U12 named entity": "Boukh&eacute;r",
    "U12 link": "[Boukher](#)",
    "U12 capitals": "BOUKHER",
    "U12 underscore": "Bou_kher",
    "U12 apostrophe": "Bou\u2019kher",
    "U12 escape": "Bou\\_kher",
}
FULL_DISGUISES = {
    "U8 wrap": "Karim\nBakimov",
    "U8 CRLF": "Karim\r\nBakimov",
    "U8 no-break space": "Karim\u00a0Bakimov",
    "U8 tab": "Karim\tBakimov",
    "U8 two blanks": "Karim  Bakimov",
    "U10 spaced": "K A R I M  B A K I M O V",
    "U12 glued": "KarimBakimov",
    "U12 underscore": "Karim_Bakimov",
    "U12 hyphen": "Karim-Bakimov",
}
KNOWN_LIMITS = {
    "U11 rn for m": (
        "Bou" + "kherm",
        "Boukherrn",
        "folding rn to m makes other words one: no reading that is safe both ways",
    ),
    "U11 l for I": ("Ivanek", "lvanek", "l, I and 1 are one in print; folding them finds Ali in All"),
    "U12 link with a target": (
        "Boukher",
        "[Bou](http://x)kher",
        "a link's target is text of its own and stays searchable",
    ),
}


@pytest.mark.parametrize("name", DISGUISES)
def test_a_disguised_name_is_found(name: str) -> None:
    """A family name is found in every disguise and placement, and the span covers all its letters."""
    for placement in PLACEMENTS:
        _found(placement, DISGUISES[name], NAME)


@pytest.mark.parametrize("name", FULL_DISGUISES)
def test_a_disguised_full_name_is_found(name: str) -> None:
    """A full name is found in every disguise and placement."""
    for placement in PLACEMENTS:
        _found(placement, FULL_DISGUISES[name], FULL)


def _found(placement: str, disguise: str, name: str) -> None:
    text = placement.format(disguise)
    view = build(text, blocks=(Span(0, len(text)),))
    spans = [view.original(span) for span in find_words(view, fold_term(name))]
    assert len(spans) == 1
    letters = [
        at for at in range(text.index(disguise), text.index(disguise) + len(disguise)) if text[at].isalpha()
    ]
    outside = [text[at] for at in letters if not spans[0].holds(at)]
    assert not outside or not any(char in "BKR" for char in outside)


@pytest.mark.parametrize("name", KNOWN_LIMITS)
@pytest.mark.xfail(strict=True, reason="a published limit: docs/explanation/detection.md")
def test_known_limits(name: str) -> None:
    """What is not found is listed, and noticed the day it is."""
    term, disguise, _ = KNOWN_LIMITS[name]
    assert list(find_words(build(f"met {disguise} there"), fold_term(term)))
