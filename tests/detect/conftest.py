"""Invented cables for the detectors: text blocks with a section each, no reader needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from redactor import detect, view
from redactor.markings.types import Declassification, Level, Marking
from redactor.model import Basis, Cable, Portion, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect import Detector
    from redactor.model import Finding
    from redactor.view import View


class Found(NamedTuple):
    """What the detectors found in an invented text."""

    text: str
    view: View
    findings: tuple[Finding, ...]

    def names(self, *, possible: bool = False) -> list[str]:
        """Give the text of each person found, notes' reaches left out, in order."""
        return [
            f.span.of(self.text)
            for f in self.findings
            if f.kind.value == "PERSON" and not f.reach and f.possible is possible
        ]

    def of(self, kind: str) -> list[str]:
        """Give the text of each finding of a kind that is certain."""
        return [
            f.span.of(self.text)
            for f in self.findings
            if f.kind.value == kind and not f.possible and not f.reach
        ]

    def person(self, name: str) -> Finding:
        """Give the first finding whose text is `name`."""
        return next(f for f in self.findings if f.span.of(self.text) == name and not f.reach)


_MARK = re.compile(r"(?:\d+\. )?\((?:U|C|S|SBU|C//NF)\) ")


def _portion(address: str, kind: SectionKind, span: Span, text: str) -> Portion:
    mark = _MARK.match(text, span.start, span.end)
    skeleton = (Span(mark.start(), mark.end() - 1),) if mark else ()
    return Portion(address, kind, span, Marking(Level.C), Basis.MARKED, skeleton=skeleton)


def make_cable(blocks: list[tuple[str, str]]) -> Cable:
    """Make a cable of (section, text) blocks, parted by blank lines."""
    text, portions = "", []
    for number, (kind, block) in enumerate(blocks, 1):
        start = len(text)
        text += block + "\n\n"
        portions.append(_portion(str(number), SectionKind(kind), Span(start, start + len(block)), text))
    return Cable(
        text=text,
        codec="utf-8",
        newline="\n",
        format="test",
        sections=(),
        portions=tuple(portions),
        fields=(),
        marking=Marking(Level.C),
        claims=(),
        notes=(),
        reasons=(),
        declassification=Declassification("none"),
        date=None,
        message_id=None,
        tags=(),
    )


@pytest.fixture(scope="session")
def detector() -> Detector:
    return detect.load()


@pytest.fixture(scope="session")
def find(detector: Detector) -> Callable[..., Found]:
    """Find in a text: one paragraph a block, or (section, text) pairs."""

    def run(*blocks: str | tuple[str, str]) -> Found:
        pairs = [block if isinstance(block, tuple) else ("paragraph", block) for block in blocks]
        cable = make_cable(pairs)
        made = view.build(cable.text, blocks=tuple(portion.span for portion in cable.portions))
        return Found(cable.text, made, detect.find(cable, made, detector))

    return run
