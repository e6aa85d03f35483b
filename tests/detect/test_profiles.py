"""What a policy's `detect` asks for: `strict` counts every unknown word as a possible name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from redactor import cable as cables
from redactor import detect
from redactor.pipeline.compute import prepare
from redactor.policy.guarantees import Proof, Undecided, compare
from tests.attacks.build import CLASSIFIED, Attack, cable
from tests.theorems.harness import stock_policy

if TYPE_CHECKING:
    from redactor.detect import Detector
    from redactor.model import Finding

TEXT = cable(
    Attack("", ("1. (C) Later vashkel and Lomar met the harbor pilots, who had grumbled.",), ()), CLASSIFIED
)


def possible(detector: Detector, profile: str) -> list[str]:
    """Give the possible names of the text."""
    made = cables.read(TEXT.encode())
    findings: tuple[Finding, ...] = prepare(made, detector, profile).findings
    return [one.span.of(TEXT) for one in findings if one.possible]


def test_strict_counts_small_words_that_nobody_knows(detector: Detector) -> None:
    """Inflected English words are known; a name that somebody wrote small is not."""
    assert "vashkel" in possible(detector, "strict")
    assert "vashkel" not in possible(detector, "all")
    assert not {"pilots", "grumbled", "harbor"} & set(possible(detector, "strict"))


def test_strict_finds_all_that_all_finds(detector: Detector) -> None:
    """No finding of the default is lost, so nothing can be shown that was hidden."""
    assert set(possible(detector, "all")) <= set(possible(detector, "strict"))


def test_no_model_speaks_against_a_strict_guess() -> None:
    """With a model, too, every unknown word counts."""
    shipped = detect.load("redactor-names")
    assert detect.under(shipped, "strict").guesses
    assert shipped.weighs
    assert not detect.under(shipped, "strict").weighs


@pytest.mark.parametrize(("profile", "answer"), [("all", Undecided), ("strict", Proof)])
def test_a_policy_that_looks_for_less_is_not_proved_as_strict(profile: str, answer: type) -> None:
    """What one policy would not find it may show, whatever its rules say."""
    strict = stock_policy("source-protection")
    assert strict.detect == "strict"
    assert isinstance(compare(replace(strict, detect=profile), strict), answer)
    assert isinstance(compare(strict, replace(strict, detect="all")), Proof)
