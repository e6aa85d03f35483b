"""The decoder reads from the model's scores exactly the names that spaCy's own parser reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks import corpus
from redactor.detect import decoder, presidio

if TYPE_CHECKING:
    from collections.abc import Sequence

# Names of every label the model has, words between, and blanks at which no name may begin.
PIECES = (
    "Ivo Kelmar;Rosa M. Lomar;Ministry of Fisheries;the United Nations Security Council;Velmora;Kazakh;London;"
    "President;said;met;of the;and;in;(C);1.;.;,;-;said:;\n\n;  ;\t;Vash-kel;O'Mara's;EMBASSY;Bank of"
).split(";")


@pytest.fixture(scope="module")
def pipeline() -> Any:
    """Give the shipped pipeline, as spaCy runs it."""
    return presidio._load_model(presidio.SHIPPED)


def _ours(pipeline: Any, texts: Sequence[str]) -> list[Any]:
    docs = [pipeline.make_doc(text) for text in texts]
    reader = decoder.decoder_of(pipeline)
    assert reader is not None
    reader.read(docs)
    return docs


def _told(docs: Sequence[Any]) -> list[list[tuple[int, int, str]]]:
    return [[(one.start, one.end, one.label_) for one in doc.ents] for doc in docs]


def _scores(pipeline: Any, text: str) -> tuple[bytes, bytes]:
    """Give the scores of every move at the first word, as spaCy's own step and as the decoder adds them up."""
    doc = pipeline.make_doc(text)
    parser = pipeline.get_pipe("ner")
    vectors = pipeline.get_pipe("tok2vec")
    vectors.set_annotations([doc], vectors.predict([doc]))
    step = parser.model.predict([doc]).predict(parser.moves.init_batch([doc]))
    ours = decoder._scores(parser.model, [doc])
    return step[0].tobytes(), ours.of(ours.rows[:1, 0] + ours.pad[1] + ours.pad[2])[0].tobytes()


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(
        st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map(" ".join), min_size=1, max_size=8
    )
)
@example(texts=["Kelmar"])
@example(texts=["\n\n", " Ivo", "Ministry of", "of the Ministry"])
def test_names_are_those_of_spacy(pipeline: Any, texts: list[str]) -> None:
    """Drawn texts, read together, have the same names from both, whatever the blanks and however short."""
    assert _told(_ours(pipeline, texts)) == _told([pipeline(text) for text in texts])


@pytest.mark.parametrize("kind", ["mixed", "telegram"])
def test_names_of_whole_cables_are_those_of_spacy(pipeline: Any, kind: str) -> None:
    """Cables have names of many words, each stepped through."""
    texts = [corpus.document(number, kind=kind, size=(3_000, 3_000)).data.decode() for number in (1, 2)]
    told = _told(_ours(pipeline, texts))
    assert told == _told([pipeline(text) for text in texts])
    assert any(end - start > 2 for doc in told for start, end, _ in doc)


def test_scores_are_the_same_to_the_last_bit(pipeline: Any) -> None:
    """They are added up in the order in which spaCy's step adds them."""
    theirs, ours = _scores(pipeline, "Ivo Kelmar left.")
    assert ours == theirs


def test_a_pipeline_of_another_make_is_left_to_spacy(pipeline: Any) -> None:
    """One more component, moves of another kind or classes that were never seen: nothing is read from scores."""
    spacy = pytest.importorskip("spacy")
    assert decoder.decoder_of(spacy.blank("en")) is None
    assert decoder._moves(["B-X", "I-X", "L-X", "U-X", "O", "Z-X"]) is None
    assert decoder._moves(["B-X", "I-X", "L-X", "O"]) is None
    moves = decoder._moves(["O", "B-X", "I-X", "L-X", "U-X", "U-"])
    assert moves is not None
    assert (moves.out, moves.inner) == (0, {"X": (2, 3)})
    model = pipeline.get_pipe("ner").model
    before = model.attrs["unseen_classes"]
    try:
        model.attrs["unseen_classes"] = {1}
        assert decoder.decoder_of(pipeline) is None
    finally:
        model.attrs["unseen_classes"] = before
