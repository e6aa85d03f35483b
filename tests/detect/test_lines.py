"""A line that ended early ends a name; a wrapped line does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from redactor import view
from redactor.detect.lines import breaks

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

WIDE = "THE MINISTRY HAS SENT ITS OFFICIALS TO THE FAIR AND WILL SEND MORE"


def broken(text: str) -> list[str]:
    """Give the words that stand right before a line's early end."""
    made = view.build(text)
    return [made.text[:at].rsplit(" ", 1)[-1] for at in breaks(text, made)]


CASES = [
    # wrapped lines, all of one width
    (f"{WIDE}\n{WIDE}", []),
    # a list: each line ends long before the margin
    (f"{WIDE}\nHUGO VASHKEL\nGERENTE GENERAL\n{WIDE}", ["VASHKEL", "GENERAL"]),
    # a ragged margin is none
    (f"{WIDE}\n{WIDE[:50]}\nMORE OF IT TO COME\n", []),
    # lines without a margin, a paragraph each: nothing is known of their width but that they are short
    ("One short line\nanother", []),
    ("", []),
    ("\n\n", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_early_ends(text: str, expected: list[str]) -> None:
    """An end counts as early where the next word would have fitted with room to spare."""
    assert broken(text) == expected


def test_a_name_ends_with_its_line(find: Callable[..., Found]) -> None:
    """What stands on the next line of an address is no part of the name."""
    text = f"{WIDE}\nING. HUGO VASHKEL\nDUNALIM TRADE\n{WIDE}"
    assert find(text).names() == ["HUGO VASHKEL"]


def test_a_name_goes_on_over_a_wrapped_line(find: Callable[..., Found]) -> None:
    """A name that a full line breaks is one name."""
    text = f"{WIDE}\nTHE FOREIGN OFFICE SAYS TODAY THAT IT RECEIVED AMBASSADOR HUGO\nVASHKEL. {WIDE}"
    assert find(text).names() == ["HUGO\nVASHKEL"]
