"""Canonical JSON: one spelling per value, the one of RFC 8785, and nothing else is read."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from redactor.audit.canonical import MAX_INTEGER, MalformedError, canonical, parse
from redactor.errors import InternalError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(max_codepoint=127))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=6)


@given(OBJECTS)
def test_our_writer_agrees_with_rfc8785(value: dict[str, Any]) -> None:
    """Within the profile our bytes are those of the reference library."""
    assert canonical(value) == rfc8785.dumps(value)


@given(OBJECTS)
def test_what_is_written_reads_back(value: dict[str, Any]) -> None:
    """Reading gives the value again."""
    assert parse(canonical(value)) == value


def test_every_code_point_is_written_as_rfc8785_does() -> None:
    """All code points of the first planes, a chunk at a time."""
    for start in range(0, 0x20000, 0x1000):
        text = "".join(chr(code) for code in range(start, start + 0x1000) if not 0xD800 <= code < 0xE000)
        assert canonical({"k": text}) == rfc8785.dumps({"k": text})


@pytest.mark.parametrize(
    "line",
    [
        b"",  # nothing
        b"[]",  # no object
        b"null",  # no object either
        b'{"a":1,"a":1}',  # a key twice
        b'{"b":1,"a":1}',  # keys out of order
        b'{"a": 1}',  # a blank
        b'{"a":1.0}',  # a float
        b'{"a":1e3}',  # a float in disguise
        b'{"a":NaN}',  # no number at all
        b'{"a":Infinity}',  # the same
        b'{"a":-0}',  # two spellings of nothing
        b'{"a":9007199254740992}',  # beyond what others read exactly
        b'{"a":' + b"1" * 5000 + b"}",  # beyond what Python converts
        b'{"a":"\\u0041"}',  # an escape that is not needed
        b'{"a":"\\ud800"}',  # half a character
        b'{"a":"\xff"}',  # not UTF-8
        '{"\u00e9":1}'.encode(),  # a key that is not ASCII
        b'{"a":1}\n',  # more than the line
        b"[" * 100_000,  # deeper than any record
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,  # the same, closed
    ],
)
def test_anything_else_is_malformed(line: bytes) -> None:
    """Every other spelling is refused by the one typed error."""
    with pytest.raises(MalformedError):
        parse(line)


@given(st.binary())
def test_reading_is_total(line: bytes) -> None:
    """Any bytes give an object or MalformedError."""
    with contextlib.suppress(MalformedError):
        assert canonical(parse(line)) == line


@pytest.mark.parametrize(
    "value", [{"a": 1.5}, {"\u00e9": 1}, {"a": 2**53}, {"a": "\ud800"}, {"a": {1}}, {1: 1}]
)
def test_values_outside_the_profile_are_a_bug(value: Any) -> None:
    """The writer refuses what it could not read back."""
    with pytest.raises(InternalError):
        canonical(value)


def test_public_vectors_within_the_profile(shared: Path) -> None:
    """The published RFC 8785 outputs that hold no floats come out byte for byte."""
    folder = shared / "data" / "vectors" / "jcs"
    done = 0
    for path in sorted((folder / "input").glob("*.json")):
        value = json.loads(path.read_text(encoding="utf-8"))
        try:
            written = canonical(value)
        except InternalError:
            continue  # floats or other keys: outside our profile
        assert written == (folder / "output" / path.name).read_bytes().rstrip(b"\n")
        done += 1
    assert done
