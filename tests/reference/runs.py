"""Kept runs of words that a removed portion holds too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action
from redactor.spans import Span
from tests.reference.cells import cores
from tests.reference.nouns import Cell, World
from tests.reference.readings import assumption_of

if TYPE_CHECKING:
    from redactor.model import Portion


def runs_of_words(world: World, portion_cells: list[Cell | None]) -> list[tuple[Portion, Span, Cell]]:
    """Give the stretches of shown text made of six words or more that some withheld text has too."""
    found = []
    for portion in world.cable.portions:
        inside = [(word, span) for word, span in world.words if portion.span.covers(span)]
        stretches: list[tuple[Span, list[Portion]]] = []
        for at in range(len(inside) - 5):
            sources = _sources(world, portion, [word for word, _ in inside[at : at + 6]], portion_cells)
            span = Span(inside[at][1].start, inside[at + 5][1].end)
            if sources and stretches and span.start < stretches[-1][0].end:
                before, others = stretches.pop()
                stretches.append((Span(before.start, span.end), others + sources))
            elif sources:
                stretches.append((span, sources))
        for span, sources in stretches:
            cell = _run_cell(world, sources, portion_cells)
            found += [(portion, part, cell) for part in _visible_parts(portion, span, portion_cells)]
    return found


def _sources(
    world: World, portion: Portion, window: list[str], portion_cells: list[Cell | None]
) -> list[Portion]:
    """Give the portions whose withheld text has these words in a row."""
    sources = []
    for other in world.cable.portions:
        ground = _ground_of(world, portion)
        if ground and _ground_of(world, other) == ground:
            continue
        for core in cores(world, other, portion_cells):
            said = [word for word, span in world.words if core.covers(span)]
            if any(said[at : at + 6] == window for at in range(len(said))):
                sources.append(other)
    return sources


def _run_cell(world: World, sources: list[Portion], portion_cells: list[Cell | None]) -> Cell:
    withheld = [c for p in sources for c in portion_cells[p.span.start : p.span.end] if c is not None]
    authorities = frozenset(a for c in withheld if c.action is not Action.KEEP for a in c.authorities)
    hold = world.policy.audience.lawful or not authorities
    return Cell(Action.WITHHOLD, frozenset({"run"}), authorities, hold)


def _visible_parts(portion: Portion, span: Span, portion_cells: list[Cell | None]) -> list[Span]:
    """Give the parts of a span that a portion shows, furniture between shown text included."""
    seen = seen_in(portion, portion_cells)
    parts: list[Span] = []
    for at in range(span.start, span.end):
        if at in seen and parts and parts[-1].end == at:
            parts[-1] = Span(parts[-1].start, at + 1)
        elif at in seen:
            parts.append(Span(at, at + 1))
    return parts


def seen_in(portion: Portion, portion_cells: list[Cell | None]) -> set[int]:
    whole = range(portion.span.start, portion.span.end)
    cells = {at: portion_cells[at] for at in whole}
    kept = [at for at, cell in cells.items() if cell is not None and cell.action is Action.KEEP]
    seen = set(kept)
    for span in portion.furniture:
        if kept and kept[0] <= span.start and span.end <= kept[-1] + 1:
            seen |= set(range(span.start, span.end))
    return seen


def _ground_of(world: World, portion: Portion) -> str:
    assumption = assumption_of(world, portion)
    return assumption[1] if assumption and portion.closed else ""
