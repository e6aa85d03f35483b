"""Finding whole words: what counts as one, and that many at once find the same as one by one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.spans import Span
from redactor.view import build, find_mentions, find_terms, find_words, fold_term, ordinary
from tests.growth import in_proportion

FOUND = [
    # whole words, case and possessive aside
    ("Vahdatov", "VAHDATOV's men", ["VAHDATOV"]),
    # a hyphen, an underscore or an article beside it is no letter
    ("Vahdatov", "al-Vahdatov _Vahdatov_ Vahdatov-led", ["Vahdatov", "Vahdatov", "Vahdatov"]),
    # camel case parts words
    ("Vahdatov", "OlimVahdatov VahdatovOlim", ["Vahdatov", "Vahdatov"]),
    # a full name across what may stand between words
    (
        "Olim Vahdatov",
        "Olim  Vahdatov Olim-Vahdatov Olim_Vahdatov OlimVahdatov",
        ["Olim  Vahdatov", "Olim-Vahdatov", "Olim_Vahdatov", "OlimVahdatov"],
    ),
    # a note's number glued to it, before or behind, superscript too
    ("Vahdatov", "Vahdatov2 3Vahdatov Vahdatov\u00b9\u00b2.", ["Vahdatov", "Vahdatov", "Vahdatov"]),
    ("Olim Vahdatov", "Olim Vahdatov7", ["Olim Vahdatov"]),
    # letters spaced out
    ("Olim Vahdatov", "O L I M  V A H D A T O V", ["O L I M  V A H D A T O V"]),
    # the apostrophe that a typist put for a blank
    ("Nur Otest", "Nur\u2019Otest", ["Nur\u2019Otest"]),
]
MISSED = [
    # part of a longer word
    ("Vahda", "Vahdatov"),
    # beside more digits than a note's number has, or letters and digits
    ("Vahdatov", "Vahdatov200 300Vahdatov x3Vahdatov Vahdatov3x"),
    # a few letters and a digit are a name of their own
    ("Oli", "Oli2 3Oli"),
    # a number is no name: beside letters it is part of a word
    ("2007", "2007ab"),
    # across the end of a sentence or of a block
    ("Olim Vahdatov", "Olim. Vahdatov"),
    # letters partly spaced are other words
    ("Alit", "a lit fuse"),
    # nothing to look for
    ("--", "a -- b"),
]


@pytest.mark.parametrize(("term", "text", "expected"), FOUND)
def test_words_are_found(term: str, text: str, expected: list[str]) -> None:
    """A term is found as a whole word, and the span is the original's."""
    view = build(text)
    assert [view.original(span).of(text) for span in find_words(view, fold_term(term))] == expected


@pytest.mark.parametrize(("term", "text"), MISSED)
def test_parts_of_words_are_not_found(term: str, text: str) -> None:
    """What is no whole word is not found."""
    assert not list(find_words(build(text), fold_term(term)))


def test_no_word_crosses_blocks() -> None:
    """A name does not reach from one block to the next."""
    view = build("Olim\n\nVahdatov", blocks=(Span(0, 4), Span(6, 14)))
    assert not list(find_words(view, "olim vahdatov"))


def test_ordinary_words_count_only_with_a_capital() -> None:
    """A name that is an English word is a mention only when capitalised."""
    view = build("Rice said that rice was dear. RICE left.")
    assert [span.of(view.text) for span, _ in find_mentions(view, ["rice"])] == ["Rice", "RICE"]
    assert len(list(find_words(view, "rice"))) == 3


def test_ordinary_words() -> None:
    """The shipped list knows English words and holds no names."""
    assert ordinary("rice")
    assert ordinary("minister's")
    assert not ordinary("vahdatov")
    assert not ordinary("karim")


@given(
    st.lists(st.text(alphabet="ab'- ", min_size=1, max_size=5), max_size=6),
    st.text(alphabet="abAB'- ._\n", max_size=60),
)
@settings(max_examples=200)
def test_many_at_once_find_the_same(terms: list[str], text: str) -> None:
    """Searching many terms in one walk finds exactly what searching each of them finds."""
    view = build(text)
    folded = {fold_term(term) for term in terms}
    single = {(span, term) for term in folded for span in find_words(view, term)}
    assert set(find_terms(view, folded)) == single


def test_ten_thousand_terms_take_no_longer_than_the_text() -> None:
    """Twice the words and twice the terms take twice the work, not four times."""
    rng = random.Random(7)  # noqa: S311 - invented words, no secret
    words = [
        "".join(rng.choice("bdfgklmnrstvz") + rng.choice("aeiou") for _ in range(4)) for _ in range(10_000)
    ]
    view, half = build(" ".join(words)), build(" ".join(words[:5_000]))
    assert len(list(find_terms(view, words))) >= len(words)
    assert in_proportion(lambda: list(find_terms(half, words[:5_000])), lambda: list(find_terms(view, words)))
