"""The closed lists a header field is read against: post names and TAGS."""

from __future__ import annotations

import re
from functools import cache

from redactor import files


@cache
def tag_kinds() -> dict[str, str]:
    """Give each TAGS code and its kind: subject, programme, country or organization."""
    rows = files.package_table("tags.toml")["tags"]
    return {row["code"]: row["kind"] for row in rows}


@cache
def _posts() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Give the post names, every way an address line writes one, and the prefixes."""
    data = files.package_table("posts.toml")
    names = frozenset(row["name"] for row in data["posts"])
    whole = frozenset(row["name"] for row in data["posts"] if row["kind"] == "mission")
    prefixes = tuple(data["prefixes"]["words"])
    prefixed = frozenset(f"{word} {name}" for word in prefixes for name in names - whole)
    return names, whole | prefixed, prefixes


def is_post(name: str) -> bool:
    """Say whether a message number may carry `name`."""
    return _folded(name) in _posts()[0]


def is_address(name: str) -> bool:
    """Say whether an address line may be `name`."""
    return _folded(name) in _posts()[1]


@cache
def _senders() -> frozenset[str]:
    """Give every name that a reference gives a post."""
    data = files.package_table("posts.toml")
    names = frozenset(row["name"] for row in data["posts"])
    return names | frozenset(data["aliases"]["words"])


def is_sender(name: str) -> bool:
    """Say whether a reference may name `name`: a post, another name of one, or an address of one."""
    return _folded(name) in _senders() or is_address(name)


def prefixes() -> tuple[str, ...]:
    """Give the words that stand before an embassy's or a consulate's name in an address."""
    return _posts()[2]


def is_prefixed(address: str, post: str) -> bool:
    """Say whether an address line is an official prefix (AMEMBASSY, AMCONSUL, ...) and then `post`."""
    return _folded(address) in {f"{word} {_folded(post)}" for word in _posts()[2]}


def _folded(name: str) -> str:
    return re.sub(r"[ \t]+", " ", name.strip()).upper()
