"""What Presidio's analyzer is built on here: its own classes, less the work that nobody asks for.

The adapter hands in Presidio's classes: nothing here imports them.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from redactor.detect import chances
from redactor.detect.decoder import decoder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from redactor.detect.base import Hit
    from redactor.detect.decoder import Decoder

# matches a word or one sign: "Boucher", "("; must not match two signs at once
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")

# matches a stretch without blanks that is longer than any word, address or line of dashes of a real text
# must not match "well-known" or 199 letters
_LONG_RUN = re.compile(r"\S{200,}")


def _words(text: str) -> list[str]:
    """Cut a text into words, single signs and blanks, in linear time."""
    return _TOKEN.findall(text)


def _tokenised(pipeline: Any, text: str) -> Any:
    """Give what a pipeline should read: the text, or its tokens where its own tokeniser would take too long.

    spaCy's takes the square of the length of a stretch without blanks, 18 s for 200 kB. So the long ones are cut
    by a rule of ours, one token a word or sign; between them the pipeline's tokeniser sees what it always sees.
    """
    if _LONG_RUN.search(text) is None:
        return text
    words: list[str] = []
    position = 0
    for run in _LONG_RUN.finditer(text):
        words += [
            part for token in pipeline.tokenizer(text[position : run.start()]) for part in _parts(token)
        ]
        words += _words(run.group())
        position = run.end()
    words += [part for token in pipeline.tokenizer(text[position:]) for part in _parts(token)]
    document = type(pipeline.tokenizer(""))
    return document(pipeline.vocab, words=words, spaces=[False] * len(words))


def _parts(token: Any) -> list[str]:
    """Give a token's text and the blank behind it."""
    return [token.text, token.whitespace_] if token.whitespace_ else [token.text]


def read_texts(pipeline: Any, decoder: Decoder | None, texts: list[str]) -> list[Any]:
    """Let a pipeline read some texts; with a decoder the names are read from its scores at once."""
    given = [_tokenised(pipeline, text) for text in texts]
    if decoder is None or not texts or not all(texts):
        return list(pipeline.pipe(given, batch_size=len(given) or 1))
    docs = [pipeline.make_doc(one) if isinstance(one, str) else one for one in given]
    decoder.read(docs)
    return docs


def artifacts_class(base: Any) -> Any:
    """Make what holds a text's reading, from Presidio's NlpArtifacts."""

    class Artifacts(base):  # type: ignore[misc]
        """What the pipeline read. Its words and lemmas, which only context words ask for, are made when asked for."""

        def __init__(self, engine: Any, text: str, doc: Any, entities: Any, scores: Any) -> None:
            self.nlp_engine, self._text, self._doc = engine, text, doc
            self.entities, self.scores = entities, scores

        def chances(self, offset: int) -> list[Hit]:
            """Give how likely the pipeline holds each word part of a person's name, where it says so."""
            return (
                []
                if self._doc is None
                else list(chances.read(self.nlp_engine.get_nlp("en"), self._doc, offset))
            )

        @functools.cached_property
        def tokens(self) -> list[str]:
            """Give the words as they stand; without a model, by our own rule, whose time is linear."""
            return _words(self._text) if self._doc is None else [token.text for token in self._doc]

        @functools.cached_property
        def tokens_indices(self) -> list[int]:
            """Give where each word begins."""
            if self._doc is not None:
                return [token.idx for token in self._doc]
            return list(itertools.accumulate(map(len, self.tokens[:-1]), initial=0))

        @functools.cached_property
        def lemmas(self) -> list[str]:
            """Give a lemma for every word: without a lemmatiser context words would find none (NER.md 1)."""
            if self._doc is None:
                return [word.lower() for word in self.tokens]
            return [token.lemma_ or token.lower_ for token in self._doc]

        @functools.cached_property
        def keywords(self) -> frozenset[str]:
            """Give the lemmas that count as context."""
            return frozenset(self.set_keywords(self.nlp_engine, list(dict.fromkeys(self.lemmas)), "en"))

    return Artifacts


def engine_class(base: Any, artifacts: Any, refuse: Callable[[str], None]) -> Any:
    """Make the NLP engine, from Presidio's SpacyNlpEngine, over a pipeline that is already loaded.

    `refuse` is called where Presidio would download a model.
    """

    class LocalEngine(base):  # type: ignore[misc]
        """SpacyNlpEngine without its download, its device search and the words that nobody asks for."""

        engine_name = "redactor-local"

        def __init__(self, pipeline: Any, configuration: Any, *, quick: bool = False) -> None:
            super().__init__(
                models=[{"lang_code": "en", "model_name": "-"}], ner_model_configuration=configuration
            )
            self.__dict__["nlp"] = {"en": pipeline}  # Presidio types it as None
            self._decoder = decoder_of(pipeline) if quick else None

        def load(self) -> None:
            """Do nothing: the pipeline is here."""

        @staticmethod
        def _download_spacy_model_if_needed(model_name: str) -> None:
            refuse(model_name)

        def process_text(self, text: str, language: str) -> Any:
            """Run the pipeline, where it has anything to run."""
            pipeline = self.get_nlp(language)
            if not pipeline.pipe_names:
                return artifacts(self, text, None, [], [])
            return self._artifacts(text, pipeline(_tokenised(pipeline, text)))

        def process_batch(self, texts: list[str], language: str, **_unused: Any) -> Iterator[Any]:
            """Run the pipeline over some texts at a time: each is read by itself, and all in half the time."""
            pipeline = self.get_nlp(language)
            if not pipeline.pipe_names:
                yield from (artifacts(self, text, None, [], []) for text in texts)
                return
            for text, doc in zip(texts, read_texts(pipeline, self._decoder, texts), strict=True):
                yield self._artifacts(text, doc)

        def _artifacts(self, text: str, doc: Any) -> Any:
            """Hold a text's reading as Presidio wants it."""
            found = self._get_updated_entities(self._get_entities(doc), self._get_scores_for_entities(doc))
            return artifacts(self, text, doc, *found)

    return LocalEngine


def enhancer_class(base: Any) -> Any:
    """Make what raises scores for words nearby, from Presidio's LemmaContextAwareEnhancer."""

    class Enhancer(base):  # type: ignore[misc]
        """LemmaContextAwareEnhancer that copies nothing it does not change, and looks words up by halves."""

        def enhance_using_context(
            self, text: str, raw_results: Any, nlp_artifacts: Any, recognizers: Any, context: Any = None
        ) -> Any:
            """Give the results, in their order, with the scores of those raised that have a context word nearby."""
            raised = {recognizer.id for recognizer in recognizers if recognizer.context}
            places = [
                at
                for at, result in enumerate(raw_results)
                if result.recognition_metadata[result.RECOGNIZER_IDENTIFIER_KEY] in raised
            ]
            if not places:
                return raw_results
            enhanced = super().enhance_using_context(
                text, [raw_results[at] for at in places], nlp_artifacts, recognizers, context
            )
            results = list(raw_results)
            for at, result in zip(places, enhanced, strict=True):
                results[at] = result
            return results

        @staticmethod
        def _find_index_of_match_token(word: str, start: int, tokens: Any, tokens_indices: Any) -> int:  # noqa: ARG004
            """Give the first word that ends behind `start`."""
            at = max(0, bisect_right(tokens_indices, start) - 1)
            while tokens_indices[at] + len(tokens[at]) <= start:
                at += 1
            return at

    return Enhancer
