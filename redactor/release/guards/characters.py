"""Guard: the bytes are plain UTF-8 text, nothing in them is hidden, and they end in one line end."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from redactor.errors import GuardError
from redactor.view import glyphs

if TYPE_CHECKING:
    from redactor.release.guards.base import Case


def characters(case: Case) -> None:
    """Refuse hidden, bidirectional and control characters, CR, a BOM, and any end but one LF."""
    text = case.release.text
    if any(unshown(char) for char in set(text)):
        raise GuardError(
            "characters", "a character that does not show, or that steers the screen, would be released"
        )
    if not text.endswith("\n") or text.endswith("\n\n"):
        raise GuardError("characters", "the release does not end in exactly one line end")


def unshown(char: str) -> bool:
    """Say whether a character has no place in a release; line end and tab are the only controls that do."""
    if char in "\n\t":
        return False
    return glyphs.hidden(char) or unicodedata.category(char) in {"Cc", "Zl", "Zp"}
