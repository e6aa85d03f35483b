"""An output tree: every verb works on it as on a flat folder."""

from __future__ import annotations

import datetime as dt
import runpy
import shutil
from typing import TYPE_CHECKING

import pytest

from redactor.audit import place, read_log
from redactor.errors import ExitCode, UsageError, WriteError
from redactor.pipeline import Outcome, RunRequest, run
from redactor.report import export
from redactor.verify import verify
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")

CABLES = sorted((ROOT / "examples/cables").glob("*.txt"))[:3]
DAY = dt.date(2016, 1, 1)
RELEASE = "07/VELMORA/0/07VELMORA412.txt"


def release(out: Path, *cables: Path, **more: object) -> list[Outcome]:
    request = RunRequest("public", out=out, as_of=DAY, tree=True, **more)  # type: ignore[arg-type]
    return [*run(request, cables or CABLES)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a tree of three releases, each with a page."""
    release(tmp_path / "out", formats=("text", "html"))
    return tmp_path / "out"


def test_a_release_lies_in_the_folder_of_its_id(out: Path) -> None:
    """Year, post and thousand; the log names the way, the log itself lies above."""
    assert (out / RELEASE).is_file()
    assert (out / RELEASE).with_suffix(".html").is_file()
    names = {line["released"]["name"] for line in read_log(out / place.LOG) if line["type"] == "release"}  # type: ignore[index,call-overload]
    assert RELEASE in names
    assert sorted(path.name for path in out.iterdir()) == ["06", "07", "audit.ckpt", "audit.jsonl"]


def test_a_tree_verifies_whole_and_by_one_release(out: Path) -> None:
    """Both ways find the log and custody; a release that was changed is named by its way."""
    assert verify(out, source=CABLES[0].parent).exit_code is ExitCode.DONE
    assert verify(out / RELEASE).exit_code is ExitCode.DONE
    (out / RELEASE).write_bytes(b"x")
    assert [item.where for item in verify(out).failures] == [RELEASE]
    (out / RELEASE).unlink()
    assert RELEASE in [item.where for item in verify(out).failures]


@pytest.mark.parametrize(
    ("odd", "where", "error"),
    [
        ("07/VELMORA/0/note.txt", "07/VELMORA/0/note.txt", UsageError),  # a file beside the releases
        ("07/VELMORA/5000/07VELMORA5000.txt", "07/VELMORA/5000", WriteError),  # one that looks like ours
        ("empty", "empty", WriteError),  # a folder of nothing
    ],
)
def test_what_the_log_does_not_name_is_refused(
    out: Path, odd: str, where: str, error: type[Exception]
) -> None:
    """Verify names it, and no run adds to such a folder: all in it is given away."""
    path = out / odd
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix:
        path.write_text("x")
    else:
        path.mkdir()
    report = verify(out)
    assert (report.exit_code, [item.where for item in report.failures]) == (ExitCode.INCOMPLETE, [odd])
    with pytest.raises(error, match=where):
        release(out, supersede=True)


def test_a_link_to_a_folder_is_not_followed(out: Path, tmp_path: Path) -> None:
    """A folder that became a link is refused: nothing is written through it."""
    elsewhere = tmp_path / "elsewhere"
    (out / "07/VELMORA").rename(elsewhere)
    (out / "07/VELMORA").symlink_to(elsewhere)
    assert verify(out).exit_code is ExitCode.INCOMPLETE
    with pytest.raises(WriteError, match="a link or a folder"):
        release(out, supersede=True)


def test_an_output_folder_keeps_its_shape(tmp_path: Path) -> None:
    """What the first release decided holds for all that follow, however the next input is named."""
    for cable, tree in zip(CABLES, (True, False, True), strict=True):
        for shape, folder in ((tree, "tree"), (not tree, "flat")):
            asked = RunRequest("public", out=tmp_path / folder, as_of=DAY, tree=shape)
            assert [outcome.error for outcome in run(asked, [cable])] == [None]
    assert not list((tmp_path / "tree").glob("*.txt"))
    assert len(list((tmp_path / "flat").glob("*.txt"))) == len(CABLES)


def test_a_crash_below_is_swept(out: Path) -> None:
    """What an interrupted run left in a folder of the tree is gone after the next."""
    left = (out / RELEASE).with_name(".redactor-07VELMORA412.txt.tmp")
    left.write_bytes(b"half")
    release(out, supersede=True)
    assert not left.exists()
    assert verify(out).exit_code is ExitCode.DONE


def test_an_export_of_a_tree_checks_out(out: Path, tmp_path: Path) -> None:
    """The export keeps the folders, and the program in it checks them."""
    made = export.export(out, ["07VELMORA412"])
    assert RELEASE in made.files
    for name, data in made.files.items():
        (tmp_path / "to" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "to" / name).write_bytes(data)
    assert verify(tmp_path / "to").exit_code is ExitCode.DONE
    program = runpy.run_path(str(ROOT / "redactor/data/verify_release.py"))
    assert program["check"](tmp_path / "to", None) == ["07VELMORA412"]
    shutil.copy(out / RELEASE, tmp_path / "to/07/extra.txt")
    assert verify(tmp_path / "to").exit_code is ExitCode.INCOMPLETE
    assert program["main"]([str(tmp_path / "to")]) != 0
