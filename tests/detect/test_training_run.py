"""A whole training in small: a few steps make a model that loads from its folder and gives the labels."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import spacy

from training.__main__ import run
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


def test_a_few_steps_make_a_model(tmp_path: Path) -> None:
    """The export loads by its absolute path, holds no vocabulary, no path and no code of ours, and knows the pattern."""
    rng = Random(1)
    folder = run(_texts(rng, 120), _texts(rng, 8), tmp_path / "out", steps=24)
    nlp = spacy.load(folder)
    assert set(nlp.pipe_labels["ner"]) == {"LOC", "PERSON"}
    assert not (folder / "vocab").exists()
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    assert str(tmp_path) not in config
    assert "redactor." not in config
    assert [entity.text for entity in nlp("Then Vashkel spoke in Lima.").ents] == ["Vashkel", "Lima"]
