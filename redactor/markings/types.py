"""What a classification marking is: level, controls and foreign release, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


class Level(IntEnum):
    """Levels in their order; the values are the ranks of DOMAIN.md 1."""

    U = 0
    SBU = 1
    C = 3
    S = 4
    TS = 5

    @property
    def classified(self) -> bool:
        """Say whether the level identifies classified information (32 CFR 2001.24(a))."""
        return self >= Level.C


class Truth(Enum):
    """Kleene's three values: a missing fact is UNKNOWN, never NO."""

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __and__(self, other: Truth) -> Truth:
        """Give the lesser of the two."""
        return self if self._value_ <= other._value_ else other

    def __or__(self, other: Truth) -> Truth:
        """Give the greater of the two."""
        return self if self._value_ >= other._value_ else other

    def __invert__(self) -> Truth:
        """Turn YES into NO and back; UNKNOWN stays."""
        return _OPPOSITES[self._value_]

    @classmethod
    def of(cls, value: bool) -> Truth:  # noqa: FBT001 - a conversion from bool takes a bool
        """Lift a certain answer."""
        return cls.YES if value else cls.NO


_OPPOSITES = (Truth.YES, Truth.UNKNOWN, Truth.NO)
"""What each truth turns into, by its value."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """An explicit foreign-release mark: (R, D, relido) of DOMAIN.md 5, step 6.

    NOFORN is `Foreign()`: nobody may have it. Country codes are upper-case trigraphs, groups expanded,
    USA left out.
    """

    release: frozenset[str] = frozenset()
    display: frozenset[str] = frozenset()
    relido: bool = False


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking as a point of the lattice; `markings.join` is its least upper bound.

    `level` is a floor: the text is at least that. `known` says that it is no more than that; a
    release rule matches only a known level. `controls` are codes of the vocabulary
    (markings.vocabulary); `opaque` says that a control stood there that the vocabulary lacks, and
    blocks foreign release. `foreign` is None where no foreign-release mark was made.
    """

    level: Level
    known: bool = True
    controls: frozenset[str] = frozenset()
    foreign: Foreign | None = None
    fgi: frozenset[str] = frozenset()
    compartments: frozenset[str] = frozenset()
    opaque: bool = False


class MarkState(StrEnum):
    """How well a mark could be read."""

    READ = "read"
    REPAIRED = "repaired"
    DAMAGED = "damaged"
    WORD = "word"


class Status(StrEnum):
    """Declassification at an as-of date (DOMAIN.md 6, DESIGN.md 4)."""

    UNCLASSIFIED = "unclassified"
    NOT_REACHED = "not_reached"
    DATE_REACHED = "date_reached"
    CALCULATED = "calculated"
    EXEMPT = "exempt"
    BLOCKED = "blocked"
    NEEDS_HUMAN = "needs_human"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Declassification:
    """The E.O. line's value: `form` is its kind (date, event, oadr, 25x, ...), `until` its date."""

    form: str
    order: str = ""
    until: dt.date | None = None
    exemptions: tuple[str, ...] = ()
