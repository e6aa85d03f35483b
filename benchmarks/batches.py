"""How much the model gains from reading more at a time: each block alone, all of a cable, all of several cables.

    python -m benchmarks.batches [--documents N] [--write]

The cables are short, so that a batch over several of them has all that it can gain. Ways take turns; what is
counted is the processor's time, the least of some rounds.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from benchmarks import corpus, page
from redactor import cable as cables
from redactor import view as views
from redactor.detect import engines, presidio
from redactor.detect.decoder import decoder_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIZE = (1_000, 2_000)
_ROUNDS = 5
_TOGETHER = (8, 32)


def _blocks(data: bytes) -> list[str]:
    """Give the texts that the model reads of one cable."""
    cable = cables.read(data)
    view = views.build(cable.text, furniture=cables.furniture(cable), blocks=cables.blocks(cable))
    return [text for text in view.text.split("\n") if text]


def _groups(documents: Sequence[list[str]], together: int) -> list[list[str]]:
    """Join the blocks of so many documents."""
    return [
        [text for one in documents[at : at + together] for text in one]
        for at in range(0, len(documents), together)
    ]


def measure(count: int) -> list[tuple[str, float]]:
    """Give what each way takes, in processor milliseconds a kB."""
    pipeline: Any = presidio.load(presidio.SHIPPED).analyzer.nlp_engine.get_nlp("en")
    documents = [_blocks(one.data) for one in corpus.documents(count, size=_SIZE)]
    size = sum(len(text) for one in documents for text in one) / 1_000
    single = [[text] for one in documents for text in one]
    ways: list[tuple[str, Any, list[list[str]]]] = [
        ("each block by itself, spaCy's parser", None, single),
        ("the blocks of a cable together, spaCy's parser", None, _groups(documents, 1)),
        (
            "the blocks of a cable together, as redactor reads them",
            decoder_of(pipeline),
            _groups(documents, 1),
        ),
    ]
    ways += [
        (f"the blocks of {together} cables together", decoder_of(pipeline), _groups(documents, together))
        for together in _TOGETHER
    ]
    least = [float("inf")] * len(ways)
    for _ in range(_ROUNDS):
        for at, (_, decoder, groups) in enumerate(ways):
            begun = time.process_time()
            for group in groups:
                engines.read_texts(pipeline, decoder, group)
            least[at] = min(least[at], time.process_time() - begun)
    return [(name, 1000 * took / size) for (name, _, _), took in zip(ways, least, strict=True)]


def main() -> None:
    """Print the table and, where asked, put it on the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batches", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--documents", type=int, default=96)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    rows = [[name, f"{took:.2f}"] for name, took in measure(options.documents)]
    head = [f"{options.documents} cables of 1 to 2 kB", "the model, ms/kB"]
    page.show("batches", "\n\n".join([page.machine(), page.table(head, rows)]), write=options.write)


if __name__ == "__main__":
    main()
