"""Finds the persons of a cover sheet's rows and of a message's contact set: OFFICE:SURNAME, FIRST and POC/NAME/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.detect.base import Hit
from redactor.model import EntityKind, SectionKind
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Page

_SURE = 950

# A word of a name: "Quill", "O'Neill", "M."; must not match "DAO:", the office of the next one.
_WORD = r"[A-Z][\w.'-]*(?![\w.'-]*[:/])"

# matches the "der" of "Van der Bell", with its blank
_PARTICLE = r"(?:[ ](?:al|bin|da|de|den|der|di|dos|du|el|la|le|van|von)){0,2}"

# matches the name of "ECON:Quill, Marian", "POL: VAN DER BERG, HUGH T." and "DCM: EFARRADAY"; must not match
# the office alone, nor what stands behind a name without a comma: in "POL:QUILL CLEARED BY:" that is no name
_BEHIND_OFFICE = re.compile(
    rf"""(?:^|(?<=[\s;,(]))[A-Z][A-Z0-9_/&-]{{1,30}}[ ]?:[ ]?
    (?P<name>{_WORD}(?:{_PARTICLE}[ ]{_WORD}){{0,2}},[ ]?{_WORD}(?:[ ][A-Z]\.?(?![\w:/]))?|{_WORD})""",
    re.VERBOSE,
)

# matches the first field of "POC/PELL IVO/CDR/N13//" and of "POC/MS. QUILL/-/"; must not match "POC FOR"
_CONTACT = re.compile(r"\bPOC[ ]?/(?P<name>[A-Z][A-Z.,' -]{1,60}?)[ ]?(?=/)")


def office_names(page: Page) -> Iterator[Hit]:
    """Find who stands behind an office in a drafting row, and the point of contact; English words included."""
    for block in page.blocks:
        if block.section is SectionKind.DRAFTING:
            yield from _names(page.view.text, block.span)


def _names(text: str, span: Span) -> Iterator[Hit]:
    for pattern in (_BEHIND_OFFICE, _CONTACT):
        for match in pattern.finditer(text, span.start, span.end):
            place = Span(*match.span("name"))
            if place.of(text).upper() != "NONE":
                yield Hit(place, EntityKind.PERSON, "drafting-office", _SURE, ("drafting",))
