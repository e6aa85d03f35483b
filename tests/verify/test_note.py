"""A remark stands in the public log under its author's name, and never repeats what any document removes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from redactor import audit
from redactor.audit import keys, note
from redactor.cli.app import app
from redactor.errors import ExitCode, UsageError, WriteError
from redactor.verify import Kind, Level, verify
from tests.audit.builders import Plan, document, run_info, write_run
from tests.verify.test_tampering import rechain

if TYPE_CHECKING:
    from pathlib import Path

DOC = "08XANADU42"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Make a run of two documents, in which other words are removed."""
    other = Plan(
        serial="000007", name="Ysolde Quarn", withheld="They met at the old mill by the weir, box 14,200."
    )
    write_run(tmp_path / "out", document(), document(other))
    return tmp_path / "out"


def noted(out: Path, **changes: str | None) -> int:
    words: dict[str, Any] = {"actor": "A. Reviewer", "text": "read against the list of May", **changes}
    return note.note(audit.destination(out), note.Remark(**words))


def records(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines()]


@pytest.mark.parametrize("name", [None, DOC])
def test_a_note_stands_in_the_log_and_verifies(out: Path, name: str | None) -> None:
    """A note of the log or of a document is a line like every other, shown and verified."""
    assert noted(out, document=name) == 3
    line = records(out)[-1]
    assert (line["type"], line["doc"], line["actor"]) == ("note", name, "A. Reviewer")
    assert verify(out).exit_code is ExitCode.DONE
    shown = CliRunner().invoke(app, ["audit", "show", str(out)]).stdout
    assert "note of A. Reviewer: read against the list of May" in shown
    asked = "SELECT document, actor, note FROM notes"
    answer = CliRunner().invoke(app, ["audit", "query", str(out), "--sql", asked, "--json"])
    assert json.loads(answer.stdout)["rows"] == [[name or "", "A. Reviewer", "read against the list of May"]]


def test_a_run_goes_on_after_a_note(out: Path) -> None:
    """The next run appends to a log whose last line is a note."""
    noted(out)
    write_run(out, document(Plan(rain="It snowed.")))
    assert verify(out).exit_code is ExitCode.DONE


# What the log cannot hold, and what repeats removed text of either document.
WORDS = [
    {"actor": ""},
    {"text": ""},
    {"text": "two\nlines"},
    {"text": "x" * 501},
    {"text": "\x1b]0;x\x07"},
    {"document": "08XANADU99"},
    {"text": "Ysolde Quarn asked"},  # the other document's name
    {"text": "asked for by Q U A R N"},  # spaced
    {"actor": "Vell"},  # a name in a paragraph that was withheld
    {"text": "They met at the old mill, we think"},  # six ordinary words of such a paragraph
    {"text": "box 14,200 again"},  # a number of it
]


@pytest.mark.parametrize("changes", WORDS)
def test_words_that_the_log_must_not_hold(out: Path, changes: dict[str, str]) -> None:
    """Such a note is refused, nothing is written, and the error repeats none of it."""
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    kept = sorted(path.name for path in out.with_name("out.custody").iterdir())
    with pytest.raises(UsageError) as raised:
        noted(out, **changes)
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert kept == sorted(path.name for path in out.with_name("out.custody").iterdir())
    assert not any(word in f"{raised.value}{raised.value.help}" for word in ("Quarn", "Vell", "14,200"))


@pytest.mark.parametrize("text", ["released to the Xanadu desk", "the old mill", "letter of 2008", "case 42"])
def test_words_that_tell_nothing_are_taken(out: Path, text: str) -> None:
    """What is shown, a few ordinary words, years and small numbers do not repeat anything."""
    assert noted(out, text=text) == 3


def test_a_signed_log_wants_its_key(tmp_path: Path) -> None:
    """A note in a signed log is signed by the same key, or refused."""
    ours = keys.new_signer("records.example")
    write_run(tmp_path / "out", document(), run=run_info(signer=ours))
    with pytest.raises(UsageError):
        noted(tmp_path / "out")
    note.note(audit.destination(tmp_path / "out"), note.Remark("A. Reviewer", "read"), signer=ours)
    assert verify(tmp_path / "out", keys=(ours.verifier,)).exit_code is ExitCode.DONE


@pytest.mark.parametrize("gone", ["out", "out.custody", "audit.jsonl"])
def test_without_log_and_custody_there_is_no_note(out: Path, gone: str) -> None:
    """A note needs the log, and custody to know what it must not repeat."""
    path = out / gone if gone == "audit.jsonl" else out.with_name(gone)
    path.rename(out.with_name("moved"))
    with pytest.raises((UsageError, WriteError)):
        noted(out)


# What somebody who can write to an unsigned log, and not to custody, does about notes and openings.
FORGERIES = [
    lambda found: found.pop(),  # takes the note away
    lambda found: found[-1].update(text="all is well"),  # writes another text
    lambda found: found[-1].update(actor="B. Reviewer"),  # under another name
    lambda found: found[-1].update(doc=None),  # of something else
    lambda found: found[-1].update(doc="08XANADU99"),  # of what is not there
    lambda found: found.append({**found[-1]}),  # twice
    lambda found: found.insert(2, found.pop()),  # earlier
]


@pytest.mark.parametrize("forge", FORGERIES, ids=range(len(FORGERIES)))
def test_custody_exposes_a_forged_note(out: Path, forge: Any) -> None:
    """Chain, tree and checkpoint can be mended without a key; custody knows each line."""
    noted(out, document=DOC)
    report = rechain(out, forge)
    found = {(failure.level, failure.kind) for failure in report.failures}
    assert found & {
        (Level.CUSTODY, Kind.ALTERED),
        (Level.CUSTODY, Kind.TRUNCATED),
        (Level.CUSTODY, Kind.MISSING),
    }


def test_a_log_cut_back_to_an_older_state_is_caught_with_custody(out: Path) -> None:
    """Log, releases and checkpoint as they once were fit each other; custody knows that there was more."""
    older = {path.name: path.read_bytes() for path in out.iterdir()}
    for number in (1, 3):
        while len(records(out)) < 3 + number:
            noted(out)
        for name, data in older.items():
            (out / name).write_bytes(data)
        report = verify(out)
        assert {failure.kind for failure in report.failures} == {Kind.TRUNCATED}
        # One line may be what a crash left; three cannot be.
        assert report.exit_code is (ExitCode.INCOMPLETE if number == 1 else ExitCode.TAMPERED)
        if number == 1:
            (out.with_name("out.custody") / "000003-note.json").unlink()
