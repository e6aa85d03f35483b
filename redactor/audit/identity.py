"""What a document is called in public: its message id where the policy shows that, else a keyed name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.model import SectionKind
from redactor.spans import intersect

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from redactor.model import Cable, Redaction

_KEYED_LENGTH = 10

# A document id: file names are made of it. Matches "07ASTANA1668", "07ASTANA1668-2", "doc-abcdefgh23";
# must not match "../x", "CON" (no digit at its end), "07astana1668", "".
DOCUMENT_ID = re.compile(
    r"""
    (?: [0-9]{2} )? [A-Z]{1,40} [0-9]{1,12} (?: -[0-9]{1,9} )?   # message id, and which one of several
    | doc-[a-z2-7]{10} (?: -[0-9]{1,9} )?                       # keyed name
    """,
    re.VERBOSE,
)

# A message id as the reader gives it. Matches "07ASTANA1668", "ASTANA 001668"; must not match "1668".
MESSAGE_ID = re.compile(
    r"""
    (?P<year> [0-9]{2} )? \s*
    (?P<post> [A-Za-z][A-Za-z .'-]*? ) \s*
    0* (?P<serial> [0-9]{1,12} )
    """,
    re.VERBOSE,
)


def document_id(
    secret: bytes, digest: bytes, cable: Cable | None, redactions: Sequence[Redaction] | None
) -> str:
    """Give a document's public name, not yet told apart from others of the same name."""
    if cable is not None and redactions is not None:
        shown = message_id(cable, redactions)
        if shown is not None:
            return shown
    return keyed_id(secret, digest)


def keyed_id(secret: bytes, digest: bytes) -> str:
    """Give the name that tells nothing: ten base32 characters of an HMAC of the original's digest."""
    mac = hmac.new(secret, b"redactor/document/v1\0" + digest, hashlib.sha256).digest()
    return "doc-" + base64.b32encode(mac).decode().lower()[:_KEYED_LENGTH]


def message_id(cable: Cable, redactions: Sequence[Redaction]) -> str | None:
    """Give YYPOSTNNNN where date and message number stay in the release, POSTNNNN without the date."""
    if cable.message_id is None or not _shown(cable, redactions, SectionKind.MESSAGE_NUMBER):
        return None
    match = MESSAGE_ID.fullmatch(cable.message_id.strip())
    if match is None:
        return None
    post = re.sub(r"[^A-Z]", "", match["post"].upper())
    dated = cable.date is not None and _shown(cable, redactions, SectionKind.DATE)
    year = f"{cable.date.year % 100:02d}" if dated and cable.date is not None else ""
    name = f"{year}{post}{match['serial'].lstrip('0') or '0'}"
    return name if DOCUMENT_ID.fullmatch(name) else None


def _shown(cable: Cable, redactions: Sequence[Redaction], section: SectionKind) -> bool:
    """Say whether the first portion of a kind has a closed field and no removal touches it."""
    portion = next((portion for portion in cable.portions if portion.section is section), None)
    if portion is None or not portion.closed:
        return False
    return not intersect(portion.closed, (redaction.span for redaction in redactions))


def told_apart(name: str, taken: Container[str]) -> str:
    """Give the name itself where it is free, else the first of NAME-2, NAME-3, ... that is."""
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


@dataclass(frozen=True, slots=True)
class Others:
    """The names that a log gave to other documents than the one of a source."""

    names: Mapping[str, str]
    source: str

    def __contains__(self, name: object) -> bool:
        """Say whether another document has a name."""
        return self.names.get(str(name), self.source) != self.source


# What a message id is made of. Matches "07ASTANA1668", "ASTANA1668-2"; must not match "doc-abcdefgh23".
_PARTS = re.compile(
    r"""
    (?P<year> [0-9]{2} )? (?P<post> [A-Z]{1,40} ) (?P<serial> [0-9]{1,12} ) (?: -[0-9]{1,9} )?
    """,
    re.VERBOSE,
)
_KEYED = "doc-"
_IN_ONE = 1000


def folder(name: str) -> str:
    """Name the folder of a document in a tree, by its id alone: 07/ASTANA/1000/ for 07ASTANA1668, doc/ab/ for doc-ab...

    A year of a post in thousands, and keyed names by their first two characters, keep a folder readable.
    """
    match = _PARTS.fullmatch(name)
    if match is None:
        start = len(_KEYED)
        return f"doc/{name[start : start + 2]}/"
    return f"{match['year'] or 'undated'}/{match['post']}/{int(match['serial']) // _IN_ONE * _IN_ONE}/"


def stem(name: str) -> str:
    """Give a name without the number that tells it apart: 08XANADU42 of 08XANADU42-2."""
    head, _, number = name.rpartition("-")
    return head if number.isdigit() and DOCUMENT_ID.fullmatch(head) else name
