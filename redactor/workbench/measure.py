"""Runs detectors over annotated texts, one model after the other, and scores what each finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from redactor import cable as cables
from redactor import detect, pipeline
from redactor.markings.types import Declassification, Level, Marking
from redactor.model import Basis, Cable, Portion, SectionKind
from redactor.spans import Span
from redactor.workbench import gold as golds
from redactor.workbench.scoring import Scores, missed, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from redactor.detect import Detector
    from redactor.model import EntityKind
    from redactor.workbench.gold import GoldText


@dataclass(frozen=True, slots=True)
class Missed:
    """A person's mention that was left open, in a text of the gold; `line` is its first, from 1."""

    name: str
    span: Span
    line: int
    context: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one model, or the rules alone, found in a gold set; `found` are its spans by text, in text order."""

    model: str | None
    summary: str
    texts: int
    scores: Scores
    missed: tuple[Missed, ...]
    found: tuple[tuple[str, tuple[tuple[Span, EntityKind], ...]], ...]


_AROUND = 40


def measure(
    gold: Path,
    models: Sequence[str | None],
    *,
    texts: Path | None = None,
    half: str = "",
    possible: bool = False,
) -> Iterator[Measured]:
    """Measure each model on a gold file, or on the half of it that `half` names.

    With `possible`, unknown capitalised words count as found. Raises InputRefusedError for a gold file or a
    text that cannot be read, UsageError for a model that is not installed.
    """
    read = [text for text in golds.read(gold, texts=texts) if not half or text.half == half]
    for model in models:
        yield _measured(model, detect.load(model), read, possible=possible)


def _measured(
    model: str | None, detector: Detector, texts: Sequence[GoldText], *, possible: bool
) -> Measured:
    scores, open_mentions, found = Scores(), list[Missed](), []
    for text in texts:
        cable = cables.read(text.data) if text.cable else _plain(text.data.decode())
        prepared = pipeline.prepare(cable, detector)
        seen = tuple(
            sorted(
                {
                    (one.span, one.kind)
                    for one in prepared.findings
                    if not one.reach and (possible or not one.possible)
                },
                key=lambda item: (item[0], item[1].value),
            )
        )
        unseen = cables.furniture(cable)
        scores += score(text.marked, seen, cable.text, unseen=unseen)
        left = [one for one in text.marked if not any(one.span.overlaps(span) for span in unseen)]
        open_mentions += [_missed(text.name, span, cable.text) for span in missed(left, seen, cable.text)]
        found.append((text.name, seen))
    return Measured(model, detect.summary(detector), len(texts), scores, tuple(open_mentions), tuple(found))


def _plain(text: str) -> Cable:
    """Give a text that is no cable as one: each line a paragraph, nothing known of its marking."""
    starts = [0, *(at + 1 for at, char in enumerate(text) if char == "\n")]
    lines = [Span(start, end) for start, end in pairwise([*starts, len(text) + 1]) if end - 1 > start]
    marking = Marking(Level.U)
    portions = tuple(
        Portion(str(number), SectionKind.PARAGRAPH, Span(line.start, line.end - 1), marking, Basis.INHERITED)
        for number, line in enumerate(lines, 1)
    )
    return Cable(
        text=text,
        codec="utf-8",
        newline="\n",
        format="plain",
        sections=(),
        portions=portions,
        fields=(),
        marking=marking,
        claims=(),
        notes=(),
        reasons=(),
        declassification=Declassification("none"),
        date=None,
        message_id=None,
        tags=(),
    )


def _missed(name: str, span: Span, text: str) -> Missed:
    before, after = text[max(0, span.start - _AROUND) : span.start], text[span.end : span.end + _AROUND]
    context = f"{' '.join(before.split())} [{span.of(text)}] {' '.join(after.split())}"
    return Missed(name, span, text.count("\n", 0, span.start) + 1, context)
