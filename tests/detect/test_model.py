"""What a model says of persons is cut to names, and dropped where our tables know better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import view
from redactor.detect import model
from redactor.detect.base import Hit
from redactor.detect.page import read_page
from redactor.model import EntityKind
from redactor.spans import Span
from tests.detect.conftest import make_cable

if TYPE_CHECKING:
    from redactor.detect.base import Page

CASES = [
    # a title in the model's span is cut off
    ("Then Governor Teodor Vashkel spoke.", "Governor Teodor Vashkel", ["Teodor Vashkel"]),
    # so is a word behind that is no name
    ("On Monday Vashkel swore loudly.", "Vashkel swore", ["Vashkel"]),
    # of a body and its man only the man is left
    ("Today Ostbank's Rosa Lomar called.", "Ostbank's Rosa Lomar", ["Rosa Lomar"]),
    # an owner by itself is a person, the ending left outside
    ("We saw Vashkel's house.", "Vashkel's house", ["Vashkel"]),
    # a known place, nationality or office is none
    ("He left for Almaty today.", "Almaty", []),
    ("The Ambassador left.", "Ambassador", []),
    # an English word that opens the sentence is none, a given name there is one
    ("Spray planes came.", "Spray", []),
    ("Rose came.", "Rose", ["Rose"]),
    # an abbreviation in mixed text is none; in capitals it may be a name
    ("He asked BAWK for money.", "BAWK", []),
    ("PRESIDENT BAWK ASKED FOR MONEY.", "BAWK", ["BAWK"]),
    # in capitals an English word is none, an unknown one is
    ("SUPPLIERS FEAR SHORTAGES.", "SUPPLIERS", []),
    ("SUPPLIERS FEAR VASHKEL.", "SUPPLIERS FEAR VASHKEL", ["VASHKEL"]),
    # a letter over and over is a slip of the line
    ("EEEEEEEE", "EEEEEEEE", []),
    # initials and particles belong to the name
    ("Yesterday R.J. van der Till came.", "R.J. van der Till", ["R.J. van der Till"]),
    ("Yesterday Till J. came.", "Till J.", ["Till J."]),
    # no name goes on behind a comma, but for a suffix; nor behind a bracket
    ("THEY ASKED HUGO VASHKEL, ZORLAN AGENT.", "HUGO VASHKEL, ZORLAN", ["HUGO VASHKEL", "ZORLAN"]),
    ("They asked Hugo Vashkel, Jr today.", "Hugo Vashkel, Jr", ["Hugo Vashkel, Jr"]),
    ("They asked Hugo Vashkel (Lomar).", "Hugo Vashkel (Lomar", ["Hugo Vashkel", "Lomar"]),
    # the end of an office code is none of it
    ("STATE FOR WHA/BSC VASHKEL", "BSC VASHKEL", ["VASHKEL"]),
    # the Burmese title has no point, an initial has one
    ("Then U Tin Maung came.", "U Tin Maung", ["Tin Maung"]),
    ("Then U. Tin Maung came.", "U. Tin Maung", ["U. Tin Maung"]),
    # in a passage of another tongue its common words are cut off, an English word behind a given name is not
    (
        "DIJO QUE LA RENUNCIA DE HUGO FORD RESULTABA MUY BUENA PARA EL PUEBLO",
        "LA RENUNCIA DE HUGO FORD RESULTABA",
        ["HUGO FORD"],
    ),
    # a slip of one letter is no name by itself
    ("THEY WERE LEAVING IN THE MORRNING.", "MORRNING", []),
]


def _page(text: str, kind: str = "paragraph") -> Page:
    cable = make_cable([(kind, text)])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    return read_page(cable, made)


def _hit(page: Page, part: str, start: int = 0) -> Hit:
    at = page.view.text.index(part, start)
    return Hit(Span(at, at + len(part)), EntityKind.PERSON, model.DETECTOR, 850, ("pattern",))


@pytest.mark.parametrize(("text", "said", "names"), CASES)
def test_what_is_left_of_a_hit(text: str, said: str, names: list[str]) -> None:
    """The name is left, and nothing where there is none."""
    page = _page(text)
    assert names == [hit.span.of(page.view.text) for hit in model.weigh(page, [_hit(page, said)])]


def test_a_word_that_is_seldom_said_to_be_a_person_is_none() -> None:
    """One place of five is a slip of the model; three of five are not."""
    text = "YPFO PAID OSTGAS. OSTGAS PAID. WE ASKED OSTGAS. OSTGAS FELL. SO DID OSTGAS."
    page = _page(text)
    places = [at for at in range(len(text)) if text.startswith("OSTGAS", at)]
    hits = [_hit(page, "OSTGAS", at) for at in places]
    assert model.weigh(page, hits[:1]) == []
    assert model.weigh(page, hits[:3]) == hits[:3]


def test_no_name_stands_in_a_date_or_a_banner() -> None:
    """Sections without names give none, whatever the model says."""
    page = _page("P 021515Z MAR 07 VASHKEL", "date")
    assert model.weigh(page, [_hit(page, "VASHKEL")]) == []


def test_other_hits_pass() -> None:
    """A rule's person and a model's place are not weighed here."""
    page = _page("Almaty fell.")
    rule = Hit(Span(0, 6), EntityKind.PERSON, "title-name", 900)
    place = Hit(Span(0, 6), EntityKind.LOCATION, model.DETECTOR, 850)
    assert model.weigh(page, [rule, place]) == [rule, place]
