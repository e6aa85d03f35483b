"""Every cable format, and the choice between them by evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.cable.archive import Archive
from redactor.cable.cover import CoverSheet
from redactor.cable.export import Export
from redactor.cable.memorandum import Memorandum
from redactor.cable.military import Military
from redactor.cable.relayed import Relayed
from redactor.cable.telegram import Telegram
from redactor.errors import InputRefusedError, Refusal

if TYPE_CHECKING:
    from redactor.cable.base import Evidence, Format, Source

FORMATS: dict[str, Format] = {
    "telegram": Telegram(),
    "archive-telegram": Archive(),
    "exported-telegram": Export(),
    "relayed-telegram": Relayed(),
    "cover-sheet": CoverSheet(),
    "military-message": Military(),
    "memorandum": Memorandum(),
}


def recognise(source: Source) -> tuple[Format, tuple[Evidence, ...]]:
    """Give the format with the weightiest evidence, the earlier one of equals; refuses what has none."""
    found = [(form, form.evidence(source)) for form in FORMATS.values()]
    best, evidence = max(found, key=lambda item: sum(sign.weight for sign in item[1]))
    if not evidence:
        raise InputRefusedError(
            Refusal.PARSE,
            "the text is no cable: no header line, classification line or portion mark was found",
        )
    return best, evidence
