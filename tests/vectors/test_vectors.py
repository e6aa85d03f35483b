"""Each test vector is judged as it says: one defect, one kind of failure, by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit
from redactor.verify import verify
from tests.vectors.defects import DEFECTS, HERE, INTACT, unpacked, vector

if TYPE_CHECKING:
    from pathlib import Path

NAMES = sorted(path.stem for path in HERE.glob("*.json"))


def laid_out(name: str, folder: Path) -> dict[str, Any]:
    """Lay a vector's files out in a folder and give the rest of it."""
    given: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    for path, data in unpacked(given).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return given


@pytest.mark.parametrize("name", NAMES)
def test_a_vector_is_judged_as_it_says(name: str, tmp_path: Path) -> None:
    """The exit code is the one expected, and the kinds that are expected are among those found."""
    given = laid_out(name, tmp_path)
    how = given["verify"]
    report = verify(
        tmp_path / how["target"],
        keys=(audit.verifier_of(tmp_path / how["key"]),),
        opening=None if how["opening"] is None else tmp_path / how["opening"],
    )
    assert int(report.exit_code) == given["expect"]["exit"], report.failures
    assert set(given["expect"]["kinds"]) <= {failure.kind.value for failure in report.failures}
    assert bool(report.failures) is bool(given["expect"]["kinds"])


def test_every_vector_is_made_from_the_intact_one() -> None:
    """What is committed is what the table of defects gives, and no file is left over."""
    files = unpacked(json.loads((HERE / "intact.json").read_text("utf-8")))
    assert sorted(defect.name for defect in (INTACT, *DEFECTS)) == NAMES
    for defect in (INTACT, *DEFECTS):
        made = json.loads(json.dumps(vector(files, defect)))
        assert made == json.loads((HERE / f"{defect.name}.json").read_text("utf-8")), defect.name


def test_every_kind_of_failure_in_files_has_a_vector() -> None:
    """A verifier that passes the vectors knows every kind that files alone can show."""
    shown = {kind for defect in DEFECTS for kind in defect.kinds}
    elsewhere = {"policy", "leak", "stale_checkpoint"}  # these need the policy, a search, or a crash
    assert shown | elsewhere == {
        "missing", "extra", "moved", "truncated", "altered", "reordered", "duplicated", "wrong_key",
        "stale_checkpoint", "policy", "tool", "leak", "unreadable",
    }  # fmt: skip
