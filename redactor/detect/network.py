"""The first layer of the shipped model: hashed features of each word, what our tables know of it among them.

spaCy asks for it by the name in the model's configuration. It knows that name by the package's entry point, or,
where the package is not installed, because the adapter has offered it.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from redactor.detect.traits import trait

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME = "redactor.WordTraits.v1"
ATTRIBUTES = ("NORM", "PREFIX", "SUFFIX", "SHAPE")
"""What spaCy knows of a word; its trait comes last."""
_SEED = 8
_PIECES = 3


def offer() -> None:
    """Let spaCy know the layer by its name."""
    from spacy.util import registry

    registry.architectures.register(NAME, func=word_traits)


def word_traits(width: int, rows: list[int]) -> Any:
    """Make the layer: one hashed table a feature, mixed to `width` numbers a word.

    Raises ValueError where `rows` does not name a size for each feature.
    """
    from thinc import api

    if len(rows) != len(ATTRIBUTES) + 1:
        raise ValueError("a size for each feature is wanted")
    tables: list[Any] = [
        api.HashEmbed(width, size, column=at, seed=_SEED + at) for at, size in enumerate(rows)
    ]
    mixed: Any = api.Maxout(width, width * len(rows), nP=_PIECES, dropout=0.0, normalize=True)
    return api.chain(
        api.Model("redactor_word_traits", _extract),
        api.list2ragged(),
        api.with_array(api.concatenate(*tables)),
        api.with_array(mixed),
        api.ragged2list(),
    )


def _extract(_: Any, docs: Sequence[Any], is_train: bool) -> tuple[list[Any], Callable[[Any], list[Any]]]:  # noqa: FBT001, ARG001 - as Thinc calls it
    """Give a table of numbers a document, a row for each word."""
    return [_table(doc) for doc in docs], lambda _: []


def _table(doc: Any) -> Any:
    """Give the numbers of a document's words."""
    import numpy as np

    known = doc.to_array(list(ATTRIBUTES)).reshape((len(doc), len(ATTRIBUTES)))
    traits = np.array([_number(token.text) for token in doc], dtype="uint64").reshape((len(doc), 1))
    return np.ascontiguousarray(np.hstack([known.astype("uint64"), traits]))


@functools.lru_cache(maxsize=1 << 16)
def _number(text: str) -> int:
    """Give the number of a word's trait."""
    from spacy.strings import get_string_id

    number: int = get_string_id(f"={trait(text)}")
    return number
