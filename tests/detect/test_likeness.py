"""How much an unknown word looks like a name: names do, damaged words and abbreviations do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactor.detect.likeness import DOUBT, SIZE, features, glued, likely_name, mute, near_english

NAMES = "vashkel mirelkov kastanov okonjowa quispeda nguyenko lindqvist alshamri petrosyan haruyama".split()
OTHERS = "morring civilans requirments goverment embasy zvkrt reconquests fromafar uscinclo".split()


@pytest.mark.parametrize("word", NAMES)
def test_an_invented_name_looks_like_one(word: str) -> None:
    """Invented names of many tongues are not doubted."""
    assert likely_name(word) > DOUBT


def test_most_slips_and_abbreviations_do_not() -> None:
    """Of damaged words and abbreviations most are doubted; letters alone cannot tell all."""
    assert sum(likely_name(word) < DOUBT for word in OTHERS) > len(OTHERS) / 2


@pytest.mark.parametrize("word", ["li", "wu", "kim", "\u0438\u0432\u0430\u043d", "ng"])
def test_what_tells_nothing_is_not_doubted(word: str) -> None:
    """A word of three letters, or of letters that the table does not know, stays a possible name."""
    assert likely_name(word) == 1.0


CASES = [
    # a letter lost, added, changed, misplaced
    (near_english, "morniing", True),
    (near_english, "govermnent", True),
    (near_english, "embasssy", True),
    # too short to tell, and no word near
    (near_english, "bakr", False),
    (near_english, "vashkelov", False),
    # two words without their blank
    (glued, "fromafar", True),
    (glued, "vashkel", False),
    # no vowel
    (mute, "ypfb", False),
    (mute, "wshdc", True),
]


@pytest.mark.parametrize(("trait", "word", "expected"), CASES)
def test_traits(trait: object, word: str, *, expected: bool) -> None:
    """Each trait is seen where it is, and not where it is not."""
    assert callable(trait)
    assert trait(word) is expected


@given(st.text(max_size=40))
def test_any_word_has_a_likeness(word: str) -> None:
    """Whatever the word, the answer is a share, and every place is inside the table."""
    assert 0 <= likely_name(word.casefold()) <= 1
    assert all(0 <= place < SIZE for place in features(word))
