"""A word that nobody knows stays a possible name unless the model holds it unlikely at its every mention."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from redactor import detect, view
from redactor.detect import chances, presidio, traits, unknown
from redactor.detect.base import Hit
from redactor.detect.page import read_page
from redactor.model import EntityKind
from redactor.spans import Span
from tests.detect.conftest import make_cable

if TYPE_CHECKING:
    from redactor.detect.base import Page

TEXT = "Then Quorlim told Vashkel of Zembra and of Torv Ostgas. All of Zembra was full."


@pytest.fixture(autouse=True)
def unlike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no word look like a name by its letters, so that the chances alone count."""
    monkeypatch.setattr(chances, "likely_name", lambda _: 0.0)


def _page(text: str = TEXT) -> Page:
    cable = make_cable([("paragraph", text)])
    return read_page(cable, view.build(cable.text, blocks=tuple(one.span for one in cable.portions)))


def _chances(page: Page, likely: dict[str, list[int]]) -> list[Hit]:
    """Make the chances of words, one number for each mention in turn; the others are unlikely."""
    hits = []
    for word in page.blocks[0].words:
        left = likely.get(word.text, [])
        hits.append(
            Hit(Span(word.start, word.end), EntityKind.PERSON, chances.DETECTOR, left.pop(0) if left else 0)
        )
    return hits


def _left(page: Page, hits: list[Hit]) -> list[str]:
    """Give the unknown words that stay possible names."""
    strange = unknown.strange(page)
    gone = chances.unlikely(page, hits, strange)
    assert gone <= strange
    return [word.text for word in page.blocks[0].words if word.start in strange - gone]


LEAST, MOST = chances.UNLIKELY, 9_000
CASES: list[tuple[dict[str, list[int]], list[str]]] = [
    # all are unlikely
    ({}, []),
    # one is likely
    ({"Vashkel": [MOST]}, ["Vashkel"]),
    # likely at one mention, and so on average at both
    ({"Zembra": [0, MOST]}, ["Zembra", "Zembra"]),
    # likely at one mention alone, which stays
    ({"Zembra": [0, LEAST]}, ["Zembra"]),
    # half a name keeps the other half
    ({"Torv": [MOST], "Ostgas": [LEAST // 10]}, ["Torv", "Ostgas"]),
    # but not where that is most unlikely
    ({"Torv": [MOST], "Ostgas": [LEAST // 10 - 1]}, ["Torv"]),
    # a word that is not beside it goes
    ({"Vashkel": [MOST], "Zembra": [LEAST // 10, LEAST // 10]}, ["Vashkel"]),
    # at the border it stays
    ({"Quorlim": [LEAST]}, ["Quorlim"]),
    # below it goes
    ({"Quorlim": [LEAST - 1]}, []),
]


@pytest.mark.parametrize(("likely", "left"), CASES)
def test_what_stays_a_possible_name(likely: dict[str, list[int]], left: list[str]) -> None:
    """A likely mention stays, and every mention of a word that is likely on average."""
    page = _page()
    assert _left(page, _chances(page, {word: list(row) for word, row in likely.items()})) == left


def test_a_word_whose_letters_are_a_names_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the model holds of it; a small word of another tongue may look like one and goes."""
    monkeypatch.setattr(chances, "likely_name", lambda word: 0.9 if word in {"vashkel", "mientras"} else 0.1)
    page = _page("Then Mientras met Vashkel, Mientras met Quorlim.")
    assert _left(page, _chances(page, {})) == ["Vashkel"]


def test_in_capitals_no_word_goes() -> None:
    """Where capitals tell nothing the model's word is not enough."""
    page = _page(TEXT.upper())
    assert _left(page, _chances(page, {})) == ["QUORLIM", "VASHKEL", "ZEMBRA", "TORV", "OSTGAS", "ZEMBRA"]


def test_a_small_word_of_another_tongue_stays_where_it_is_likely_alone() -> None:
    """What is part of one name is none elsewhere."""
    page = _page("Then all saw Mientras Quorlim. Then all of Mientras left.")
    told = _chances(page, {"Mientras": [MOST, 0], "Quorlim": [MOST]})
    assert _left(page, told) == ["Mientras", "Quorlim"]


@given(st.sets(st.integers(0, 12)))
def test_a_word_of_which_nothing_is_said_stays(silent: set[int]) -> None:
    """Fewer chances told never let more words go."""
    page = _page()
    told = _chances(page, {})
    fewer = [hit for at, hit in enumerate(told) if at not in silent]
    assert set(_left(page, fewer)) >= set(_left(page, told))
    assert set(_left(page, [])) == {"Quorlim", "Vashkel", "Zembra", "Torv", "Ostgas"}


def test_the_words_of_a_hit() -> None:
    """They are those that it touches, even with one letter; between two words it touches none."""
    page = _page()
    starts = {word.text: word.start for word in page.blocks[0].words}
    spans = [Span(5, 12), Span(6, 18), Span(12, 13), Span(4, 5)]
    hits = [Hit(span, EntityKind.PERSON, "title-name", 900) for span in spans]
    assert chances.words_of(page, hits) == [
        {starts["Quorlim"]},
        {starts["Quorlim"], starts["told"]},
        frozenset(),
        frozenset(),
    ]
    assert chances.words_of(page, []) == []


TRIMMED = [
    # words that are hardly a name stand round one
    ("VASHKEL SIGNS GAS", {"VASHKEL": MOST}, "presidio-model", "VASHKEL"),
    ("OLD VASHKEL", {"VASHKEL": MOST, "OLD": 99}, "title-name", "VASHKEL"),
    # a word between two of a name stays
    ("VASHKEL OF OSTGAS", {"VASHKEL": MOST, "OSTGAS": MOST}, "title-name", "VASHKEL OF OSTGAS"),
    # at the border it stays
    ("OLD VASHKEL", {"VASHKEL": MOST, "OLD": LEAST}, "title-name", "OLD VASHKEL"),
    # no word is likely
    ("OLD VASHKEL", {"VASHKEL": 4_999}, "title-name", "OLD VASHKEL"),
    # a field that holds names alone
    ("OLD VASHKEL", {"VASHKEL": MOST}, "tags-person", "OLD VASHKEL"),
]


@pytest.mark.parametrize(("name", "likely", "detector", "left"), TRIMMED)
def test_what_a_name_is_trimmed_to(name: str, likely: dict[str, int], detector: str, left: str) -> None:
    """Words that are most unlikely go from the edges of a hit of which another word is likely."""
    page = _page(f"THEN {name} LEFT.")
    told = _chances(page, {word: [share] for word, share in likely.items()})
    hit = Hit(Span(5, 5 + len(name)), EntityKind.PERSON, detector, 900)
    (found,) = chances.trimmed(page, told, [hit])
    assert found.span.of(page.view.text) == left
    assert replace(found, span=hit.span) == hit


def test_nothing_is_trimmed_where_nothing_is_told() -> None:
    """Without chances every hit stays as it is."""
    page = _page()
    hits = [Hit(Span(5, 24), EntityKind.PERSON, "title-name", 900)]
    assert chances.trimmed(page, [], hits) == hits


def test_strict_detection_lets_nothing_go() -> None:
    """Where a policy is strict, what the model thinks of a word counts for nothing."""
    cable = make_cable([("paragraph", "All saw ZEMBRA rising over Quorlim.")])
    made = view.build(cable.text, blocks=tuple(one.span for one in cable.portions))
    shipped = detect.load(presidio.SHIPPED)
    strict = detect.find(cable, made, detect.under(shipped, "strict"))
    words = {one.span.of(cable.text) for one in strict if one.kind is EntityKind.PERSON}
    assert {"ZEMBRA", "Quorlim"} <= words


class _Weigher:
    """A layer that gives the same weights to every word."""

    labels = ("-", "PERSON")

    def __init__(self, *weights: float) -> None:
        self.model = SimpleNamespace(predict=lambda docs: [np.array([weights] * len(docs[0]))])


def _pipeline(*weights: float) -> object:
    weigher = _Weigher(*weights)
    return SimpleNamespace(pipe_names=["tagger"], get_pipe=lambda _: weigher)


def test_chances_are_shares_of_the_whole() -> None:
    """Weights become ten-thousandths that no large weight breaks; signs are not told of."""
    doc = spacy.blank("en")("Then he met Vashkel (1974).")
    told = list(chances.read(_pipeline(1000.0, 1000.0), doc, 7))
    assert [hit.span.start for hit in told] == [7, 12, 15, 19, 28]
    assert {hit.score for hit in told} == {5_000}
    (first, *_) = chances.read(_pipeline(math.log(3), 0.0), doc, 0)
    assert first.score == 2_500


def test_another_model_tells_no_chances() -> None:
    """A pipeline without the layer, or whose layer knows no persons, says nothing."""
    doc = spacy.blank("en")("Vashkel left.")
    assert not list(chances.read(spacy.blank("en"), doc, 0))
    tags = SimpleNamespace(pipe_names=["tagger"], get_pipe=lambda _: SimpleNamespace(labels=("NN", "VB")))
    assert not list(chances.read(tags, doc, 0))
    assert not list(chances.read(_pipeline(0.0, 0.0), spacy.blank("en")(""), 0))


TRAITS = [
    # a sign, a number
    ("--", "-"),
    ("1974", "-"),
    # a small word, a title, a month, a place, a people
    ("the", "s"),
    ("Ambassador", "t"),
    ("March", "c"),
    ("Lima", "p"),
    ("Bolivian", "n"),
    # English words, one of them as its plural
    ("carpet", "e"),
    # a given name
    ("John", "ge"),
    # of another tongue
    ("mientras", "f"),
    # too short to tell
    ("Zog", "u"),
]


@pytest.mark.parametrize(("word", "trait"), TRAITS)
def test_the_trait_of_a_word(word: str, trait: str) -> None:
    """The first list that knows a word gives its letter; else its letters tell how much it looks like a name."""
    assert traits.trait(word) == trait


def test_names_look_like_names() -> None:
    """Of unknown words, one like a name has a higher digit than one like a slip."""
    assert traits.trait("Kastanov") > traits.trait("Goverment")
