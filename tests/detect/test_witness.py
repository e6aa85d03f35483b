"""In capitals the model bears witness to what a rule says of doubtful words; without it they are possible names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor import detect, view
from redactor.detect import presidio, witness
from redactor.detect.base import Hit
from redactor.detect.page import read_page
from redactor.model import EntityKind
from redactor.spans import Span
from tests.detect.conftest import make_cable

if TYPE_CHECKING:
    from redactor.detect import Detector
    from redactor.detect.base import Page


def _page(text: str, kind: str = "paragraph") -> Page:
    cable = make_cable([(kind, text)])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    return read_page(cable, made)


def _hit(page: Page, part: str, detector: str = "title-name") -> Hit:
    at = page.view.text.index(part)
    return Hit(Span(at, at + len(part)), EntityKind.PERSON, detector, 900, ("title-before",))


CASES = [
    # an English word behind a word that is mostly no title
    ("ALL PARTIES WANT GENERAL ELECTIONS SOON.", "ELECTIONS", "title-name", True),
    # the same behind a title proper
    ("THEY TOLD SENATOR BANKS EVERYTHING.", "BANKS", "title-name", False),
    # a name that nobody knows needs no witness
    ("THEY TOLD GENERAL VASHKEL EVERYTHING.", "VASHKEL", "title-name", False),
    # an office of three letters, and what has no vowel
    ("DEPARTMENT FOR SCS AND OTHERS", "SCS", "pass-line", True),
    ("ACCORDING TO ZPFB THE CONTRACT STANDS.", "ZPFB", "announced-name", True),
    # words of another tongue
    ("EL DIRECTOR DE LA EMPRESA HABLA", "LA EMPRESA", "title-name", True),
    # fields that hold names alone
    ("DEPARTMENT FOR SCS AND OTHERS", "SCS", "tags-person", False),
    # where capitals mean something
    ("They told General Elections to wait.", "Elections", "title-name", False),
]


@pytest.mark.parametrize(("text", "words", "detector", "doubted"), CASES)
def test_which_words_need_a_witness(text: str, words: str, detector: str, *, doubted: bool) -> None:
    """Doubtful words in capitals do, where a rule goes by what stands beside them."""
    page = _page(text)
    hit = _hit(page, words, detector)
    assert witness.part(page, [hit]) == (([], [hit]) if doubted else ([hit], []))


@pytest.mark.parametrize(("text", "words", "detector"), [row[:3] for row in CASES if row[3]])
def test_the_model_is_believed(text: str, words: str, detector: str) -> None:
    """Where the model sees the person, too, the rule's word stands."""
    page = _page(text)
    hits = [_hit(page, words, detector), _hit(page, words, witness.MODEL)]
    assert hits[0] in witness.part(page, hits)[0]


def test_a_word_that_stands_often_is_voted_on() -> None:
    """Called a person by a rule once, and by the model nowhere of five places, it is a possible name alone."""
    text = "ACCORDING TO OSTGAS ALL IS WELL. OSTGAS PAID. WE ASKED OSTGAS. OSTGAS FELL. SO DID OSTGAS."
    page = _page(text)
    hit = _hit(page, "OSTGAS", "announced-name")
    assert witness.part(page, [hit]) == ([], [hit])
    page = _page(text[: text.index("WE ASKED")])
    hit = _hit(page, "OSTGAS", "announced-name")
    assert witness.part(page, [hit]) == ([hit], [])


SPANISH = "SEGUN LA PRENSA EL SENOR {} DIJO QUE NO HAY MAS NOTICIAS PARA EL PUEBLO"


@pytest.mark.parametrize(
    ("words", "doubted"), [("FELICITANDO", True), ("HUGO", False), ("VASHKEL", False), ("ESTADOS", True)]
)
def test_the_model_alone_in_another_tongue(words: str, *, doubted: bool) -> None:
    """What it says there counts where a word is a given name or very like a name."""
    page = _page(SPANISH.format(words))
    hit = _hit(page, words, witness.MODEL)
    assert witness.part(page, [hit]) == (([], [hit]) if doubted else ([hit], []))


def test_other_kinds_pass() -> None:
    """Places and bodies need no witness."""
    page = _page("GENERAL ELECTIONS IN ALMATY")
    place = Hit(Span(21, 27), EntityKind.LOCATION, "place", 900)
    assert witness.part(page, [place]) == ([place], [])


def test_a_doubted_person_is_possible_at_every_mention(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a rule says without a witness protects wherever the word stands, as it would with one."""
    text = "ALL PARTIES WANT GENERAL PANIC, AND SOON. THE TABLE FOR PANIC'S END IS OPEN."
    cable = make_cable([("paragraph", text)])
    made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
    plain = detect.load()
    silent = detect.Detector(replace(plain.engine, model=presidio.SHIPPED))
    monkeypatch.setattr(presidio, "find", lambda _engine, _page: [])

    def people(detector: Detector) -> set[tuple[str, bool]]:
        found = [one for one in detect.find(cable, made, detector) if one.kind.value == "PERSON"]
        return {(str(one.span), one.possible) for one in found}

    certain, doubted = people(plain), people(silent)
    assert len(certain) > 1
    assert {span for span, _ in certain} == {span for span, _ in doubted}
    assert sum(possible for _, possible in certain) < sum(possible for _, possible in doubted)
