"""What inspect shows: valid JSON, and no word of the cable unless it was asked for."""

from __future__ import annotations

import json

import jsonschema
import pytest

from redactor import cable, files
from redactor.report import inspect
from tests.cable.test_reader import HEAD

TEXT = (
    HEAD.format(banner="C O N F I D E N T I A L", prosign="ZNY CCCCC ZZH")
    + "1. (U) Marigold\x1b[2J [red]said[/red] so.\nFARRADAY\n"
)


@pytest.mark.parametrize("show_text", [False, True])
def test_the_json_is_valid(show_text: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """The document is what the shipped schema says, with and without text."""
    schema = json.loads(files.package_data("inspect-v1.schema.json"))
    document = json.loads(inspect.to_json(cable.read(TEXT.encode()), show_text=show_text))
    jsonschema.validate(document, schema)


def test_no_word_of_the_cable_is_shown_unasked() -> None:
    """Neither table nor JSON holds a body word, a header word or the message's number."""
    read = cable.read(TEXT.encode())
    shown = inspect.to_text(read, show_text=False) + inspect.to_json(read, show_text=False)
    for word in (
        "Marigold",
        "FARRADAY",
        "Farraday",
        "VELMORA",
        "SOLENY",
        "PGOV",
        "000417",
        "08VELMORA417",
        "DUES",
    ):
        assert word not in shown


def test_a_cables_escapes_do_not_reach_the_terminal() -> None:
    """With --show-text an escape is written out, and brackets are no markup."""
    shown = inspect.to_text(cable.read(TEXT.encode()), show_text=True)
    assert "\x1b" not in shown
    assert "[red]said[/red]" in shown
