"""The summary tells what was kept and removed, and why, without a word of the document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from redactor.errors import ExitCode, InputRefusedError, Refusal
from redactor.markings.types import Level, Marking
from redactor.model import (
    Action,
    Authority,
    Basis,
    Decision,
    EntityKind,
    Release,
    ReleaseState,
    RemovalKind,
    SectionKind,
    Verdict,
)
from redactor.pipeline import Outcome
from redactor.pipeline.told import Told, counts, rows
from redactor.report import outcome_json, summary
from redactor.report.tally import Tally
from redactor.spans import Span

REMOVED_WORDS = "the gate is locked"
CLASS = (Authority("CLASS"),)


def decision(start: int, portion: str | None, rules: tuple[str, ...], **more: object) -> Decision:
    """Make a decision over ten characters; kept unless told otherwise."""
    facts: dict[str, object] = {
        "action": Action.KEEP,
        "authorities": (),
        "section": SectionKind.PARAGRAPH,
        "marking": Marking(Level.U),
        "basis": Basis.MARKED,
        "removal": None,
        **more,
    }
    return Decision(Span(start, start + 10), rules=rules, portion=portion, **facts)  # type: ignore[arg-type]


def gone(start: int, portion: str, rule: str, *, hold: bool = False) -> Decision:
    """Make the removal of a paragraph."""
    return decision(
        start,
        portion,
        (rule,),
        action=Action.WITHHOLD,
        authorities=() if hold else CLASS,
        removal=RemovalKind.PORTION,
        what="paragraph",
        hold=hold,
    )


VERDICT = Verdict(
    (
        decision(0, "date", ("unclassified",)),
        # the label of the paragraph stays, and says nothing of its own
        decision(10, "1", ("skeleton",)),
        gone(20, "1", "classified"),
        decision(30, None, ("furniture",), action=Action.WITHHOLD, removal=RemovalKind.FURNITURE),
        gone(40, "2", "classified"),
        gone(50, "3", "sensitive", hold=True),
        gone(60, "4", "classified"),
        decision(70, "5", ("unclassified",)),
        decision(
            80,
            "5",
            ("others-by-role",),
            action=Action.ROLE,
            authorities=(Authority("PRIVACY"),),
            removal=RemovalKind.ENTITY,
            what="name",
            value="US official",
        ),
    ),
    denied=False,
    kept={EntityKind.LOCATION: 2, EntityKind.PERSON: 0},
    notices=("one notice\x1b[2J",),
)
RELEASE = Release(
    REMOVED_WORDS, ReleaseState.PART, (), (), (), "UNCLASSIFIED", "RELEASE IN PART CLASS, PRIVACY"
)
TOLD = Told(
    RELEASE.state,
    RELEASE.stamp,
    RELEASE.banner,
    rows(VERDICT),
    counts(VERDICT),
    VERDICT.notices,
    names="names: rules only",
)


def outcome(**more: object) -> Outcome:
    """Make the outcome of a run that wrote a release."""
    facts: dict[str, object] = {
        "document": "07VELMORA1",
        "told": TOLD,
        "path": Path("out/07VELMORA1.txt"),
        **more,
    }
    return Outcome("a cable.txt", facts.pop("exit_code", ExitCode.DONE), **facts)  # type: ignore[arg-type]


def test_portions_that_fared_alike_share_a_row() -> None:
    """Rows are grouped by what happened, and runs of paragraphs are written as ranges."""
    told = [(summary.addresses(row.portions), row.state, row.rules) for row in rows(VERDICT)]
    assert [
        ("date, 5", "kept", ("unclassified",)),
        ("1-2, 4", "removed", ("classified",)),
        ("5", "removed", ("others-by-role",)),
        ("3", "held", ("sensitive",)),
    ] == told


@pytest.mark.parametrize(
    ("addresses", "written"),
    [
        # a run
        (["1", "2", "3"], "1-3"),
        # a gap
        (["1", "3"], "1, 3"),
        # words between
        (["subject", "1", "2", "heading:1"], "subject, 1-2, heading:1"),
        # a letter ends a run
        (["3", "3a", "4"], "3, 3a, 4"),
        # backwards is no run
        (["2", "1"], "2, 1"),
        # nothing
        ([], ""),
    ],
)
def test_addresses_are_written_short(addresses: list[str], written: str) -> None:
    """Only numbers that follow each other become a range."""
    assert written == summary.addresses(addresses)


def test_the_figures_count_portions_and_rules() -> None:
    """Kept, in part, removed and held add up to the portions; furniture and labels do not count."""
    figures = counts(VERDICT)
    assert (1, 1, 3, 1) == (figures.kept, figures.part, figures.removed, figures.held)
    assert {"classified": 3, "others-by-role": 1, "sensitive": 1} == figures.by_rule
    assert {"LOCATION": 2} == figures.seen_and_kept


def test_the_summary_names_the_place_the_stamp_and_the_next_command() -> None:
    """A reader sees where the copy went and what to type next, ready to paste."""
    told = summary.text(outcome(), summary.Asked("public", "out"))
    for words in (
        "out/07VELMORA1.txt",
        "RELEASE IN PART CLASS, PRIVACY",
        "banner UNCLASSIFIED",
        "names: rules only",
    ):
        assert words in told
    assert "next: redactor verify out --source 'a cable.txt' -p public\n" in told


def test_a_draft_leads_to_review() -> None:
    """After a hold the next command is the review."""
    told = summary.text(outcome(exit_code=ExitCode.PERSON), summary.Asked("foia", "out/foia"))
    assert "next: redactor review out/foia\n" in told


def test_the_summary_holds_no_text_of_the_document_and_no_escape() -> None:
    """Neither the release's text nor a control character reaches the terminal."""
    told = summary.text(outcome(), summary.Asked("public", "out"))
    assert REMOVED_WORDS not in told
    assert "\x1b" not in told
    assert "one notice\\x1b[2J" in told


def test_a_refusal_is_one_line() -> None:
    """A document that gave no release is told in a line; its error is told by the edge."""
    refused = Outcome("x.txt", ExitCode.REFUSED, error=InputRefusedError(Refusal.PARSE, "not a cable"))
    assert summary.text(refused, summary.Asked("public", "out")) == "x.txt: refused, exit 3\n"


def report(*outcomes: Outcome) -> Any:
    """Write the outcomes as --json does, and read them back."""
    return json.loads("".join(outcome_json.stream(outcomes, summary.Asked("public", "out"), Tally())))


def test_the_figures_of_a_batch_need_no_list_of_it() -> None:
    """Each outcome is counted and let go; the JSON of none is a document too."""
    refused = Outcome("x.txt", ExitCode.REFUSED, error=InputRefusedError(Refusal.PARSE, "not a cable"))
    before = Outcome("y.txt", ExitCode.PERSON, "07VELMORA1", before=True)
    tally = Tally()
    for one in (outcome(), refused, before, outcome()):
        tally.add(one)
    told = summary.batch(tally, summary.Asked("public", "out"))
    assert "4 files: 2 with exit 0, 1 with exit 3, 1 with exit 5\n" in told
    assert "2 in part, 1 refused, 1 settled before" in told
    assert (report()["results"], report()["exit"]) == ([], 0)
    whole = report(outcome(), refused, before)
    assert [one["before"] for one in whole["results"]] == [False, False, True]
    assert (whole["exit"], whole["counts"]["part"], whole["counts"]["before"]) == (3, 1, 1)


def test_the_json_is_a_document_of_its_own() -> None:
    """`--json` gives kind, version, tool, exit code and one result for each input."""
    whole = report(outcome())
    assert ("redactor-outcome", 1, 0, "redactor") == (
        whole["document"],
        whole["version"],
        whole["exit"],
        whole["tool"]["name"],
    )
    (result,) = whole["results"]
    assert ("part", 1, 1) == (result["state"], result["counts"]["kept"], result["counts"]["held"])
    assert REMOVED_WORDS not in json.dumps(whole)


def test_the_json_tells_an_error_by_its_type() -> None:
    """A refused document has its error in the JSON, in our own words."""
    refused = Outcome("x.txt", ExitCode.REFUSED, error=InputRefusedError(Refusal.PARSE, "not a cable"))
    whole = report(refused)
    assert {"help": "", "message": "not a cable", "type": "InputRefusedError"} == whole["results"][0]["error"]
