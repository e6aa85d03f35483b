"""The telegram of the 1980s to 2009: VZCZC, ZNY, spaced classification line, marked paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from redactor.cable import banners, body, header, heads, patterns, signers
from redactor.cable.base import Draft, Evidence, Part, Source, merge
from redactor.cable.one_of import one_of
from redactor.cable.place import LABELLED
from redactor.model import Claim, SectionKind
from redactor.spans import BY_PLACE

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

# How far from its first line a telegram's header can reach.
_HEADER_LINES = 80

_SIGNS: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("transmission-id", patterns.TRANSMISSION_ID, 5),
    ("origin-route", patterns.ORIGIN_ROUTE, 4),
    ("prosign", patterns.PROSIGN, 4),
    ("date-line", patterns.DATE_LINE, 3),
    ("from-line", patterns.FROM, 2),
    ("eo-line", patterns.EO_LINE, 3),
    ("tags-line", patterns.TAGS, 3),
    ("subject-line", patterns.SUBJECT, 1),
    ("reference-line", patterns.REFERENCES, 1),
    ("classified-by-line", patterns.CLASSIFIED_BY, 1),
)
_SIGN = one_of(*(pattern for _, pattern, _ in _SIGNS))
_ENOUGH = 4
_NUMBERED = 4
# What all the signs of a telegram weigh together.
MOST = sum(weight for *_, weight in _SIGNS) + _NUMBERED
# What the telegram's own class line holds besides its class.
_COUNTED = frozenset({"message-number", "section-count"})
# How far from a text's beginning its first marks can stand.
_MARKED_LINES = 1000


@dataclass(frozen=True, slots=True)
class Telegram:
    """Reads telegrams in the form of the automated systems of the 1980s to 2009."""

    name: str = "telegram"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give the header lines that only a telegram has, if they are enough."""
        found: dict[str, Evidence] = {}
        for line in source.lines[:_HEADER_LINES]:
            for what, pattern, weight in _SIGNS if _SIGN.match(line.body) else ():
                if what not in found and pattern.match(line.body):
                    found[what] = Evidence(what, line.span, weight)
            if "banner-with-number" not in found and banners.is_numbered(line):
                found["banner-with-number"] = Evidence("banner-with-number", line.span, _NUMBERED)
        enough = sum(item.weight for item in found.values()) >= _ENOUGH
        return tuple(sorted(found.values(), key=BY_PLACE)) if enough else ()

    def read(self, source: Source) -> Draft:
        """Read header, then body."""
        return read(source)


def read(source: Source) -> Draft:
    """Read a text that has a telegram's header, whole or in part, and a body."""
    prepared = signers.cut(header.prepare(source))
    parts, start = header.read(prepared)
    parts = doubted(source.text, parts)
    if start == len(prepared.lines):
        return merge(parts)
    return merge((*parts, body.read(prepared, start)))


def doubted(text: str, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Take a class that stands alone for a page's where the telegram's own line, which has its number, is not there.

    The line that was lost may have said more: a page's class raises, and makes no text known to be open.
    """
    chunks = [chunk for part in parts for chunk in part.chunks]
    counted = any(item.kind in _COUNTED for part in parts for item in part.fields)
    kinds = {chunk.kind for chunk in chunks}
    if counted or SectionKind.MESSAGE_NUMBER in kinds or not kinds & LABELLED:
        return parts
    return tuple(
        replace(part, claims=tuple(_as_running(text, claim) for claim in part.claims)) for part in parts
    )


def _as_running(text: str, claim: Claim) -> Claim:
    alone = claim.kind == "banner" and not claim.span.of(text)[-1:].isdigit()
    return replace(claim, kind="running") if alone else claim


def marked_lines(source: Source) -> Iterator[Evidence]:
    """Give the paragraphs that start with a mark that can be read."""
    for line in source.lines[:_MARKED_LINES]:
        number = heads.number_at(source.text, line.first, line.last)
        at = number.whole.end if number else line.first
        head = heads.mark_at(source.text, at, line.last)
        if head is not None and head.shows:
            yield Evidence("portion-mark", head.mark.span, 1)
