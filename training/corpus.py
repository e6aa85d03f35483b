"""Puts the training corpus together: templates and permissive sets, varied, shuffled by a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import spacy
from spacy.tokens import Doc, DocBin
from spacy.util import compile_infix_regex, filter_spans, registry

from redactor.detect import vocabulary
from training.convert import permissive
from training.generate import paragraphs
from training.names import read_pool
from training.telegrams import read as read_telegrams
from training.telegrams import recast
from training.variants import vary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from random import Random

    from spacy.language import Language

    from training.generate import Text

SEED = 7
NOBODY = "-"
"""The tag of a word that is part of no name."""
_HELD = 12  # every so many-th text of a set measures, the rest train
_TEMPLATE_CHECKS = 400
_CASTS = 6  # how often each telegram comes, with other people each time


@registry.callbacks("redactor.tokenizer.v1")  # type: ignore[untyped-decorator] # typed for callers alone
def tokenizer_callback() -> object:
    """Give the change to the tokeniser that the configuration names."""
    return keep_hyphens


def keep_hyphens(nlp: Language) -> Language:
    """Leave words with hyphens whole: al-Vashkel and Jong-il are one word of a name."""
    rules = [str(rule) for rule in nlp.Defaults.infixes or ()]
    infixes = [rule for rule in rules if "-|–|—|--|---|——|~" not in rule]
    tokenizer: Any = nlp.tokenizer  # typed as any callable; ours is spaCy's own
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def facts() -> dict[str, list[str]]:
    """Give places and peoples of the package's own tables."""
    rows = vocabulary.table("places.toml")["country"]
    keys = {"countries": "names", "places": "capitals", "nationalities": "demonyms"}
    found = {key: [name for row in rows for name in row[column]] for key, column in keys.items()}
    found["places"] += found["countries"]
    return found


def document(nlp: Language, text: Text) -> Doc:
    """Make a document of a text; a span that cuts through a token counts as unknown."""
    doc = nlp.make_doc(text.text)
    whole = [(doc.char_span(*span[:2], label=span[2]), span) for span in text.spans]
    unknown = [span[:2] for found, span in whole if found is None]
    spans = filter_spans([found for found, _ in whole if found is not None and found.text.strip()])
    taken = {token.i for span in spans for token in span}
    missing = [
        doc.char_span(*span, alignment_mode="expand")
        for span in (*text.missing, *unknown)
        if span[0] < span[1]
    ]
    free = [span for span in filter_spans([s for s in missing if s]) if not any(t.i in taken for t in span)]
    doc.set_ents(spans, missing=free, default="outside")
    unsaid = {token.i for span in free for token in span}
    for token in doc:
        if token.i not in unsaid:
            token.tag_ = token.ent_type_ or NOBODY  # what the layer that weighs single words learns
    return doc


def build(data: Path, rng: Random, count: int) -> tuple[list[Text], list[Text]]:
    """Give the texts to train on and those to measure on while training."""
    places, root = facts(), data / "ner"
    pool = read_pool(root, places["places"])
    made = [vary(rng, text, kind) for kind, text in paragraphs(rng, pool, places, count + _TEMPLATE_CHECKS)]
    train, dev = made[_TEMPLATE_CHECKS:], made[:_TEMPLATE_CHECKS]
    for texts in permissive(root).values():
        train += [vary(rng, text, "sets") for at, text in enumerate(texts) if at % _HELD]
        dev += [vary(rng, text, "sets") for at, text in enumerate(texts) if not at % _HELD]
    telegrams = [text for text in read_telegrams(data.parent / "cables") if text.text.strip()]
    for at, text in enumerate(telegrams):
        casts = [vary(rng, recast(rng, pool, text), "archive") for _ in range(_CASTS)]
        train += casts if at % _HELD else []
        dev += [] if at % _HELD else casts[:1]
    rng.shuffle(train)
    return train, dev


def write(texts: Iterable[Text], path: Path) -> int:
    """Write texts as spaCy reads them; gives the number of words."""
    nlp = keep_hyphens(spacy.blank("en"))
    docs = [document(nlp, text) for text in texts if text.text.strip()]
    DocBin(docs=docs).to_disk(path)
    return sum(map(len, docs))
