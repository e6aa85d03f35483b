"""Several patterns as one: whether any of them matches is told in one pass of the engine."""

from __future__ import annotations

import re

_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"), (re.VERBOSE, "x"))


def one_of(*patterns: re.Pattern[str]) -> re.Pattern[str]:
    """Give a pattern that matches where one of `patterns` does, each with its own flags; it has none of their groups.

    None of them may refer to a group of its own.
    """
    return re.compile("|".join(map(_scoped, patterns)))


def _scoped(pattern: re.Pattern[str]) -> str:
    """Give a pattern's source in brackets that hold its flags, its groups without their names."""
    flags = "".join(letter for flag, letter in _FLAGS if pattern.flags & flag)
    # A comment may stand at the end of a verbose pattern: the line end keeps the bracket out of it.
    end = "\n" if pattern.flags & re.VERBOSE else ""
    return f"(?{flags}:{re.sub(r'[(][?]P<[a-z]+>', '(?:', pattern.pattern)}{end})"
