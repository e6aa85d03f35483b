"""No field of the record is dead, and none is written that its schema does not describe: by whole runs, every kind of line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from redactor import files
from redactor.audit import shape
from redactor.cli.app import app
from redactor.markings.types import Level
from redactor.model import (
    Action,
    AudienceKind,
    Basis,
    EntityKind,
    ReleaseState,
    RemovalKind,
    SectionKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
CABLES = ROOT / "examples/cables"
SCHEMA = json.loads(files.package_data(shape.SCHEMA))
DAY = ("--as-of", "2016-01-01", "--nlp", "none")
LINES = ("run", "release", "refusal", "unseal", "note")
# Each run shows what another does not: a policy and what it is asked.
RUNS: tuple[tuple[str, ...], ...] = (
    ("-p", "foia"),  # under a law, with harm
    ("-p", "partner", "--set", "country=AUS"),  # countries
    ("-p", "other-agency", "--set", "agency=Records Office"),  # the agency's name
    ("-p", "internal-sbu"),  # a clearance
    ("-p", "source-protection", "--shard", "1/1"),  # a part of a batch
    ("-p", str(ROOT / "examples/policies/with-own-list.yaml")),  # a list of one's own
    ("-p", "public", "--sign", "records.example.key", "-f", "html"),  # a signature, a rendering
)


def command(*words: object) -> int:
    return CliRunner().invoke(app, [str(word) for word in words]).exit_code


def described(schema: Any, path: str) -> Iterator[str]:
    """Give every field that a schema describes, by its way from the line."""
    if "$ref" in schema:
        yield from described(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    for part in schema.get("oneOf", ()):
        yield from described(part, path)
    if "items" in schema:
        yield from described(schema["items"], f"{path}[]")
    for name, part in schema.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from described(part, f"{path}.{name}")


def written(value: Any, path: str) -> Iterator[str]:
    """Give every field of a line, by its way from the line."""
    if isinstance(value, list):
        for item in value:
            yield from written(item, f"{path}[]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield f"{path}.{name}"
            yield from written(item, f"{path}.{name}")


# Kinds of things that no example cable keeps, in a paragraph that is kept.
SEEN = """
P 150900Z JUN 07
FM EMBASSY PORT QUENBY
TO SECSTATE WASHDC PRIORITY 0301
UNCLAS PORT QUENBY 000390

SUBJECT: THE HARBOR'S NEW SITE

1. (U) The Ministry of Fisheries paid $4,000 for www.quenby.example, which runs at 192.0.2.7 in a house at 51 30 00 N 000 07 00 W.
"""


RECORDED: list[dict[str, Any]] = []


@pytest.fixture
def lines(tmp_path_factory: pytest.TempPathFactory, one_detector: None) -> list[dict[str, Any]]:
    """Give every line that the runs write; they are made once."""
    del one_detector
    if not RECORDED:
        RECORDED.extend(recorded(tmp_path_factory.mktemp("fields")))
    return RECORDED


def recorded(base: Path) -> list[dict[str, Any]]:
    """Redact the example cables under every kind of policy; open a removal, remark on it."""
    (base / "seen.txt").write_text(SEEN, encoding="utf-8")
    (base / "none.txt").write_bytes(b"\xff\xfe\xff")
    command("audit", "keygen", "records.example", "-o", base)
    for number, words in enumerate(RUNS):
        told = [str(base / word) if word.endswith(".key") else word for word in words]
        command("redact", CABLES, base / "seen.txt", base / "none.txt", "-o", base / str(number), *DAY, *told)
    by = ("--by", "A. Reviewer")
    out = base / "2"
    command(
        "audit", "unseal", out, "07VELMORA412", 1, *by, "--reason", "by letter", "-o", base / "opening.json"
    )
    command("audit", "note", out, *by, "--text", "read against the list")
    logs = [base / str(number) / "audit.jsonl" for number in range(len(RUNS))]
    return [json.loads(line) for log in logs for line in log.read_bytes().splitlines()]


def test_every_field_that_is_described_is_written(lines: list[dict[str, Any]]) -> None:
    """A field that no run writes says nothing, and nobody would see it break."""
    fields = {field for line in LINES for field in described({"$ref": f"#/$defs/{line}"}, line)}
    dead = fields - {field for line in lines for field in written(line, line["type"])}
    # what a detector finds that somebody brought along and that has no row in our vocabulary
    assert dead == {"release.kept.OTHER"}


def test_no_field_is_written_that_is_not_described(lines: list[dict[str, Any]]) -> None:
    """The schema is all there is: nothing of a cable has a place of its own beside it."""
    fields = {field for line in LINES for field in described({"$ref": f"#/$defs/{line}"}, line)}
    assert {field for line in lines for field in written(line, line["type"])} <= fields
    assert {line["type"] for line in lines} == set(LINES)


# Where the schema lists words, and whose words they are.
WORDS: tuple[tuple[tuple[str, ...], set[str]], ...] = (
    (("removal", "properties", "kind", "enum"), {kind.value for kind in RemovalKind}),
    (("removal", "properties", "action", "enum"), {action.name.lower() for action in Action} - {"keep"}),
    (("removal", "properties", "entity", "enum"), {kind.value for kind in EntityKind}),
    (("removal", "properties", "section", "enum"), {kind.value for kind in SectionKind}),
    (("removal", "properties", "basis", "enum"), {basis.value for basis in Basis}),
    (("level", "enum"), {level.name for level in Level}),
    (("release", "properties", "state", "enum"), {state.value for state in ReleaseState}),
    (("release", "properties", "kept", "properties"), {kind.value for kind in EntityKind}),
    (("run", "properties", "audience", "properties", "kind", "enum"), {kind.value for kind in AudienceKind}),
)  # fmt: skip


@pytest.mark.parametrize(("way", "words"), WORDS, ids=[".".join(way) for way, _ in WORDS])
def test_a_list_of_words_is_the_models(way: tuple[str, ...], words: set[str]) -> None:
    """No word is described that the model lacks, and none of the model's is missing."""
    found = SCHEMA["$defs"]
    for step in way:
        found = found[step]
    assert set(found) == words
