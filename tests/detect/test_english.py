"""In capitals a word that no list knows may be torn, glued, short or a slip; a name is none of these."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import detect, view
from tests.detect.conftest import make_cable

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect import Detector
    from tests.detect.conftest import Found

# What stands in a telegram, and what of it may be a name.
CASES = [
    # a line's end tears an English word, and no other place of that word is a name
    ("THE TRANS-\nPORTATION OF GOODS WAS DISCUSSED. TRANSPORTATION IS DEAR.", []),
    # and a name, which nobody knows in one piece either
    ("THE HARBOR OF VASH-\nKELEV WAS DISCUSSED.", ["VASH-\nKELEV"]),
    # a hyphen of its own tears nothing: joined it would be a word
    ("THE HARBOR OF FAI-LING WAS HEARD OF.", ["FAI-LING"]),
    # a month and its day
    ("THE VOTE OF MAY21 AND MARCH1975 WAS CLOSE.", []),
    # an abbreviation has no vowel, a name of two letters may have none
    ("THE RPT OF THE MNRP WAS READ BY NG.", ["NG"]),
    # slips and missing blanks of long words
    ("THE CONSTITUION AND THE DECLARATIONOF THEGOVERNMENT WERE READ.", []),
    # a name that is one letter from a word
    ("THE HARBOR WAS LEFT TO ESCALANTE AND CARPENTIER.", ["ESCALANTE", "CARPENTIER"]),
    # a bracket that the words before it explain, here and elsewhere
    ("THE PERMANENT OFFICE OF HARBOR ASSISTANCE (POHA) MET. POHA ROSE.", []),
    # one that they do not
    ("THE OFFICE OF HARBOR ASSISTANCE (POHAL) MET.", ["POHAL"]),
    # telegraphese and bureaus count in capitals
    ("REF SEPTEL AND EMBTELS, FYI. ARA AND ISO AGREED, I.E. ALL.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_possible_names_in_capitals(find: Callable[..., Found], text: str, expected: list[str]) -> None:
    """Exactly the words that nothing accounts for are possible names."""
    assert find(text).names(possible=True) == expected


def test_strict_detection_doubts_no_abbreviation_and_no_slip(detector: Detector) -> None:
    """What is only most likely no name is a possible one there; what English knows is known."""
    cable = make_cable([("paragraph", "THE CONSTITUION OF THE MNRP WAS FOR TRANS-\nPORTATION, SAID POHA.")])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    found = detect.find(cable, made, detect.under(detector, "strict"))
    assert [one.span.of(cable.text) for one in found if one.possible] == ["CONSTITUION", "MNRP", "POHA"]


# What stands in a telegram, and who is a certain person in it.
CERTAIN = [
    # an English word after a title, unlike a name, is none
    ("THE FOREIGN MINISTER RELEASES HIS LETTER.", []),
    # one that is a family name is one
    ("WE MET MINISTER BAKER, AND LEFT.", ["BAKER"]),
    # the ministry may be misspelt, and a small word begins no name
    ("WE MET THE MINISTER OF ENGERGY. WE MET THE LEADER AT QUEL.", []),
    # who speaks is a person, though the name is a city's
    ("PRESIDENT BILBAO TOLD US SO. LATER BILBAO LEFT.", ["BILBAO", "BILBAO"]),
    # short forms of offices
    ("WE CALLED ON MINFIN VASHKELEV AND SUBSECRETARY LOMAREN.", ["VASHKELEV", "LOMAREN"]),
]


@pytest.mark.parametrize(("text", "expected"), CERTAIN)
def test_certain_names_in_capitals(find: Callable[..., Found], text: str, expected: list[str]) -> None:
    """A title makes a name of what looks like one."""
    assert find(text).names() == expected


def test_a_place_of_several_words_is_nobody(find: Callable[..., Found]) -> None:
    """The Cruz of Santa Cruz is not Mr Cruz, unless somebody's name is Santa Cruz."""
    found = find("Minister Ivo Cruz left.", "They flew to Santa Cruz. Cruz slept.")
    assert found.names() == ["Ivo Cruz", "Cruz"]
    whole = find("Minister Ivo Santa Cruz left.", "Later Santa Cruz slept.")
    assert whole.names() == ["Ivo Santa Cruz", "Santa Cruz"]
