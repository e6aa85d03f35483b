"""Spellings of one name meet under one key, and different names do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor.detect.variants import keys, keys_of, variant

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

SAME = [
    # Arabic
    ("mohammed", "muhammad"),
    ("mohamed", "muhammad"),
    ("qadhafi", "gaddafi"),
    ("qadhafi", "khadafy"),
    ("akhmedov", "ahmadov"),
    ("hussein", "husayn"),
    # Cyrillic
    ("yeltsin", "el'tsin"),
    ("zhukov", "joukoff"),
    ("zhukev", "zhukov"),
    ("vashkel", "vashkiel"),
    ("gorbachev", "gorbatchov"),
]
OTHER = [
    ("zhukov", "petrov"),
    ("qadhafi", "karimov"),
    # English words are no spelling of anything
    ("masters", "mosters"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    """Both have a key in common."""
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_names_do_not(one: str, other: str) -> None:
    """They have none in common, or none at all where a name is plain."""
    assert not variant(other, keys_of([one]))


def test_a_protected_name_is_protected_in_every_spelling(find: Callable[..., Found]) -> None:
    """The note's context stands on another spelling, known as a person or not."""
    found = find("The clerk Ivo Zhukev (protect) spoke.", "Later Zhukov left. Minister Joukoff came.")
    guarded = [f.span.of(found.text) for f in found.findings if "protect-note" in f.contexts]
    assert {"Zhukov", "Joukoff"} <= set(guarded)


def test_another_spelling_is_another_person(find: Callable[..., Found]) -> None:
    """Nothing is released for a person because another spelling of the name stands elsewhere."""
    found = find("Minister Ivo Zhukov spoke.", "Minister Ivo Joukoff came.")
    assert found.person("Ivo Zhukov").person != found.person("Ivo Joukoff").person
