"""Detection that is skipped changes no byte of a release (DESIGN.md 9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from benchmarks import corpus
from redactor import cable as cables
from redactor import detect
from redactor.errors import RedactorError
from redactor.pipeline import compute, finish, prepare
from tests.theorems.harness import STOCK, stock_policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from redactor.detect import Detector
    from redactor.model import Cable, Policy
    from redactor.pipeline import Computed

AS_OF = dt.date(2026, 1, 1)
CLOSED = (
    b"FM AMEMBASSY VELMORA\nTO SECSTATE WASHDC 1\n\nC O N F I D E N T I A L VELMORA 000001\n\n"
    b"E.O. 12958: DECL: 01/01/2030\nTAGS: PREL\nSUBJECT: (C) TALKS\n\n1. (C) Ivo Kelmar spoke.\n"
)


def _release(cable: Cable, policy: Policy, asked: Callable[[], Detector]) -> tuple[object, ...]:
    """Give everything of a release that leaves, or why there is none, with what the pipeline skips."""
    return _told(lambda: compute(cable, policy, asked, as_of=AS_OF))


def _searched(cable: Cable, policy: Policy, detector: Detector) -> tuple[object, ...]:
    """Give the same with everything searched."""
    return _told(lambda: finish(prepare(cable, detector), policy, as_of=AS_OF))


def _told(make: Callable[[], Computed]) -> tuple[object, ...]:
    try:
        release = make().release
    except RedactorError as error:
        return (type(error), str(error))
    return (release.text, release.state, release.stamp, release.banner, release.places, release.own)


@pytest.mark.parametrize("number", range(1, 13))
def test_a_release_is_the_same_with_and_without_the_skip(root: Path, number: int) -> None:
    """Each example under each stock policy: what is skipped finds nothing that would have been shown."""
    (path,) = (root / "examples" / "cables").glob(f"{number:02}-*.txt")
    cable, detector = cables.read(path.read_bytes()), detect.load(None)
    for policy in map(stock_policy, STOCK):
        assert _release(cable, policy, lambda: detector) == _searched(cable, policy, detector)


@pytest.mark.parametrize("kind", ["denied", "mixed", "telegram"])
def test_invented_cables_are_the_same_too(kind: str) -> None:
    """Longer cables, of which some policy keeps nothing, and some keep a part."""
    detector = detect.load(None)
    for number in (3, 8):
        cable = cables.read(corpus.document(number, kind=kind, size=(2_000, 4_000)).data)
        for policy in map(stock_policy, ("public", "foia", "internal-sbu")):
            assert _release(cable, policy, lambda: detector) == _searched(cable, policy, detector)


def test_what_is_denied_is_searched_by_nobody(root: Path) -> None:
    """A cable of which every portion is withheld asks for no detector; one that shows a word does."""
    asked: list[str] = []

    def told(name: str) -> Callable[[], Detector]:
        def load() -> Detector:
            asked.append(name)
            return detect.load(None)

        return load

    shown = (root / "examples/cables/01-harbor-fees.txt").read_bytes()
    _release(cables.read(CLOSED), stock_policy("public"), told("closed"))
    _release(cables.read(shown), stock_policy("public"), told("shown"))
    assert asked == ["shown"]
