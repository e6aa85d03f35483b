"""Texts that are built to break detectors: nothing crashes, and nothing opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attacks.build import CLASSIFIED, PLAIN, Attack, betrayed, cable
from tests.theorems.harness import release

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.detect.conftest import Found

SHAPES = [
    # no blank in it, small and large, with figures and with points
    "abcdefghij" * 4_000,
    "ABCDEFGHIJ" * 4_000,
    "1234567890" * 4_000,
    "a.b-c_d" * 4_000,
    # what the forms begin with, and never ends
    "43 12 11 " * 2_000,
    "a at b dot " * 2_000,
    "tel 51-23-45, " * 1_000,
    "Participants: " * 1_000,
    "born in " * 2_000,
    "account no. " * 2_000,
    # pictures, joined and alone; letters that stand alone
    "\U0001f600\U0001f469\u200d\U0001f4bb " * 1_000,
    "A " * 3_000,
    "(" * 3_000,
    '"' * 3_000,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape[:12])
def test_a_hostile_shape_is_read_to_its_end(find: Callable[..., Found], shape: str) -> None:
    """The name behind it is found all the same."""
    assert "Vahdatov" in find(shape, "Minister Olim Vahdatov left.").names()[-1]


def test_a_thousand_names_are_all_found(find: Callable[..., Found]) -> None:
    """None is lost among the others."""
    names = [f"Zh{one}vek{two}ov" for one in "aeiouy" for two in "bcdfghklmnprstvz"]
    found = find(" ".join(f"Mr. {name} left." for name in names * 10))
    assert found.names() == names * 10


SCRIPTS = [
    ("Later Торвальд Вашкель spoke.", ("Вашкель",)),
    ("Later محمد الوزير spoke.", ("الوزير",)),
    ("Later 王小明 spoke.", ("王小明",)),
    ("Торвальд Вашкель сказал, что цены растут.", ("Вашкель",)),
    ("قال محمد الوزير إن الأسعار ترتفع.", ("الوزير",)),
]


@pytest.mark.parametrize(("text", "gone"), SCRIPTS)
@pytest.mark.parametrize("policy", ["public", "foia"])
def test_a_name_in_another_script_does_not_reach_the_public(
    text: str, gone: tuple[str, ...], policy: str
) -> None:
    """Letters that no list of ours knows are possible names, and a text in them is closed word by word."""
    made = cable(Attack("", (f"1. (U) {text}",), ()), PLAIN)
    assert betrayed(release(made, policy).release.text, gone) == []


def test_a_protected_name_in_another_script_goes() -> None:
    """So does its every mention, in a text that is in that script throughout."""
    body = ("1. (C) Торвальд Вашкель (protect) сказал.", "2. (C) Потом Вашкель ушёл.")
    assert (
        betrayed(
            release(cable(Attack("", body, ()), CLASSIFIED), "source-protection").release.text, ("Вашкель",)
        )
        == []
    )


KEPT = ["Orthodox Church", "New York", "Gaza Strip", "Silk Road", "World Cup", "Islam", "Chapter VII"]


def test_common_phrases_are_no_possible_names(find: Callable[..., Found]) -> None:
    """What the public loses to caution is names, and not what everybody knows to be none."""
    text = "They spoke of " + ", the ".join(KEPT) + " and of Mikhal Lomarin."
    assert find(text).names(possible=True) == ["Mikhal Lomarin"]
