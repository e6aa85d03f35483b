"""A run under `detect: review`, through the command line: questions, answers, the copy, and what verifies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from redactor import policy as policies
from tests.cli.desk import command

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("one_detector")

CABLE = """\
ZNR UUUUU ZZH
P 141130Z JUN 07 ZDK
FM AMEMBASSY VELMORA
TO RUEHC/SECSTATE WASHDC PRIORITY 1122

UNCLAS VELMORA 000412

E.O. 12958: N/A
TAGS: PGOV, PREL
SUBJECT: WATER PRICES IN THE NORTH

1. (U) The pilots mended the Brelkin pump on Monday. The owner of the Brelkin pump had left.

HALLOWAY
"""
DAY = ("--as-of", "2016-01-01", "--nlp", "none")


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    """Write the cable, and `public` with questions in place of guesses."""
    text = (
        policies.open_source("public").data.decode().replace("\naudience:", "\ndetect: review\naudience:", 1)
    )
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "cable.txt").write_text(CABLE, encoding="utf-8")
    return tmp_path


def redact(here: Path, *words: str | Path) -> tuple[int, str, str]:
    return command("redact", here / "cable.txt", "-p", here / "policy.yaml", "-o", here / "out", *DAY, *words)


def answers(here: Path, *verbs: dict[str, Any]) -> Path:
    """Answer the open questions, in the order of the text."""
    draft = json.loads(command("review", here / "out", "--json")[1])["drafts"][0]
    entries = [
        {
            "removals": [str(item["number"])],
            "commitments": [item["commitment"]],
            "reviewer": "R. Example",
            "date": "2016-01-04",
            **verb,
        }
        for item, verb in zip(draft["open"], verbs, strict=True)
    ]
    path = here / "out.custody" / "decisions.yaml"
    path.write_text(
        json.dumps({"redactor-decisions": 1, "document": draft["document"], "decisions": entries}), "utf-8"
    )
    return path


def test_what_may_be_a_name_is_asked_and_what_is_released_is_shown(asked: Path) -> None:
    """Two places of one word are two questions: one is shown, one goes, and the copy verifies."""
    code, _, told = redact(asked)
    assert code == 5
    assert "possible-name: an unknown word that may be a name: a person decides" in told
    draft = (asked / "out" / "07VELMORA412.draft.txt").read_text("utf-8")
    assert draft.count("[REVIEW: name]") == 2
    assert "Brelkin" not in draft
    released = {"release": {"because": "a pump, and no person"}}
    both = answers(asked, released, released)
    assert redact(asked, "--decisions", both)[0] == 0
    assert (asked / "out" / "07VELMORA412.txt").read_text("utf-8").count("Brelkin pump") == 2
    verified = command("verify", asked / "out", "--source", asked / "cable.txt", "-p", asked / "policy.yaml")
    assert verified[0] == 0, verified


def test_one_place_may_be_released_and_another_upheld(asked: Path) -> None:
    """Each answer speaks of its own place."""
    assert redact(asked)[0] == 5
    upheld = {"uphold": {"authority": ["PRIVACY"], "harm": "may be a person"}}
    path = answers(asked, {"release": {"because": "a pump"}}, upheld)
    assert redact(asked, "--decisions", path)[0] == 0
    assert (asked / "out" / "07VELMORA412.txt").read_text("utf-8").count("Brelkin") == 1


def test_the_next_command_repeats_the_protect_list(asked: Path) -> None:
    """Without it the decisions would be carried out on another run."""
    (asked / "list.txt").write_text("Ivo Zelkite\n", encoding="utf-8")
    assert redact(asked, "--protect-list", asked / "list.txt")[0] == 5
    assert f"--protect-list {asked / 'list.txt'}" in "".join(map(str, command("review", asked / "out")))
