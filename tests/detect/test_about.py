"""What `detectors show` says of a recogniser is true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor.detect.about import abouts
from redactor.detect.registry import RECOGNISERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from redactor.detect.about import About
    from tests.detect.conftest import Found


@pytest.mark.parametrize("one", list(abouts()), ids=lambda one: one.id)
def test_an_example_shows_what_it_says(find: Callable[..., Found], one: About) -> None:
    """In its example the recogniser finds something, with evidence that it names."""
    said = [set(f.evidence) for f in find((one.section.value, one.example)).findings if f.detector == one.id]
    assert said
    assert any(set(one.evidence) & codes for codes in said)


def test_every_recogniser_is_told_of() -> None:
    """None is missing, and each says what it finds."""
    told = list(abouts())
    assert {one.id for one in told} >= set(RECOGNISERS)
    assert all(one.finds and one.example for one in told)
