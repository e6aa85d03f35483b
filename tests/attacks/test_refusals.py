"""Attacks on usefulness: a guard that refuses an ordinary cable is a fault, and so is a closed ordinary word."""

from __future__ import annotations

import pytest

from tests.attacks.build import PLAIN, Attack, betrayed, cable
from tests.theorems.harness import STOCK, release

PLAINLY = ("1. (U) Prices rose. The harvest was good.",)
TABLE = (
    # A hidden character right behind the first one of a paragraph's number.
    Attack("number", ("1\u200b. (U) Prices rose.",), ("\u200b",)),
    # The same in a label.
    Attack("label", PLAINLY, ("\u200b",), fields=(("from", "F\u200bM AMEMBASSY VELMORA"),)),
    # A private-use character in the text.
    Attack("private-use", ("1. (U) \ue000Prices rose.",), ("\ue000",)),
    # A blank that is a symbol by category.
    Attack("braille", ("1. (U) Pri\u2800ces rose.",), ("\u2800",)),
    # A surname that is a word, and the word in a headline.
    Attack(
        "headline",
        ("1. (U) Mr. Wheat left. Wheat prices rose.",),
        (),
        fields=(("subject", "WHEAT PRICES RISE IN THE NORTH"),),
    ),
    # The word at a sentence's start.
    Attack("sentence", ("1. (U) Dr. Young and young men left. Young men came back.",), ()),
    # A number that has a label once and none later is removed in both places.
    Attack("number-again", ("1. (U) His passport number is 4471239. He wrote 4471239 twice.",), ()),
)


@pytest.mark.parametrize("policy", STOCK)
@pytest.mark.parametrize("attack", TABLE, ids=lambda attack: attack.id)
def test_an_ordinary_cable_is_not_refused(attack: Attack, policy: str) -> None:
    """No guard raises, and hidden characters go as furniture."""
    text = release(cable(attack, PLAIN), policy).release.text
    assert not any(hidden in text for hidden in attack.gone)


WORDS = (
    # Codes of letters and digits.
    Attack("codes", ("1. (U) Customs found AK-47 rifles and H5N1 samples.",), (), ("AK-47", "H5N1")),
    # Months, places, bodies.
    Attack(
        "places",
        (
            "1. (U) In May the World Bank and the Ministry of Agriculture met in Geneva. Wheat exports to Turkey rose.",
        ),
        (),
        ("In May", "World Bank", "Ministry of Agriculture", "Geneva", "Turkey"),
    ),
)


@pytest.mark.parametrize("attack", WORDS, ids=lambda attack: attack.id)
def test_ordinary_words_stay_readable_for_the_public(attack: Attack) -> None:
    """What is no name is kept."""
    text = release(cable(attack, PLAIN), "public").release.text
    assert [words for words in attack.stays if words not in text] == []


NAMES = (
    # Given names that are English words open a sentence.
    Attack("given", ("1. (U) Maria told us. John left.",), ("Maria", "John")),
    # Spaced out, while nothing else names the person.
    Attack("spaced", ("1. (U) Then V A S H K E L left.",), ("Vashkel",)),
    # Scripts without capitals.
    Attack("scripts", ("1. (U) Later محمد spoke and 王小明 left.",), ("محمد", "王小明")),
    # A month that is a given name.
    Attack("month", ("1. (U) Mayor Lomar's brother, Jan Lomar, stayed.",), ("Jan", "Lomar")),
    # Field labels and lines with more on them.
    Attack("from", PLAINLY, ("Smithers",), fields=(("from", "FM AMEMBASSY VELMORA (JOHN SMITHERS)"),)),
    Attack("date", PLAINLY, ("Vashkel",), fields=(("date", "P 141130Z JUN 07 ZDK VASHKEL"),)),
    Attack("tags", PLAINLY, ("Vashkel",), fields=(("tags", "PGOV, OVIP (VASHKEL,\nTORVALD), PREL"),)),
    # Drafters below the text.
    Attack(
        "drafters",
        PLAINLY,
        ("Vashkel", "Lomar"),
        fields=(("tail", "Drafted by T. Vashkel, cleared by DCM Lomar."),),
    ),
    # An address in words.
    Attack("written-out", ("1. (U) Write to press at example dot com.",), ("press at example dot com",)),
    # Part of a link's path, glued to an initial.
    Attack("path", ("1. (U) See http://example.org/~tvashkel/ now. Then Vashkel left.",), ("vashkel",)),
)


@pytest.mark.parametrize("policy", ["public", "foia"])
@pytest.mark.parametrize("attack", NAMES, ids=lambda attack: attack.id)
def test_private_names_do_not_reach_the_public(attack: Attack, policy: str) -> None:
    """No private name or address stands in a public copy."""
    assert betrayed(release(cable(attack, PLAIN), policy).release.text, attack.gone) == []
