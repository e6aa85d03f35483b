"""Boxes: sets of cases as one mask of cells for each axis; what of a box others do not cover.

An axis has at most a few dozen cells, so a set of them is an integer. A box names only the axes that it
restricts. Whether boxes cover another is decided exactly; work is counted, and too much of it gives up
loudly instead of guessing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

Box = Mapping[int, int]
"""Allowed cells by axis, as a mask; an axis that is not named allows all. Never changed once made."""

EVERYTHING: Box = {}

MOST_WORK = 2_000_000
"""Comparisons of two boxes that one question may take."""

MOST_BOXES = 20_000
"""Boxes that one region may consist of; conditions of many alternatives multiply."""


class GaveUpError(Exception):
    """A question took more work than it may: it is not decided."""


class Work:
    """Counts comparisons, and gives up when there were too many."""

    __slots__ = ("left",)

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def spend(self, steps: int) -> None:
        """Take steps from what is left. Raises GaveUpError where nothing is."""
        self.left -= steps
        if self.left < 0:
            raise GaveUpError


def meet(left: Box, right: Box) -> Box | None:
    """Give the box that both hold, or None where they exclude each other."""
    if len(right) > len(left):
        left, right = right, left
    both = dict(left)
    for axis, mask in right.items():
        common = both.get(axis, mask) & mask
        if not common:
            return None
        both[axis] = common
    return both


def meet_all(unions: Iterable[Sequence[Box]], work: Work) -> tuple[Box, ...]:
    """Give the boxes that one box of each union holds together."""
    found: tuple[Box, ...] = (EVERYTHING,)
    for union in unions:
        work.spend(len(found) * len(union))
        met = (meet(box, other) for box in found for other in union)
        found = tuple(islice((box for box in met if box is not None), MOST_BOXES + 1))
        if len(found) > MOST_BOXES:
            raise GaveUpError
    return found


def outside(box: Box, cut: Box, full: Sequence[int]) -> list[tuple[int, int]] | None:
    """Give the axes on which a box reaches out of another, with the cells there; None where they are disjoint."""
    reaching = []
    for axis, mask in cut.items():
        allowed = box.get(axis, full[axis])
        if not allowed & mask:
            return None
        beyond = allowed & ~mask
        if beyond:
            reaching.append((axis, beyond))
    return reaching


def leftovers(box: Box, cuts: Sequence[Box], full: Sequence[int], work: Work) -> Iterator[Box]:
    """Give disjoint boxes that hold exactly what of `box` none of the cuts covers.

    `full` are all cells of each axis. A cut that reaches out on one axis only leaves one piece, so it
    is applied at once; where all others would leave several, the one with the fewest is taken.
    """
    todo: list[tuple[Box, Sequence[Box]]] = [(box, cuts)]
    while todo:
        piece, left = todo.pop()
        narrowed = _narrowed(piece, left, full, work)
        if narrowed is None:
            continue
        piece, left, split = narrowed
        if not split:
            yield piece
            continue
        inside = dict(piece)
        for axis, beyond in split:
            todo.append(({**inside, axis: beyond}, left))
            inside[axis] = inside.get(axis, full[axis]) & ~beyond


def _narrowed(
    box: Box, cuts: Sequence[Box], full: Sequence[int], work: Work
) -> tuple[Box, Sequence[Box], list[tuple[int, int]]] | None:
    """Apply all cuts that leave one piece; None where nothing is left.

    With the piece come the cuts that still touch it, and where the best of them splits it.
    """
    changed = True
    split: list[tuple[int, int]] = []
    while changed:
        changed, split, touching = False, [], []
        work.spend(1 + len(cuts))
        for cut in cuts:
            reaching = outside(box, cut, full)
            if reaching is None:
                continue
            if not reaching:
                return None
            if len(reaching) == 1:
                box, changed = {**box, reaching[0][0]: reaching[0][1]}, True
                continue
            touching.append(cut)
            split = reaching if not split or len(reaching) < len(split) else split
        cuts = touching
    return box, cuts, split


def first_leftover(boxes: Iterable[Box], cuts: Sequence[Box], full: Sequence[int], work: Work) -> Box | None:
    """Give some of the boxes' cases that no cut covers, or None: then the cuts cover them all."""
    return next((left for box in boxes for left in leftovers(box, cuts, full, work)), None)


def without_covered(boxes: Sequence[Box], full: Sequence[int]) -> tuple[Box, ...]:
    """Leave out boxes that lie in another one."""
    kept: list[Box] = []
    for box in sorted(boxes, key=len):
        if not any(outside(box, other, full) == [] for other in kept):
            kept.append(box)
    return tuple(kept)
