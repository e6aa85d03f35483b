"""What the analyzer is built on: less work than Presidio's own classes, and the same results."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from redactor.detect import engines, presidio, unknown
from redactor.detect.finder import _order
from redactor.model import EntityKind, Finding
from redactor.spans import Span

if TYPE_CHECKING:
    from presidio_analyzer import RecognizerResult

    from redactor.detect import Detector
    from tests.detect.conftest import Found

WORDS = (
    "passport",
    "number",
    "N1234567",
    "of",
    "the",
    "visa",
    "555-12-3456",
    "born",
    "06/17/2007",
    "a",
    "IP",
)


@pytest.fixture(scope="module")
def small() -> presidio.Engine:
    """Give the engine with the shipped model."""
    return presidio.load(presidio.SHIPPED)


def _eager(engine: Any, text: str) -> NlpArtifacts:
    """Read a text as Presidio's own engine does, with a lemma for every word."""
    doc = engine.get_nlp("en")(text)
    lemmas = [token.lemma_ or token.lower_ for token in doc]
    return NlpArtifacts(list(doc.ents), doc, [token.idx for token in doc], lemmas, engine, "en")


@settings(max_examples=25, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=30))
def test_scores_are_those_of_presidio(small: presidio.Engine, words: list[str]) -> None:
    """Words nearby raise the same results by as much as Presidio's own enhancer and artefacts do."""
    text = " ".join(words)
    engine = small.analyzer.nlp_engine
    recognisers = small.analyzer.registry.recognizers
    found = [
        one for recogniser in recognisers for one in recogniser.analyze(text, recogniser.supported_entities)
    ]
    plain = LemmaContextAwareEnhancer().enhance_using_context(text, found, _eager(engine, text), recognisers)
    ours = small.analyzer.context_aware_enhancer
    quick = ours.enhance_using_context(text, found, engine.process_text(text, "en"), recognisers)

    def told(results: list[RecognizerResult]) -> list[tuple[object, ...]]:
        return [(one.entity_type, one.start, one.end, one.score) for one in results]

    assert told(quick) == told(plain)


def test_words_are_made_only_where_a_context_may_raise_something(detector: Detector) -> None:
    """A text without a result that words nearby could raise is not cut into words at all."""
    read = detector.engine.analyzer.nlp_engine.process_text("The minister left at noon.", "en")
    detector.engine.analyzer.analyze("The minister left at noon.", language="en", nlp_artifacts=read)
    assert "tokens" not in vars(read)
    assert read.keywords >= {"minister", "left", "noon"}


def test_our_words_stand_where_they_say() -> None:
    """Without a model words and blanks tile the text."""
    text = "a.b  c\n(d)"
    artifacts: Any = engines.artifacts_class(NlpArtifacts)(None, text, None, [], [])
    ends = itertools.accumulate(map(len, artifacts.tokens))
    assert "".join(artifacts.tokens) == text
    assert artifacts.tokens_indices == [0, *list(ends)[:-1]]


@settings(max_examples=15, deadline=None)
@given(texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40), max_size=12))
def test_texts_that_are_read_together_are_read_as_each_alone(
    small: presidio.Engine, texts: list[list[str]]
) -> None:
    """What the model finds in a text does not depend on what is read beside it."""
    engine = small.analyzer.nlp_engine
    written = [" ".join(words) for words in texts]
    together = list(engine.process_batch(written, "en"))
    alone = [engine.process_text(text, "en") for text in written]

    def told(read: list[Any]) -> list[list[tuple[int, int, str]]]:
        return [[(one.start_char, one.end_char, one.label_) for one in text.entities] for text in read]

    assert told(together) == told(alone)


@pytest.mark.parametrize("sign", ["(", "ab.", "x", "-", "a/"])
def test_a_model_never_cuts_a_long_stretch_without_blanks_itself(
    small: presidio.Engine, monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    """SpaCy's tokeniser takes the square of such a stretch: what it is given has none of 200 signs."""
    pipeline = small.analyzer.nlp_engine.get_nlp("en")
    given_to: list[str] = []
    own = pipeline.tokenizer

    def watched(text: str) -> Any:
        given_to.append(text)
        return own(text)

    monkeypatch.setattr(pipeline, "tokenizer", watched)
    text = f"Karim Bakimov said {sign * 2_000} to Olim Vahdatov. " * 3
    read = engines._tokenised(pipeline, text)
    assert read.text == text
    assert max(len(run) for one in given_to for run in one.split()) < 200
    assert sum(map(len, given_to)) < len(text) / 10


def test_a_text_of_words_is_cut_by_the_model_alone(small: presidio.Engine) -> None:
    """Where no stretch is too long the pipeline gets the text itself."""
    text = "Karim Bakimov said " + "-" * 199 + " to https://example.org/" + "a" * 150
    assert engines._tokenised(small.analyzer.nlp_engine.get_nlp("en"), text) is text


def test_findings_are_ordered_totally() -> None:
    """Two findings that differ in anything but their text's words never change places."""
    one = Finding(Span(1, 2), EntityKind.PERSON, "propagated", 800)
    others = [
        dataclasses.replace(one, person=1),
        dataclasses.replace(one, score=700),
        dataclasses.replace(one, possible=True),
        dataclasses.replace(one, contexts=frozenset({"protect-note"})),
        dataclasses.replace(one, title=Span(0, 1)),
    ]
    assert all(_order(one) != _order(other) for other in others)


def test_strange_words_are_asked_once(monkeypatch: pytest.MonkeyPatch, find: Any) -> None:
    """Each capitalised word of a page is looked up once, however often possible names are sought."""
    asked: list[int] = []
    own = unknown.suspicious

    def watched(page: Any, word: Any, block: Any) -> bool:
        asked.append(word.start)
        return own(page, word, block)

    monkeypatch.setattr(unknown, "suspicious", watched)
    found: Found = find("Kelmar met Vashkel in the harbor, and Vashkel left.")
    assert found.names(possible=True)
    assert len(asked) == len(set(asked)) == 3


NUMBERS = (
    "+43 1234",
    "+1 (202) 555-0101",
    "202-555-0101",
    "5 June 2007",
    "12345",
    "+7 701 123 45 67",
    "and",
    "x 9",
)


@settings(max_examples=40, deadline=None)
@given(
    parts=st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=6),
    gap=st.sampled_from([" ", ", ", "x", "/"]),
)
def test_no_telephone_number_is_passed_over(small: presidio.Engine, parts: list[str], gap: str) -> None:
    """What is left alone holds no number that Presidio's own recogniser finds."""
    text = gap.join(parts)
    (ours,) = [one for one in small.analyzer.registry.recognizers if one.name == "phone"]
    plain = PhoneRecognizer(supported_regions=("US",)).analyze(text, ["PHONE_NUMBER"])
    quick = ours.analyze(text, ["PHONE_NUMBER"])
    assert [(one.start, one.end) for one in quick] == [(one.start, one.end) for one in plain]


def test_no_valid_number_is_shorter_than_we_ask_for() -> None:
    """The libraries' own tables: country code and shortest number together have six digits at least."""
    shortest = set()
    for code, regions in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        for region in regions:
            table = phonenumbers.PhoneMetadata.metadata_for_region(region, None)
            if table is None:
                table = phonenumbers.PhoneMetadata.metadata_for_nongeo_region(code, None)
            assert table is not None
            assert table.general_desc is not None
            digits = min(length for length in table.general_desc.possible_length if length > 0)
            shortest.add(digits + (0 if region == "US" else len(str(code))))
    assert min(shortest) == 6
