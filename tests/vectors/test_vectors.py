"""Each test vector is judged as it says: one defect, one kind of failure, by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from redactor import audit
from redactor.verify import verify
from tests.vectors.defects import HERE, unpacked, vector
from tests.vectors.write import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.vectors.write import Table

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
        keys=() if how["key"] is None else (audit.verifier_of(tmp_path / how["key"]),),
        opening=None if how["opening"] is None else tmp_path / how["opening"],
        checkpoint=None if how["checkpoint"] is None else tmp_path / how["checkpoint"],
    )
    assert int(report.exit_code) == given["expect"]["exit"], report.failures
    assert set(given["expect"]["kinds"]) <= {failure.kind.value for failure in report.failures}
    assert bool(report.failures) is bool(given["expect"]["kinds"])


@pytest.mark.parametrize("table", TABLES, ids=[table.whole.name for table in TABLES])
def test_every_vector_is_made_from_one_that_is_whole(table: Table) -> None:
    """What is committed is what the tables of defects give."""
    files = table.files()
    for defect in table.all():
        made = json.loads(json.dumps(vector(files, defect)))
        assert made == json.loads((HERE / f"{defect.name}.json").read_text("utf-8")), defect.name


def test_no_vector_is_left_over() -> None:
    """Each file has its row, and each row its file."""
    assert sorted(defect.name for table in TABLES for defect in table.all()) == NAMES


def test_every_kind_of_failure_in_files_has_a_vector() -> None:
    """A verifier that passes the vectors knows every kind that files alone can show."""
    shown = {kind for table in TABLES for defect in table.all() for kind in defect.kinds}
    elsewhere = {"policy", "leak", "stale_checkpoint"}  # these need the policy, a search, or a crash
    assert shown | elsewhere == {
        "missing", "extra", "moved", "truncated", "altered", "reordered", "duplicated", "wrong_key",
        "stale_checkpoint", "policy", "tool", "leak", "unreadable",
    }  # fmt: skip
