"""Wishes for protection that do without the word `protect`."""

from __future__ import annotations

import pytest

from redactor.detect.wishes import WISH

FOUND = (
    "please do not attribute",
    "pls do not quote him",
    "do not name him in your reporting",
    "(do not cite)",
    "not for attribution",
    "not for direct attribution",
    "told us without attribution",
    "on condition of anonymity",
    "under conditions of strict confidentiality",
    "requested anonymity",
    "asked for anonymity",
    "insisted on complete confidentiality",
    "asked that we keep his anonymity",
    "asked not to be identified",
    "asked us not to name her",
    "wishes to remain anonymous",
    "preferred to stay unnamed",
    "asked that his name not be used",
    "her identity must not be revealed",
    "his name is not to be made public",
    "whose identity should never be disclosed",
    "guard his identity",
    "who declined to be identified",
    "cannot be named",
    "did not want to be named",
    "does not wish his name to be used",
    "keep her name confidential",
    "withholding the source's name",
)

LEFT = (
    "did not attribute the delay to rain",
    "asked not to be late",
    "an anonymous letter came",
    "the name of the ship was not used for years",
    "they do not quote prices",
    "the report names three ships",
    "his name was printed in the paper",
    "asked to name a price",
    "wanted us to identify new markets",
    "cited the source of the river",
    "kept the road open",
    "the price cannot be quoted in dollars",
    "declined to be drawn on the matter",
    "did not want the road to be closed",
)


@pytest.mark.parametrize("text", FOUND)
def test_a_wish_is_found(text: str) -> None:
    """Each of these says that a person must not be given away."""
    assert WISH.search(text)


@pytest.mark.parametrize("text", LEFT)
def test_other_words_are_no_wish(text: str) -> None:
    """None of these speaks of a person who must not be given away."""
    assert WISH.search(text) is None
