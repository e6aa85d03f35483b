"""Canonical JSON (RFC 8785) for a narrow profile, and a reader that accepts nothing else.

The profile: ASCII keys, integers below 2^53, no floats, no lone surrogates. Within it the standard
library's writer gives the bytes of RFC 8785 (tests compare the two), so a line has one spelling only.
"""

from __future__ import annotations

import json
from typing import NoReturn

from redactor.errors import ExitCode, InternalError, RedactorError

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
"""What a record is made of: no floats."""

MAX_INTEGER = 2**53 - 1


class MalformedError(RedactorError):
    """Bytes that are not one canonical record; the message never repeats them."""

    exit_code = ExitCode.REFUSED


def canonical(value: Json) -> bytes:
    """Write a value as its one canonical spelling; raises InternalError outside the profile."""
    try:
        _check(value)
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode()
    except (MalformedError, UnicodeEncodeError, TypeError, RecursionError) as error:
        raise InternalError("a record does not fit the canonical profile") from error


def parse(line: bytes) -> dict[str, Json]:
    """Read one canonical object; raises MalformedError for any other bytes, never anything else."""
    try:
        text = line.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse, parse_int=_integer
        )
        if not isinstance(value, dict):
            raise MalformedError("not an object")
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise MalformedError("not JSON in UTF-8") from error
    if again != line:
        raise MalformedError("not the canonical spelling")
    return value


def _check(value: Json) -> None:
    """Look at every value, without a call for each: this runs over all that is written."""
    left: list[object] = [value]
    while left:
        item = left.pop()
        kind = type(item)
        if kind is str or item is None or isinstance(item, str | bool):
            continue
        if isinstance(item, int):
            if abs(item) > MAX_INTEGER:
                raise MalformedError("an integer is too large")
        elif isinstance(item, list):
            left += item
        elif isinstance(item, dict):
            if not "".join(item).isascii():
                raise MalformedError("a key is not ASCII")
            left += item.values()
        else:
            raise MalformedError("a value of a kind that records do not hold")


def _key(key: object) -> None:
    if not (isinstance(key, str) and key.isascii()):
        raise MalformedError("a key is not ASCII")


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise MalformedError("a key stands twice")
    for key in value:
        _key(key)
    return value


def _integer(digits: str) -> int:
    value = int(digits)
    if abs(value) > MAX_INTEGER:
        raise MalformedError("an integer is too large")
    return value


def _refuse(_literal: str) -> NoReturn:
    raise MalformedError("a number that is no integer")
