"""Writes texts as cables write them: in capitals, in capitals given back their meaning, with a teleprinter's slips."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.detect.casing import capitals, recase

if TYPE_CHECKING:
    from random import Random

    from training.generate import Text

_GARBLED_TEXTS = 0.15
_GARBLED_LETTERS = 0.01
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ*"
_BLANKS = re.compile(r"\s+")

SHARES = {"capitals": (0.0, 0.06), "prose": (0.95, 0.02), "sets": (0.72, 0.04), "archive": (0.0, 0.06)}
"""Of each kind of text the share that stays as it is, and the share in plain capitals; the rest is recased."""


def upper(text: str) -> str:
    """Write a text in capitals where that keeps its length."""
    return "".join(char.upper() if len(char.upper()) == 1 else char for char in text)


def garble(rng: Random, text: str) -> str:
    """Replace a few letters, as a bad line does."""
    return "".join(
        rng.choice(_LETTERS) if char.isalpha() and rng.random() < _GARBLED_LETTERS else char for char in text
    )


def squeeze(text: Text) -> Text:
    """Make each run of blanks one blank and drop spans that are left empty."""
    if not _BLANKS.search(text.text):
        return text
    places: list[int] = []
    kept: list[str] = []
    for char in text.text:
        places.append(len(kept))
        if not (char.isspace() and (not kept or kept[-1] == " ")):
            kept.append(" " if char.isspace() else char)
    places.append(len(kept))
    spans = tuple((places[start], places[end], label) for start, end, label in text.spans)
    missing = tuple((places[start], places[end]) for start, end in text.missing)
    return replace(text, text="".join(kept), spans=spans, missing=missing)


def vary(rng: Random, text: Text, kind: str) -> Text:
    """Give one text in the case that its kind is mostly met in."""
    as_is, plain = SHARES[kind]
    chance = rng.random()
    text = squeeze(text)
    if chance < as_is:
        return text
    if kind == "archive" and not capitals(text.text):
        return text  # the archive's own block of attributes is in mixed case
    written = upper(text.text)
    if rng.random() < _GARBLED_TEXTS:
        written = garble(rng, written)
    return replace(text, text=written if chance < as_is + plain else recase(written))
