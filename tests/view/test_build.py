"""The view: what the text becomes, and that every character is mapped back to where it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactor.spans import Span
from redactor.view import View, build, fold_term
from redactor.view.build import may_start
from redactor.view.glyphs import expand, fold, hidden
from tests.growth import in_proportion

NASTY = "aB1 \n\t*_-'[](#)&;\\0\u200b\u00ad\u0301\ufeff\u0412\uff22\u3164\u2800\u202e\ufb01\u00dfé,s."


def whole(text: str) -> View:
    """Build the view of a text that is one block."""
    return build(text, blocks=(Span(0, len(text)),))


TEXTS = [
    # a hard wrap inside a block is a blank
    ("met Olim\nVahdatov", "met Olim Vahdatov"),
    # two blanks, a tab, a no-break space are one blank
    ("Olim \t\u00a0Vahdatov", "Olim Vahdatov"),
    # a hyphen at the end of a line keeps its word together
    ("Vah-\ndatov", "Vah-datov"),
    # a soft hyphen shows nothing, but at the end of a line it is a hyphen
    ("Vah\u00addatov", "Vahdatov"),
    ("Vah\u00ad\ndatov", "Vah-datov"),
    # a dash before a line end is no wrap hyphen
    ("left \u2014\nthen", "left - then"),
    # link leftovers, stars and escapes are gone
    ("[\u00b61.](#) **Vahdatov** paid \\$5", "\u00b61. Vahdatov paid $5"),
    # a star that is a bullet stays
    ("* item", "* item"),
    # an entity is the character it stands for, however often it was escaped
    ("&#86;ahdatov &amp;#x56;. &lt;", "Vahdatov V. <"),
    # an ampersand that is none stays
    ("AT&T; R&D", "AT&T; R&D"),
    # the old teleprinters' comma for an apostrophe; a real comma stays
    ("POST,S view, d,Affaires, one,two", "POST's view, d'Affaires, one,two".replace("POST's", "POST'S")),
    # quotes and dashes have one form each
    ("\u201cx\u201d \u2018y\u2019 1\u20132", "\"x\" 'y' 1-2"),
    # width, style and ligatures are plain letters
    ("\uff36ah\U0001d41d \ufb01n", "Vahd fin"),
    # look-alikes become Latin in a mixed word only
    (
        "V\u0430hdatov \u0412\u043e\u0440\u043e\u043d\u0438\u043d",
        "Vahdatov \u0412\u043e\u0440\u043e\u043d\u0438\u043d",
    ),
    # a combining mark joins its letter
    ("Jose\u0301", "José"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text_is_normalised(text: str, expected: str) -> None:
    """The view's text reads as the original does, without its disguises."""
    assert whole(text).text == expected


FOLDED = [
    # case and diacritics
    ("ÉLAN Žukov Łódź", "elan zukov lodz"),
    # sharp s is two letters in both twins
    ("Strauß", "strauss"),
    # Cyrillic and Greek look-alikes
    ("\u0412\u03bfucher", "boucher"),
    # a zero or one inside a word is a letter that was misread
    ("B0ucher bi1l 1669 a 0", "boucher bill 1669 a 0"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_folded_twin(text: str, expected: str) -> None:
    """The folded twin has no case, no diacritics and no look-alikes."""
    assert whole(text).folded == expected


def test_blocks_are_parted_by_line_ends() -> None:
    """Inside a block a line end is a blank, between blocks it is one line end."""
    text = "one\ntwo\n\n\nthree\nfour"
    assert build(text, blocks=(Span(0, 7), Span(10, 20))).text == "one two\nthree four"


def test_furniture_is_out_and_the_sentence_joins() -> None:
    """A page line inside a sentence leaves one blank, and the name across it is whole."""
    text = "met Olim\n\nTESTVILLE 00001668 002 OF 004\n\nVahdatov"
    start, end = text.index("\n\n") + 1, text.index("Vahdatov")
    view = build(text, furniture=(Span(start, end),), blocks=(Span(0, len(text)),))
    assert view.text == "met Olim Vahdatov"
    assert view.original(Span(4, 17)) == Span(4, len(text))


def test_hidden_characters_lie_inside_the_original_span() -> None:
    """The original span of a word covers the hidden characters in it."""
    text = "x Vah\u200b\u2060datov y"
    view = whole(text)
    at = view.text.index("Vahdatov")
    assert view.original(Span(at, at + 8)).of(text) == "Vah\u200b\u2060datov"


def test_an_empty_span_has_no_original() -> None:
    """No character stands for nothing: an empty span of the view is refused."""
    with pytest.raises(ValueError, match="empty span"):
        whole("x").original(Span(0, 0))


@given(st.text(alphabet=NASTY, max_size=60), st.data())
@settings(max_examples=150)
def test_the_map_is_monotone_and_inside(text: str, data: st.DataObject) -> None:
    """Each character maps into the original, in order; neighbours share a place or are disjoint."""
    cut = data.draw(st.integers(0, len(text)))
    view = build(text, blocks=tuple(span for span in (Span(0, cut), Span(cut, len(text))) if len(span)))
    assert len(view.text) == len(view.folded) == len(view.starts) == len(view.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
    for at in range(len(view.text) - 1):
        same = (view.starts[at], view.ends[at]) == (view.starts[at + 1], view.ends[at + 1])
        assert same or view.ends[at] <= view.starts[at + 1]
    assert "".join(view.folded[at] for at in view.places) == view.letters


@given(st.text(max_size=40) | st.text(alphabet=NASTY, max_size=40))
@settings(max_examples=150)
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded term folds to itself."""
    once = fold_term(text)
    assert fold_term(once) == once


def test_every_character_folds_to_one() -> None:
    """Whatever a character stands for folds to exactly one character each, and is stable."""
    for code in [*range(0xD800), *range(0xF900, 0x10000), *range(0x1D400, 0x1D800)]:
        for part in expand(chr(code)):
            folded = fold(part)
            assert len(folded) == 1
            assert fold(folded) == folded


HIDDEN = "\u00ad\u034f\u061c\u115f\u17b4\u180e\u200b\u200d\u200f\u202e\u2060\u2066\u2800\u3164\ufe0f\ufeff\uffa0\x00\x1b\U000e0061"


@pytest.mark.parametrize("char", HIDDEN)
def test_hidden_characters_are_known(char: str) -> None:
    """Zero-width, bidi, filler, selector, tag and control characters show nothing."""
    assert hidden(char)
    assert whole(f"a{char}b").text == "ab"


LONG = {
    # brackets that open no link
    "brackets": "[" * 100_000,
    # escapes of escapes
    "ampersands": "&amp;" * 20_000,
    # one word of two scripts
    "mixed": "a\u0435" * 50_000,
    # combining marks without end
    "marks": "e" + "\u0301" * 100_000,
}


@pytest.mark.parametrize("name", LONG)
def test_building_is_linear(name: str) -> None:
    """Twice the hostile text takes about twice the work."""
    text = LONG[name]
    assert in_proportion(lambda: whole(text[: len(text) // 2]), lambda: whole(text))


@given(text=st.text("aB0_-'. \n", max_size=40))
def test_words_begin_where_the_slow_rule_says(text: str) -> None:
    """In ASCII one pattern finds every place at which a word may begin, camel case and a note's number included."""
    made = build(text)
    slow = tuple(at for at, place in enumerate(made.places) if may_start(made.text, place))
    assert made.heads == slow


@given(words=st.lists(st.sampled_from(["port", "a-", "<", "*", "&amp;", "\\$", "ö", "(C)"]), max_size=8))
def test_single_blanks_inside_plain_text_are_mapped_as_others_are(words: list[str]) -> None:
    """A blank that is read together with the words around it has the place that it has alone."""
    text = " ".join(words)
    joined, parted = build(text), build(text.replace(" ", "\t"))
    assert (joined.text, joined.starts, joined.ends) == (parted.text, parted.starts, parted.ends)
