"""How diagnostics look: code, place, the line with its caret, a second place, what to type."""

from __future__ import annotations

import pytest

from redactor.errors import Diagnostic, Place
from redactor.report import diagnostics
from redactor.report.screen import width

TEXT = """\
redactor: 1
release:
  - {id: channel, when: {level: {at_most: U}}}
  - {id: other, when: {entitty: [PERSON]}}
"""
TEXTS = {"policies/test.yaml": TEXT}


def place(line: int, column: int, size: int = 1) -> Place:
    return Place("policies/test.yaml", line, column, size)


CASES = (
    (
        "one place, a label and a help",
        Diagnostic(
            "RP020",
            "unknown key `entitty`",
            place(4, 22, 7),
            label="not a key of a condition",
            help="did you mean `entity`?",
        ),
        """\
error[RP020]: unknown key `entitty`
 --> policies/test.yaml:4:22
  |
4 |   - {id: other, when: {entitty: [PERSON]}}
  |                      ^^^^^^^ not a key of a condition
  |
  = help: did you mean `entity`?

""",
    ),
    (
        "two places in one file",
        Diagnostic(
            "RP201",
            "the id `channel` is used twice",
            place(4, 10, 5),
            second=place(3, 10, 7),
            second_label="first used here",
        ),
        """\
error[RP201]: the id `channel` is used twice
 --> policies/test.yaml:4:10
  |
4 |   - {id: other, when: {entitty: [PERSON]}}
  |          ^^^^^
  :
3 |   - {id: channel, when: {level: {at_most: U}}}
  |          ------- first used here

""",
    ),
    (
        "no place",
        Diagnostic("RP002", "the file is larger than 1 MiB", help="cut it"),
        "error[RP002]: the file is larger than 1 MiB\n  = help: cut it\n\n",
    ),
    (
        "a place in a file whose text is not at hand",
        Diagnostic(
            "RP310", "`8` fits 2 portions", Place("decisions.yaml", 12, 5), label="here", help="name one"
        ),
        "error[RP310]: `8` fits 2 portions\n  --> decisions.yaml:12:5\n   = here\n   |\n   = help: name one\n\n",
    ),
    (
        "a warning",
        Diagnostic("RP290", "the policy is due for review", place(1, 11), severity="warning"),
        """\
warning[RP290]: the policy is due for review
 --> policies/test.yaml:1:11
  |
1 | redactor: 1
  |           ^

""",
    ),
    (
        "a place behind the last line",
        Diagnostic("RP003", "this is not YAML", place(9, 1)),
        "error[RP003]: this is not YAML\n --> policies/test.yaml:9:1\n  |\n9 |\n  | ^\n\n",
    ),
)


@pytest.mark.parametrize(
    ("diagnostic", "expected"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_diagnostic_looks_like_this(diagnostic: Diagnostic, expected: str) -> None:
    """Each diagnostic of the table is written exactly so."""
    assert diagnostics.render(diagnostic, TEXTS) == expected


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [
        ("title: é bad", 10, "title: é "),  # one column each
        ("title: 漢字 bad", 11, "title: 漢字 "),  # two columns each
        ("title:\tbad", 8, "title:\\t"),  # a tab is written out, it could be any width
        ("title: \u202ebad", 9, "title: \\u202e"),  # a sign that turns the line round is written out
        ("title: e\u0301 bad", 11, "title: e\u0301 "),  # a combining accent takes no column
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, before: str) -> None:
    """Wide, combining and unprintable characters do not move the caret away."""
    shown = diagnostics.render(Diagnostic("X", "m", Place("f", 1, column, 3)), {"f": line}).split("\n")
    assert shown[3].startswith("1 | " + before)
    assert shown[4] == "  | " + " " * width(before) + "^^^"


def test_a_long_line_is_cut_round_the_place() -> None:
    """A policy that is one line of a mebibyte shows a few words of it."""
    line = "a" * 500_000 + "HERE" + "b" * 500_000
    text = diagnostics.render(Diagnostic("X", "m", Place("f", 1, 500_001, 4)), {"f": line})
    assert len(text) < 1000
    source, carets = text.split("\n")[3:5]
    assert source[carets.index("^") : carets.index("^") + 4] == "HERE"


def test_nothing_in_a_diagnostic_moves_the_cursor() -> None:
    """File name, message, label and help are made plain."""
    odd = "\x1b[2J"
    text = diagnostics.render(
        Diagnostic(
            "X", odd, Place(odd, 1, 1), label=odd, help=odd, second=Place(odd, 1, 1), second_label=odd
        ),
        {odd: odd},
    )
    assert "\x1b" not in text


def test_a_diagnostic_as_plain_values() -> None:
    """The machine form holds all fields, the place as numbers."""
    assert diagnostics.to_json(CASES[1][1]) == {
        "code": "RP201",
        "example": [],
        "help": "",
        "label": "",
        "message": "the id `channel` is used twice",
        "place": {"column": 10, "file": "policies/test.yaml", "line": 4, "width": 5},
        "second": {"column": 10, "file": "policies/test.yaml", "line": 3, "width": 7},
        "second_label": "first used here",
        "severity": "error",
    }
