"""Finds the entities of a cable and says how it knows; decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.detect.base import SUMMARY, UNSOUGHT
from redactor.detect.vocabulary import role_of, role_terms

if TYPE_CHECKING:
    from redactor.detect.finder import Detector, find, guests, identity, load, protecting, summary, under

__all__ = [
    "SUMMARY",
    "UNSOUGHT",
    "Detector",
    "find",
    "guests",
    "identity",
    "load",
    "protecting",
    "role_of",
    "role_terms",
    "summary",
    "under",
]


def __getattr__(name: str) -> object:
    """Import the recognisers when they are first asked for: a policy with `detect: none` needs none of them."""
    if name in __all__:
        from redactor.detect import finder

        return getattr(finder, name)
    raise AttributeError(name)
