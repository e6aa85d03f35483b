"""Turns annotated telegrams of the archive into training texts, every person in them replaced by an invented one.

The telegrams are works of the United States government and in the public domain. The annotation holds offsets
alone; none of the telegrams is one that tests/detect/gold measures on. Their people are replaced so that the
model learns where a name stands and not who was ambassador at one post in 1974.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from redactor import cable as cables
from redactor import files, pipeline
from redactor import view as views
from redactor.detect import places
from redactor.detect.page import read_page, to_view
from redactor.model import EntityKind
from redactor.spans import Span
from training.generate import Text
from training.names import person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from redactor.detect.base import Page
    from training.names import Pool

ANNOTATION = Path(__file__).with_name("telegrams.jsonl")
_LABELS = {
    EntityKind.LOCATION: "LOC",
    EntityKind.POST: "LOC",
    EntityKind.NATIONALITY: "NORP",
}
_RULES = (places.known_places, places.known_nationalities, places.known_posts)


def read(folder: Path) -> list[Text]:
    """Read every annotated telegram as the blocks that a model is given; raises ValueError for a changed file."""
    texts: list[Text] = []
    for line in ANNOTATION.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        path = folder / row["file"]
        if hashlib.sha256(path.read_bytes()).hexdigest() != row["sha256"]:
            raise ValueError(f"{row['file']} is not the file that was annotated")
        texts += _blocks(path, [Span(start, end) for start, end in row["persons"]])
    return texts


def _blocks(path: Path, persons: list[Span]) -> Iterator[Text]:
    """Give the blocks of one telegram with its persons, and with what the tables know besides."""
    cable = pipeline.read_cable(path, max_bytes=files.INPUT_LIMIT, codec="utf-8")
    view = views.build(cable.text, furniture=cables.furniture(cable), blocks=cables.blocks(cable))
    page = read_page(cable, view)
    people = [to_view(view, span) for span in persons]
    others = [(hit.span, _LABELS[hit.kind]) for rule in _RULES for hit in rule(page)]
    for block in page.blocks:
        yield _block(page, block.span, people, others)


def _block(page: Page, block: Span, people: list[Span], others: list[tuple[Span, str]]) -> Text:
    """Give one block: persons first, other labels where they touch nobody."""
    named = [span for span in people if block.covers(span) and len(span)]
    spans = [(span.start - block.start, span.end - block.start, "PERSON") for span in named]
    for span, label in sorted(others, key=lambda item: (item[0].start, -item[0].end)):
        start, end = span.start - block.start, span.end - block.start
        if block.covers(span) and all(end <= first or last <= start for first, last, _ in spans):
            spans.append((start, end, label))
    return Text(block.of(page.view.text), tuple(sorted(spans)))


def recast(rng: Random, pool: Pool, text: Text) -> Text:
    """Replace every person of a text by an invented one of the same form; the same name becomes the same name."""
    cast: dict[str, str] = {}
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = length = 0
    for start, end, label in text.spans:
        name = text.text[start:end]
        shown = cast.setdefault(name, _alike(rng, pool, name)) if label == "PERSON" else name
        parts += [text.text[at:start], shown]
        begin = length + start - at
        length = begin + len(shown)
        spans.append((begin, length, label))
        at = end
    return Text("".join([*parts, text.text[at:]]), tuple(spans))


def _alike(rng: Random, pool: Pool, name: str) -> str:
    """Make a name of the same form: LAST, FIRST, a full name, a family name; initials before a login stay glued."""
    made = person(rng, pool)
    if "," in name:
        shown = f"{made.last}, {made.first}"
    elif " " in name:
        shown = made.full
    else:
        shown = made.last
    return shown.upper() if name.isupper() else shown
