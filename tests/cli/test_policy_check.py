"""Several policies are checked together: every fault of each is shown, and no two bear one id."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Make a folder with two stock policies, the tests of one, and a file of another kind."""
    for name in ("public.yaml", "internal-sbu.yaml", "public.tests.md"):
        shutil.copy(root / "policies" / name, tmp_path / name)
    (tmp_path / "a.tests.yaml").write_text("redactor-tests: 1\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a policy\n", encoding="utf-8")
    return tmp_path


def check(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["policy", "check", *words])
    return done.exit_code, done.output


def test_a_folder_is_checked_policy_by_policy(folder: Path) -> None:
    """Every policy of a folder is checked, and nothing else in it is taken for one."""
    code, told = check(str(folder))
    assert code == 0
    assert told.count(": valid\n") == 2


def test_two_policies_with_one_id_are_refused(folder: Path) -> None:
    """Two files that bear one id are a fault that names both places; the same file twice is none."""
    (folder / "twin.yaml").write_text((folder / "public.yaml").read_text("utf-8"), encoding="utf-8")
    code, told = check(str(folder))
    assert code == 4
    assert "error[RP256]: two policies bear the id `public`" in told
    assert "public.yaml" in told.partition("RP256")[2]
    assert "twin.yaml" in told.partition("RP256")[2]
    assert check("public", "public")[0] == 0
    assert check("public", str(folder / "public.yaml"))[0] == 4


def test_every_fault_of_every_policy_is_shown(folder: Path) -> None:
    """A bad policy among good ones is shown with its faults, the rest is checked all the same."""
    bad = (folder / "public.yaml").read_text("utf-8").replace("id: public,", "id: bad,")
    (folder / "bad.yaml").write_text(bad.replace("at_most: U", "at_most: X", 1), encoding="utf-8")
    (folder / "broken.yaml").write_text("a: [", encoding="utf-8")
    code, told = check(str(folder))
    assert code == 4
    assert told.count(": valid\n") == 2
    assert "bad.yaml" in told
    assert "broken.yaml" in told


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    """A folder without a policy is no success, and JSON tells of one policy at a time."""
    assert check(str(tmp_path))[0] == 2
    assert check("public", "foia", "--json")[0] == 2
