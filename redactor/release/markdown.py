"""The release as Markdown: one fenced block, so that nothing in a cable is read as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.errors import GuardError

if TYPE_CHECKING:
    from redactor.model import Release

_LEAST = 3
_LANGUAGE = "text"

# A run of backticks anywhere. Matches "`", "```"; must not match "'", "~~~".
_TICKS = re.compile(r"`+")


def write(release: Release) -> bytes:
    """Give the released text in a fence that is longer than any run of backticks in it."""
    longest = max((len(run) for run in _TICKS.findall(release.text)), default=0)
    fence = "`" * max(_LEAST, longest + 1)
    return f"{fence}{_LANGUAGE}\n{release.text}{fence}\n".encode()


def read(data: bytes) -> str:
    """Give the text within the fence, as a reader of Markdown finds its end; raises GuardError."""
    opening, _, rest = data.decode().partition("\n")
    fence = opening.removesuffix(_LANGUAGE)
    lines = rest.split("\n")
    if len(fence) < _LEAST or set(fence) != {"`"} or fence not in lines:
        raise GuardError("renderings", "the Markdown rendering is no fenced block")
    return "".join(f"{line}\n" for line in lines[: lines.index(fence)])
