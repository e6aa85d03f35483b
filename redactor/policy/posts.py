"""Posts: the closed list of their names, and which of them sent a cable."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from redactor.files import package_table
from redactor.markings import Truth
from redactor.view.memory import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import Cable

UNREAD = ""
"""Stands for a post that is written and is none of the list."""

# What a message number has behind the post.
# matches the end of "ASTANA 001668"; not of "ASTANA"
_SERIAL = re.compile(
    r"""
    \s+ [0-9]+ $
    """,
    re.VERBOSE,
)


# The fields that say who sent a cable.
_SENDERS = frozenset({"from", "message-number"})


@functools.cache
def post_names() -> tuple[str, ...]:
    """Give the posts' names as cables write them, sorted (data/posts.toml)."""
    return tuple(sorted({row["name"] for row in _table()["posts"]}))


@functools.cache
def _known_posts() -> frozenset[str]:
    return frozenset(post_names())


@functools.cache
def _table() -> dict[str, list[dict[str, str]]]:
    return package_table("posts.toml")


@functools.cache
def _prefixes() -> tuple[str, ...]:
    """Give the words that stand before a post in an address line."""
    return tuple(package_table("posts.toml")["prefixes"]["words"])


@once
def posts_of(cable: Cable) -> tuple[str, ...]:
    """Give the posts that the header says sent the cable, none twice; `UNREAD` for a name not of the list."""
    return tuple(dict.fromkeys(_written(cable)))


def _written(cable: Cable) -> Iterator[str]:
    """Give the post of the FROM line and of the message number; a quoted header in the body says nothing."""
    senders = [field for field in cable.fields if field.kind in _SENDERS]
    header = [portion.span for portion in cable.portions if portion.header] if senders else []
    for field in senders:
        if any(span.covers(field.span) for span in header):
            yield _post(field.value if field.kind == "from" else _SERIAL.sub("", field.value))


def _post(written: str) -> str:
    """Give the post that an address names, its prefix taken off."""
    name = " ".join(written.split()).upper()
    bare = (name.removeprefix(f"{prefix} ") for prefix in _prefixes())
    return next((found for found in (name, *bare) if found in _known_posts()), UNREAD)


def sent_by(posts: tuple[str, ...], values: tuple[str, ...]) -> Truth:
    """Say whether one of `values` sent it; UNKNOWN where no post was read, or two disagree."""
    truths = {Truth.UNKNOWN if post == UNREAD else Truth.of(post in values) for post in posts}
    return truths.pop() if len(truths) == 1 else Truth.UNKNOWN
