"""A sample of the tampering campaign, and that it can fail: a check taken out of verify is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from redactor.audit import merkle
from redactor.verify import exported, integrity, openings, originals, public
from tests.campaigns.tamper import campaign
from tests.campaigns.tamper_world import World, world
from tests.campaigns.tamperings import WAYS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def given() -> World:
    return world()


def test_no_tampering_of_a_sample_is_accepted(given: World, tmp_path: Path) -> None:
    """A few of each way of tampering, read by everybody who must see it: none accepted, none misnamed."""
    counts, failed = campaign(400, 1, tmp_path, given)
    assert failed == []
    assert set(counts) == {way.name for way in WAYS}


# A check of verify, what it says when it is taken out, and the way of tampering that shows it.
CHECKS: list[tuple[object, str, Any, str]] = [
    (integrity, "_chain", [], "two lines exchanged"),
    (integrity, "compare", [], "the checkpoint replaced"),
    (integrity, "check_signed", [], "a record edited, all mended"),
    (public, "_extra", [], "files gone, renamed, exchanged, added"),
    (originals, "_check_end", [], "rolled back whole"),
    (exported, "_owned", [], "an export's lines and proofs"),
    (merkle, "is_included", True, "an export's lines and proofs"),
    (openings, "_fits", True, "openings edited"),
]


@pytest.mark.parametrize(
    ("module", "name", "answer", "shown_by"), CHECKS, ids=[name for _, name, *_ in CHECKS]
)
def test_a_check_taken_out_is_noticed(
    given: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    module: object,
    name: str,
    answer: Any,
    shown_by: str,
) -> None:
    """Without one of its checks verify accepts something, or calls it something else."""
    monkeypatch.setattr(module, name, lambda *_, **__: answer)
    _, failed = campaign(60, 1, tmp_path, given, [way for way in WAYS if way.name == shown_by])
    assert any("accepted" in what or "reported" in what for what in failed if "nobody touched" not in what)
