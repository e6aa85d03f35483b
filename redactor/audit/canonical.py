"""Canonical JSON (RFC 8785) for a narrow profile, and a reader that accepts nothing else.

The profile: ASCII keys, integers below 2^53, no floats, no lone surrogates. Within it the standard
library's writer gives the bytes of RFC 8785 (tests compare the two), so a line has one spelling only.
"""

from __future__ import annotations

import json
import re
from types import NoneType
from typing import TYPE_CHECKING, NoReturn

from redactor.errors import ExitCode, InternalError, RedactorError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What a record is made of: no floats."""

MAX_INTEGER = 2**53 - 1

# What can be neither too large nor hold anything.
_QUIET = frozenset({str, bool, NoneType})

# A number that may be over the limit. Matches ":9007199254740992", "-1000000000000000"; must not match
# ":900719925474099", "a9007199254740992" (of a digest).
_LONG = re.compile(
    rb"""
    [:,\[-] [0-9]{16}
    """,
    re.VERBOSE,
)


class MalformedError(RedactorError):
    """Bytes that are not one canonical record; the message never repeats them."""

    exit_code = ExitCode.REFUSED


def canonical(value: Json) -> bytes:
    """Write a value as its one canonical spelling; raises InternalError outside the profile."""
    try:
        _check(value)
        return spelled(value)
    except (MalformedError, UnicodeEncodeError, TypeError, RecursionError) as error:
        raise InternalError("a record does not fit the canonical profile") from error


def spelled(value: Json) -> bytes:
    """Write a value that is known to fit the profile, as one that `parse` gave: nothing is looked at."""
    return _WRITER.encode(value).encode()


def joined(fields: Mapping[str, bytes]) -> bytes:
    """Write an object from the canonical JSON of each field."""
    return b"{%b}" % b",".join(b'"%b":%b' % (name.encode(), fields[name]) for name in sorted(fields))


def parse(line: bytes) -> dict[str, Json]:
    """Read one canonical object; raises MalformedError for any other bytes, never anything else."""
    try:
        text = line.decode("utf-8")
        value = _READER.decode(text)
        if not isinstance(value, dict):
            raise MalformedError("not an object")
        if not line.isascii() or _LONG.search(line):
            _check(value)
        # A key that stands twice is once in what was read: its spelling differs too.
        if spelled(value) == line:
            return value
        json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise MalformedError("not JSON in UTF-8") from error
    raise MalformedError("not the canonical spelling")


def _check(value: Json) -> None:
    """Look at every value, without a call for most: this runs over all that is written."""
    left: list[Collection[object]] = [(value,)]
    while left:
        for item in left.pop():
            kind = type(item)
            if kind in _QUIET:
                continue
            if kind is int and -MAX_INTEGER <= item <= MAX_INTEGER:  # type: ignore[operator]  # it is one
                continue
            if kind is list:
                left.append(item)  # type: ignore[arg-type]  # it is one
            elif kind is dict:
                left.append(_checked_keys(item))  # type: ignore[arg-type]  # it is one
            else:
                _check_odd(item)


def _checked_keys(item: dict[str, object]) -> Collection[object]:
    """Give an object's values; its keys must be ASCII."""
    if not "".join(item).isascii():
        raise MalformedError("a key is not ASCII")
    return item.values()


def _check_odd(item: object) -> None:
    """Look at a number, or at a text of a kind of its own."""
    if isinstance(item, int):
        if abs(item) > MAX_INTEGER:
            raise MalformedError("an integer is too large")
    elif not isinstance(item, str):
        raise MalformedError("a value of a kind that records do not hold")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise MalformedError("a key stands twice")
    return value


def _refuse(_literal: str) -> NoReturn:
    raise MalformedError("a number that is no integer")


_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
_READER = json.JSONDecoder(parse_float=_refuse, parse_constant=_refuse)
