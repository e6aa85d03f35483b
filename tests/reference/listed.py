"""Which names a list opens: full names, and surnames behind an office or an earlier full name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from redactor.model import EntityKind
from redactor.view import fold_term
from tests.reference.nouns import QUALIFIERS, Ask, World

if TYPE_CHECKING:
    import datetime as dt

    from redactor.model import Finding, ListEntry
    from redactor.spans import Span


def _words(name: str) -> list[str]:
    folded = fold_term(name)
    if "," in folded:
        last, first = folded.split(",", 1)
        folded = f"{first} {last}"
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", folded)


def dated(entry: ListEntry, date: dt.date | None) -> bool | None:
    if entry.since is None and entry.until is None:
        return True
    if date is None:
        return None
    return (entry.since or date) <= date <= (entry.until or date)


def _surface(world: World, finding: Finding) -> list[str]:
    return _words(without_furniture(world, finding.span))


def without_furniture(world: World, span: Span) -> str:
    furniture = [gone for portion in world.cable.portions for gone in portion.furniture]
    return "".join(
        world.cable.text[at]
        for at in range(span.start, span.end)
        if not any(gone.holds(at) for gone in furniture)
    )


def is_visible(shown: list[bool], finding: Finding) -> bool:
    spans = [finding.span] + ([finding.title] if finding.title else [])
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return all(shown[at] for at in range(start, end))


def _is_entry(world: World, finding: Finding, entry: ListEntry, *, visible: bool) -> bool:
    if _surface(world, finding) == _words(entry.name):
        return True
    if finding.kind is not EntityKind.PERSON or not visible or finding.title is None:
        return False
    if _surface(world, finding) != _words(entry.name)[-1:]:
        return False
    before = _words(world.cable.text[max(0, finding.title.start - 30) : finding.title.start])
    if before and before[-1] in QUALIFIERS:
        return False
    return fold_term(finding.title.of(world.cable.text)) in [fold_term(office) for office in entry.offices]


def on_list(ask: Ask, name: str) -> bool | None:
    world, finding = ask.world, ask.finding
    assert finding is not None
    named = next(item for item in world.policy.lists if item.name == name)
    surface = _surface(world, finding)
    entries = [entry for entry in named.entries if dated(entry, world.cable.date) is not False]
    alike = [entry for entry in entries if _words(entry.name)[-1] in surface]
    if not alike:
        return False
    here = world.findings.index(finding)
    fitting = [
        entry
        for entry in alike
        if _is_entry(world, finding, entry, visible=ask.shown[here]) or _known_before(ask, finding, entry)
    ]
    if len(fitting) == 1 and dated(fitting[0], world.cable.date) and not finding.possible:
        return True
    return None


def _known_before(ask: Ask, finding: Finding, entry: ListEntry) -> bool:
    world = ask.world
    if finding.kind is not EntityKind.PERSON or _surface(world, finding) != _words(entry.name)[-1:]:
        return False
    for other in world.findings:
        surface = _surface(world, other)
        rival = len(surface) > 1 and surface[-1] == _words(entry.name)[-1] and surface != _words(entry.name)
        if rival and (other.person is None or other.person != finding.person) and not other.reach:
            return False
    return any(
        ask.shown[index]
        and not other.possible
        and other.kind is EntityKind.PERSON
        and other.person == finding.person
        and other.span.end <= finding.span.start
        and _is_entry(world, other, entry, visible=True)
        for index, other in enumerate(world.findings)
    )
