"""Models are measured side by side on gold: figures for people and programs, misses in context only on request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from redactor.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

#  the rules find Rosa Lomar by her title and her second mention by her name; nothing shows them Quorl
CONLL = (
    "Minister O\nRosa B-PER\nLomar I-PER\nmet O\nus O\nin O\nAlmaty B-LOC\n. O\n\n"
    "Lomar B-PER\nasked O\nfor O\nquorl B-PER\n. O\n"
)


def run(*words: str) -> tuple[int, str, str]:
    """Run the command line in this process; give exit code and both streams."""
    result = CliRunner().invoke(app, ["detectors", "evaluate", *words], prog_name="redactor")
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Write the small gold."""
    path = tmp_path / "gold.conll"
    path.write_text(CONLL, encoding="utf-8")
    return path


def test_figures_for_programs(gold: Path) -> None:
    """Counts are those of the small gold: two of three persons' spans, the place, one line missed."""
    code, stdout, _ = run(str(gold), "--json")
    rules, shipped = json.loads(stdout)["models"]
    assert shipped["model"] is not None
    assert (0, None, 1) == (code, rules["model"], rules["texts"])
    assert {"part": 2, "of": 3} == {key: rules["spans"]["PERSON"]["recall"][key] for key in ("part", "of")}
    assert {"part": 1, "of": 1} == {key: rules["spans"]["LOCATION"]["recall"][key] for key in ("part", "of")}
    assert {"part": 2, "of": 3} == {key: rules["people"][key] for key in ("part", "of")}
    assert [2] == [one["line"] for one in rules["missed"]]


def test_no_text_without_asking(gold: Path) -> None:
    """A missed name is shown with --show-text alone."""
    _, quiet, _ = run(str(gold))
    _, shown, _ = run(str(gold), "--show-text")
    assert "quorl" not in quiet
    assert "for [quorl] ." in shown
    assert "document 1:2" in quiet


def test_spans_in_a_file(gold: Path, tmp_path: Path) -> None:
    """--dump writes offsets of what was found and no text; a file that is there is not replaced."""
    path = tmp_path / "spans.json"
    assert run(str(gold), "--dump", str(path))[0] == 0
    written = path.read_text(encoding="utf-8")
    spans = json.loads(written)[0]["found"][0]["spans"]
    assert [9, 19, "PERSON"] in spans
    assert "Lomar" not in written
    assert run(str(gold), "--dump", str(path))[0] == 7


def test_a_half_that_is_empty_is_wrong_usage(gold: Path) -> None:
    """Figures of nothing are none."""
    code, _, stderr = run(str(gold), "--half", "held")
    assert code == 2
    assert "no annotated text is left" in stderr


def test_a_model_that_is_not_installed_says_how(gold: Path) -> None:
    """The name of a model that is not there is an error with the next step."""
    code, _, stderr = run(str(gold), "--nlp", "en_no_such_model")
    assert code == 2
    assert "is not installed" in stderr
    assert "pip" in stderr
