"""Wishes for protection that do without the word: not for attribution, on condition of anonymity, do not name him."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.detect.base import Block, Page

# What is done to a name when its owner is given away.
_GIVEN_AWAY = (
    "used|disclosed|revealed|divulged|mentioned|printed|published|released|quoted|known|given|shared|public"
)

# Who wishes does one of these: "asked ", "insists ", "preferring ".
_WISHES = r"\b(?:ask|request|insist|prefer|wish|want|demand|plead|beg|hope)(?:e?s|ed|red|ing)?[ ]"

# matches "please do not attribute", "not for attribution", "asked that his name not be used", "requests anonymity",
# "on condition of anonymity", "asked not to be identified", "her identity must not be revealed",
# "declined to be named", "cannot be identified", "did not want to be quoted", "wishes to remain anonymous", "guard his identity", "keep her name confidential"
# must not match "did not attribute the delay to rain", "asked not to be late", "an anonymous letter"
WISH = re.compile(
    rf"""
      \b(?:please|pls|kindly)[ ](?:do[ ]not|don't|never)[ ](?:attribute|quote|identify|name|cite|source|use)\b
    | \b(?:do[ ]not|don't|never)[ ](?:attribute|identify|quote|cite|name)[ ]
        (?:(?:to|as)[ ])?(?:him|her|them|by[ ]name|publicly|the[ ]source|source)\b
    | (?<=[(\[])do[ ]not[ ](?:attribute|quote|identify|name|cite|source)\b
    | \bnot[ ]for[ ](?:direct[ ]|public[ ])?attribution\b
    | \b(?:without|no)[ ]attribution\b
    | \bconditions?[ ]of[ ](?:strict[ ]|complete[ ]|total[ ])?(?:anonymity|confidentiality)\b
    | {_WISHES}
        (?:(?:on|for|that|to|we|us|emboffs?|poloffs?|embassy|post|you|strict|complete|total|his|her|their|keep|have|preserve)[ ]){{0,5}}
        (?:anonymity|confidentiality)\b
    | {_WISHES}
        (?:(?:that|he|she|they|we|us|him|her|them|emboffs?|poloffs?|embassy)[ ]){{0,3}}
        (?:not[ ](?:to[ ])?|never[ ](?:to[ ])?|to[ ]not[ ])(?:be[ ])?(?:publicly[ ])?
        (?:identif(?:y|ied)|named?|quoted?|cited?|attributed?)\b
    | {_WISHES}
        (?:(?:that|to|he|she|they|we|us)[ ]){{0,3}}(?:remain|stay|be[ ]kept)[ ](?:completely[ ]|strictly[ ])?(?:anonymous|unnamed|nameless)\b
    | \b(?:his|her|their|hers|source's|the|whose|my)[ ](?:real[ ]|own[ ])?(?:names?|identit(?:y|ies)|role)[ ]
        (?:(?:must|should|may|can|is|are|to|will|would)[ ]){{0,2}}(?:not|never)[ ](?:to[ ])?be[ ](?:made[ ])?(?:{_GIVEN_AWAY})\b
    | \b(?:did|does|do|would)[ ](?:not|n't)[ ](?:want|wish|like|care)[ ](?:(?:his|her|their|the|name|identity)[ ]){{0,2}}
        to[ ]be[ ](?:publicly[ ])?(?:identified|named|quoted|cited|{_GIVEN_AWAY})\b
    | \b(?:declin|refus)(?:e|es|ed|ing)[ ]to[ ]be[ ](?:identified|named|quoted|cited)\b
    | \b(?:can|must|should|may|could)[ ]?not[ ]be[ ](?:identified|named|quoted[ ]by[ ]name)\b
    | \b(?:guard|safeguard|shield|conceal|withhold|keep|hold|treat)(?:ing|s)?[ ]
        (?:(?:his|her|their|the|source's|these|this|both|real)[ ]){{1,2}}(?:names?|identit(?:y|ies))\b
    """,
    re.VERBOSE,
)
# What each of them says somewhere: most texts hold none, and are done with one look.
_TELLING = ("attribut", "anonym", "identi", "name", "quot", "confidentiality", "cite", "source")


def wishes(page: Page, block: Block) -> Iterator[Span]:
    """Find the wishes for protection of one block that do not say protect, in order."""
    folded = page.view.folded
    if not any(folded.find(word, block.span.start, block.span.end) >= 0 for word in _TELLING):
        return
    for match in WISH.finditer(folded, block.span.start, block.span.end):
        yield Span(*match.span())
