"""A whole training in small: a few steps make a model that loads from its folder and gives the labels."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import spacy

from redactor.detect import network
from training import graft
from training.__main__ import run
from training.corpus import NOBODY
from training.generate import Text

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("Vashkel", "Lomar", "Kastanov", "Ordwayne")


def _texts(rng: Random, count: int) -> list[Text]:
    """Make texts of one pattern."""
    names = [rng.choice(NAMES) for _ in range(count)]
    return [
        Text(
            f"Then {name} spoke in Lima.",
            ((5, 5 + len(name), "PERSON"), (len(name) + 15, len(name) + 19, "LOC")),
        )
        for name in names
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Train a few steps."""
    rng = Random(1)
    return run(_texts(rng, 120), _texts(rng, 8), tmp_path_factory.mktemp("model") / "out", steps=24)


def test_a_few_steps_make_a_model(folder: Path) -> None:
    """The export loads by its absolute path, holds no vocabulary and no path, and knows the pattern word by word."""
    nlp = spacy.load(folder)
    assert set(nlp.pipe_labels["ner"]) == {"LOC", "PERSON"}
    assert set(nlp.pipe_labels["tagger"]) == {"LOC", "PERSON", NOBODY}
    assert not (folder / "vocab").exists()
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    assert str(folder.parent) not in config
    assert [line for line in config.splitlines() if "redactor." in line] == [
        f'@architectures = "{network.NAME}"'
    ]
    doc = nlp("Then Vashkel spoke in Lima.")
    assert [entity.text for entity in doc.ents] == ["Vashkel", "Lima"]
    assert [token.tag_ for token in doc] == [NOBODY, "PERSON", NOBODY, NOBODY, "LOC", NOBODY]


def test_a_training_begins_where_another_ended(folder: Path) -> None:
    """A model that has taken over another's weights says of every word what the other says; other shapes are refused."""
    old, new = spacy.load(folder), spacy.load(folder)
    words: Any = new.get_pipe("tok2vec")  # typed as any function of a document
    table = next(layer for layer in words.model.walk() if layer.name == "hashembed")
    table.set_param("E", table.get_param("E") * 0)
    assert (new("Then Lomar spoke.").tensor != old("Then Lomar spoke.").tensor).any()
    graft.take_over(new, old)
    assert (new("Then Lomar spoke.").tensor == old("Then Lomar spoke.").tensor).all()
    table.set_param("E", table.get_param("E")[:, :1])
    with pytest.raises(ValueError, match="another shape"):
        graft.take_over(new, old)


def test_a_layer_wants_a_size_for_each_feature() -> None:
    """Too few sizes are refused."""
    with pytest.raises(ValueError, match="each feature"):
        network.word_traits(8, [10, 10])
