"""The telegram of 1980-94 as the Department's relay printed it: offices, counters and page lines, a later order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor.cable import archive
from redactor.cable.base import Evidence
from redactor.cable.one_of import one_of

if TYPE_CHECKING:
    from redactor.cable.base import Draft, Source

_HEADER_LINES = 80
# Enough to come before the telegram of 1973-79 where both show the same.
_WEIGHT = 5
# What only the archives' releases have.
_ARCHIVED = frozenset({"release-stamp", "archive-title", "attributes"})

# "E.O. 12356: DECL: OADR" and "EO 12958: N/A" match; "E.O. 12065: GDS" must not.
_LATER = re.compile(r"^E\.?[ ]?O\.?[ ]{0,3}(?:12356|12958|13526)\b")
# "LOG-00" among the offices came with the machines of 1980; "LOGS-00" must not match.
_OFFICE = re.compile(r"^(?:ACTION|ORIGIN|INFO)\b.{0,80}\bLOG-\d{2}\b")
_TELLING = one_of(_LATER, _OFFICE)


@dataclass(frozen=True, slots=True)
class Relayed:
    """Reads relayed telegrams as those of 1973-79 are read: the relay's own lines did not change."""

    name: str = "relayed-telegram"

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give what the relay put there, and what tells the later years."""
        later = [line for line in source.lines[:_HEADER_LINES] if _TELLING.match(line.body)]
        found = archive.Archive().evidence(source) if later else ()
        if not found or any(sign.what in _ARCHIVED for sign in found):
            return ()
        return (*found, Evidence("later-order-or-office", later[0].span, _WEIGHT))

    def read(self, source: Source) -> Draft:
        """Read header, text and end marks."""
        return archive.read(source)
