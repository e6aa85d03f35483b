"""What a recogniser sees and gives: a page of blocks and words, and hits in the view's coordinates."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from redactor.model import EntityKind, SectionKind
    from redactor.spans import Span
    from redactor.view import View


_ARTICLE = 5


SUMMARY = "names: rules only"
UNSOUGHT = "names: not looked for"
"""What the summary says while no model reads the text."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the view: `first` says that it opens a sentence, `fixed` that it is skeleton or closed."""

    start: int
    end: int
    text: str = field(repr=False)
    folded: str = field(repr=False)
    first: bool = False
    fixed: bool = False

    @property
    def capital(self) -> bool:
        """Say whether it begins with a capital, a small Arabic or French article before it aside: al-Test, d'Test."""
        if self.text[0].isupper():
            return True
        if "-" not in self.text and "'" not in self.text:
            return False
        head, mark, tail = self.text.replace("'", "-").partition("-")
        return bool(mark) and len(head) < _ARTICLE and tail[:1].isupper()

    @property
    def initial(self) -> bool:
        """Say whether it is one capital letter, or several with points: `J`, `J.F.`."""
        return self.text.isupper() and (len(self.text) == 1 or self.text.endswith("."))


@dataclass(frozen=True, slots=True)
class Block:
    """One portion in the view. `flat` says that capitals tell nothing in it: all capitals, or a headline."""

    span: Span
    section: SectionKind
    words: tuple[Word, ...] = field(repr=False)
    flat: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class TitleHit:
    """A title that stands in the view, with modifiers and portfolio.

    `plural` announces a list of names. `weak` is a word that without its capital is mostly no title.
    """

    span: Span
    block: int
    role: str | None
    plural: bool
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A cable as recognisers see it; `titles` are sorted, none inside another; `lines` are where its lines begin.

    `breaks` are the blanks at which a line ended though the next word would have fitted.
    """

    view: View
    blocks: tuple[Block, ...]
    titles: tuple[TitleHit, ...] = ()
    lines: tuple[int, ...] = field(default=(), repr=False)
    breaks: tuple[int, ...] = field(default=(), repr=False)

    def broken(self, span: Span) -> bool:
        """Say whether a line ended early inside the span of the view: a name does not go on there."""
        at = bisect_left(self.breaks, span.start)
        return at < len(self.breaks) and self.breaks[at] < span.end


@dataclass(frozen=True, slots=True)
class Hit:
    """One piece of evidence in the view's coordinates; evidence is a code of ours, never text."""

    span: Span
    kind: EntityKind
    detector: str
    score: int
    evidence: tuple[str, ...] = ()


class Recogniser(Protocol):
    """A plug point: finds one kind of thing on a page. Register it in registry.py."""

    def __call__(self, page: Page, /) -> Iterator[Hit]:
        """Yield every hit, in any order."""
        ...
