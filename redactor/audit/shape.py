"""Holds a record against the shipped JSON Schema, fast enough for a log of ten thousand documents.

The schema is compiled to plain functions; only the keywords that it uses are known, any other is an
error. Tests compare the answers with those of the jsonschema library.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from redactor import files
from redactor.audit.canonical import Json
from redactor.errors import InternalError

SCHEMA = "audit-record-v1.schema.json"
Check = Callable[[Json], bool]
_TYPES: dict[str, Check] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_COMMENTS = frozenset({"$schema", "$id", "$defs", "title", "description"})
# These belong to another keyword, which reads them.
_COMPANIONS = frozenset({"properties", "required"})
_BOUNDS = frozenset({"minLength", "maxLength", "minItems", "minimum", "maximum"})
# The type that a keyword's own check asks for.
_TYPED = {"pattern": "string", "enum": "string", "items": "array", "additionalProperties": "object"}


def record_check() -> Check:
    """Give the check that says whether a parsed line is a record of version 1."""
    return check_of(SCHEMA)


@functools.cache
def check_of(name: str) -> Check:
    """Give the check that a shipped schema is."""
    schema = json.loads(files.package_data(name))
    return _compile(schema, schema["$defs"])


def _compile(schema: dict[str, Any], defs: dict[str, Any]) -> Check:
    named = [keyword for keyword in schema if keyword not in _COMMENTS and keyword not in _COMPANIONS]
    needed = [keyword for keyword in named if _known(keyword) and not _implied(keyword, schema)]
    # Bounds may trust the type.
    needed.sort(key=lambda keyword: keyword in _BOUNDS)
    checks = tuple(_KEYWORDS[keyword](schema[keyword], schema, defs) for keyword in needed)
    return checks[0] if len(checks) == 1 else _every(checks)


def _every(checks: tuple[Check, ...]) -> Check:
    def check(value: Json) -> bool:
        for one in checks:  # noqa: SIM110 - a generator for each value is half of the cost
            if not one(value):
                return False
        return True

    return check


def _implied(keyword: str, schema: dict[str, Any]) -> bool:
    """Say whether a type is checked by a keyword beside it."""
    return keyword == "type" and any(_TYPED.get(other) == schema["type"] for other in schema)


def _known(keyword: str) -> bool:
    if keyword not in _KEYWORDS:
        raise InternalError(f"the record schema uses a keyword that its reader lacks: {keyword}")
    return True


def _reference(name: str, _schema: dict[str, Any], defs: dict[str, Any]) -> Check:
    return _compile(defs[name.rpartition("/")[2]], defs)


def _one_of(choices: list[dict[str, Any]], _schema: dict[str, Any], defs: dict[str, Any]) -> Check:
    """Any is one here: the schema's alternatives exclude each other by a constant or a type."""
    compiled = [_compile(choice, defs) for choice in choices]
    return lambda value: any(check(value) for check in compiled)


def _constant(expected: Json, _schema: dict[str, Any], _defs: dict[str, Any]) -> Check:
    return lambda value: type(value) is type(expected) and value == expected


def _choice(values: list[str], _schema: dict[str, Any], _defs: dict[str, Any]) -> Check:
    allowed = frozenset(values)
    return lambda value: isinstance(value, str) and value in allowed


def _pattern(written: str, _schema: dict[str, Any], _defs: dict[str, Any]) -> Check:
    """Match the whole text: `$` alone would let a line end through."""
    expression = re.compile(written)
    return lambda value: isinstance(value, str) and expression.fullmatch(value) is not None


def _items(item: dict[str, Any], _schema: dict[str, Any], defs: dict[str, Any]) -> Check:
    check = _compile(item, defs)
    return lambda value: isinstance(value, list) and all(map(check, value))


def _closed(_argument: bool, schema: dict[str, Any], defs: dict[str, Any]) -> Check:  # noqa: FBT001 - the keyword's
    properties = {name: _compile(part, defs) for name, part in schema["properties"].items()}
    required = frozenset(schema["required"])

    def check(value: Json) -> bool:
        if (
            not isinstance(value, dict)
            or not required <= value.keys()
            or not value.keys() <= properties.keys()
        ):
            return False
        for name, item in value.items():  # noqa: SIM110 - as above
            if not properties[name](item):
                return False
        return True

    return check


def _at_least(measure: Callable[[Any], int]) -> Callable[[int, dict[str, Any], dict[str, Any]], Check]:
    return lambda bound, _schema, _defs: lambda value: measure(value) >= bound


def _at_most(measure: Callable[[Any], int]) -> Callable[[int, dict[str, Any], dict[str, Any]], Check]:
    return lambda bound, _schema, _defs: lambda value: measure(value) <= bound


_KEYWORDS: dict[str, Callable[[Any, dict[str, Any], dict[str, Any]], Check]] = {
    "$ref": _reference,
    "oneOf": _one_of,
    "type": lambda name, _schema, _defs: _TYPES[name],
    "const": _constant,
    "enum": _choice,
    "pattern": _pattern,
    "items": _items,
    "additionalProperties": _closed,
    "minLength": _at_least(len),
    "maxLength": _at_most(len),
    "minItems": _at_least(len),
    "minimum": _at_least(int),
    "maximum": _at_most(int),
}
