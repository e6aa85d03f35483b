"""Damage to a cable, one place at a time: no other character may be read lower than it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor import cable
from redactor.errors import InputRefusedError
from redactor.markings.types import Level

if TYPE_CHECKING:
    from redactor.model import Cable

# What a damage may hit: marks with their numbers, labels, classification words, page lines, line ends of sets.
_HIT = re.compile(
    r"""\([A-Z/]{1,6}\) | ^\d{1,2}\. | ^[|*\ ]*[A-Z][A-Za-z./\ ]{1,20}: | C\ O\ N\ F\ [A-Z\ ]{10,20}
    | CONFIDENTIAL | \b[A-Z]{3,8}/ | // | ^PAGE.*$ | ZNY\ C+ | -CCCC-""",
    re.VERBOSE | re.MULTILINE,
)


# Furniture is in no copy. A running banner beside a page line that is gone may become a line of text, which shows
# nothing but the document's class.
FURNITURE = (True, Level.TS, True)


def never_lower(text: str) -> None:
    """Assert it for every place that a damage may hit, blotted out or taken away."""
    before = levels(cable.read(text.encode()))
    for start, end in {match.span() for match in _HIT.finditer(text)}:
        for put in ("#" * (end - start), "", text[start : end - 1]):
            try:
                after = levels(cable.read((text[:start] + put + text[end:]).encode()))
            except InputRefusedError:
                continue
            shift = len(put) - (end - start)
            for at, was in enumerate(before):
                if not start <= at < end and not text[at].isspace() and was != FURNITURE:
                    now = after[at if at < start else at + shift]
                    assert now[:2] >= was[:2], (text[start:end], put, text[at : at + 20])


def levels(read: Cable) -> list[tuple[bool, Level, bool]]:
    """Give for each character how closed it is: an unknown level is closed more than any."""
    found = [(True, Level.TS, False)] * len(read.text)
    for portion in read.portions:
        marking = portion.marking
        closed = (True, Level.TS, False) if not marking.known else (False, marking.level, False)
        found[portion.span.start : portion.span.end] = [closed] * len(portion.span)
    for section in read.sections:
        if section.kind.value == "furniture":
            found[section.span.start : section.span.end] = [FURNITURE] * len(section.span)
    return found
