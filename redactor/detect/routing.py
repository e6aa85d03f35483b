"""Knows the words by which relays carry a telegram: they are in no list of words, and are no names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.model import SectionKind

if TYPE_CHECKING:
    from redactor.detect.base import Block, Page, Word

# A routing indicator of a US relay, narrow on purpose: a surname may begin with RU, too.
# matches "RUEHVM", "RUCNCIS", "RHEHNSC", "RHMFISS"; must not match "RUSSELL", "RUMSFELD", "RUEDA"
ROUTE = re.compile(
    r"""
    (?: RUE[A-Z] | RUC[NPQ] | RHE[A-Z] | RHMF | RUFO )
    [A-Z]{2,4}
    """,
    re.VERBOSE,
)

# A word of a transmission block.
# matches "VZCZCXYZ0007", "PP", "RUEHVM", "DE", "ZNR", "UUUUU", "ZZH", "BT"; must not match "ZELENKA", "SMITH"
TRANSMISSION_WORD = re.compile(
    rf"""
      VZCZC [A-Z0-9]{{2,12}}
    | [A-Z]{{2}}
    | Z[A-Z]{{2}}
    | (?P<level> [A-Z] ) (?P=level){{3,5}}
    | {ROUTE.pattern}
    """,
    re.VERBOSE,
)

_ADDRESSES = frozenset({SectionKind.TO, SectionKind.INFO})


def is_transmission(block: Block) -> bool:
    """Say whether a block is a transmission header of which every word parses: then none is a name."""
    if block.section is not SectionKind.TRANSMISSION:
        return False
    spoken = [word.text for word in block.words if any(char.isalpha() for char in word.text)]
    return all(TRANSMISSION_WORD.fullmatch(text) for text in spoken)


def is_route(page: Page, block: Block, word: Word) -> bool:
    """Say whether a word is the routing indicator before an address: the RUEHQB of RUEHQB/AMEMBASSY QUENBY."""
    if block.section not in _ADDRESSES or page.view.text[word.end : word.end + 1] != "/":
        return False
    return ROUTE.fullmatch(word.text) is not None
