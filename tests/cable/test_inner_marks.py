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
    "(U) It rained.\n   1.1 (C) The minister left.",
    # other brackets
    "(U) It rained. [C] The minister left.",
    "(U) It rained. (C] The minister left.",
    "(U) [C] The minister left.",
    # a whole text that is marked in words
    "(U) C - ENTIRE TEXT. The minister left.",
    "(U) The minister left (SECRET - Entire text).",
    # higher than the paragraph, which is no U
    "(SBU) It rained. (C) The minister left.",
]

# More things like marks than any paragraph holds, none of them one.
MANY = "(U) " + " ".join(f"It rained. (A{chr(65 + n // 26)}{chr(65 + n % 26)})" for n in range(101))

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
    # a number that text speaks of, and a text that is whole
    "(U) See section 2 (C) of the law.",
    "(U) The papers printed the entire text.",
    # a word
    "(U) It rained. (CHINA) The minister left.",
]


@pytest.mark.parametrize("text", CLOSED)
def test_a_higher_mark_inside_a_paragraph_closes_it(text: str) -> None:
    """Its level is unknown, and at least what the inner mark says."""
    portion = read(USUAL, f"\n1. {text}\n\n2. (U) Last.\n\nFARRADAY\n").portion("1")
    assert portion is not None
    assert not portion.marking.known
    assert portion.marking.level >= Level.C


def test_a_paragraph_of_marks_is_closed_unread() -> None:
    """What holds a hundred different ones is no paragraph, and reading each takes its time."""
    portion = read(USUAL, f"\n1. {MANY}\n\n2. (U) Last.\n\nFARRADAY\n").portion("1")
    assert portion is not None
    assert not portion.marking.known


@pytest.mark.parametrize("text", OPEN)
def test_what_is_no_inner_mark(text: str) -> None:
    """A paragraph with its mark alone keeps its level."""
    portion = read(USUAL, f"\n1. {text}\n\n2. (U) Last.\n\nFARRADAY\n").portion("1")
    assert portion is not None
    assert portion.marking.known
    assert portion.marking.level is Level.U


def test_a_title_has_one_mark() -> None:
    """A higher mark anywhere behind the first closes a subject line."""
    portion = read(USUAL.replace("PORT DUES", "(U) PORT DUES (C) AND TALKS")).portion("subject")
    assert portion is not None
    assert not portion.marking.known
    assert portion.marking.level is Level.C
