"""The cable reader: bytes to a Cable whose sections tile its text, or a typed refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor import markings
from redactor.cable import limits, stamps
from redactor.cable.adapt import adapt
from redactor.cable.assemble import assemble
from redactor.cable.base import Evidence, Format, Source
from redactor.cable.decode import MAX_BYTES, decode
from redactor.cable.lex import lines
from redactor.cable.missing import refuse
from redactor.cable.registry import FORMATS, recognise
from redactor.model import SectionKind

if TYPE_CHECKING:
    from redactor.model import Cable
    from redactor.spans import Span

__all__ = ["FORMATS", "MAX_BYTES", "Evidence", "Format", "blocks", "evidence", "furniture", "read"]


def read(data: bytes, *, codec: str = "utf-8", max_bytes: int = MAX_BYTES) -> Cable:
    """Read a cable; raises InputRefusedError where it cannot be decoded, is none, or is over a limit."""
    try:
        return _read(data, codec=codec, max_bytes=max_bytes)
    finally:
        markings.forget()


def _read(data: bytes, *, codec: str, max_bytes: int) -> Cable:
    decoded = decode(data, codec=codec, max_bytes=max_bytes)
    adapted = adapt(decoded.text)
    source = Source(adapted.text, lines(adapted.text))
    limits.look(source)
    form, _ = recognise(source)
    return refuse(
        assemble(decoded, adapted, form.name, stamps.evidence_only(adapted.text, form.read(source)))
    )


def evidence(cable: Cable) -> tuple[Evidence, ...]:
    """Give again why the cable was taken for its format."""
    adapted = adapt(cable.text)
    try:
        signs = FORMATS[cable.format].evidence(Source(adapted.text, lines(adapted.text)))
    finally:
        markings.forget()
    return tuple(replace(sign, span=adapted.original(sign.span)) for sign in signs)


def furniture(cable: Cable) -> tuple[Span, ...]:
    """Give all furniture, inside portions and between them, without the blank lines behind it."""
    inside = [span for portion in cable.portions for span in portion.furniture]
    between = [
        _tight(cable.text, section.span)
        for section in cable.sections
        if section.kind is SectionKind.FURNITURE and section.portion is None
    ]
    return tuple(sorted(span for span in (*inside, *between) if len(span)))


def _tight(text: str, span: Span) -> Span:
    """Cut the blanks off a span's end; a span of blanks alone becomes empty."""
    kept = span.of(text).rstrip(" \t\n\u00a0")
    return type(span)(span.start, span.start + len(kept))


def blocks(cable: Cable) -> tuple[Span, ...]:
    """Give the spans of the portions, in order: within one, a line end is only a margin."""
    return tuple(portion.span for portion in cable.portions)
