"""Removals that a reviewer decides, what somebody else decided, and attacks on both."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.desk import DONE, DRAFT, PLAN, RELEASE, UPHOLD, Desk, command
from tests.theorems.compose import Paragraph, write

if TYPE_CHECKING:
    from pathlib import Path


pytestmark = pytest.mark.usefixtures("one_detector")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, write(PLAN))


# --- removals that a reviewer decides -------------------------------------------------------------

MARKETS = {"remove": {"authority": ["B5 deliberative"], "harm": "it would chill advice"}}


def test_a_reviewer_removes_words_wherever_they_stand(desk: Desk) -> None:
    """They are gone from the copy, logged as the reviewer's, in the stamp, and the run can be done again."""
    entries = desk.entry(UPHOLD, 0, 1), desk.about(MARKETS, words=["slow  since WINTER"])
    code, _, stderr = desk.decide(*entries)
    assert code == 0, stderr
    assert desk.files() == [DONE]
    text = (desk.out / DONE).read_text("utf-8")
    assert "Markets were [B5 deliberative: text]." in text
    (removed,) = [row for row in desk.line()["removals"] if row["rules"] == ["review"]]
    assert (removed["decided_by"], removed["kind"], removed["action"]) == ("reviewer", "entity", "redact")
    assert "winter" not in (desk.out / "audit.jsonl").read_text("utf-8").lower()
    assert "R. Example" not in (desk.out / "audit.jsonl").read_text("utf-8")


def test_a_reviewer_removes_a_portion(desk: Desk) -> None:
    """The banner is computed from what is left."""
    code, _, stderr = desk.decide(desk.entry(RELEASE, 0, 1), desk.about(MARKETS, portions=["4"]))
    assert code == 0, stderr
    assert "4. (U) [B5 deliberative: paragraph]" in (desk.out / DONE).read_text("utf-8")
    assert desk.files() == [DONE]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        # the words are not in the cable
        ({"words": ["markets", "tea with honey"]}, "item 2 of its words stands nowhere"),
        # no such portion
        ({"portions": ["77"]}, "there is no portion `77`"),
        # the original is another by now
        ({"portions": ["4"], "commitments": ["0" * 64]}, "the original is another by now"),
    ],
    ids=["words", "portion", "commitment"],
)
def test_a_removal_that_cannot_be_made_stops_the_document(
    desk: Desk, change: dict[str, Any], words: str
) -> None:
    """What a person closed never stays open in silence: exit 4, the draft stays."""
    code, _, stderr = desk.decide(desk.entry(RELEASE, 0, 1), desk.about(MARKETS, **change))
    assert code == 4
    assert words in " ".join(stderr.split())
    assert "honey" not in stderr
    assert desk.files() == [DRAFT]


def test_a_removal_does_not_follow_into_a_folder_that_does_not_know_it(desk: Desk) -> None:
    """The same cable in a new folder has other commitments: the removal is not made, so nothing is released."""
    entry = desk.about(MARKETS, portions=["4"])
    desk.out = desk.here / "new"
    assert desk.redact()[0] == 5
    code, _, stderr = desk.decide(entry)
    assert code == 4
    assert "cannot be made" in stderr


# --- what somebody else decided -------------------------------------------------------------------

BY = {"by": "N. Mor", "position": "Director", "date": "2015-12-01", "scope": "paragraph 1, case 12"}
DECLASSIFIED = {"confirm": {"kind": "declassified", **BY}}


def withheld(desk: Desk, portion: str) -> str:
    """Give the commitment of a portion that is withheld for good."""
    return str(next(row["commit"] for row in desk.line()["removals"] if row["portion"] == portion))


def test_a_declassified_portion_falls_to_sbu_and_awaits_a_decision(desk: Desk) -> None:
    """The confirmation alone opens nothing; with a release beside it the text is shown."""
    entry = desk.entry(DECLASSIFIED, portions=["1"], commitments=[withheld(desk, "1")])
    both = desk.entry(RELEASE, portions=["1"], commitments=entry["commitments"])
    assert desk.decide(entry, desk.entry(UPHOLD, 0, 1))[0] == 5
    assert "Prices grew" not in (desk.out / DRAFT).read_text("utf-8")
    held = next(row for row in desk.line()["removals"] if row["portion"] == "1")
    assert held["rules"] == ["confirm:declassified", "default-portion", "sensitive"]
    code, _, stderr = desk.decide(entry, both, desk.entry(UPHOLD, 0, 1))
    assert code == 0, stderr
    assert "Prices grew" in (desk.out / DONE).read_text("utf-8")
    assert desk.files() == [DONE]


@pytest.mark.parametrize(
    ("change", "because"),
    [
        # taken after the day that the run judges by
        ({"date": "2016-01-02"}, "was decided on 2016-01-02, after the day the run judges by"),
        # before there was a document
        ({"date": "2007-06-01"}, "what it confirms is dated before the document"),
    ],
    ids=["later", "earlier"],
)
def test_a_confirmation_out_of_its_time_opens_nothing(
    desk: Desk, change: dict[str, str], because: str
) -> None:
    """It is reported, and the text stays classified."""
    confirm = {"confirm": {**DECLASSIFIED["confirm"], **change}}
    code, _, stderr = desk.decide(desk.entry(confirm, portions=["1"], commitments=[withheld(desk, "1")]))
    assert code == 5
    assert because in " ".join(stderr.split())
    assert desk.files() == [DRAFT]


def test_an_uphold_on_no_ground_is_reported(desk: Desk) -> None:
    """B1 is none for a record that is not old enough for its reason: the hold stays, and the summary says why."""
    late = {"uphold": {"authority": ["B1 25X6"], "harm": "it would harm relations"}}
    code, _, stderr = desk.decide(desk.entry(late, 0), desk.entry(UPHOLD, 1))
    assert code == 5
    assert "none of its authorities is a ground for this text" in " ".join(stderr.split())
    assert desk.files() == [DRAFT]


def test_an_expired_release_opens_nothing(desk: Desk) -> None:
    """After its last day the text is on hold again."""
    code, _, stderr = desk.decide(
        desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1, until="2015-12-31", date="2015-01-01")
    )
    assert code == 5
    assert "it expired on 2015-12-31" in " ".join(stderr.split())


def test_a_decision_from_before_the_document_opens_nothing(desk: Desk) -> None:
    """Nobody decided on a text that was not yet written."""
    code, _, stderr = desk.decide(desk.entry(RELEASE, 1, date="2001-01-01"))
    assert code == 5
    assert "it is dated before the document" in " ".join(stderr.split())


def test_decisions_under_another_version_of_the_policy_open_nothing(desk: Desk) -> None:
    """The rules that held the text may be others by now."""
    path = desk.out.with_name("out.custody") / "decisions.yaml"
    entries = [desk.entry(UPHOLD, 0), desk.entry(RELEASE, 1)]
    content = {
        "redactor-decisions": 1,
        "document": "07ASTANA1668",
        "policy": "foia 0.9.0",
        "decisions": entries,
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    code, _, stderr = desk.redact("--decisions", path)
    assert code == 5
    assert stderr.count("it was made under foia 0.9.0") == 2
    assert "Officials drafted" not in (desk.out / DRAFT).read_text("utf-8")


def test_a_referrals_result_is_recorded(tmp_path: Path) -> None:
    """A cable to its addressees only is refused (5), listed by review, and made once the answer is there."""
    desk = Desk(tmp_path, write(replace(PLAN, captions=("NODIS",))))
    assert desk.line()["reason"] == "referral"
    listed = command("review", desk.out, "--json")
    (draft,) = json.loads(listed[1])["drafts"]
    assert (listed[0], draft["referral"], draft["open"]) == (5, True, [])
    skeleton = next(desk.out.with_name("out.custody").glob("*.decisions.yaml")).read_text("utf-8")
    assert desk.line()["source"] in skeleton
    confirm = {"confirm": {"kind": "referral", **BY}}
    stale = desk.about(confirm, commitments=["0" * 64])
    assert desk.decide(stale, document=draft["document"])[0] == 5
    code, _, stderr = desk.decide(desk.about(confirm), document=draft["document"])
    assert code == 5, stderr
    assert "2 removals await" in command("review", desk.out)[1]
    desk.files()


def test_consent_opens_a_persons_own_name(tmp_path: Path) -> None:
    """Not another person's, and only where the removal is a name."""
    text = "Torvald Quillby said that markets were slow. Leila Norrabad asked for water."
    paragraphs = (*PLAN.paragraphs[:3], Paragraph("U", text))
    desk = Desk(tmp_path, write(replace(PLAN, paragraphs=paragraphs)))
    people = [
        row for row in desk.line()["removals"] if row.get("entity") == "PERSON" and row["portion"] == "4"
    ]
    numbers, commitments = [row["n"] for row in people], [row["commit"] for row in people]
    assert len(people) == 2
    entry = {
        "removals": numbers,
        "commitments": commitments,
        "confirm": {"kind": "consent", "by": "Torvald Quillby", "date": "2015-12-01", "scope": "his name"},
        "reviewer": "R. Example",
        "date": "2016-01-04",
    }
    other = {**desk.entry(UPHOLD, 0, 1), "removals": [numbers[1]], "commitments": [commitments[1]]}
    del other["portions"]
    code, _, stderr = desk.decide(entry, other, desk.entry(UPHOLD, 0, 1))
    assert code == 0, stderr
    shown = (desk.out / DONE).read_text("utf-8")
    assert "Torvald Quillby said" in shown
    assert "Norrabad" not in shown
    assert "it is not the name of the person who consents" in " ".join(stderr.split())
    assert desk.files() == [DONE]


# --- attacks --------------------------------------------------------------------------------------


def test_a_number_that_is_another_removal_by_now_opens_nothing(desk: Desk) -> None:
    """Numbers shift when a policy changes; the commitment does not move along."""
    shifted = desk.entry(RELEASE, 0) | {"removals": [desk.open[1]["number"]]}
    del shifted["portions"]
    code, _, stderr = desk.decide(shifted)
    assert code == 5
    assert "the text it speaks of has changed" in " ".join(stderr.split())
    assert "Officials drafted" not in (desk.out / DRAFT).read_text("utf-8")


def test_the_documents_commitment_opens_no_portion(desk: Desk) -> None:
    """It stands in the public log, and binds only what closes or what a referral lets the policy say."""
    code, _, stderr = desk.decide(
        desk.about(RELEASE, portions=["2"]), desk.about(DECLASSIFIED, portions=["1"])
    )
    assert code == 5
    assert stderr.count("the text it speaks of has changed") == 2


def test_a_decision_edited_between_two_runs_is_the_one_that_counts(desk: Desk) -> None:
    """Each run reads the file once, and verify replays what that run read."""
    assert desk.decide(desk.entry(RELEASE, 0), desk.entry(UPHOLD, 1))[0] == 0
    assert "two roads" in (desk.out / DONE).read_text("utf-8")
    path = desk.out.with_name("out.custody") / "decisions.yaml"
    path.write_text(
        path.read_text("utf-8").replace("no exemption covers it", "it was known before"), encoding="utf-8"
    )
    found = command("verify", desk.out, "--source", desk.here, "-p", "foia")
    assert found[0] == 10
    assert "it is not the decisions file that its run used" in found[1]


def test_no_decision_opens_whom_a_note_protects(tmp_path: Path) -> None:
    """Neither a consent nor a release: the one is reported, the other finds nothing on hold."""
    text = "Torvald Quillby (please protect) said that markets were slow. Prices grew a little in spring."
    desk = Desk(tmp_path, write(replace(PLAN, paragraphs=(*PLAN.paragraphs[:3], Paragraph("U", text)))))
    (row, *_) = [row for row in desk.line()["removals"] if "protected-source" in row["rules"]]
    named = {
        "removals": [row["n"]],
        "commitments": [row["commit"]],
        "reviewer": "R. Example",
        "date": "2016-01-04",
    }
    consent = {"kind": "consent", "by": "Torvald Quillby", "date": "2015-12-01", "scope": "his name"}
    _, _, stderr = desk.decide({**named, "confirm": consent}, {**named, **RELEASE})
    shown = " ".join(path.read_text("utf-8") for path in desk.out.glob("*.txt"))
    assert "Quillby" not in shown
    assert "opened nothing" in " ".join(stderr.split())


@pytest.mark.parametrize("where", ["uphold", "remove"])
def test_a_harm_does_not_quote_what_it_keeps_back(desk: Desk, where: str) -> None:
    """The log is public, and what a reviewer writes into it is searched as the copy is."""
    quoting = {"authority": ["B5 deliberative"], "harm": "They repaired two roads near the river in summer."}
    entry = desk.entry({"uphold": quoting}, 0)
    if where == "remove":
        entry = desk.about({"remove": quoting}, words=["slow"])
    code, stdout, stderr = desk.decide(entry)
    assert (6, "") == (code, stdout)
    assert "repeats 6 words of a removed text" in stderr
    assert "two roads" not in (desk.out / "audit.jsonl").read_text("utf-8") + stderr
