"""The cells of portions, before any finding: numbers, marks and letters included."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING

from redactor.model import Action
from redactor.spans import Span
from tests.reference.nouns import BODY, Cell, World
from tests.reference.readings import is_assumed, is_text
from tests.reference.results import join_cells, portion_cell

if TYPE_CHECKING:
    from redactor.model import Portion


def with_letters(world: World, cells: list[Cell | None]) -> list[Cell | None]:
    """Name persons by letters in the order in which they are met in the text."""
    met: list[str] = []
    lettered: list[Cell | None] = []
    for at, cell in enumerate(cells):
        shown = cell is not None and cell.action is Action.PSEUDONYM and not cell.hold
        if cell is not None and shown and world.cable.text[at].strip():
            met += [cell.value] if cell.value not in met else []
            lettered.append(replace(cell, value=f"person {ascii_uppercase[met.index(cell.value)]}"))
        else:
            lettered.append(cell)
    return lettered


def shows_body(world: World, cells: list[Cell | None]) -> bool:
    for portion in world.cable.portions:
        if portion.section.value not in BODY:
            continue
        for at in range(portion.span.start, portion.span.end):
            cell = cells[at]
            if cell is not None and cell.action is Action.KEEP and world.cable.text[at].isalnum():
                return True
    return False


def cells_of_portions(world: World) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * len(world.cable.text)
    for portion in world.cable.portions:
        kinds = {assumed: portion_cell(world, portion, assumed=assumed) for assumed in (True, False)}
        for at in range(portion.span.start, portion.span.end):
            if is_text(portion, at):
                cells[at] = kinds[is_assumed(world, portion, at)]
        for core in cores(world, portion, cells):
            _join(cells, core)
    return cells


def _join(cells: list[Cell | None], core: Span) -> None:
    """Make one removal of what a portion withholds in one place."""
    members = [cell for cell in cells[core.start : core.end] if cell is not None]
    joined = join_cells(members)
    for at in range(core.start, core.end):
        cells[at] = joined if cells[at] is not None else None


def cores(world: World, portion: Portion, portion_cells: list[Cell | None]) -> list[Span]:
    """Give from the first to the last withheld character, for each stretch between kept text."""
    cores: list[Span] = []
    fresh = True
    for at in range(portion.span.start, portion.span.end):
        cell = portion_cells[at]
        if cell is not None and cell.action is Action.KEEP:
            fresh = True
        elif cell is not None and world.cable.text[at].strip():
            if fresh:
                cores.append(Span(at, at))
            cores[-1] = Span(cores[-1].start, at + 1)
            fresh = False
    return cores
