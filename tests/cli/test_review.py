"""The review as a conversation: what is answered is kept, what is kept is not asked again, the copy follows."""

from __future__ import annotations

import datetime as dt
import json
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app
from redactor.errors import UsageError
from redactor.report import review, walk
from tests.cli.desk import DONE, DRAFT, PLAN, UPHOLD, Desk, command
from tests.theorems.compose import write

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")

WHO = "R. Example\n2016-01-04\n"
RELEASED = "r\nno exemption covers it\n"
UPHELD = "u\nB5 deliberative\nit would chill advice\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, write(PLAN))


def asked(desk: Desk, typed: str) -> tuple[int, str]:
    """Sit at the terminal and type."""
    result = CliRunner().invoke(app, ["review", str(desk.out), "--ask"], prog_name="redactor", input=typed)
    return result.exit_code, result.output


def decisions(desk: Desk) -> Path:
    return desk.out.with_name("out.custody") / "07ASTANA1668.decisions.yaml"


def test_the_printed_command_makes_the_copy(desk: Desk) -> None:
    """Redact, review, answer, type what was printed: done, and it verifies."""
    decisions(desk).unlink()
    code, printed = asked(desk, WHO + RELEASED + UPHELD)
    assert code == 5
    step = next(line for line in printed.splitlines() if line.startswith("next: "))
    words = shlex.split(step.removeprefix("next: "))
    assert words[0] == "redactor"
    code, _, stderr = command(*words[1:])
    assert code == 0, stderr
    assert desk.files() == [DONE]
    assert "two roads" in (desk.out / DONE).read_text("utf-8")
    assert command("review", desk.out) == (0, "nothing awaits a person\n", "")


def test_the_command_repeats_settings_and_policy_path(tmp_path: Path) -> None:
    """What the draft was made with stands in custody: `--set`, the policy as it was typed, the format."""
    path = tmp_path / "my own.yaml"
    path.write_text(
        command("policy", "show", "foia")[1].replace(
            "entities: 1\n", "entities: 1\nparams: {partner: {type: country}}\n", 1
        ),
        encoding="utf-8",
    )
    cable, out = tmp_path / "a cable.txt", tmp_path / "out"
    cable.write_text(write(PLAN), encoding="utf-8")
    given = ("-p", path, "--set", "partner=GBR", "-f", "json", "--as-of", "2016-01-01")
    assert command("redact", cable, *given, "-o", out)[0] == 5
    (draft,) = review.drafts(out)
    words = shlex.split(review.next_command(draft, tmp_path / "d.yaml", out))
    assert words[2:10] == [str(cable), "-p", str(path), "--set", "partner=GBR", "-f", "json", "-o"]


def test_a_review_goes_on_where_it_was_left(desk: Desk) -> None:
    """The first answer is in the file, 0600 and whole; only the second is asked for."""
    decisions(desk).unlink()
    code, printed = asked(desk, WHO + RELEASED + "q\n")
    assert (code, "1 of 2" in printed) == (5, True)
    assert decisions(desk).stat().st_mode & 0o777 == 0o600
    code, printed = asked(desk, WHO + UPHELD)
    assert "1 of them decided already" in printed
    assert "1 of 1: removal" in printed
    assert desk.redact("--decisions", decisions(desk))[0] == 0


def test_a_file_that_was_laid_out_and_left_is_written_anew(desk: Desk) -> None:
    """Empty entries are no decisions; Desk laid the file out before."""
    assert 'harm: ""' in decisions(desk).read_text("utf-8")
    asked(desk, WHO + RELEASED + UPHELD)
    assert 'harm: ""' not in decisions(desk).read_text("utf-8")
    assert desk.redact("--decisions", decisions(desk))[0] == 0


def test_a_file_that_is_half_filled_in_is_not_touched(desk: Desk) -> None:
    """What is missing in it is named (4), and nothing is asked."""
    half = decisions(desk).read_text("utf-8").replace('harm: ""', "harm: it would chill advice", 1)
    decisions(desk).write_text(half, encoding="utf-8")
    code, printed = asked(desk, WHO + RELEASED + UPHELD)
    assert code == 4
    assert "RP024" in printed
    assert decisions(desk).read_text("utf-8") == half
    assert desk.files() == [DRAFT]


class Meddler:
    """Somebody who writes into the file while the reviewer thinks."""

    def __init__(self, path: Path) -> None:
        self.path, self.answers = path, iter((WHO + RELEASED + UPHELD).splitlines())

    def tell(self, text: str) -> None:
        if "2 of 2" in text:
            self.path.write_text(self.path.read_text("utf-8") + "# mine\n", encoding="utf-8")

    def ask(self, question: str) -> str:
        del question
        return next(self.answers)


def test_a_file_that_somebody_else_writes_meanwhile_is_left_alone(desk: Desk) -> None:
    """The review stops with a sentence; nothing of either is lost."""
    found, custody = review.drafts(desk.out), desk.out.with_name("out.custody")
    today = found[0].as_of
    with pytest.raises(UsageError, match="changed while you decided"):
        walk.walk(found, custody, Meddler(decisions(desk)), dt.date.fromisoformat(today), lambda _: {})
    assert decisions(desk).read_text("utf-8").endswith("# mine\n")
    assert decisions(desk).read_text("utf-8").count("no exemption covers it") == 1


def test_no_text_of_the_cable_is_shown_unless_asked_for(desk: Desk) -> None:
    """The item is described by its marking and its rules."""
    _, printed = asked(desk, WHO + "s\ns\n")
    assert "SBU, marked" in printed
    assert "roads" not in printed


@pytest.mark.parametrize(
    "words",
    [
        ("--ask", "--json"),  # a program does not answer
        ("--file", "--show-text"),  # a file holds no text
    ],
)
def test_words_that_contradict_each_other_are_refused(desk: Desk, words: tuple[str, str]) -> None:
    """Wrong usage (2), and the file is not touched."""
    before = decisions(desk).read_bytes()
    assert command("review", desk.out, *words)[0] == 2
    assert decisions(desk).read_bytes() == before


def test_an_answer_that_would_break_the_file_is_asked_for_again(desk: Desk) -> None:
    """A bell, a tab, nothing at all; quotes and colons are plain text."""
    decisions(desk).unlink()
    code, printed = asked(
        desk, 'R. "X": Example\n2016-01-04\nr\n\x07\n\na\tb\nbecause: [it, "is"] known # yes\n' + UPHELD
    )
    assert code == 5
    assert printed.count("one line of plain text is needed") == 3
    assert desk.redact("--decisions", decisions(desk))[0] == 0


CONFIRMED = "c\nN. Mor\nDirector\n2015-12-01\ncase 12\n"


def test_a_confirmed_portion_is_asked_about_once_more(tmp_path: Path) -> None:
    """Declassified it is SBU, and on hold anew: the same text, another question, in the same file."""
    desk = Desk(tmp_path, write(replace(PLAN, decl="DECL: 06/17/2010", paragraphs=PLAN.paragraphs[:1])))
    (path,) = desk.out.with_name("out.custody").glob("*.decisions.yaml")
    left = len(desk.open)
    typed = "".join(CONFIRMED if item["portion"] == "1" else "s\n" for item in desk.open)
    assert asked(desk, WHO + typed)[0] == 5
    assert desk.redact("--decisions", path)[0] == 5
    printed = asked(desk, WHO + "s\n" * left)[1]
    assert "decided already" not in printed
    assert "it was declassified: does another exemption cover the content?" in printed
    laid = command("review", desk.out, "--file")[1]
    assert "add these entries at its end" in laid


def test_decisions_from_elsewhere_are_not_forgotten(desk: Desk) -> None:
    """A run reads one file: what another file decided stands in the new one too."""
    decisions(desk).unlink()
    other = desk.here / "mine.yaml"
    entry = json.dumps(desk.entry(UPHOLD, 0))
    other.write_text(
        f"redactor-decisions: 1\ndocument: 07ASTANA1668\ndecisions:\n  - {entry}\n", encoding="utf-8"
    )
    assert desk.redact("--decisions", other)[0] == 5
    command("review", desk.out, "--file")
    assert "it would chill advice" in decisions(desk).read_text("utf-8")
