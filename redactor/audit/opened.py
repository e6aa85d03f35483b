"""Reads a document's custody file into frozen values; anything that does not fit is a MalformedError."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from redactor.audit.canonical import Json, MalformedError
from redactor.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping


# Stands before an assumption's id among the rules of text that it opened.
_ASSUMED = "assume:"


@dataclass(frozen=True, slots=True)
class OpenedRemoval:
    """A removal as custody holds it."""

    number: int
    span: Span
    text: str = field(repr=False)
    replacement: str


@dataclass(frozen=True, slots=True)
class OpenedFinding:
    """A finding as custody holds it; `closed`: its own result is below keep, wherever it stands; `guarded`: protected.

    `reach`: it is a note's stretch and not the name itself.
    """

    span: Span
    kind: str
    closed: bool
    possible: bool
    guarded: bool
    person: int | None
    reach: bool


@dataclass(frozen=True, slots=True)
class OpenedPortion:
    """A portion's place, and what of it is label, number or mark."""

    address: str
    span: Span
    skeleton: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """What custody holds of a document: with the release it gives the original."""

    name: str
    sha256: bytes = field(repr=False)
    codec: str
    text_sha256: str
    portions: tuple[OpenedPortion, ...]
    removals: tuple[OpenedRemoval, ...]
    findings: tuple[OpenedFinding, ...]
    answered: tuple[Span, ...]


def read_document(content: Mapping[str, Json]) -> OpenedDocument:
    """Read the parsed object of a custody file; raises MalformedError, never anything else."""
    try:
        source = _mapping(content["source"])
        return OpenedDocument(
            name=_text(source["name"]),
            sha256=bytes.fromhex(_text(source["sha256"])),
            codec=_text(source["codec"]),
            text_sha256=_text(content["text_sha256"]),
            portions=tuple(_portion(_mapping(item)) for item in _items(content["portions"])),
            removals=tuple(_removal(_mapping(item)) for item in _items(content["removals"])),
            findings=tuple(_finding(_mapping(item)) for item in _items(content["findings"])),
            answered=tuple(_answered(content["decisions"])),
        )
    except (KeyError, ValueError) as error:
        raise MalformedError("a custody file lacks what it should hold") from error


def _portion(item: Mapping[str, Json]) -> OpenedPortion:
    skeleton = tuple(_span(_mapping(part)) for part in _items(item["skeleton"]))
    return OpenedPortion(_text(item["address"]), _span(item), skeleton)


def _removal(item: Mapping[str, Json]) -> OpenedRemoval:
    removal = OpenedRemoval(_number(item["n"]), _span(item), _text(item["text"]), _text(item["replacement"]))
    if len(removal.text) != len(removal.span):
        raise ValueError
    return removal


def _finding(item: Mapping[str, Json]) -> OpenedFinding:
    person = item.get("person")
    return OpenedFinding(
        span=_span(item),
        kind=_text(item["kind"]),
        closed=item["closed"] is True,
        possible=item["possible"] is True,
        guarded=bool(_items(item["contexts"])),
        person=None if person is None else _number(person),
        reach=item.get("reach") is True,
    )


def _answered(value: Json) -> list[Span]:
    """Give what a reviewer opened, and what a policy's assumption did: a person answers for it."""
    kept = [item for item in map(_mapping, _items(value)) if item["action"] == "keep"]
    return [_span(item) for item in kept if item["decided_by"] == "reviewer" or _is_assumed(item)]


def _is_assumed(item: Mapping[str, Json]) -> bool:
    return any(_text(rule).startswith(_ASSUMED) for rule in _items(item["rules"]))


def _span(item: Mapping[str, Json]) -> Span:
    return Span(_number(item["start"]), _number(item["end"]))


def _mapping(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 - one kind of defect, caught above
    return value


def _items(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one kind of defect, caught above
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 - one kind of defect, caught above
    return value


def _number(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - one kind of defect, caught above
    return value
