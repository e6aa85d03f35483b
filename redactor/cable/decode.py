"""Bytes to text, once: strict, with line ends as LF, or a typed refusal."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from redactor.errors import InputRefusedError, Refusal, UsageError

MAX_BYTES = 16 * 1024 * 1024
# The longest of the reference telegrams has 754 lines. A file may have this many lines whatever they hold,
# and one more for every so many characters: what is nothing but short lines need not be read slowly.
MAX_LINES = 25_000
SHORT_LINE = 24

# Codecs that turn bytes into text and nothing else: `unicode_escape`, `utf-7` and the like compute.
CODECS = frozenset(
    {"utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
)

# Every line end that a reader's screen may honour, but LF, CR and both together.
_RARE_ENDS = "\v\f\x85\u2028\u2029"

_NEWLINES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A document's text with LF line ends, and how it was written."""

    text: str = field(repr=False)
    codec: str
    newline: str


def decode(data: bytes, *, codec: str = "utf-8", max_bytes: int = MAX_BYTES) -> Decoded:
    """Decode `data` strictly; raises InputRefusedError, or UsageError for a codec not offered."""
    name = codec_of(codec)
    if len(data) > max_bytes:
        raise InputRefusedError(
            Refusal.LIMITS, "the file is larger than the limit", help="raise --max-bytes if it is a cable"
        )
    if not data:
        raise InputRefusedError(Refusal.DECODE, "the file is empty")
    name, body = _without_bom(data, name)
    text = _strict(body, name)
    return _lined(text, name)


def codec_of(codec: str) -> str:
    """Give the one name of a codec that is offered; raises UsageError for any other."""
    try:
        name = codecs.lookup(codec).name
    except (LookupError, ValueError):
        name = ""
    if name not in CODECS:
        raise UsageError("that codec is not one of those offered", help="one of " + ", ".join(sorted(CODECS)))
    return name


def _without_bom(data: bytes, name: str) -> tuple[str, bytes]:
    """Drop a byte order mark; a UTF-16 one decides the codec where the default was asked."""
    if name == "utf-8" and data.startswith(codecs.BOM_UTF8):
        return name, data[len(codecs.BOM_UTF8) :]
    for mark, wide in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if name in {"utf-8", "utf-16", wide} and data.startswith(mark):
            return wide, data[len(mark) :]
    return name, data


def _strict(body: bytes, name: str) -> str:
    """Decode without a single replacement."""
    try:
        text = body.decode(name, errors="strict")
    except UnicodeDecodeError as error:
        raise InputRefusedError(
            Refusal.DECODE,
            f"the bytes are not {name} (first bad byte at offset {error.start})",
            help="if it is text in another codec, name that with --codec",
        ) from None
    if "\0" in text:
        raise InputRefusedError(
            Refusal.DECODE, "the file holds NUL characters: it is binary or in another codec"
        )
    if not text.strip():
        raise InputRefusedError(Refusal.DECODE, "the file holds no text")
    return text


def _line_ends(text: str) -> list[str]:
    """Give every line end that stands in a text, CR and LF together before each alone."""
    pairs = text.count("\r\n")
    found = ["\r\n"] if pairs else []
    found.extend(end for end in "\r\n" if text.count(end) > pairs)
    found.extend(end for end in _RARE_ENDS if end in text)
    return found


def _lined(text: str, name: str) -> Decoded:
    """Turn every line end into LF and say which was there."""
    found = _line_ends(text)
    newline = _NEWLINES.get(found[0], "mixed") if len(found) == 1 else "mixed" if found else "lf"
    lined = text
    for end in found:
        lined = lined.replace(end, "\n")
    if lined.count("\n") > MAX_LINES + len(lined) // SHORT_LINE:
        raise InputRefusedError(Refusal.LIMITS, "the file has more short lines than any cable")
    return Decoded(lined, name, newline)
