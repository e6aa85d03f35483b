"""What findings close, and the echoes of what they close."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from redactor.model import Action, EntityKind
from redactor.spans import Span
from redactor.view import fold_term
from tests.reference.listed import is_visible, without_furniture
from tests.reference.nouns import GRAMMATICAL, KEPT, Ask, Cell, World
from tests.reference.readings import is_assumed, is_text, marking_of
from tests.reference.results import asks, cell_of, protects, releases

if TYPE_CHECKING:
    from redactor.model import Finding, Portion


def components(
    world: World, runs: list[tuple[Portion, Span, Cell]], shown: list[bool], closed: set[int]
) -> list[tuple[int, int, list[Cell]]]:
    """Give what findings and runs take away, overlapping ones as one, by portion."""
    visible = tuple(is_visible(shown, finding) for finding in world.findings)
    echoes = _echoes(world, visible, shown)
    found = []
    for portion in world.cable.portions:
        cuts = [(span, cell) for owner, span, cell in runs if owner is portion]
        cuts += [(span, cell) for owner, span, cell in echoes if owner is portion]
        for index, finding in enumerate(world.findings):
            if finding.span.overlaps(portion.span):
                cell = _finding_cell(world, portion, finding, visible, shown)
                if cell.action is not Action.KEEP:
                    closed.add(index)
                    cuts.append((finding.span, cell))
        group: list[Cell] = []
        first = last = 0
        for span, cell in sorted(cuts, key=lambda cut: cut[0]):
            if group and span.start < last:
                group.append(cell)
                last = max(last, span.end)
            else:
                if group:
                    found.append((max(first, portion.span.start), min(last, portion.span.end), group))
                group, first, last = [cell], span.start, span.end
        if group:
            found.append((max(first, portion.span.start), min(last, portion.span.end), group))
    return found


def _echoes(world: World, visible: tuple[bool, ...], shown: list[bool]) -> list[tuple[Portion, Span, Cell]]:
    """Give the places where the words of a protected name stand and nobody found a name."""
    forms: dict[tuple[str, ...], Cell] = {}
    for finding in world.findings:
        for portion in world.cable.portions:
            if not finding.span.overlaps(portion.span) or not finding.contexts or finding.reach:
                continue
            cell = _finding_cell(world, portion, finding, visible, shown)
            form = tuple(word for word, span in world.words if finding.span.covers(span))
            if cell.action is not Action.KEEP and form:
                forms.setdefault(form, replace(cell, value=""))
    found = []
    for form, cell in forms.items():
        for at in range(len(world.words) - len(form) + 1):
            here = world.words[at : at + len(form)]
            span = Span(here[0][1].start, here[-1][1].end)
            judged = all(
                any(one.span.holds(place) for one in world.findings) for place in range(span.start, span.end)
            )
            if tuple(word for word, _ in here) == form and not judged:
                found += [
                    (portion, span, cell)
                    for portion in world.cable.portions
                    if span.overlaps(portion.span) and not _all_assumed(world, portion, span)
                ]
    return found


def _all_assumed(world: World, portion: Portion, span: Span) -> bool:
    inside = range(max(span.start, portion.span.start), min(span.end, portion.span.end))
    return all(is_assumed(world, portion, at) and is_text(portion, at) for at in inside)


def _finding_cell(
    world: World, portion: Portion, finding: Finding, visible: tuple[bool, ...], seen: list[bool]
) -> Cell:
    inside = range(max(finding.span.start, portion.span.start), min(finding.span.end, portion.span.end))
    assumed = all(is_assumed(world, portion, at) and is_text(portion, at) for at in inside)
    contexts = set(finding.contexts)
    for other in world.findings:
        if other.person is not None and other.person == finding.person:
            contexts |= other.contexts
    marking = marking_of(world, portion, assumed=assumed)
    ask = Ask(world, portion, marking, finding, frozenset(contexts), visible, seen)
    if assumed and not (finding.kind is EntityKind.PERSON and not finding.possible):
        if finding.possible or finding.kind.value not in GRAMMATICAL:
            return KEPT
        says = protects(ask, on_entity=True)
    else:
        says = releases(ask, on_entity=True) + protects(ask, on_entity=True)
        says += asks(ask, says)
    cell = cell_of(ask, says)
    if cell.action not in (Action.ROLE, Action.PSEUDONYM, Action.GENERALIZE, Action.MASK):
        return cell
    value = _value(world, finding, cell.action)
    return replace(cell, value=value) if value else replace(cell, action=Action.LABEL)


def _value(world: World, finding: Finding, action: Action) -> str:
    """Give what stands in for the finding, as far as the drawn worlds go."""
    text = fold_term(without_furniture(world, finding.span))
    if action is Action.ROLE:
        known = {"assistant secretary": "US official", "minister": "foreign official"}
        return known.get(fold_term(finding.title.of(world.cable.text)), "") if finding.title else ""
    if action is Action.PSEUDONYM:
        return "" if finding.person is None else f"number {finding.person}"
    if action is Action.GENERALIZE:
        place = finding.kind in (EntityKind.LOCATION, EntityKind.POST) and text == "kabul"
        return "Afghanistan" if place else ""
    letters = [char for char in text if char.isalnum()]
    return "ending " + "".join(letters[-min(4, len(letters) // 3) :]).upper() if len(letters) > 2 else ""
