"""The parsed values inside header fields, read from each portion of its kind whatever the format."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import addresses, classifier, patterns, reference_items, routing, sets
from redactor.cable.shown import sheet
from redactor.model import Field, SectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from redactor.cable.base import Chunk
    from redactor.cable.shown import Sheet

# "(SOLENY, PHILIP B)" and "OR-M" behind a schedule: who set it, and in which office.
_SIGNER = re.compile(
    r"\(\s*(?P<name>[A-Z][^()]{1,60}?)\s*\)?(?=[^()]*$|\))(?:\)?\s*(?P<office>O[RM]-\w{1,4}(?:-\w{1,4})?))?",
    re.IGNORECASE,
)
# "12065" and "13526" are orders; "10293" must not match.
_ORDER = re.compile(r"(?<!\d)1[1-3]\d{3}(?!\d)")
_LONGEST_LABEL = 40
_LONGEST_DAY = 20
_LONGEST_CLASSIFIER = 400


def _order(whole: Sheet) -> tuple[Field, ...]:
    """Give the number of the order, in the label or behind it."""
    found = _ORDER.search(whole.words[:_LONGEST_LABEL])
    return (Field("eo-order", whole.found(found).span, found[0]),) if found else ()


def _eo_line(words: Sheet, origin: dt.date | None) -> tuple[Field, ...]:
    """Give the form of the value, the day it names, what it exempts from, and who set it."""
    declared = markings.read_eo_line(f"E.O.: {words.read()}", origin=origin)
    found = [Field("eo-form", words.span, declared.form)]
    if declared.until is not None:
        found.append(Field("eo-until", words.span, declared.until.isoformat()))
    if declared.exemptions:
        found.append(Field("eo-exemptions", words.span, ",".join(declared.exemptions)))
    signer = _SIGNER.search(words.words)
    if signer:
        found.append(Field("eo-signer", words.found(signer, "name").span, words.found(signer, "name").read()))
        if signer["office"]:
            found.append(Field("eo-office", words.found(signer, "office").span, signer["office"]))
    return tuple(found)


def _date(words: Sheet) -> tuple[Field, ...]:
    """Give the day that a date-time group names."""
    # "Sep 16, 2023 / 160150Z SEP 23": a cover writes the day before the group.
    slash = words.words.find("/")
    words = words.part(slash + 1) if 0 < slash < _LONGEST_DAY else words
    group = patterns.DATE_LINE.match(words.words)
    when = routing.date_of(group["group"]) if group else None
    return (Field("dtg-date", words.found(group, "group").span, when.isoformat()),) if group and when else ()


def _origin(text: str, chunks: Sequence[Chunk]) -> dt.date | None:
    """Give the day of the first date-time group: years of two digits are counted from it."""
    found = (_date(sheet(text, chunk)) for chunk in chunks if chunk.kind is SectionKind.DATE)
    return next((dt.date.fromisoformat(one[0].value) for one in found if one), None)


def _trailer(words: Sheet) -> tuple[Field, ...]:
    """Give an end mark; the archive's attributes are none."""
    one = "\n" not in words.words and (":" not in words.words or words.words.startswith("NOTE"))
    return (Field("trailer-mark", words.span, words.read()),) if one and words.words else ()


def _whole(kind: str) -> Callable[[Sheet], tuple[Field, ...]]:
    return lambda words: (Field(kind, words.span, words.read()),) if words.words else ()


def _classifier(words: Sheet) -> tuple[Field, ...]:
    """Read a Classified By that is the text of the first paragraph, with its reasons: `1. CLASSIFIED BY X. REASON: 1.5 (B)`."""
    match = patterns.NUMBERED_CLASSIFIED_BY.match(words.words)
    if match is None or not patterns.REASON.search(
        words.words, match.end(), match.end() + _LONGEST_CLASSIFIER
    ):
        return ()
    return classifier.read(words.part(match.end("label"), match.end() + _LONGEST_CLASSIFIER))


READERS: Mapping[SectionKind, Callable[[Sheet], tuple[Field, ...]]] = {
    SectionKind.DATE: _date,
    SectionKind.SIGNATURE: _whole("signature"),
    SectionKind.TRAILER: _trailer,
    SectionKind.FROM: addresses.sender,
    SectionKind.TO: lambda words: addresses.read("to", words),
    SectionKind.INFO: lambda words: addresses.read("info", words),
    SectionKind.REFERENCES: reference_items.read,
    SectionKind.CLASSIFIED_BY: classifier.read,
}


def read(text: str, chunks: Sequence[Chunk]) -> Iterator[Field]:
    """Give the fields inside every chunk whose kind has a reader; offsets are those of `text`."""
    origin = _origin(text, chunks)
    for chunk in chunks:
        reader = READERS.get(chunk.kind)
        # A labelled row behind the text is a field already, and no end mark.
        label = chunk.skeleton[0].of(text) if chunk.skeleton else ""
        if chunk.kind is SectionKind.REFERENCES and (named := sets.LABEL.match(label)) is not None:
            yield from sets.read(named["name"], sheet(text, chunk))
        elif chunk.kind is SectionKind.INFO and label.startswith("XMT"):
            yield from addresses.read("excluded", sheet(text, chunk))
        elif chunk.kind is SectionKind.CLASSIFIED_BY and label.upper().startswith("DERIVED"):
            yield from classifier.read_derived(sheet(text, chunk))
        elif reader is not None and not (chunk.kind is SectionKind.TRAILER and chunk.skeleton):
            yield from reader(sheet(text, chunk))
        elif chunk.ordinal == 1 and chunk.kind is SectionKind.PARAGRAPH:
            yield from _classifier(sheet(text, chunk))
        if chunk.kind is SectionKind.EO_LINE:
            yield from _eo_line(sheet(text, chunk), origin)
            yield from _order(sheet(text, chunk, labelled=False))
