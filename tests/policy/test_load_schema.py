"""The published JSON Schema accepts what the reader accepts, on text scalars."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import referencing
from hypothesis import given
from hypothesis import strategies as st

from redactor import policy
from redactor.errors import PolicyError
from redactor.files import package_data
from redactor.policy.load import Source, examine
from redactor.policy.nodes import Plain, Problems, plain
from redactor.policy.schema import policy_schema, policy_schema_text
from redactor.policy.shape import FILE
from redactor.policy.yaml_reader import read_yaml
from tests.policy.bad_policies import MEANING, SHAPE
from tests.policy.good_policies import GOOD


def _whole(_validator: object, pattern: str, instance: object, _schema: object) -> object:
    """Match as ECMA-262 does: there `$` never stands before a last line end."""
    if isinstance(instance, str) and not re.search(pattern.replace("$", r"\Z"), instance):
        yield jsonschema.ValidationError("pattern")


_Validator = jsonschema.validators.extend(jsonschema.Draft7Validator, {"pattern": _whole})  # type: ignore[no-untyped-call]  # jsonschema's stubs leave it so
VALIDATOR = _Validator(policy_schema(), registry=referencing.Registry())


def accepts(value: Plain) -> bool:
    return bool(VALIDATOR.is_valid(value))


def tree(text: str) -> Plain:
    return plain(read_yaml(text, "x", Problems()))


def test_the_schema_that_ships_is_the_one_that_the_reader_gives() -> None:
    """data/policy-v1.schema.json is what `policy_schema_text` writes."""
    assert package_data("policy-v1.schema.json") == policy_schema_text()


def test_the_schema_is_a_schema() -> None:
    """It is valid draft-07."""
    jsonschema.Draft7Validator.check_schema(policy_schema())


@pytest.mark.parametrize("text", [row[1] for row in SHAPE], ids=[row[0] for row in SHAPE])
def test_the_schema_refuses_faults_of_shape(text: str) -> None:
    """What the reader refuses by its grammar, the schema refuses."""
    assert not accepts(tree(text))


@pytest.mark.parametrize("text", [row[1] for row in GOOD], ids=[row[0] for row in GOOD])
def test_the_schema_accepts_good_policies(text: str) -> None:
    """What the reader accepts, the schema accepts."""
    assert accepts(tree(text))


@pytest.mark.parametrize("name", policy.stock())
def test_the_schema_accepts_the_stock_policies(name: str) -> None:
    """Every stock policy is valid by the schema."""
    assert accepts(tree(policy.path_of(name).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("found", "put"),
    [
        # what editors make of `redactor: 1`, `entities: 1` and of yes and no
        ("redactor", 1),
        ("entities", 1),
        ("law_enforcement", True),
        ("law_enforcement", False),
    ],
)
def test_the_schema_accepts_what_editors_retype(found: str, put: object) -> None:
    """A number or a boolean in place of its text is accepted where editors leave one."""
    value = tree(GOOD[0][1])
    assert isinstance(value, dict)
    assert VALIDATOR.is_valid({**value, found: put})


def mutations(value: Plain) -> st.SearchStrategy[Plain]:
    """Give the tree with one node put in place of another, or taken out."""
    if isinstance(value, dict) and value:
        return st.sampled_from(sorted(value)).flatmap(
            lambda key: st.one_of(
                mutations(value[key]).map(lambda changed: {**value, key: changed}),
                st.just({name: item for name, item in value.items() if name != key}),
                st.sampled_from(["when", "id", "extra"]).map(lambda name: {**value, name: value[key]}),
            )
        )
    if isinstance(value, list) and value:
        return st.integers(0, len(value) - 1).flatmap(
            lambda index: mutations(value[index]).map(
                lambda changed: [*value[:index], changed, *value[index + 1 :]]
            )
        )
    words = [
        "",
        "U",
        "PERSON",
        "a b",
        "1",
        "keep",
        "hold",
        "yes",
        "2027-01-01",
        "NOFORN",
        "CLASS",
        "B1",
        " ",
        "é\n",
        "8",
    ]
    return st.one_of(
        st.sampled_from(words),
        st.text(st.characters(max_codepoint=0xD7FF), max_size=3),
        st.just([]),
        st.just({}),
        st.just({"param": "x"}),
    )


def nodes(value: Plain) -> str:
    """Write a tree as YAML that reads back as it is (JSON is YAML)."""
    import json

    return json.dumps(value)


def judged(value: Plain) -> bool:
    """Say whether the grammar accepts a tree, faults that no schema can know aside."""
    problems = Problems()
    FILE.check(read_yaml(nodes(value), "x", problems), problems)
    return not [item for item in problems.found if item.code not in {"RP026", "RP027"}]


@given(st.sampled_from([row[1] for row in GOOD]).map(tree).flatmap(mutations))
def test_reader_and_schema_agree(value: Plain) -> None:
    """On any policy changed at one node, the reader's grammar and the schema say the same."""
    assert judged(value) == accepts(value)


@pytest.mark.parametrize("text", [row[1] for row in MEANING], ids=[row[0] for row in MEANING])
def test_faults_of_meaning_are_the_readers_alone(text: str) -> None:
    """What a schema cannot say it accepts; the reader refuses it all the same."""
    assert accepts(tree(text))
    with pytest.raises(PolicyError):
        examine(Source(text.encode(), "x", Path()))
