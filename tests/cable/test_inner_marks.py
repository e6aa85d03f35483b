"""A higher mark inside a paragraph closes it: how far it reaches nobody can tell."""

from __future__ import annotations

import pytest

from redactor.markings import Level
from tests.cable.heads import USUAL, read

CLOSED = [
    # a sentence with a mark of its own, as some offices write
    "(U) It rained. (C) The minister left.",
    "(U) It rained. (S/NF) The minister left.",
    '(U) He said "it rained." (C) The minister left.',
    # glued to the sentence before it, and on a line of its own that was joined
    "(U) It rained.(C) The minister left.",
    "(U) It rained -- (C) the minister left.",
    # a second mark beside the first
    "(U), (C) The minister left.",
    "(U) & (C) The minister left.",
    # the next paragraph, its line end lost
    "(U) It rained. 2. (C) The minister left.",
    # higher than the paragraph, which is no U
    "(SBU) It rained. (C) The minister left.",
]

OPEN = [
    # text speaks of a mark
    "(U) The paper marked (C) was returned.",
    # a letter in brackets that is no mark, and the plural
    "(U) It rained. (c) The minister left.",
    "(U) The member(s) left.",
    # a list whose letters come one after the other
    "(U) Three points: (A) rain; (B) roads; (C) water.",
    # no higher mark
    "(U) It rained. (U) The minister left.",
    # a word
    "(U) It rained. (CHINA) The minister left.",
]


@pytest.mark.parametrize("text", CLOSED)
def test_a_higher_mark_inside_a_paragraph_closes_it(text: str) -> None:
    """Its level is unknown, and at least what the inner mark says."""
    portion = read(USUAL, f"\n1. {text}\n\n3. (U) Last.\n\nFARRADAY\n").portion("1")
    assert portion is not None
    assert not portion.marking.known
    assert portion.marking.level >= Level.C


@pytest.mark.parametrize("text", OPEN)
def test_what_is_no_inner_mark(text: str) -> None:
    """A paragraph with its mark alone keeps its level."""
    portion = read(USUAL, f"\n1. {text}\n\n2. (U) Last.\n\nFARRADAY\n").portion("1")
    assert portion is not None
    assert portion.marking.known
    assert portion.marking.level is Level.U
