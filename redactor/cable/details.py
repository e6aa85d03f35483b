"""The parsed values inside header fields, read from each portion of its kind whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.cable import addresses, classifier, reference_items
from redactor.cable.shown import sheet
from redactor.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from redactor.cable.base import Chunk
    from redactor.cable.shown import Sheet
    from redactor.model import Field

READERS: Mapping[SectionKind, Callable[[Sheet], tuple[Field, ...]]] = {
    SectionKind.FROM: addresses.sender,
    SectionKind.TO: lambda words: addresses.read("to", words),
    SectionKind.INFO: lambda words: addresses.read("info", words),
    SectionKind.REFERENCES: reference_items.read,
    SectionKind.CLASSIFIED_BY: classifier.read,
}


def read(text: str, chunks: Sequence[Chunk]) -> Iterator[Field]:
    """Give the fields inside every chunk whose kind has a reader; offsets are those of `text`."""
    for chunk in chunks:
        reader = READERS.get(chunk.kind)
        if reader is not None:
            yield from reader(sheet(text, chunk))
