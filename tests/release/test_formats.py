"""Formats: JSON says what the text form says, keeps to its schema and reads back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from redactor import files
from redactor.release import FORMATS, from_json, plan, render, to_json
from tests.release.factories import (
    HOLDER,
    PUBLIC,
    Name,
    Part,
    field,
    heading,
    page,
    para,
    policy,
    remark,
    scene,
)

if TYPE_CHECKING:
    from redactor.model import Audience, Release

NAMES = para("9", "Joan Pinewood left.", names=(Name("Joan Pinewood"),))

# Each row: parts whose release exercises one thing that JSON must carry.
CASES: list[tuple[str, tuple[Part, ...], bool]] = [
    ("nothing removed", (para("1", "Wheat is dear."),), False),
    ("a withheld paragraph", (para("1", "Wheat.", "withhold", "C"), para("2", "Oats.")), False),
    ("a draft", (para("1", "Wheat.", "hold", "SBU"), para("2", "Oats.")), False),
    ("a denied cable", (heading("heading", "Wheat"), para("1", "Oats.", "withhold", "C")), True),
    ("a name", (NAMES,), False),
    (
        "a header line",
        (field("date", "", "P 180941Z JUN 07 ZDK", "180941Z JUN 07"), para("1", "Oats.")),
        False,
    ),
    ("blanks instead of blanks", (field("from", "FM", "   ANYTOWN", "ANYTOWN"), para("1", "Oats.")), False),
    ("vanishing lines", (remark("banner", "SECRET"), page(), para("1", "Oats."), page()), False),
    ("text that looks like a marker", (para("1", "It said [B1 1.4(b): paragraph]."),), False),
    ("letters of more than one byte", (para("1", "Bl\u00e9 \u2014 \U0001f33e dear.", gap=""), NAMES), False),
]


def made(parts: tuple[Part, ...], audience: Audience = PUBLIC, *, denied: bool = False) -> Release:
    """Plan and render."""
    laid = scene(*parts, denied=denied)
    return render(laid.cable, policy(audience), laid.verdict, plan(laid.cable, laid.verdict))


def schema() -> Draft202012Validator:
    """Give the shipped schema; nothing is ever fetched."""
    return Draft202012Validator(json.loads(files.package_data("release-v1.schema.json")), registry=Registry())


@pytest.mark.parametrize("audience", [PUBLIC, HOLDER])
@pytest.mark.parametrize(("why", "parts", "denied"), CASES, ids=[case[0] for case in CASES])
def test_json_keeps_to_its_schema_and_reads_back(
    why: str, parts: tuple[Part, ...], audience: Audience, *, denied: bool
) -> None:
    """Whatever is released, the JSON rendering holds the same text."""
    assert why
    release = made(parts, audience, denied=denied)
    document = to_json(release)
    schema().validate(json.loads(document))
    assert from_json(document) == release.text
    assert document.isascii()
    assert document.endswith("}\n")


def pieces(release: Release) -> list[dict[str, Any]]:
    """Give every piece of every line."""
    return [piece for line in json.loads(to_json(release))["lines"] for piece in line]


def test_a_marker_is_told_apart_from_text_that_looks_like_one() -> None:
    """JSON says which words are ours: what the original forged is text."""
    release = made((para("1", "It said [PRIVACY: name].", gap="\n"), NAMES))
    kinds = [piece["kind"] for piece in pieces(release) if "[PRIVACY: name]" in piece["text"]]
    assert kinds == ["text", "marker"]


def test_a_marker_carries_what_it_says() -> None:
    """Authorities, word and number of a removal are fields of their own."""
    release = made((heading("heading", "Wheat"), para("1", "Oats.")))
    (piece,) = [piece for piece in pieces(release) if piece["kind"] == "marker"]
    assert piece == {
        "action": "withhold",
        "authorities": ["CLASS"],
        "kind": "marker",
        "number": 1,
        "portion": "heading",
        "review": False,
        "text": "[CLASS: heading, unmarked]",
        "unmarked": True,
        "what": "heading",
    }


def test_text_carries_its_portion() -> None:
    """Kept text names the portion that it belongs to."""
    release = made((para("1", "Wheat.", "withhold", "C"), para("2", "Oats\nare dear.")))
    told = [(piece["portion"], piece["text"]) for piece in pieces(release) if piece["kind"] == "text"]
    assert told == [("1", "1. (C)"), ("2", "2. (U) Oats"), ("2", "are dear.")]


def test_every_format_reads_back() -> None:
    """A format that cannot be read back cannot be guarded."""
    release = made((heading("heading", "Wheat"), NAMES))
    assert all(form.read(form.write(release)) == release.text for form in FORMATS.values())
    assert [name for name, form in FORMATS.items() if form.name == name] == ["text", "html", "md", "json"]
