"""What every cable format gives, and the protocol it follows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from redactor.model import SectionKind

if TYPE_CHECKING:
    from redactor.cable.lex import Line
    from redactor.markings.types import Marking
    from redactor.model import Claim, Field, Mark, ParseNote
    from redactor.spans import Span


@dataclass(frozen=True, slots=True)
class Source:
    """The text a format reads: no hidden characters, its lines that are not blank."""

    text: str = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason to take a text for a format: what was seen, where, and how much it weighs."""

    what: str
    span: Span
    weight: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the text as a format read it; becomes one portion, or furniture between portions.

    `address` is set where the text numbers itself. `raised` is a marking read inside the chunk that only
    raises it (a marked reference). `between` says that it is furniture and no portion.
    """

    kind: SectionKind
    span: Span
    skeleton: tuple[Span, ...] = ()
    closed: tuple[Span, ...] = ()
    furniture: tuple[Span, ...] = ()
    mark: Mark | None = None
    raised: Marking | None = None
    number: Span | None = None
    ordinal: int | None = None
    address: str | None = None
    parent: str | None = None
    header: bool = False

    @property
    def between(self) -> bool:
        """Say whether it is furniture."""
        return self.kind is SectionKind.FURNITURE


@dataclass(frozen=True, slots=True)
class Part:
    """What was read from one place on: chunks and facts, and the index of the next line."""

    chunks: tuple[Chunk, ...] = ()
    claims: tuple[Claim, ...] = ()
    fields: tuple[Field, ...] = ()
    notes: tuple[ParseNote, ...] = ()
    next: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole text as a format read it, offsets still those of the source without hidden characters."""

    chunks: tuple[Chunk, ...]
    claims: tuple[Claim, ...]
    fields: tuple[Field, ...]
    notes: tuple[ParseNote, ...]


class Format(Protocol):
    """A cable format: says why a text is one of its own, and reads it whole."""

    @property
    def name(self) -> str:
        """Give the name that `inspect` reports."""
        ...

    def evidence(self, source: Source) -> tuple[Evidence, ...]:
        """Give every reason to take the text for this format; none means it is not."""
        ...

    def read(self, source: Source) -> Draft:
        """Read a text of this format; never fails, what it cannot read is UNKNOWN."""
        ...


def merge(parts: tuple[Part, ...] | list[Part]) -> Draft:
    """Put parts together in the order they came."""
    return Draft(
        tuple(chunk for part in parts for chunk in part.chunks),
        tuple(claim for part in parts for claim in part.claims),
        tuple(item for part in parts for item in part.fields),
        tuple(note for part in parts for note in part.notes),
    )
