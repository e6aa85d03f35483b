"""What the reference evaluator speaks of: a world, a question about it, and what becomes of a character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from redactor import markings
from redactor.markings import Marking, Status
from redactor.model import Action

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from redactor.model import Authority, Cable, Finding, Policy, Portion
    from redactor.spans import Span
    from redactor.view import View


# A word of a folded view. matches "rain" in "rain, road"; must not match "_"
WORD = re.compile(r"[^\W_]+")


BODY = ("paragraph", "bullet", "summary", "comment", "table")


GRAMMATICAL = ("POST", "LOCATION", "ORGANIZATION", "NATIONALITY", "DATE_TIME")


QUALIFIERS = (
    "acting assistant associate chief deputy designate elect ex former late nominee past principal "
    "retired senior under vice"
).split()


@dataclass
class Cell:
    """What happens to one character: its action, the rules that say so, and whether a person must decide."""

    action: Action
    rules: frozenset[str]
    authorities: frozenset[Authority] = frozenset()
    hold: bool = False
    value: str = ""


KEPT = Cell(Action.KEEP, frozenset())


@dataclass
class World:
    """What everything depends on."""

    cable: Cable
    view: View
    findings: tuple[Finding, ...]
    policy: Policy
    as_of: dt.date
    words: list[tuple[str, Span]]
    assume: bool = True


@dataclass
class Answer:
    """The cells of all characters (None for what is not text), and whether the document is denied."""

    cells: list[Cell | None]
    denied: bool
    closed: frozenset[int]


@dataclass
class Ask:
    """The thing that a rule is asked about."""

    world: World
    portion: Portion
    marking: Marking
    finding: Finding | None = None
    contexts: frozenset[str] = frozenset()
    shown: tuple[bool, ...] = ()
    seen: Sequence[bool] = ()
    assumed: bool = False

    def status(self) -> Status:
        """Give the portion's declassification status."""
        cable = self.world.cable
        level = Marking(cable.marking.level, known=cable.marking.known, foreign=cable.marking.foreign)
        joined = markings.join(self.portion.marking, level)
        return markings.status(
            cable.declassification, origin=cable.date, as_of=self.world.as_of, marking=joined
        )


@dataclass
class Say:
    """One rule's say."""

    rule: str
    action: Action
    grounds: tuple[Authority, ...]
    protects: bool = False
    certain: bool = True
    hold: bool = False
