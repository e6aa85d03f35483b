"""One command: `python -m training DATA OUT` makes the corpus, trains the model and writes it ready to ship."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import spacy
from spacy.cli.train import train

from redactor.detect import network
from training import corpus, graft  # noqa: F401 - and our callbacks
from training.corpus import SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from training.generate import Text

PARAGRAPHS = 26_000
STEPS = 3_500
EVERY = 500


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds the published sets")
    parser.add_argument("out", type=Path, help="where corpus, checkpoints and model go")
    parser.add_argument("--paragraphs", type=int, default=PARAGRAPHS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--begin", type=Path, help="a model of the same tables whose weights to begin with")
    return parser.parse_args()


def export(best: Path, out: Path) -> None:
    """Write the best checkpoint as it ships: without vocabulary and training state."""
    nlp = spacy.load(best)
    nlp.config["initialize"] |= {"before_init": None, "after_init": None}
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])  # where it was trained is nobody's business
    nlp.meta.update(
        name="redactor_names", version="1.2.0", description="Names of persons, places and bodies in cables"
    )
    nlp.meta["license"] = "MIT"
    nlp.to_disk(out, exclude=["vocab"])


def run(
    learn: Sequence[Text], check: Sequence[Text], out: Path, steps: int, begin: Path | None = None
) -> Path:
    """Train on texts, measure on others while training, and export; gives the model's folder."""
    network.offer()
    out.mkdir(parents=True, exist_ok=True)
    for name, texts in (("train", learn), ("dev", check)):
        words = corpus.write(texts, out / f"{name}.spacy")
        sys.stdout.write(f"{name}: {len(texts)} texts, {words} tokens\n")
    train(
        Path(__file__).with_name("model.cfg"),
        out / "checkpoints",
        overrides={
            "paths.train": str(out / "train.spacy"),
            "paths.dev": str(out / "dev.spacy"),
            "training.max_steps": steps,
            "training.eval_frequency": min(EVERY, steps),
            "paths.begin": str(begin) if begin else None,
        },
    )
    export(out / "checkpoints" / "model-best", out / "model")
    return out / "model"


def main() -> None:
    """Make the corpus, train, export."""
    options = _arguments()
    learn, check = corpus.build(options.data, Random(SEED), options.paragraphs)
    run(learn, check, options.out, options.steps, options.begin)


if __name__ == "__main__":
    main()
