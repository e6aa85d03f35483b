"""Every cable format, and the choice between them by evidence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from redactor.cable import memorandum, telegram
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


# Evidence that can never weigh more than this is not looked for where another format has more.
_MOST = {"telegram": telegram.MOST, "memorandum": memorandum.MOST}


def recognise(source: Source) -> tuple[Format, tuple[Evidence, ...]]:
    """Give the format with the weightiest evidence, the earlier one of equals; refuses what has none."""
    found: dict[str, tuple[Evidence, ...]] = {}
    weight: dict[str, int] = {}
    for name, form in sorted(FORMATS.items(), key=lambda item: -_MOST.get(item[0], sys.maxsize)):
        if max(weight.values(), default=0) <= _MOST.get(name, sys.maxsize):
            found[name] = form.evidence(source)
            weight[name] = sum(sign.weight for sign in found[name])
    name = max((name for name in FORMATS if name in found), key=weight.__getitem__)
    best, evidence = FORMATS[name], found[name]
    if not evidence:
        raise InputRefusedError(
            Refusal.PARSE,
            "the text is no cable: no header line, classification line or portion mark was found",
        )
    return best, evidence
