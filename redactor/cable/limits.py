"""Limits that keep a hostile text from costing more than it is worth: refused, never read in part."""

from __future__ import annotations

from redactor.errors import InputRefusedError, Refusal

# The reference telegrams have at most 60 header fields. A text may have this many whatever it holds, and one more
# for every so many characters, as many telegrams behind each other do.
MOST_FIELDS = 2500
A_FIELD = 200


def check_fields(count: int, characters: int) -> None:
    """Refuse a text of so many characters with more header fields than any cable."""
    if count > MOST_FIELDS + characters // A_FIELD:
        raise InputRefusedError(Refusal.LIMITS, "the file has more header fields than any cable")
