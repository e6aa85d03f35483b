"""The compiled record check and the shipped JSON Schema say the same of every record."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry

from redactor import files
from redactor.audit import shape
from redactor.errors import InternalError
from tests.audit.builders import Plan, document, write_run

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = json.loads(files.package_data(shape.SCHEMA))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, registry=Registry())
RECORDS: list[dict[str, Any]] = []


@pytest.fixture(autouse=True)
def records(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    if not RECORDS:
        out: Path = tmp_path_factory.mktemp("shape") / "out"
        write_run(out, document(), document(Plan(serial="000007", hold=True)))
        RECORDS.extend(json.loads(line) for line in (out / "audit.jsonl").read_bytes().splitlines())
        base = {"v": 1, "seq": 3, "prev": "0" * 64, "custody": "0" * 64}
        RECORDS.append({**base, "type": "note", "doc": None, "actor": "r", "text": "moved to another disk"})
        RECORDS.append(
            {
                **base,
                "type": "unseal",
                "doc": "08XANADU42",
                "line": 1,
                "removals": [1],
                "actor": "r",
                "reason": "x",
            }
        )
    return RECORDS


def agree(record: Any) -> bool:
    mine, theirs = shape.record_check()(record), VALIDATOR.is_valid(record)
    assert mine == theirs, record
    return mine


def test_the_schema_is_a_schema() -> None:
    """The shipped file is a valid draft 2020-12 schema."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_what_a_run_writes_fits_the_schema(records: list[dict[str, Any]]) -> None:
    """Every kind of line is accepted by both."""
    assert all(agree(record) for record in records)
    assert {record["type"] for record in records} == {"run", "release", "note", "unseal"}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        below = [place for key, item in value.items() for place in places(item, (*path, key))]
    elif isinstance(value, list):
        below = [place for index, item in enumerate(value) for place in places(item, (*path, index))]
    return [path, *below]


ODD = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        -1,
        2**53,
        "",
        "x",
        "C",
        "U",
        "0" * 64,
        "0" * 63,
        "A" * 64,
        "x" * 5000,
        [],
        {},
        [None],
        {"text": "x"},
    ]
)


@given(st.data())
def test_a_changed_record_is_judged_alike(data: st.DataObject) -> None:
    """Replace, drop or add something anywhere: both checks accept or both refuse."""
    record = copy.deepcopy(data.draw(st.sampled_from(RECORDS)))
    path = data.draw(st.sampled_from(places(record)[1:]))
    parent = record
    for step in path[:-1]:
        parent = parent[step]
    match data.draw(st.sampled_from(["replace", "drop", "add"])):
        case "replace":
            parent[path[-1]] = data.draw(ODD)
        case "drop":
            del parent[path[-1]]
        case _ if isinstance(parent, dict):
            parent[data.draw(st.sampled_from(["text", "start", "offset", "x"]))] = data.draw(ODD)
    agree(record)


@pytest.mark.parametrize("key", ["text", "start", "end", "score", "length", "sha256"])
def test_a_removal_has_no_room_for_secrets(records: list[dict[str, Any]], key: str) -> None:
    """Text, original offsets, scores and plain digests have no field to stand in."""
    record = copy.deepcopy(records[1])
    record["removals"][0][key] = 1
    assert not agree(record)


def test_a_line_end_behind_a_digest_is_refused(records: list[dict[str, Any]]) -> None:
    """`$` matches before a last line end; the check does not."""
    record = {**records[1], "prev": "0" * 64 + "\n"}
    assert not shape.record_check()(record)


def test_an_unknown_keyword_is_a_bug() -> None:
    """A schema that says more than the compiled check knows is never half checked."""
    with pytest.raises(InternalError):
        shape._compile({"type": "string", "format": "date"}, {})


def test_the_page_names_every_field(root: Path) -> None:
    """docs/reference/audit-format.md speaks of each field that a run, a release or a refusal has."""
    page = (root / "docs/reference/audit-format.md").read_text(encoding="utf-8")
    kinds = ("run", "release", "refusal", "removal")
    fields = {field for kind in kinds for field in SCHEMA["$defs"][kind]["properties"]}
    assert sorted(field for field in fields if f"`{field}`" not in page) == []


def objects(schema: Any) -> list[dict[str, Any]]:
    """Give every object that a schema describes."""
    parts = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    below = [found for part in parts for found in objects(part)]
    return [schema, *below] if isinstance(schema, dict) and schema.get("type") == "object" else below


def test_every_object_is_closed() -> None:
    """No object of a line takes a field that the schema does not describe: text has no place to slip into."""
    found = objects(SCHEMA)
    assert len(found) > 10
    assert all(one.get("additionalProperties") is False for one in found)
    assert all(set(one["required"]) <= set(one["properties"]) for one in found)
