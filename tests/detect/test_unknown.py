"""Possible names: capitalised words that no list knows, while no model reads the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

CASES = [
    # unknown words side by side are one
    ("We met Rakhat Aliyevski there.", ["Rakhat Aliyevski"]),
    # particles, initials and articles join
    ("We met Abdul bin Nuri al-Testi and J. Q. Vahdatov.", ["Abdul bin Nuri al-Testi", "J. Q. Vahdatov"]),
    # an English word counts where a capital means something
    ("We met Baker there.", ["Baker"]),
    # at a sentence's start it does not
    ('Bakers met. "Dough rose." Talks failed.', []),
    # but an unknown word does
    ("Zhukevich left.", ["Zhukevich"]),
    # months, places, peoples, offices, abbreviations are known
    ("In June the Kazakh Minister told USTR and NATO in Tashkent about the WTO.", []),
    # words of a body's name are known, an unknown one in it is not
    ("The Testov Foundation and the Central Election Committee met.", ["Testov"]),
    # in capitals English words are known
    ("GOVERNMENT DEFENDS REFORM, VAHDATOV OUT", ["VAHDATOV"]),
    # a headline
    ("Opposition Changes a Step Backward for Zhukevich", ["Zhukevich"]),
    # another script
    ("Then \u0412\u043e\u0440\u043e\u043d\u0438\u043d left.", ["\u0412\u043e\u0440\u043e\u043d\u0438\u043d"]),
    # a given name that is a word, at a sentence's start
    ("Mark Zhukevich left. While Orlovic stayed.", ["Mark Zhukevich", "Orlovic"]),
    # a place after an unknown name is part of it
    ("We met Mikhal Jordan.", ["Mikhal Jordan"]),
    # a mark and a number are no names
    ("3. (SBU) They left.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_possible_names(find: Callable[..., Found], text: str, expected: list[str]) -> None:
    """Exactly the words that nothing accounts for are possible names."""
    assert find(text).names(possible=True) == expected


def test_a_possible_name_is_one_everywhere(find: Callable[..., Found]) -> None:
    """A word that is a possible name in one place is one at a sentence's start, too."""
    found = find("We met Baker there. Baker left, said the baker.")
    assert found.names(possible=True) == ["Baker", "Baker"]


def test_a_known_person_is_no_possible_one(find: Callable[..., Found]) -> None:
    """What a title shows is certain everywhere."""
    found = find("Mayor Zhukevich left.", "Zhukevich came.")
    assert found.names(possible=True) == []
