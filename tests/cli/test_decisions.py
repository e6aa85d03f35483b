"""Decisions through the command line: what finishes a draft, what opens nothing, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.desk import DAY, DONE, DRAFT, PLAN, RELEASE, UPHOLD, Desk, command
from tests.theorems.compose import write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, write(PLAN))


def test_two_rounds_finish_a_draft(desk: Desk) -> None:
    """The first decision leaves a draft, both finish it: the draft's file is gone, its line is named."""
    assert desk.decide(desk.entry(UPHOLD, 0))[0] == 5
    assert desk.files() == [DRAFT]
    code, _, stderr = desk.decide(desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1))
    assert code == 0, stderr
    assert desk.files() == [DONE]
    text = (desk.out / DONE).read_text("utf-8")
    assert "[B5 deliberative: paragraph]" in text
    assert "Officials drafted new rules" in text
    lines = [json.loads(line) for line in (desk.out / "audit.jsonl").read_text("utf-8").splitlines()]
    assert [line["supersedes"] for line in lines if line["type"] == "release"] == [None, 1, 3]


def test_one_entry_names_two_portions(desk: Desk) -> None:
    """Both are settled by it."""
    assert desk.decide(desk.entry(UPHOLD, 0, 1))[0] == 0
    assert desk.files() == [DONE]


def test_what_is_upheld_and_released_stays_closed(desk: Desk) -> None:
    """Two entries that contradict each other open nothing."""
    assert desk.decide(desk.entry(UPHOLD, 0), desk.entry(RELEASE, 0), desk.entry(UPHOLD, 1))[0] == 0
    assert "two roads" not in (desk.out / DONE).read_text("utf-8")


def test_a_finished_document_wants_supersede(desk: Desk) -> None:
    """Without decisions it is refused (7); with --supersede it is a draft again, and the log says so."""
    desk.decide(desk.entry(UPHOLD, 0, 1))
    assert desk.redact()[0] == 7
    assert desk.files() == [DONE]
    assert desk.redact("--supersede")[0] == 5
    assert desk.files() == [DRAFT]


def test_an_edited_original_is_another_document(desk: Desk) -> None:
    """One changed word elsewhere: the decisions are another document's (4), and the draft stays."""
    entries = desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1)
    other = desk.here / "edited.txt"
    other.write_text(write(PLAN).replace("two roads", "six roads"), encoding="utf-8")
    first, desk.cable = desk.cable, other
    code, _, stderr = desk.decide(*entries)
    assert code == 4
    assert "the decisions are of another document" in stderr
    assert desk.files() == [DRAFT]
    desk.cable = first
    assert desk.decide(*entries)[0] == 0


@pytest.mark.parametrize(
    ("change", "because"),
    [
        # a portion that is withheld for good
        ({"portions": ["1"]}, "the text it speaks of has changed"),
        # no such portion
        ({"portions": ["77"]}, "nothing here has that address"),
        # the commitment of nothing
        ({"commitments": ["0" * 64]}, "the text it speaks of has changed"),
    ],
    ids=["not on hold", "nowhere", "stale"],
)
def test_a_stale_entry_opens_nothing(desk: Desk, change: dict[str, Any], because: str) -> None:
    """It is reported with its reason, the hold stays."""
    code, _, stderr = desk.decide(desk.entry(RELEASE, 0, **change))
    assert code == 5
    assert because in " ".join(stderr.split())
    assert "two roads" not in (desk.out / DRAFT).read_text("utf-8")
    assert desk.files() == [DRAFT]


def test_decisions_of_another_document_open_nothing(desk: Desk) -> None:
    """The document's id must be this one's, else the one document of the run is refused (4)."""
    assert desk.decide(desk.entry(RELEASE, 0), document="07OTHER1")[0] == 4
    assert "two roads" not in (desk.out / DRAFT).read_text("utf-8")
    last = json.loads((desk.out / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["type"], last["reason"]) == ("refusal", "policy")


def test_among_several_documents_the_decisions_speak_of_theirs(desk: Desk) -> None:
    """The other documents are made without them, and each says that nothing there was meant."""
    other = desk.here / "other.txt"
    other.write_text(write(PLAN).replace("001668", "001669"), encoding="utf-8")
    path = desk.out.with_name("out.custody") / "decisions.yaml"
    content = {
        "redactor-decisions": 1,
        "document": "07ASTANA1668",
        "decisions": [desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1)],
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    code, _, stderr = desk.redact(other, "--decisions", path)
    assert code == 5
    assert stderr.count("the decisions are of another document") == 2
    assert sorted(item.name for item in desk.out.glob("*.txt")) == [DONE, "07ASTANA1669.draft.txt"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        # no ground in law
        ({"uphold": {"authority": ["SBU"], "harm": "x"}}, "no ground in law"),
        # no such ground
        ({"uphold": {"authority": ["B99"], "harm": "x"}}, "unknown authority"),
        # no day of the calendar
        ({"date": "2016-13-04"}, "is not a date"),
        # a day to come
        ({"date": "2999-01-01"}, "date in the future"),
    ],
    ids=["SBU", "B99", "month 13", "future"],
)
def test_a_decision_that_cannot_be_taken_is_refused(desk: Desk, change: dict[str, Any], words: str) -> None:
    """The file is at fault (4): nothing is read, nothing is written."""
    before = (desk.out / "audit.jsonl").read_bytes()
    code, _, stderr = desk.decide(desk.entry(UPHOLD, 0, **change))
    assert code == 4
    assert words in stderr
    assert (desk.out / "audit.jsonl").read_bytes() == before


def test_another_policy_has_no_place_in_the_folder(desk: Desk) -> None:
    """The folder belongs to one policy and audience (2)."""
    assert desk.redact(policy="public")[0] == 2
    assert desk.files() == [DRAFT]


def test_a_denied_draft_that_is_opened_verifies(tmp_path: Path) -> None:
    """A copy that shows no message id takes its own name once a decision shows it; a rerun agrees."""
    desk = Desk(tmp_path, write(replace(PLAN, paragraphs=PLAN.paragraphs[:3])))
    (name,) = desk.files()
    assert name.startswith("doc-")
    code, _, stderr = desk.decide(
        desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1), document=name.removesuffix(".draft.txt")
    )
    assert code == 0, stderr
    assert desk.files() == [DONE]


def test_an_address_that_fits_two_portions_is_refused(tmp_path: Path) -> None:
    """Both are named, the document is refused (4) with a line in the log, the draft stays."""
    text = write(replace(PLAN, heading="Farmers And Traders Want More"))
    desk = Desk(tmp_path, text.replace("\n3. ", "\nRoads And Rules In The South\n\n3. "))
    code, _, stderr = desk.decide(desk.entry(UPHOLD, 0, portions=["heading"]))
    assert code == 4
    assert "`heading` fits 2 portions: heading:1, heading:2" in stderr
    assert desk.files() == [DRAFT]
    last = json.loads((desk.out / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["type"], last["reason"]) == ("refusal", "policy")


def test_a_link_that_a_folder_holds_is_not_followed(tmp_path: Path) -> None:
    """A folder's link is refused by name (3) and the rest is done; one that the user names is read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "cable.txt").write_text(write(PLAN), encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "cable.txt")
    (folder / "other.txt").write_text(write(PLAN).replace("001668", "001669"), encoding="utf-8")
    out = tmp_path / "out"
    code, _, stderr = command("redact", folder, "-p", "public", "-o", out, *DAY)
    assert code == 3
    assert "link.txt: it is a symbolic link" in stderr
    assert [path.name for path in out.rglob("*.txt")] == ["07ASTANA1669.txt"]
    assert command("redact", folder / "link.txt", "-p", "public", "-o", out, *DAY)[0] == 0
