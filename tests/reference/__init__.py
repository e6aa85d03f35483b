"""A slow, obvious evaluator of the policy semantics, written from DESIGN.md 5 without the real one.

It looks at one character after the other. It shares with the real evaluator only what other modules
promise: the marking algebra, the view's folding, and the registry that resolves authorities. Sentences
around protect notes and reviewers' settlements are left to their own tests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from redactor.model import Action
from redactor.spans import Span
from tests.reference.cells import cells_of_portions, shows_body, with_letters
from tests.reference.found import components
from tests.reference.nouns import WORD, Answer, World
from tests.reference.results import join_cells
from tests.reference.runs import runs_of_words, seen_in

if TYPE_CHECKING:
    import datetime as dt

    from redactor.model import Cable, Finding, Policy
    from redactor.view import View


def evaluate(
    cable: Cable, view: View, findings: tuple[Finding, ...], policy: Policy, as_of: dt.date
) -> Answer:
    """Decide on every character of every portion; where no body is left, on none."""
    words = [(match.group(), view.original(Span(*match.span()))) for match in WORD.finditer(view.folded)]
    world = World(cable, view, findings, policy, as_of, words)
    answer = _evaluate(world)
    if shows_body(world, answer.cells):
        return answer
    world.assume = False
    answer = _evaluate(world)
    answer.denied = True
    return answer


def _evaluate(world: World) -> Answer:
    portion_cells = cells_of_portions(world)
    runs = runs_of_words(world, portion_cells)
    shown = [False] * len(world.cable.text)
    for portion in world.cable.portions:
        for at in seen_in(portion, portion_cells):
            shown[at] = not any(span.holds(at) for _, span, _ in runs)
    cells = list(portion_cells)
    closed: set[int] = set()
    for first, last, members in components(world, runs, shown, closed):
        for at in range(first, last):
            cell = cells[at]
            if cell is not None and cell.action is Action.KEEP:
                cells[at] = join_cells(members)
    return Answer(with_letters(world, cells), denied=False, closed=frozenset(closed))
