"""Policies that are refused, each with its code and its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from redactor.errors import PolicyError
from redactor.policy.load import Examined, Source, examine
from tests.policy.bad_policies import MEANING, SHAPE
from tests.policy.good_policies import GOOD
from tests.policy.texts import UNDER_LAW, law, release


def read(text: str, folder: Path = Path()) -> Examined:
    return examine(Source(text.encode(), "test.yaml", folder))


def under_caret(text: str, line: int, column: int, width: int) -> str:
    return text.split("\n")[line - 1][column - 1 : column - 1 + width]


@pytest.mark.parametrize(
    ("text", "code", "marked"), [row[1:] for row in SHAPE + MEANING], ids=[row[0] for row in SHAPE + MEANING]
)
def test_a_bad_policy_is_refused_where_it_is_wrong(text: str, code: str, marked: str) -> None:
    """Each fault gives its stable code, and the caret stands under the smallest wrong thing."""
    with pytest.raises(PolicyError) as caught:
        read(text)
    found = [item for item in caught.value.diagnostics if item.code == code]
    assert found, [(item.code, item.message) for item in caught.value.diagnostics]
    place = found[0].place
    assert place is not None
    shown = under_caret(text, place.line, place.column, place.width)
    assert shown == marked or (marked in {"[", "{", "-", "redactor"} and shown == marked[0]) or not marked
    assert caught.value.sources == {"test.yaml": text}


@pytest.mark.parametrize("text", [row[1] for row in GOOD], ids=[row[0] for row in GOOD])
def test_what_stands_close_to_a_fault_is_accepted(text: str) -> None:
    """The neighbours of the faults in the table load."""
    assert read(text).policy.id == "test"


def test_all_faults_come_at_once_and_in_order() -> None:
    """A policy with several faults is refused once, with all of them in the order of the file."""
    text = law("B1") + "release: [{id: a, when: {entitty: [PERSON]}}]\ndetekt: none\nassume: [{}]\n"
    with pytest.raises(PolicyError) as caught:
        read(text)
    places = [(item.place.line, item.place.column) for item in caught.value.diagnostics if item.place]
    assert places == sorted(places)
    assert [item.code for item in caught.value.diagnostics] == ["RP206", "RP020", "RP020", "RP021"]
    assert "did you mean `entity`?" in {item.help for item in caught.value.diagnostics}
    assert "did you mean `detect`?" in {item.help for item in caught.value.diagnostics}


def test_an_id_twice_shows_both_places() -> None:
    """The second label of a repeated id points at its first use."""
    text = release("id: same, when: {level: {at_most: U}}") + "  - {id: same, when: {level: {is: [SBU]}}}\n"
    with pytest.raises(PolicyError) as caught:
        read(text)
    (found,) = caught.value.diagnostics
    assert found.place is not None
    assert found.second is not None
    assert (found.place.line, found.second.line) == (8, 7)


def test_a_message_repeats_at_most_a_short_line_of_the_file() -> None:
    """A value of a thousand characters, or one that moves the cursor, is cut and made plain."""
    text = release(f'id: a, when: {{level: {{at_most: "{"x" * 1000}\\u001b[2J"}}}}')
    with pytest.raises(PolicyError) as caught:
        read(text)
    assert all(len(item.message) < 120 and item.message.isprintable() for item in caught.value.diagnostics)


def test_a_policy_of_faults_is_reported_up_to_a_limit() -> None:
    """Ten thousand unknown keys give a hundred diagnostics, quickly."""
    text = UNDER_LAW + "".join(f"unknown-{number}: 1\n" for number in range(10_000))
    with pytest.raises(PolicyError) as caught:
        read(text)
    assert len(caught.value.diagnostics) == 100
