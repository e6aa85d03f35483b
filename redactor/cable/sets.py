"""The references of a military message: REF/A/MSG/ORIGINATOR/TIME//, and what NARR and AMPN say of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.cable import reference_patterns as patterns
from redactor.model import Field

if TYPE_CHECKING:
    from redactor.cable.shown import Sheet

# "REF/" and "REF /" label a reference, "NARR/" and "AMPN/" words about some; "REF:" must not match.
LABEL = re.compile(r"(?P<name>REF|NARR|AMPN)[ ]?/")

# "A/MSG/CNO/231744ZJUL02//" and "A/CNO/DOC/1JAN//" open with a letter; "AMSG/CNO" must not.
_LETTER = re.compile(r"(?P<letter>[A-Z]{1,2}|\d{1,2})/")

# What the fields of a set call the thing; "MSGS" is none.
_KINDS = {
    "MSG": "message",
    "RMG": "message",
    "GENADMIN": "message",
    "DOC": "document",
    "LTR": "letter",
    "EMAIL": "email",
    "E-MAIL": "email",
    "TEL": "telephone-call",
    "TELCON": "telephone-call",
    "PHONCON": "telephone-call",
    "MEMO": "memorandum",
}
# Behind the letter stand kind and originator, in either order.
_NAMED = 3


def read(name: str, sheet: Sheet) -> tuple[Field, ...]:
    """Give the reference that a set is, with its letter, kind and time; of a narrative its words alone."""
    whole = sheet.part(0, len(sheet.words.rstrip("/ \t\n")))
    if not whole.words:
        return ()
    if name != "REF":
        return (Field("reference-narrative", whole.span, whole.read()),)
    letter = _LETTER.match(whole.words)
    body = whole.part(letter.end()) if letter else whole
    found = [Field("reference", whole.span, body.read())]
    if letter:
        found.append(Field("reference-bullet", whole.found(letter, "letter").span, letter["letter"]))
    found.append(Field("reference-kind", whole.span, _kind(body.words)))
    found.extend(
        Field("reference-dtg", body.found(one).span, body.found(one).read())
        for one in patterns.DTG.finditer(body.words)
    )
    return tuple(found)


def _kind(words: str) -> str:
    """Say what the set's fields call it, else what its words do."""
    for part in words.upper().split("/")[:_NAMED]:
        if part.strip() in _KINDS:
            return _KINDS[part.strip()]
    return next((kind for kind, pattern in patterns.KINDS if pattern.search(words)), "other")
